"""Systems of others that hand reports in by the API."""

from __future__ import annotations

from django.db import models

from mangnon.kit import clock


class Partner(models.Model):
    """`key_hash` is of a random key of 256 bits; a test key's reports are tests."""

    name = models.CharField("tên hệ thống", max_length=200)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True)
    is_test = models.BooleanField("chế độ thử", default=True)
    made_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class PartnerReport(models.Model):
    """Which reports a partner sent, so that it may ask how they stand, and a digest of what was
    sent, so that one idempotency key is not used for two things."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="sent")
    report = models.OneToOneField("reports.Report", models.CASCADE, related_name="sent_by")
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.partner_id} → {self.report_id}"
