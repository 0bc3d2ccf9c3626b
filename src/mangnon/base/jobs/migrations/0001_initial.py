import mangnon.base.jobs.models
import mangnon.kit.clock
from django.db import migrations, models

from mangnon.base.migrating import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=mangnon.base.jobs.models.job_id,
                        max_length=32,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("task", models.CharField(db_index=True, max_length=200, verbose_name="việc")),
                ("args", models.JSONField(default=list)),
                ("kwargs", models.JSONField(default=dict)),
                ("queue", models.CharField(default="default", max_length=32)),
                ("priority", models.SmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "đang chờ"),
                            ("running", "đang chạy"),
                            ("done", "đã xong"),
                            ("dead", "không chạy được"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("run_after", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("enqueued_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("started_at", models.DateTimeField(null=True)),
                ("last_attempted_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("retries", models.PositiveSmallIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("worker", models.CharField(blank=True, max_length=64)),
                ("worker_ids", models.JSONField(default=list)),
                ("lease_until", models.DateTimeField(null=True)),
                ("slot", models.CharField(max_length=240, null=True, unique=True)),
                ("result", models.JSONField(null=True)),
                ("errors", models.JSONField(default=list)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(null=True)),
                ("doing", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name": "việc nền",
                "ordering": ["-enqueued_at"],
                "indexes": [
                    models.Index(fields=["state", "run_after"], name="job_due"),
                    models.Index(
                        condition=models.Q(("state", "running")),
                        fields=["lease_until"],
                        name="job_leased",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("total", None), ("done__lte", models.F("total")), _connector="OR"
                        ),
                        name="job_progress_within_total",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Effect",
            fields=[
                ("key", models.CharField(max_length=240, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField(default=mangnon.kit.clock.now)),
                ("seen_at", models.DateTimeField(default=mangnon.kit.clock.now)),
            ],
        ),
    ]
