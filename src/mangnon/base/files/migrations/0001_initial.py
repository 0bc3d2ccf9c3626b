import mangnon.kit.clock
import uuid
from django.db import migrations, models

from mangnon.base.migrating import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("bytes", models.PositiveBigIntegerField(verbose_name="số byte")),
                ("media_type", models.CharField(max_length=100, verbose_name="loại")),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("purpose", models.CharField(max_length=40, verbose_name="dùng cho")),
                (
                    "stored_at",
                    models.DateTimeField(default=mangnon.kit.clock.now, verbose_name="lưu lúc"),
                ),
                ("by", models.CharField(blank=True, max_length=64, verbose_name="người lưu")),
            ],
            options={
                "verbose_name": "tệp",
                "indexes": [
                    models.Index(fields=["purpose", "stored_at"], name="stored_file_purpose")
                ],
            },
        ),
    ]
