import django.db.models.deletion
import mangnon.kit.clock
import uuid
from django.conf import settings
from django.db import migrations, models

from mangnon.base.migrating import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = [
        ("reports", "0001_initial"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SubjectRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="số yêu cầu")),
                ("token", models.CharField(max_length=64, unique=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="subject_requests",
                        to="cases.case",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("view", "Xem dữ liệu"),
                            ("correct", "Chỉnh sửa dữ liệu"),
                            ("withdraw", "Rút lại sự đồng ý"),
                            ("restrict", "Hạn chế xử lý dữ liệu"),
                            ("object", "Phản đối xử lý dữ liệu"),
                            ("delete", "Xóa dữ liệu"),
                            ("delete_shared", "Xóa dữ liệu, cả ở đơn vị được giao xử lý"),
                        ],
                        max_length=13,
                        verbose_name="yêu cầu",
                    ),
                ),
                (
                    "asker",
                    models.CharField(
                        choices=[
                            ("child", "Trẻ từ đủ 7 tuổi, cùng người đại diện"),
                            ("guardian", "Cha, mẹ hoặc người giám hộ của trẻ"),
                            ("reporter", "Người báo tin"),
                            ("other", "Người khác được nêu trong hồ sơ"),
                        ],
                        max_length=8,
                        verbose_name="ai yêu cầu",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("letter", "Thư, công văn"),
                            ("desk", "Trực tiếp tại đơn vị"),
                            ("receipt", "Lời nhắn của người giữ biên nhận"),
                        ],
                        max_length=7,
                        verbose_name="đến bằng cách nào",
                    ),
                ),
                ("proved", models.BooleanField(default=False, verbose_name="đã kiểm tra giấy tờ")),
                ("sealed", models.BinaryField(default=bytes)),
                ("answer", models.BinaryField(default=bytes)),
                ("received_at", models.DateTimeField(verbose_name="nhận lúc")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answer_due_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("extended_at", models.DateTimeField(null=True)),
                ("extend_reason", models.CharField(blank=True, max_length=300)),
                ("answered_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "Đã thực hiện"),
                            ("partly", "Thực hiện một phần"),
                            ("refused", "Từ chối"),
                        ],
                        max_length=8,
                    ),
                ),
                ("ground", models.CharField(blank=True, max_length=20)),
                ("next_alarm_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["due_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["next_alarm_at"],
                        name="requests_to_alarm",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None),
                            models.Q(("result", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_request_ends_with_a_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "refused"), _negated=True),
                            models.Q(("ground", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_refusal_has_a_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ("delete", "delete_shared")), _negated=True),
                            models.Q(("result", "granted"), _negated=True),
                            models.Q(("done_by", models.F("recorded_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="erasing_is_decided_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="số yêu cầu")),
                ("token", models.CharField(max_length=64, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rows", "Danh sách đã che"),
                            ("table", "Bảng tổng hợp xã và loại việc"),
                        ],
                        max_length=5,
                        verbose_name="gồm gì",
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[("xlsx", "XLSX"), ("csv", "CSV")],
                        max_length=4,
                        verbose_name="dạng tệp",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="từ ngày")),
                ("last_day", models.DateField(verbose_name="đến hết ngày")),
                ("reason", models.CharField(max_length=300, verbose_name="để làm gì")),
                ("rows", models.PositiveIntegerField()),
                ("wants_second", models.BooleanField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("granted", models.BooleanField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                ("told", models.BinaryField(default=bytes)),
            ],
            options={
                "ordering": ["-asked_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by", None),
                            models.Q(("answered_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="an_export_is_granted_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_at", None),
                            ("wants_second", False),
                            models.Q(("answered_by__isnull", False), ("granted", True)),
                            _connector="OR",
                        ),
                        name="a_large_export_was_granted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="số vụ việc")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="reports.report",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="nhận thông tin lúc")),
                ("opened_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("intake", "Tiếp nhận"),
                            ("forwarded", "Đã chuyển về xã"),
                            ("verifying", "Đang xác minh"),
                            ("initial_risk", "Đã đánh giá nguy cơ ban đầu"),
                            ("emergency", "Can thiệp khẩn cấp"),
                            ("assessment", "Đánh giá nguy cơ cụ thể"),
                            ("plan_draft", "Lập kế hoạch"),
                            ("plan_review", "Trình duyệt kế hoạch"),
                            ("plan_approved", "Kế hoạch đã duyệt"),
                            ("in_service", "Đang hỗ trợ, can thiệp"),
                            ("review", "Rà soát, đánh giá"),
                            ("closed", "Đã kết thúc"),
                            ("void", "Hủy do lập nhầm"),
                        ],
                        default="intake",
                        max_length=14,
                    ),
                ),
                (
                    "separation",
                    models.CharField(
                        choices=[
                            ("none", "Không cách ly"),
                            ("active", "Đang tạm thời cách ly"),
                            ("ended", "Đã kết thúc cách ly"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                (
                    "separated_until",
                    models.DateField(null=True, verbose_name="cách ly đến hết ngày"),
                ),
                ("separated_from", models.DateField(null=True)),
                (
                    "crime",
                    models.CharField(
                        choices=[
                            ("none", "Chưa báo công an"),
                            ("reported", "Đã báo công an"),
                            ("accepted", "Công an đã thụ lý"),
                            ("decided", "Đã có quyết định"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                (
                    "content",
                    models.CharField(
                        choices=[
                            ("none", "Không có nội dung phải gỡ"),
                            ("found", "Có nội dung phải gỡ"),
                            ("requested", "Đã yêu cầu gỡ"),
                            ("removed", "Đã gỡ"),
                            ("refused", "Bị từ chối gỡ"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                (
                    "consent",
                    models.CharField(
                        choices=[
                            ("none", "Chưa hỏi ý kiến"),
                            ("given", "Đồng ý chia sẻ"),
                            ("overridden", "Chia sẻ vì lợi ích tốt nhất của trẻ"),
                            ("withdrawn", "Đã rút"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("unknown", "Chưa đánh giá"),
                            ("urgent", "Khẩn cấp"),
                            ("not_urgent", "Không khẩn cấp"),
                        ],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                (
                    "commune_of_event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.commune",
                    ),
                ),
                (
                    "commune_of_residence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.commune",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="units.unit",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assessed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "void_asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("still_at_risk", models.BooleanField(null=True)),
                ("stable", models.BooleanField(null=True)),
                ("acted_minutes", models.PositiveIntegerField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "close_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do kết thúc"),
                ),
                (
                    "retention",
                    models.CharField(blank=True, max_length=40, verbose_name="nhóm lưu giữ"),
                ),
                (
                    "held",
                    models.BooleanField(default=False, verbose_name="giữ lại theo yêu cầu pháp lý"),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="duplicates",
                        to="cases.case",
                    ),
                ),
                ("key_generation", models.PositiveSmallIntegerField(default=1)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "vụ việc",
                "ordering": ["-opened_at"],
                "indexes": [
                    models.Index(
                        fields=["owner", "state", "-opened_at"],
                        name="cases_case_owner_i_4082fa_idx",
                    ),
                    models.Index(fields=["person", "state"], name="cases_case_person__64fa52_idx"),
                    models.Index(fields=["state", "-opened_at"], name="cases_by_state"),
                    models.Index(fields=["-opened_at"], name="cases_by_opening"),
                    models.Index(
                        fields=[
                            "received_at",
                            "owner",
                            "report",
                            "state",
                            "close_reason",
                            "crime",
                            "content",
                            "acted_minutes",
                        ],
                        name="cases_counted",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("separation", "active"), _negated=True),
                            ("separated_until__isnull", False),
                            _connector="OR",
                        ),
                        name="a_separation_has_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_closed_case_has_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="cases.case",
                    ),
                ),
                (
                    "unit_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.unitkey",
                    ),
                ),
                ("wrapped_key", models.BinaryField()),
                ("generation", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "ordering": ["-generation", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "unit_key"), name="a_case_key_once_a_unit"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="cases.case",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("event", models.CharField(max_length=24)),
                (
                    "region",
                    models.CharField(
                        choices=[
                            ("main", "Quy trình chính"),
                            ("separation", "Cách ly tạm thời"),
                            ("crime", "Tố giác tội phạm"),
                            ("content", "Nội dung trên mạng"),
                            ("consent", "Sự đồng ý"),
                        ],
                        default="main",
                        max_length=12,
                    ),
                ),
                ("from_state", models.CharField(max_length=14)),
                ("to_state", models.CharField(max_length=14)),
                ("part", models.CharField(blank=True, max_length=12)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                ("at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("sealed", models.BinaryField(default=bytes)),
                ("token", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ["case_id", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "number"), name="events_of_a_case_are_numbered"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("token", ""), _negated=True),
                        fields=("case", "token"),
                        name="one_effect_of_a_case_token",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("event", "open"), models.Q(("token", ""), _negated=True)
                        ),
                        fields=("token",),
                        name="a_token_opens_one_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignedDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="cases.case",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decision",
                        to="cases.caseevent",
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="số quyết định")),
                ("signed_on", models.DateField(verbose_name="ngày ký")),
                ("signer", models.CharField(max_length=120, verbose_name="người ký")),
                ("plan_revision", models.PositiveSmallIntegerField()),
                ("plan_sha256", models.CharField(blank=True, max_length=64)),
                ("plan_sealed_sha256", models.CharField(max_length=64)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size_bytes", models.PositiveIntegerField(default=0)),
                ("media_type", models.CharField(blank=True, max_length=60)),
                (
                    "held",
                    models.CharField(blank=True, max_length=64, verbose_name="tệp niêm phong"),
                ),
                ("sealed", models.BinaryField(default=bytes)),
            ],
            options={
                "verbose_name": "quyết định đã ký",
                "ordering": ["case_id", "event_id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("held", ""), models.Q(("sha256", ""), _negated=True), _connector="OR"
                        ),
                        name="a_signed_file_has_its_hash",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProvinceCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="tỉnh")),
                ("code", models.CharField(max_length=4, verbose_name="mã tỉnh")),
                ("signing", models.CharField(max_length=64, unique=True)),
                ("sealing", models.CharField(max_length=64)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("added_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Package",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="số")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="packages",
                        to="cases.case",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("police", "Bàn giao cho công an"),
                            ("province", "Chuyển sang tỉnh khác"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("made", "Chờ bên nhận xác nhận"),
                            ("received", "Bên nhận đã xác nhận"),
                            ("replaced", "Đã thay bằng gói khác"),
                        ],
                        default="made",
                        max_length=8,
                    ),
                ),
                ("token", models.CharField(max_length=64)),
                (
                    "to_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "unit_key",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.unitkey",
                    ),
                ),
                (
                    "to_province",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.provincecard",
                    ),
                ),
                ("locked", models.CharField(max_length=64)),
                ("usb", models.CharField(blank=True, max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                ("manifest", models.BinaryField()),
                ("manifest_sha256", models.CharField(max_length=64)),
                ("size_bytes", models.PositiveIntegerField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                ("made_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                (
                    "received_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("received_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-made_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "token"), name="a_package_is_made_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "made")),
                        fields=("case", "kind"),
                        name="one_package_of_a_kind_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "police"),
                                ("to_province", None),
                                ("to_unit__isnull", False),
                            ),
                            models.Q(
                                ("kind", "province"),
                                ("to_province__isnull", False),
                                ("to_unit", None),
                            ),
                            _connector="OR",
                        ),
                        name="a_package_is_for_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("package", models.UUIDField(unique=True)),
                ("number", models.CharField(max_length=20, verbose_name="số gói")),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.provincecard",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arrivals",
                        to="cases.case",
                    ),
                ),
                ("manifest_sha256", models.CharField(max_length=64)),
                ("receipt", models.BinaryField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="cases.case",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                ("classes", models.JSONField(default=list)),
                ("why", models.CharField(blank=True, max_length=200)),
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("case", "unit"),
                        name="one_share_of_a_unit",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BrokenGlass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="broken_glass",
                        to="cases.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                ("at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("until", models.DateTimeField()),
                (
                    "judged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("judged_right", models.BooleanField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="IdentityRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identity_requests",
                        to="cases.case",
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
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                ("asked_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("granted", models.BooleanField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by", None),
                            models.Q(("answered_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="identity_is_granted_by_another",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holds",
                        to="cases.case",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=mangnon.kit.clock.now)),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lift_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("case",),
                        name="one_hold_of_a_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="cases.case",
                    ),
                ),
                ("form", models.CharField(max_length=4, verbose_name="mẫu")),
                ("schema_version", models.PositiveSmallIntegerField()),
                ("revision", models.PositiveSmallIntegerField(default=1)),
                ("sealed", models.BinaryField()),
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
                ("final", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["case_id", "form", "-revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "form", "revision"), name="revisions_of_a_paper"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deadlines",
                        to="cases.case",
                    ),
                ),
                ("rule", models.CharField(max_length=30)),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(verbose_name="hạn")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("armed", "Đang tính"),
                            ("met", "Đúng hạn"),
                            ("breached", "Quá hạn"),
                            ("met_late", "Xong sau hạn"),
                            ("void", "Không còn áp dụng"),
                        ],
                        default="armed",
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("alarmed", models.PositiveSmallIntegerField(default=0)),
                ("next_alarm_at", models.DateTimeField(null=True)),
                ("level", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["due_at"],
                "indexes": [
                    models.Index(fields=["state", "due_at"], name="cases_deadl_state_7c5bce_idx"),
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["next_alarm_at"],
                        name="clocks_to_alarm",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["case", "due_at"],
                        name="running_clocks",
                    ),
                    models.Index(fields=["due_at", "rule", "state", "case"], name="clocks_counted"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("case", "rule"),
                        name="one_running_clock_of_a_rule",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="services",
                        to="cases.case",
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="loại hỗ trợ")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="hạn")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Dự kiến"),
                            ("running", "Đang thực hiện"),
                            ("done", "Đã xong"),
                            ("refused", "Gia đình từ chối"),
                            ("void", "Không thực hiện"),
                        ],
                        default="planned",
                        max_length=8,
                    ),
                ),
                ("sealed", models.BinaryField(default=bytes)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referrals",
                        to="cases.case",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("service", "Chuyển tuyến dịch vụ"),
                            ("transfer", "Chuyển đơn vị chủ trì"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="referrals",
                        to="cases.service",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Đang soạn"),
                            ("sent", "Đã gửi"),
                            ("acknowledged", "Đã nhận"),
                            ("accepted", "Nhận hỗ trợ"),
                            ("rejected", "Không nhận"),
                            ("done", "Đã xong"),
                            ("revoked", "Đã rút lại"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("sealed", models.BinaryField(default=bytes)),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True)),
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
                ("level", models.PositiveSmallIntegerField(default=0)),
                ("escalate_at", models.DateTimeField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-sent_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("escalate_at__isnull", False)),
                        fields=["escalate_at"],
                        name="referrals_to_escalate",
                    ),
                    models.Index(
                        condition=models.Q(("level__gt", 0)),
                        fields=["state"],
                        name="late_referrals",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind", "transfer"), ("state__in", ["draft", "sent", "acknowledged"])
                        ),
                        fields=("case",),
                        name="one_transfer_of_a_case_waits",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="cases.case",
                    ),
                ),
                ("sealed", models.BinaryField()),
                (
                    "field_class",
                    models.CharField(
                        choices=[
                            ("identity", "Nhân thân"),
                            ("health", "Sức khỏe"),
                            ("sexual", "Chi tiết xâm hại tình dục"),
                            ("evidence", "Chứng cứ"),
                            ("reporter", "Người báo tin"),
                            ("work", "Nghiệp vụ"),
                        ],
                        default="work",
                        max_length=10,
                    ),
                ),
                (
                    "internal",
                    models.BooleanField(default=True, verbose_name="chỉ đơn vị chủ trì xem"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="BlindMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="cases.case",
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("mark", models.CharField(db_index=True, max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "kind", "mark"), name="a_case_mark_once"
                    )
                ],
            },
        ),
    ]
