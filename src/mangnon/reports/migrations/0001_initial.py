import django.db.models.deletion
import mangnon.kit.clock
import mangnon.reports.models.report
import uuid
from django.conf import settings
from django.db import migrations, models

from mangnon.base.migrating import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = [
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.report",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "unit_key",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.unitkey",
                        verbose_name="chỉ mở bởi",
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("size_bytes", models.PositiveIntegerField()),
                ("media_type", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sealed", "Đã niêm phong"),
                            ("police_only", "Chỉ công an mở được"),
                            ("handed_over", "Đã bàn giao"),
                            ("destroyed", "Đã hủy"),
                        ],
                        max_length=12,
                    ),
                ),
                ("original", models.CharField(max_length=64, verbose_name="tệp niêm phong")),
                ("working", models.CharField(blank=True, max_length=64, verbose_name="bản xem")),
                ("wrapped_key", models.BinaryField(default=bytes)),
                ("received_at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "number"), name="a_place_of_a_file_once"
                    ),
                    models.UniqueConstraint(
                        fields=("report", "sha256"), name="a_file_of_a_report_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 5)),
                        name="at_most_five_files",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustodyEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="custody",
                        to="reports.evidence",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("received", "Nhận"),
                            ("sealed", "Niêm phong"),
                            ("clean", "Quét: không thấy mã độc"),
                            ("infected", "Quét: có mã độc, đã cách ly"),
                            ("opened", "Mở xem"),
                            ("exported", "Xuất ra"),
                            ("key_given", "Trao khóa"),
                            ("handed_over", "Bàn giao"),
                            ("destroyed", "Hủy"),
                        ],
                        max_length=12,
                    ),
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
                ("to", models.CharField(blank=True, max_length=200, verbose_name="bàn giao cho")),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matter_key",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("public_key", models.BinaryField()),
                ("sealed_private", models.BinaryField()),
                ("salt", models.BinaryField()),
                ("tries", models.PositiveIntegerField(default=0)),
                ("blocked_until", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("changed_at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="UnitKey",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matter_keys",
                        to="units.unit",
                    ),
                ),
                ("public_key", models.BinaryField()),
                ("kept_private", models.BinaryField(default=bytes)),
                ("shares_printed_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("unit",),
                        name="one_key_of_a_unit_in_use",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="reports.unitkey",
                    ),
                ),
                (
                    "person_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="reports.personkey",
                    ),
                ),
                ("wrapped_private", models.BinaryField()),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("granted_at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit_key", "person_key"), name="a_unit_key_is_granted_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên hệ thống")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                ("is_test", models.BooleanField(default=True, verbose_name="chế độ thử")),
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
        ),
        migrations.CreateModel(
            name="PartnerReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent",
                        to="reports.partner",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sent_by",
                        to="reports.report",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="số")),
                ("idempotency_key", models.CharField(max_length=64, unique=True)),
                (
                    "received_at",
                    models.DateTimeField(default=mangnon.kit.clock.now, verbose_name="nhận lúc"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Trang báo tin"),
                            ("qr", "Mã QR của trường, của xã"),
                            ("phone", "Điện thoại"),
                            ("paper", "Giấy"),
                            ("in_person", "Gặp trực tiếp"),
                            ("partner", "Hệ thống khác"),
                            ("watch", "Phát hiện trên mạng"),
                        ],
                        max_length=12,
                        verbose_name="đường đến",
                    ),
                ),
                (
                    "lane",
                    models.CharField(
                        choices=[("child", "Trẻ em báo tin"), ("adult", "Người lớn báo tin")],
                        default="adult",
                        max_length=8,
                    ),
                ),
                ("is_test", models.BooleanField(default=False)),
                ("quarantined", models.BooleanField(default=False)),
                (
                    "age_band",
                    models.CharField(
                        choices=[
                            ("under_6", "Dưới 6 tuổi"),
                            ("6_10", "6 đến 10 tuổi"),
                            ("11_13", "11 đến 13 tuổi"),
                            ("14_15", "14 đến 15 tuổi"),
                            ("16_17", "16 đến 17 tuổi"),
                            ("adult", "Từ 18 tuổi"),
                            ("unknown", "Không rõ"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="tuổi của trẻ",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sexual", "Xâm hại, quấy rối, dụ dỗ về tình dục"),
                            ("violence", "Đánh đập, hành hạ"),
                            ("bullying", "Bắt nạt, đe dọa, làm nhục"),
                            ("blackmail", "Tống tiền, bắt làm theo"),
                            ("private", "Lộ ảnh, thông tin riêng tư"),
                            ("neglect", "Bỏ mặc, bỏ rơi"),
                            ("labour", "Bắt làm việc nặng, bóc lột"),
                            ("self_harm", "Muốn làm đau bản thân"),
                            ("content", "Nội dung xấu trên mạng"),
                            ("scam", "Lừa đảo"),
                            ("other", "Chuyện khác"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="chuyện gì",
                    ),
                ),
                (
                    "platform",
                    models.CharField(blank=True, max_length=60, verbose_name="ở đâu trên mạng"),
                ),
                ("danger_now", models.BooleanField(default=False, verbose_name="đang nguy hiểm")),
                ("risk", models.JSONField(default=dict, verbose_name="câu trả lời về nguy cơ")),
                (
                    "commune",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.commune",
                        verbose_name="nơi xảy ra",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "receiving_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="units.unit",
                    ),
                ),
                (
                    "accused_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Đã nhận"),
                            ("triaged", "Đã xem"),
                            ("linked", "Đã thành vụ việc"),
                            ("referred_out", "Đã chuyển nơi khác"),
                            ("content_only", "Chỉ gỡ nội dung"),
                            ("duplicate", "Trùng"),
                            ("no_action", "Không xử lý tiếp"),
                        ],
                        default="received",
                        max_length=14,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("received", "Đã nhận được tin"),
                            ("reading", "Có người đang xem"),
                            ("checking", "Đang kiểm tra"),
                            ("helping", "Đang giúp đỡ"),
                            ("done", "Đã xong"),
                            ("passed_on", "Đã chuyển đến nơi có trách nhiệm"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                ("body", models.BinaryField()),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="twins",
                        to="reports.report",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                (
                    "second",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "held",
                    models.BooleanField(default=False, verbose_name="giữ lại theo yêu cầu pháp lý"),
                ),
                (
                    "alarmed",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="mốc đã báo, phần trăm"
                    ),
                ),
                ("news_at", models.DateTimeField(null=True, verbose_name="có tin mới lúc")),
                ("news_alarmed", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "tin báo",
                "ordering": ["quarantined", "-received_at"],
                "indexes": [
                    models.Index(
                        fields=["receiving_unit", "state", "quarantined", "-received_at"],
                        name="reports_rep_receivi_d85310_idx",
                    ),
                    models.Index(
                        fields=["commune", "-received_at"], name="reports_rep_commune_80b659_idx"
                    ),
                    models.Index(fields=["-received_at"], name="reports_by_time"),
                    models.Index(
                        fields=[
                            "received_at",
                            "receiving_unit",
                            "is_test",
                            "id",
                            "commune",
                            "channel",
                            "lane",
                            "kind",
                            "age_band",
                        ],
                        name="reports_counted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holds",
                        to="reports.report",
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
                        fields=("report",),
                        name="one_hold_of_a_report",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="reports.report",
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
                ("handed_on_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "unit_key"), name="a_report_key_once_a_unit"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Barred",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="barred",
                        to="reports.report",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                (
                    "barred_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("barred_at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("unit", None), ("person", None), _connector="XOR"),
                        name="a_unit_or_a_person_is_barred",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receipt",
                        to="reports.report",
                    ),
                ),
                ("lookup", models.CharField(max_length=12, unique=True)),
                ("salt", models.BinaryField()),
                ("secret_hash", models.BinaryField()),
                ("wrapped_key", models.BinaryField()),
                ("tries", models.PositiveIntegerField(default=0)),
                ("blocked_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReportMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(default=mangnon.reports.models.report.a_token, max_length=64),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="reports.report",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("reporter", "Người báo tin"), ("staff", "Người tiếp nhận")],
                        max_length=10,
                    ),
                ),
                ("sealed", models.BinaryField()),
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
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "token"), name="a_message_is_sent_once"
                    )
                ],
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="reports.report",
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("mark", models.CharField(db_index=True, max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "kind", "mark"), name="a_blind_mark_once"
                    )
                ],
            },
        ),
    ]
