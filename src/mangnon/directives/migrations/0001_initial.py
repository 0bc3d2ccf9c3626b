import django.db.models.deletion
import mangnon.kit.clock
import uuid
from django.conf import settings
from django.db import migrations, models

from mangnon.base.migrating import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(unique=True, verbose_name="ngày")),
                ("name", models.CharField(max_length=200, verbose_name="tên ngày nghỉ")),
                ("works", models.BooleanField(default=False, verbose_name="là ngày làm bù")),
                ("source", models.CharField(max_length=200, verbose_name="nguồn")),
                ("checked", models.BooleanField(default=False, verbose_name="đã đối chiếu")),
            ],
            options={
                "verbose_name": "ngày nghỉ lễ",
                "ordering": ["on"],
            },
        ),
        migrations.CreateModel(
            name="Directive",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Đang đọc"),
                            ("refused", "Không đọc được"),
                            ("draft", "Chờ rà soát"),
                            ("issued", "Đang thực hiện"),
                            ("closed", "Đã kết thúc"),
                            ("withdrawn", "Đã thu hồi"),
                            ("replaced", "Đã thay thế"),
                        ],
                        max_length=12,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="directives",
                        to="units.unit",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="toàn văn")),
                ("reading", models.JSONField(blank=True, default=dict, verbose_name="kết quả đọc")),
                (
                    "refusal",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="lý do không đọc được"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        default="công văn", max_length=30, verbose_name="loại văn bản"
                    ),
                ),
                (
                    "issuer_text",
                    models.CharField(blank=True, max_length=300, verbose_name="cơ quan ban hành"),
                ),
                (
                    "parent_text",
                    models.CharField(blank=True, max_length=300, verbose_name="cơ quan chủ quản"),
                ),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="số")),
                ("symbol", models.CharField(blank=True, max_length=60, verbose_name="ký hiệu")),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="địa danh")),
                (
                    "day",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ngày"),
                ),
                (
                    "month",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tháng"),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="năm"),
                ),
                (
                    "subject",
                    models.CharField(blank=True, max_length=1000, verbose_name="trích yếu"),
                ),
                (
                    "urgency",
                    models.CharField(blank=True, max_length=30, verbose_name="mức độ khẩn"),
                ),
                (
                    "signer_authority",
                    models.CharField(blank=True, max_length=200, verbose_name="thẩm quyền ký"),
                ),
                (
                    "signer_position",
                    models.CharField(blank=True, max_length=200, verbose_name="chức vụ người ký"),
                ),
                (
                    "signer_name",
                    models.CharField(blank=True, max_length=100, verbose_name="người ký"),
                ),
                ("copies", models.JSONField(blank=True, default=list, verbose_name="nơi nhận")),
                (
                    "deadline_on",
                    models.DateField(blank=True, null=True, verbose_name="hạn báo cáo"),
                ),
                (
                    "deadline_text",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="hạn ghi trong văn bản"
                    ),
                ),
                ("recurring", models.CharField(blank=True, max_length=100, verbose_name="định kỳ")),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="directives.directive",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="giao lúc")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closing_note",
                    models.CharField(blank=True, max_length=500, verbose_name="lý do kết thúc"),
                ),
            ],
            options={
                "verbose_name": "văn bản chỉ đạo",
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(fields=["issuer", "state"], name="directives__issuer__5d9cc4_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("issued_at", None), ("deadline_on__isnull", False), _connector="OR"
                        ),
                        name="issued_directive_has_a_deadline",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ground",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grounds",
                        to="directives.directive",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("notation", models.CharField(max_length=100, verbose_name="số, ký hiệu")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="ngày")),
                (
                    "issuer",
                    models.CharField(blank=True, max_length=300, verbose_name="cơ quan ban hành"),
                ),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="Addressee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addressees",
                        to="directives.directive",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=500, verbose_name="nơi nhận")),
                (
                    "question",
                    models.CharField(blank=True, max_length=500, verbose_name="cần làm rõ"),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="cách hiểu")),
                ("proposals", models.JSONField(blank=True, default=list, verbose_name="phương án")),
                ("units", models.ManyToManyField(blank=True, related_name="+", to="units.unit")),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="Clause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clauses",
                        to="directives.directive",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("mark", models.CharField(blank=True, max_length=20, verbose_name="mục")),
                ("text", models.TextField(verbose_name="nội dung")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("communication", "Truyền thông"),
                            ("education", "Giáo dục kỹ năng"),
                            ("technical", "Giải pháp kỹ thuật"),
                            ("training", "Tập huấn"),
                            ("contacts", "Đường dây, địa chỉ hỗ trợ"),
                            ("intervention", "Can thiệp, xử lý"),
                            ("rules", "Quy chế, quy định"),
                            ("reporting", "Báo cáo"),
                            ("other", "Nội dung khác"),
                        ],
                        max_length=20,
                        verbose_name="loại việc",
                    ),
                ),
                (
                    "indicator",
                    models.CharField(blank=True, max_length=100, verbose_name="chỉ số đo"),
                ),
                ("deadline_on", models.DateField(blank=True, null=True, verbose_name="hạn riêng")),
                (
                    "wants_evidence",
                    models.BooleanField(default=False, verbose_name="cần tệp minh chứng"),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="directives.clause",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("directive", "order"), name="clauses_in_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClauseParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="directives.clause",
                    ),
                ),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="directives.addressee",
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("lead", "Chủ trì"), ("cooperate", "Phối hợp")],
                        default="lead",
                        max_length=10,
                        verbose_name="vai trò",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clause", "addressee"), name="one_part_of_an_addressee_in_a_clause"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="directives.directive",
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
                ("outline", models.JSONField(verbose_name="dàn ý")),
                ("head", models.JSONField(verbose_name="phần đầu và người ký")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("saved_at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
            options={
                "verbose_name": "báo cáo kết quả",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("directive", "unit"), name="one_report_of_a_unit_on_a_letter"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="directives.directive",
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="directives.clause",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="units.unit",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given_assignments",
                        to="units.unit",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="directives.assignment",
                    ),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="carried_to",
                        to="directives.assignment",
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("lead", "Chủ trì"), ("cooperate", "Phối hợp")],
                        max_length=10,
                        verbose_name="vai trò",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("issued", "Chưa tiếp nhận"),
                            ("acknowledged", "Đã tiếp nhận"),
                            ("in_progress", "Đang thực hiện"),
                            ("returned", "Chờ duyệt báo cáo"),
                            ("sent_back", "Cần bổ sung"),
                            ("accepted", "Hoàn thành"),
                            ("frozen", "Dừng thực hiện"),
                        ],
                        default="issued",
                        max_length=12,
                        verbose_name="trạng thái",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="hạn")),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(default=0, verbose_name="tiến độ (%)"),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="ghi chú tiến độ"),
                ),
                ("issued_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "việc giao",
                "ordering": ["directive_id", "clause__order", "unit__path"],
                "indexes": [
                    models.Index(
                        fields=["unit", "state", "due_on"], name="directives__unit_id_3ad052_idx"
                    ),
                    models.Index(
                        fields=["directive", "given_by", "unit", "state"],
                        name="directives__directi_3180f8_idx",
                    ),
                    models.Index(
                        fields=["directive", "given_by", "clause", "state", "due_on"],
                        name="directives__directi_094996_idx",
                    ),
                    models.Index(
                        fields=["given_by", "state"], name="directives__given_b_29a58b_idx"
                    ),
                    models.Index(fields=["person", "state"], name="directives__person__a202d2_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clause", "unit"), name="one_assignment_of_a_clause_to_a_unit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__lte", 100)),
                        name="progress_is_at_most_100_percent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssignmentEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="directives.assignment",
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("issue", "Giao việc"),
                            ("acknowledge", "Tiếp nhận"),
                            ("start", "Bắt đầu thực hiện"),
                            ("progress", "Cập nhật tiến độ"),
                            ("hand_on", "Giao cho người thực hiện"),
                            ("hand_down", "Giao xuống đơn vị trực thuộc"),
                            ("submit", "Gửi báo cáo kết quả"),
                            ("send_back", "Trả lại để bổ sung"),
                            ("accept", "Chấp nhận kết quả"),
                            ("ask_extension", "Xin gia hạn"),
                            ("answer_extension", "Trả lời xin gia hạn"),
                            ("freeze", "Dừng thực hiện"),
                            ("carry_over", "Chuyển sang văn bản thay thế"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("issued", "Chưa tiếp nhận"),
                            ("acknowledged", "Đã tiếp nhận"),
                            ("in_progress", "Đang thực hiện"),
                            ("returned", "Chờ duyệt báo cáo"),
                            ("sent_back", "Cần bổ sung"),
                            ("accepted", "Hoàn thành"),
                            ("frozen", "Dừng thực hiện"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("issued", "Chưa tiếp nhận"),
                            ("acknowledged", "Đã tiếp nhận"),
                            ("in_progress", "Đang thực hiện"),
                            ("returned", "Chờ duyệt báo cáo"),
                            ("sent_back", "Cần bổ sung"),
                            ("accepted", "Hoàn thành"),
                            ("frozen", "Dừng thực hiện"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000)),
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
                ("token", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("token", ""), _negated=True),
                        fields=("assignment", "token"),
                        name="a_move_sent_twice_is_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="returns",
                        to="directives.assignment",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="lần")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "Chờ duyệt"),
                            ("accepted", "Đã chấp nhận"),
                            ("sent_back", "Đã trả lại"),
                        ],
                        default="submitted",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(verbose_name="kết quả thực hiện")),
                (
                    "figure",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="số liệu",
                    ),
                ),
                ("difficulties", models.TextField(blank=True, verbose_name="khó khăn, vướng mắc")),
                ("proposals", models.TextField(blank=True, verbose_name="đề xuất, kiến nghị")),
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
                (
                    "judged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("judged_at", models.DateTimeField(null=True)),
                (
                    "reason",
                    models.CharField(blank=True, max_length=1000, verbose_name="lý do trả lại"),
                ),
            ],
            options={
                "ordering": ["assignment_id", "round"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assignment", "round"), name="rounds_of_a_return"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "submitted")),
                        fields=("assignment",),
                        name="one_return_waits_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "made_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="directives.return",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="chú thích")),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="directives.assignment",
                    ),
                ),
                ("until", models.DateField(verbose_name="xin lùi đến ngày")),
                ("reason", models.CharField(max_length=1000, verbose_name="lý do")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("granted", models.BooleanField(null=True, verbose_name="đồng ý")),
                (
                    "granted_until",
                    models.DateField(blank=True, null=True, verbose_name="cho phép đến ngày"),
                ),
                (
                    "answer",
                    models.CharField(blank=True, max_length=1000, verbose_name="ý kiến trả lời"),
                ),
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
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("granted", None)),
                        fields=("assignment",),
                        name="one_open_request_for_more_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="directives.directive",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                ("due_on", models.DateField()),
                ("step", models.CharField(max_length=20)),
                ("sent_at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("directive", "unit", "due_on", "step"),
                        name="one_reminder_of_a_step",
                    )
                ],
            },
        ),
    ]
