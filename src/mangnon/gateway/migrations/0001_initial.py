import django.db.models.deletion
import mangnon.kit.clock
import uuid
from django.conf import settings
from django.db import migrations, models

from mangnon.base.migrating import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = [
        ("directives", "0001_initial"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UnblockRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="gateway.site",
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("mam_non", "Mầm non (3–5 tuổi)"),
                            ("tieu_hoc", "Tiểu học (6–10 tuổi)"),
                            ("thcs", "Trung học cơ sở (11–14 tuổi)"),
                            ("thpt", "Trung học phổ thông (15–17 tuổi)"),
                            ("staff", "Giáo viên, nhân viên"),
                            ("guests", "Khách"),
                        ],
                        max_length=20,
                        verbose_name="nhóm",
                    ),
                ),
                ("name", models.CharField(max_length=253, verbose_name="trang")),
                (
                    "category",
                    models.CharField(blank=True, max_length=40, verbose_name="loại nội dung"),
                ),
                ("letter", models.CharField(default="X", max_length=1)),
                ("times", models.PositiveIntegerField(default=1, verbose_name="số lần xin")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ trả lời"),
                            ("passed_up", "Đã chuyển lên tỉnh"),
                            ("allowed", "Đã mở"),
                            ("refused", "Không mở"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("first_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("last_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                (
                    "passed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("passed_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "đề nghị mở trang",
                "ordering": ["-last_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "passed_up"])),
                        fields=("site", "group", "name"),
                        name="one_request_of_a_group_waits",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asks",
                        to="gateway.unblockrequest",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Allowance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allowances",
                        to="gateway.site",
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("mam_non", "Mầm non (3–5 tuổi)"),
                            ("tieu_hoc", "Tiểu học (6–10 tuổi)"),
                            ("thcs", "Trung học cơ sở (11–14 tuổi)"),
                            ("thpt", "Trung học phổ thông (15–17 tuổi)"),
                            ("staff", "Giáo viên, nhân viên"),
                            ("guests", "Khách"),
                        ],
                        max_length=20,
                        verbose_name="nhóm",
                    ),
                ),
                ("what", models.CharField(max_length=260, verbose_name="mở")),
                ("until", models.DateTimeField(verbose_name="đến")),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="allowances",
                        to="gateway.unblockrequest",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "cho phép tạm thời",
                "ordering": ["-until"],
                "indexes": [
                    models.Index(fields=["site", "until"], name="gateway_all_site_id_e5a0f6_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrolments",
                        to="gateway.site",
                    ),
                ),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("until", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Gateway",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gateways",
                        to="gateway.site",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="tên máy")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("version", models.CharField(blank=True, max_length=40, verbose_name="phiên bản")),
                ("enrolled_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("plan_in_force", models.PositiveIntegerField(default=0)),
                ("bundle_in_force", models.PositiveIntegerField(default=0)),
                ("in_force_at", models.DateTimeField(null=True)),
                ("plan_behind_since", models.DateTimeField(null=True)),
                ("bundle_behind_since", models.DateTimeField(null=True)),
                ("status", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "máy lọc",
                "ordering": ["site_id", "enrolled_at"],
            },
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "gateway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alarms",
                        to="gateway.gateway",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("silent", "Không liên lạc"),
                            ("old_plan", "Chưa áp dụng quy tắc mới"),
                            ("old_lists", "Chưa áp dụng danh sách mới"),
                            ("trouble", "Máy lọc báo lỗi"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
                ("since", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-since"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("gateway", "kind"),
                        name="one_alarm_of_a_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ListSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="mã")),
                ("title", models.CharField(max_length=200, verbose_name="tên danh sách")),
                (
                    "publisher",
                    models.CharField(blank=True, max_length=200, verbose_name="nơi phát hành"),
                ),
                ("address", models.URLField(blank=True, max_length=500, verbose_name="địa chỉ")),
                ("own_text", models.TextField(blank=True, verbose_name="các tên")),
                ("form", models.CharField(max_length=20, verbose_name="định dạng")),
                ("category", models.CharField(max_length=40, verbose_name="nhóm nội dung")),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("block", "Chặn"),
                            ("allow", "Luôn mở"),
                            ("benign", "Để đo chặn nhầm"),
                        ],
                        default="block",
                        max_length=10,
                        verbose_name="cách dùng",
                    ),
                ),
                ("licence", models.CharField(blank=True, max_length=100, verbose_name="giấy phép")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                (
                    "every_hours",
                    models.PositiveSmallIntegerField(default=24, verbose_name="cập nhật mỗi (giờ)"),
                ),
                (
                    "signing_key",
                    models.CharField(blank=True, max_length=100, verbose_name="khóa ký"),
                ),
                ("enabled", models.BooleanField(default=False, verbose_name="đang dùng")),
                ("is_demo", models.BooleanField(default=False)),
                ("due_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "danh sách",
                "ordering": ["category", "title"],
            },
        ),
        migrations.CreateModel(
            name="ListVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="gateway.listsource",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("taken", "Đã nhận"),
                            ("same", "Không đổi"),
                            ("refused", "Không nhận"),
                            ("failed", "Không tải được"),
                        ],
                        max_length=10,
                        verbose_name="kết quả",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("blob", models.CharField(blank=True, max_length=64)),
                ("size_bytes", models.PositiveBigIntegerField(default=0)),
                ("etag", models.CharField(blank=True, max_length=200)),
                ("last_modified", models.CharField(blank=True, max_length=100)),
                ("rules", models.PositiveIntegerField(default=0, verbose_name="quy tắc")),
                ("added", models.PositiveIntegerField(default=0, verbose_name="thêm")),
                ("removed", models.PositiveIntegerField(default=0, verbose_name="bớt")),
                ("rejected", models.JSONField(default=dict, verbose_name="dòng bị bỏ")),
                ("changes", models.JSONField(default=dict)),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("fetched_at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        fields=["source", "state", "-id"], name="gateway_lis_source__5cc140_idx"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderedName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=253, verbose_name="tên miền")),
                ("paper", models.CharField(max_length=100, verbose_name="số, ký hiệu văn bản")),
                ("paper_on", models.DateField(verbose_name="ngày văn bản")),
                ("issued_by", models.CharField(max_length=200, verbose_name="cơ quan ban hành")),
                (
                    "directive",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="directives.directive",
                    ),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                (
                    "ordered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ordered_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                (
                    "lifted_paper",
                    models.CharField(blank=True, max_length=100, verbose_name="văn bản gỡ chặn"),
                ),
                (
                    "lifted_paper_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày văn bản gỡ chặn"),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "tên bị yêu cầu chặn",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("name",),
                        name="a_name_is_ordered_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WrongBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=253, verbose_name="tên miền")),
                (
                    "category",
                    models.CharField(blank=True, max_length=40, verbose_name="nhóm nội dung"),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "teller",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("why", models.CharField(max_length=500, verbose_name="vì sao nhầm")),
                ("said_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("opened", models.BooleanField(null=True, verbose_name="mở cho toàn tỉnh")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="trả lời")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "lists",
                    models.ManyToManyField(
                        blank=True, related_name="wrong_blocks", to="gateway.listsource"
                    ),
                ),
            ],
            options={
                "verbose_name": "báo chặn nhầm",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("name", "said_by"),
                        name="a_wrong_block_waits_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Bundle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("index_blob", models.CharField(max_length=64)),
                ("lines_blob", models.CharField(max_length=64)),
                ("model_blob", models.CharField(blank=True, max_length=64)),
                ("manifest", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("size_bytes", models.PositiveBigIntegerField()),
                ("names", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Setting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="filter_settings",
                        to="units.unit",
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mam_non", "Mầm non (3–5 tuổi)"),
                            ("tieu_hoc", "Tiểu học (6–10 tuổi)"),
                            ("thcs", "Trung học cơ sở (11–14 tuổi)"),
                            ("thpt", "Trung học phổ thông (15–17 tuổi)"),
                            ("staff", "Giáo viên, nhân viên"),
                            ("guests", "Khách"),
                        ],
                        max_length=20,
                        verbose_name="nhóm",
                    ),
                ),
                ("what", models.CharField(max_length=80)),
                ("value", models.JSONField()),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("set_at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
            options={
                "verbose_name": "quy tắc lọc",
                "ordering": ["unit_id", "group", "what"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "group", "what"), name="one_value_of_a_setting"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="filter_sites",
                        to="units.unit",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên điểm trường")),
                (
                    "fallback_group",
                    models.CharField(
                        choices=[
                            ("mam_non", "Mầm non (3–5 tuổi)"),
                            ("tieu_hoc", "Tiểu học (6–10 tuổi)"),
                            ("thcs", "Trung học cơ sở (11–14 tuổi)"),
                            ("thpt", "Trung học phổ thông (15–17 tuổi)"),
                            ("staff", "Giáo viên, nhân viên"),
                            ("guests", "Khách"),
                        ],
                        max_length=20,
                        verbose_name="nhóm của máy chưa khai báo",
                    ),
                ),
                (
                    "page_v4",
                    models.GenericIPAddressField(
                        blank=True,
                        null=True,
                        protocol="IPv4",
                        verbose_name="địa chỉ trang báo chặn (IPv4)",
                    ),
                ),
                (
                    "page_v6",
                    models.GenericIPAddressField(
                        blank=True,
                        null=True,
                        protocol="IPv6",
                        verbose_name="địa chỉ trang báo chặn (IPv6)",
                    ),
                ),
                (
                    "host",
                    models.CharField(
                        blank=True,
                        max_length=253,
                        verbose_name="tên của máy lọc trên Internet (DoH, DoT)",
                    ),
                ),
                ("zones", models.JSONField(blank=True, default=dict, verbose_name="tên nội bộ")),
                (
                    "routers",
                    models.JSONField(
                        blank=True, default=list, verbose_name="bộ định tuyến báo địa chỉ MAC"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("plan", models.TextField(blank=True)),
                ("planned_at", models.DateTimeField(null=True)),
                ("is_demo", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "điểm trường",
                "ordering": ["unit__path", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "name"), name="one_site_of_a_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteClient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clients",
                        to="gateway.site",
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("mam_non", "Mầm non (3–5 tuổi)"),
                            ("tieu_hoc", "Tiểu học (6–10 tuổi)"),
                            ("thcs", "Trung học cơ sở (11–14 tuổi)"),
                            ("thpt", "Trung học phổ thông (15–17 tuổi)"),
                            ("staff", "Giáo viên, nhân viên"),
                            ("guests", "Khách"),
                        ],
                        max_length=20,
                        verbose_name="nhóm",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("subnet", "Dải địa chỉ"),
                            ("mac", "Địa chỉ MAC"),
                            ("token", "Đường dẫn riêng (DoH, DoT)"),
                        ],
                        max_length=10,
                        verbose_name="cách nhận biết",
                    ),
                ),
                ("value", models.CharField(max_length=64, verbose_name="giá trị")),
                ("note", models.CharField(blank=True, max_length=100, verbose_name="ghi chú")),
            ],
            options={
                "ordering": ["site_id", "group", "kind", "value"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "kind", "value"), name="one_group_of_a_client"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value", ""), _negated=True), name="a_client_is_said"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Matter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matters",
                        to="gateway.site",
                    ),
                ),
                ("client", models.CharField(max_length=64, verbose_name="máy")),
                ("reason", models.CharField(max_length=300, verbose_name="vụ việc")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Chờ người thứ hai"),
                            ("open", "Đang ghi"),
                            ("ended", "Đã kết thúc"),
                            ("refused", "Không đồng ý"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                (
                    "second",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(verbose_name="đến")),
                ("public_key", models.CharField(blank=True, max_length=60)),
                ("sealed_key", models.BinaryField(default=bytes)),
                (
                    "answer",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="lý do trả lời hoặc kết thúc"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("forgotten_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "theo dõi phục vụ vụ việc",
                "ordering": ["-asked_at"],
            },
        ),
        migrations.CreateModel(
            name="TrailRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="gateway.matter",
                    ),
                ),
                (
                    "gateway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="gateway.gateway",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("sealed", models.TextField()),
            ],
            options={
                "ordering": ["matter_id", "gateway_id", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("matter", "gateway", "number"), name="a_line_of_a_trail_once"
                    )
                ],
            },
        ),
    ]
