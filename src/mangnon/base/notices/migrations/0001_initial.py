import mangnon.kit.clock
from django.db import migrations, models

from mangnon.base.migrating import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("channel", models.CharField(max_length=20, verbose_name="kênh")),
                ("to", models.CharField(max_length=254, verbose_name="gửi đến")),
                ("subject", models.CharField(max_length=200, verbose_name="tiêu đề")),
                ("body", models.TextField(verbose_name="nội dung")),
                ("headers", models.JSONField(blank=True, default=dict)),
                ("forgets", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "đang chờ gửi"),
                            ("sent", "đã gửi"),
                            ("failed", "không gửi được"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("written_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("sent_at", models.DateTimeField(null=True)),
                ("taken_until", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="lỗi")),
            ],
            options={
                "verbose_name": "thư gửi đi",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["written_at"],
                        name="outbox_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("channel", "key"), name="told_once_a_channel")
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True)),
                ("person_id", models.CharField(max_length=64)),
                ("subject", models.CharField(max_length=200, verbose_name="tiêu đề")),
                ("body", models.TextField(blank=True, verbose_name="nội dung")),
                ("link", models.CharField(blank=True, max_length=300, verbose_name="địa chỉ")),
                ("told_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "thông báo",
                "ordering": ["-told_at", "-id"],
                "indexes": [
                    models.Index(fields=["person_id", "-told_at"], name="notice_of_person"),
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["person_id"],
                        name="notice_unread",
                    ),
                ],
            },
        ),
    ]
