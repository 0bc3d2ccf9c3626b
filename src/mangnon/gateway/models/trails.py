"""Safeguarding matters for which one client's names are kept (domain: sensitive personal data)."""

from __future__ import annotations

import uuid

from django.db import models

from mangnon.gateway.choices import MatterState
from mangnon.kit import clock


class Matter(models.Model):
    """One client's names are kept for a named matter, opened by two people, until a moment.

    Personal data of a child, sensitive (Decree 356/2025 Art. 4.1 l): names that a device asked for.
    Kept sealed to a key of its own; seen only by the two who opened it; each reading is recorded.
    Seven days after the end the records, the key and the device are deleted (`forgotten_at`); that
    there was such a matter stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("gateway.Site", models.CASCADE, related_name="matters")
    client = models.CharField("máy", max_length=64)
    reason = models.CharField("vụ việc", max_length=300)
    state = models.CharField(max_length=10, choices=MatterState, default=MatterState.ASKED)
    asked_by = models.ForeignKey("units.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    second = models.ForeignKey("units.Person", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    until = models.DateTimeField("đến")
    public_key = models.CharField(max_length=60, blank=True)
    sealed_key = models.BinaryField(default=bytes)
    answer = models.CharField("lý do trả lời hoặc kết thúc", max_length=300, blank=True)
    ended_by = models.ForeignKey("units.Person", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = "theo dõi phục vụ vụ việc"

    def __str__(self) -> str:
        return f"{self.reason}"


class TrailRecord(models.Model):
    """One sealed line of a trail, as a filter wrote it; each filter of a site counts its own."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="records")
    gateway = models.ForeignKey("gateway.Gateway", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    sealed = models.TextField()

    class Meta:
        ordering = ["matter_id", "gateway_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "gateway", "number"], name="a_line_of_a_trail_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.number}"
