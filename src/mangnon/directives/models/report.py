"""A report as a person edited it."""

from __future__ import annotations

from django.db import models

from mangnon.kit import clock


class Report(models.Model):
    """The edited outline of a unit's result letter; without one it is compiled anew each time."""

    directive = models.ForeignKey("directives.Directive", models.CASCADE, related_name="reports")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    outline = models.JSONField("dàn ý")
    head = models.JSONField("phần đầu và người ký")
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "báo cáo kết quả"
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "unit"], name="one_report_of_a_unit_on_a_letter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.directive}"
