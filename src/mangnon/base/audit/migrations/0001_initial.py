from django.db import migrations, models

from mangnon.base.migrating import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditRow",
            fields=[
                (
                    "seq",
                    models.BigIntegerField(
                        primary_key=True, serialize=False, verbose_name="số thứ tự"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="lúc")),
                (
                    "by",
                    models.CharField(
                        blank=True, db_index=True, max_length=64, verbose_name="người làm"
                    ),
                ),
                ("what", models.CharField(db_index=True, max_length=64, verbose_name="việc")),
                ("on_type", models.CharField(max_length=64, verbose_name="loại đối tượng")),
                ("on_id", models.CharField(max_length=64, verbose_name="mã đối tượng")),
                (
                    "unit",
                    models.CharField(
                        blank=True, db_index=True, max_length=64, verbose_name="đơn vị"
                    ),
                ),
                ("facts", models.JSONField(default=dict, verbose_name="chi tiết")),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "bản ghi nhật ký",
                "ordering": ["seq"],
                "indexes": [models.Index(fields=["on_type", "on_id"], name="audit_row_on")],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("seq", models.BigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="audit_one_head")
                ],
            },
        ),
    ]
