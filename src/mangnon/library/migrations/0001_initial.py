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
        ("files", "0001_initial"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("source", "Tài liệu nguồn"),
                            ("product", "Sản phẩm của đơn vị khác"),
                        ],
                        default="source",
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="tên tài liệu")),
                (
                    "issuer",
                    models.CharField(blank=True, max_length=200, verbose_name="cơ quan ban hành"),
                ),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="số, ký hiệu")),
                (
                    "issued_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày ban hành"),
                ),
                (
                    "rights",
                    models.CharField(
                        choices=[
                            ("official", "Văn bản của cơ quan nhà nước"),
                            ("own", "Do đơn vị soạn"),
                            ("free", "Được phép dùng lại, ghi nguồn"),
                            ("asked", "Đã được chủ sở hữu đồng ý"),
                            ("show_only", "Chỉ giới thiệu, không biên soạn lại"),
                            ("unknown", "Chưa rõ"),
                        ],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                (
                    "rights_note",
                    models.CharField(blank=True, max_length=300, verbose_name="ghi chú về quyền"),
                ),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="dùng đến hết ngày"),
                ),
                ("audiences", models.JSONField(blank=True, default=list)),
                ("genre", models.CharField(blank=True, max_length=20, verbose_name="thể loại")),
                (
                    "address",
                    models.CharField(blank=True, max_length=500, verbose_name="địa chỉ trên mạng"),
                ),
                ("about", models.TextField(blank=True, verbose_name="giới thiệu")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
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
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="directives.directive",
                    ),
                ),
                ("starter", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "verbose_name": "tài liệu",
                "ordering": ["-added_at"],
                "indexes": [
                    models.Index(fields=["kind", "-added_at"], name="library_doc_kind_6b6c79_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("starter", ""), _negated=True),
                        fields=("unit", "starter"),
                        name="a_starter_once_a_unit",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="library.document",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1)),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="sửa đổi gì")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Đang đọc"),
                            ("ready", "Đã đọc"),
                            ("refused", "Không đọc được"),
                        ],
                        default="reading",
                        max_length=8,
                    ),
                ),
                ("refused", models.CharField(blank=True, max_length=500)),
                ("warnings", models.JSONField(blank=True, default=list)),
                ("job", models.CharField(blank=True, max_length=32)),
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
            ],
            options={
                "ordering": ["document_id", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "number"), name="editions_are_numbered"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Paragraph",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paragraphs",
                        to="library.edition",
                    ),
                ),
                ("key", models.CharField(max_length=12)),
                ("place", models.PositiveIntegerField()),
                ("role", models.CharField(max_length=10)),
                ("text", models.TextField()),
                ("said", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["edition_id", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "key"), name="a_paragraph_key_once"),
                    models.UniqueConstraint(
                        fields=("edition", "place"), name="paragraphs_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="library.document",
                    ),
                ),
                (
                    "map",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="library.messagemap",
                    ),
                ),
                (
                    "product",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="library.product",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("source", "Tài liệu nguồn"),
                            ("catalogued", "Sản phẩm của đơn vị khác"),
                            ("map", "Sơ đồ thông điệp"),
                            ("product", "Sản phẩm đã dựng"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("about", models.CharField(blank=True, max_length=300)),
                ("audiences", models.CharField(blank=True, max_length=80)),
                ("genre", models.CharField(blank=True, max_length=20)),
                ("issuer", models.CharField(blank=True, max_length=200)),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("rights", models.CharField(blank=True, max_length=10)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                ("shared", models.BooleanField(default=False)),
                ("public", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("holds_until", models.DateField(null=True)),
                ("title_words", models.TextField()),
                ("words", models.TextField()),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["public", "-at"], name="library_ent_public_776ee6_idx"),
                    models.Index(fields=["-at", "-id"], name="library_ent_at_708814_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("document__isnull", False),
                            ("map__isnull", False),
                            ("product__isnull", False),
                            _connector="OR",
                        ),
                        name="an_entry_is_of_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageMap",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="maps",
                        to="library.document",
                    ),
                ),
                ("audience", models.CharField(max_length=12, verbose_name="đối tượng")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
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
                ("draft", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                ("asking", models.CharField(blank=True, max_length=32)),
            ],
            options={
                "verbose_name": "sơ đồ thông điệp",
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "map",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="library.messagemap",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.edition",
                    ),
                ),
                ("values", models.JSONField()),
                (
                    "by_machine",
                    models.BooleanField(default=False, verbose_name="có dùng trí tuệ nhân tạo"),
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
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("accepted_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["map_id", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("map", "number"), name="revisions_of_a_map")
                ],
            },
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "map",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voices",
                        to="library.messagemap",
                    ),
                ),
                ("message", models.CharField(max_length=40)),
                ("said", models.TextField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
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
            ],
            options={
                "ordering": ["map_id", "message"],
                "constraints": [
                    models.UniqueConstraint(fields=("map", "message"), name="one_voice_a_scene")
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="library.revision",
                    ),
                ),
                ("genre", models.CharField(max_length=20, verbose_name="thể loại")),
                ("theme", models.CharField(max_length=12, verbose_name="diện mạo")),
                ("title", models.CharField(max_length=300, verbose_name="tên")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                ("maker_logo", models.TextField(blank=True, verbose_name="biểu trưng (SVG)")),
                (
                    "maker_contact",
                    models.CharField(blank=True, max_length=200, verbose_name="dòng liên hệ riêng"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="adapted",
                        to="library.product",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="later",
                        to="library.product",
                    ),
                ),
                (
                    "priority",
                    models.CharField(blank=True, max_length=20, verbose_name="mức ưu tiên"),
                ),
                ("air_until", models.DateField(null=True, verbose_name="phát đến hết ngày")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("making", "Đang dựng"),
                            ("failed", "Không dựng được"),
                            ("draft", "Bản nháp"),
                            ("asked", "Chờ duyệt"),
                            ("approved", "Đã duyệt"),
                            ("sent_back", "Trả lại để sửa"),
                            ("recalled", "Đã thu hồi"),
                        ],
                        default="making",
                        max_length=10,
                    ),
                ),
                (
                    "refused",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="vì sao không dựng được"
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
                ("outdated_at", models.DateTimeField(null=True)),
                ("recalled_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("job", models.CharField(blank=True, max_length=32)),
                (
                    "recall_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do thu hồi"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "sản phẩm",
                "ordering": ["-made_at"],
                "indexes": [
                    models.Index(fields=["state", "-made_at"], name="library_pro_state_614d60_idx"),
                    models.Index(
                        fields=["unit", "-made_at"], name="library_pro_unit_id_05e891_idx"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("before", None),
                            ("parent__isnull", False),
                            models.Q(("state", "recalled"), _negated=True),
                        ),
                        fields=("parent", "unit"),
                        name="adapted_once_a_unit",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="library.product",
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
                ("name", models.CharField(max_length=100)),
                ("words", models.CharField(max_length=200)),
                ("alt", models.TextField(blank=True)),
                ("place", models.PositiveSmallIntegerField()),
                ("says", models.JSONField(default=list)),
                (
                    "preview",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["product_id", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("product", "name"), name="a_product_file_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Rest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rests",
                        to="library.product",
                    ),
                ),
                ("key", models.CharField(max_length=12)),
                ("text_sha256", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("product", "key"), name="a_product_rests_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvals",
                        to="library.product",
                    ),
                ),
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
                ("token_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "to_name",
                    models.CharField(blank=True, max_length=120, verbose_name="người duyệt"),
                ),
                (
                    "to_address",
                    models.CharField(blank=True, max_length=200, verbose_name="gửi đến"),
                ),
                ("expires_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("approved", "Duyệt"), ("sent_back", "Trả lại")],
                        max_length=10,
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=1000, verbose_name="ý kiến")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_name", models.CharField(blank=True, max_length=120)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("token_sha256", ""), _negated=True),
                        fields=("token_sha256",),
                        name="a_link_is_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decision", "")),
                        fields=("product",),
                        name="one_approval_waits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Used",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="used",
                        to="library.product",
                    ),
                ),
                ("on", models.DateField()),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("view", "Lượt xem"),
                            ("download", "Lượt tải"),
                            ("print", "Lượt in"),
                        ],
                        max_length=8,
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("product", "on", "use"), name="used_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
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
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                ("given_by", models.CharField(max_length=120, verbose_name="ai đồng ý")),
                ("given_on", models.DateField(verbose_name="ngày đồng ý")),
                (
                    "purpose",
                    models.CharField(max_length=300, verbose_name="đồng ý dùng vào việc gì"),
                ),
                ("picture_sha256", models.CharField(max_length=64)),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("noted_at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
            options={
                "ordering": ["-noted_at"],
            },
        ),
        migrations.CreateModel(
            name="UnitMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                ("logo", models.TextField(blank=True, verbose_name="biểu trưng (SVG)")),
                (
                    "contact",
                    models.CharField(blank=True, max_length=200, verbose_name="dòng liên hệ riêng"),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.consent",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followed",
                        to="library.product",
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
                "constraints": [
                    models.UniqueConstraint(fields=("product", "unit"), name="followed_once_a_unit")
                ],
            },
        ),
    ]
