import django.db.models.deletion
import mangnon.kit.clock
import uuid
from django.conf import settings
from django.db import migrations, models

from mangnon.base.migrating import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = [
        ("library", "0001_initial"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChannelAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
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
                ("channel", models.CharField(max_length=20, verbose_name="kênh")),
                ("name", models.CharField(max_length=120, verbose_name="tên trang")),
                ("outside_id", models.CharField(max_length=120, verbose_name="mã số trên kênh")),
                ("sealed", models.BinaryField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("access_until", models.DateTimeField(null=True)),
                ("refresh_until", models.DateTimeField(null=True)),
                ("tokens_at", models.DateTimeField(null=True)),
                ("renewing_since", models.DateTimeField(null=True)),
                ("renewing_by", models.CharField(blank=True, max_length=32)),
                ("problem", models.CharField(blank=True, max_length=300)),
                (
                    "connected_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("connected_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "tài khoản kênh",
                "ordering": ["channel", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("channel", "outside_id"),
                        name="an_account_is_connected_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Interest",
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
                ("audience", models.CharField(blank=True, max_length=12, verbose_name="đối tượng")),
                ("genre", models.CharField(blank=True, max_length=20, verbose_name="thể loại")),
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
                "ordering": ["at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "audience", "genre"), name="an_interest_once_a_unit"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Offer",
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
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="library.product",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "Mới"),
                            ("taken", "Đã chỉnh cho đơn vị"),
                            ("set_aside", "Không dùng"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "product"), name="offered_once_a_unit")
                ],
            },
        ),
        migrations.CreateModel(
            name="NewsReader",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("address", models.BinaryField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("confirmed_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("told_until", models.DateTimeField(db_index=True, default=mangnon.kit.clock.now)),
            ],
            options={
                "verbose_name": "người nhận tin của thư viện",
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.product",
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
                ("channel", models.CharField(max_length=20, verbose_name="kênh")),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="publishing.channelaccount",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="tiêu đề")),
                (
                    "description",
                    models.CharField(blank=True, max_length=600, verbose_name="mô tả ngắn"),
                ),
                ("text", models.TextField(blank=True, verbose_name="nội dung")),
                ("hashtags", models.JSONField(blank=True, default=list, verbose_name="thẻ chủ đề")),
                ("recipients", models.JSONField(blank=True, default=list, verbose_name="gửi đến")),
                ("platform", models.CharField(blank=True, max_length=12, verbose_name="nền tảng")),
                ("due_at", models.DateTimeField(null=True, verbose_name="đăng lúc")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Bản nháp"),
                            ("scheduled", "Đã hẹn giờ"),
                            ("sending", "Đang đăng"),
                            ("sent", "Đã đăng"),
                            ("corrected", "Đã đính chính"),
                            ("waiting_hand", "Chờ đăng bằng tay"),
                            ("unsure", "Không rõ đã đăng chưa"),
                            ("failed", "Không đăng được"),
                            ("cancelled", "Đã bỏ"),
                            ("recall_due", "Chờ gỡ"),
                            ("recalling", "Đang gỡ"),
                            ("hand_recall", "Chờ gỡ bằng tay"),
                            ("recalled", "Đã gỡ"),
                            ("correct_due", "Chờ đính chính"),
                            ("correcting", "Đang đính chính"),
                            ("hand_correct", "Chờ đính chính bằng tay"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("held_until", models.DateTimeField(null=True)),
                ("outside_id", models.CharField(blank=True, max_length=200)),
                (
                    "address",
                    models.CharField(blank=True, max_length=500, verbose_name="địa chỉ bài đăng"),
                ),
                ("problem", models.CharField(blank=True, max_length=500)),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="nội dung đính chính"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do gỡ")),
                ("reach", models.JSONField(blank=True, default=dict)),
                ("reach_at", models.DateTimeField(null=True)),
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
                ("sent_at", models.DateTimeField(null=True)),
                ("recalled_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "bài đăng",
                "ordering": ["due_at", "made_at"],
                "indexes": [
                    models.Index(
                        fields=["state", "next_try_at"], name="publishing__state_491f01_idx"
                    ),
                    models.Index(fields=["unit", "due_at"], name="publishing__unit_id_202e50_idx"),
                    models.Index(
                        fields=["product", "state"], name="publishing__product_33e3f8_idx"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("channel", "website"),
                            models.Q(
                                ("state__in", ["recalled", "cancelled", "failed"]), _negated=True
                            ),
                        ),
                        fields=("product",),
                        name="a_product_stands_once_on_the_site",
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
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receipts",
                        to="publishing.post",
                    ),
                ),
                ("at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("what", models.CharField(max_length=12)),
                ("words", models.CharField(blank=True, max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["post_id", "pk"],
            },
        ),
    ]
