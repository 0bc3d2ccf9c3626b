"""A report as it came in, sealed; what is readable is what triage needs.

Personal data of children, sensitive. Clear: place, kind, age band, platform, risk answers, times,
under the access rules of `perms`. Sealed: what happened, names, contacts (the body). Kept as
`retention.csv` of cases says; deleted reports leave their number and their audit rows.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from mangnon.kit import clock
from mangnon.reports.choices import AgeBand, Channel, Kind, Lane, ReportState, Side, Stage
from mangnon.reports.moments import OWN_DEVICE, rounded


def a_token() -> str:
    return secrets.token_hex(32)


class Report(models.Model):
    """`number` is what people say to each other; `receiving_unit` is whose clock runs.

    `received_at` is for sorting and for load: people are shown `counted_from`.

    `idempotency_key` is a keyed digest of what the form carried, never the thing itself.
    `accused_unit`: where the person reported works or what is reported; it and everybody of it
    never see the row. `quarantined`: came under a flood; sorted last, never refused. `alarmed`: the
    last mark of the 12 hours that was told while nobody had decided. `news_at`: when new words came
    after somebody had decided; they have 12 hours of their own (`news_alarmed`), and those of
    `received_at` stay what they are.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("số", max_length=20, unique=True)
    idempotency_key = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField("nhận lúc", default=clock.now)
    channel = models.CharField("đường đến", max_length=12, choices=Channel)
    lane = models.CharField(max_length=8, choices=Lane, default=Lane.ADULT)
    is_test = models.BooleanField(default=False)
    quarantined = models.BooleanField(default=False)
    age_band = models.CharField(
        "tuổi của trẻ", max_length=10, choices=AgeBand, default=AgeBand.UNKNOWN
    )
    kind = models.CharField("chuyện gì", max_length=12, choices=Kind, default=Kind.OTHER)
    platform = models.CharField("ở đâu trên mạng", max_length=60, blank=True)
    danger_now = models.BooleanField("đang nguy hiểm", default=False)
    risk = models.JSONField("câu trả lời về nguy cơ", default=dict)
    commune = models.ForeignKey(
        "units.Commune", models.PROTECT, null=True, related_name="+", verbose_name="nơi xảy ra"
    )
    school = models.ForeignKey("units.Unit", models.SET_NULL, null=True, related_name="+")
    receiving_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="reports")
    accused_unit = models.ForeignKey("units.Unit", models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=14, choices=ReportState, default=ReportState.RECEIVED)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.RECEIVED)
    body = models.BinaryField()
    taken_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    duplicate_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="twins")
    reason = models.CharField("lý do", max_length=500, blank=True)
    second = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    held = models.BooleanField("giữ lại theo yêu cầu pháp lý", default=False)
    alarmed = models.PositiveSmallIntegerField("mốc đã báo, phần trăm", default=0)
    news_at = models.DateTimeField("có tin mới lúc", null=True)
    news_alarmed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["quarantined", "-received_at"]
        verbose_name = "tin báo"
        indexes = [
            models.Index(fields=["receiving_unit", "state", "quarantined", "-received_at"]),
            models.Index(fields=["commune", "-received_at"]),
            models.Index(fields=["-received_at"], name="reports_by_time"),
            # All that figures count (`cases.figures`): they read this and never the rows.
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
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_rounded(self) -> bool:
        return self.channel in OWN_DEVICE

    @property
    def counted_from(self) -> datetime:
        """The moment that people see and clocks count from (`moments`); never later than it was."""
        return rounded(self.received_at) if self.is_rounded else self.received_at


class ReportHold(models.Model):
    """Why a report must not be erased, from when until when; `Report.held` says whether one stands.

    Personal data: the names of the staff; the reason names no child, as its form says.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="holds")
    reason = models.CharField("lý do", max_length=300)
    by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    lifted_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(lifted_at=None), name="one_hold_of_a_report"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id}"


class ReportKey(models.Model):
    """The key of a report's body, sealed to one unit that may read it.

    `handed_on_at`: when it was sealed to a unit to which the case went on; none for the units to
    which the report came.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="keys")
    unit_key = models.ForeignKey("reports.UnitKey", models.PROTECT, related_name="+")
    wrapped_key = models.BinaryField()
    handed_on_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "unit_key"], name="a_report_key_once_a_unit")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} → {self.unit_key_id}"


class Barred(models.Model):
    """Who must never see a report or the case of it: a unit, or a person. Deny beats allow."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="barred")
    unit = models.ForeignKey("units.Unit", models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey("units.Person", models.CASCADE, null=True, related_name="+")
    why = models.CharField("lý do", max_length=300, blank=True)
    barred_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    barred_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None) ^ Q(person=None), name="a_unit_or_a_person_is_barred"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} không cho {self.unit_id or self.person_id}"


class Receipt(models.Model):
    """The way back for a reporter: a part to look up, and a secret of which a hash is kept.

    `wrapped_key`: the report's key under a key made from the secret, for the messages.
    """

    report = models.OneToOneField(Report, models.CASCADE, related_name="receipt")
    lookup = models.CharField(max_length=12, unique=True)
    salt = models.BinaryField()
    secret_hash = models.BinaryField()
    wrapped_key = models.BinaryField()
    tries = models.PositiveIntegerField(default=0)
    blocked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.lookup


class ReportMessage(models.Model):
    """One message between a reporter and the staff, sealed under the report's key.

    `token` comes of the form and the words it was sent with: the place to which it is sealed, and
    why a double click leaves one message.
    """

    token = models.CharField(max_length=64, default=a_token)
    report = models.ForeignKey(Report, models.CASCADE, related_name="messages")
    side = models.CharField(max_length=10, choices=Side)
    sealed = models.BinaryField()
    by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "token"], name="a_message_is_sent_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.side}"


class BlindMark(models.Model):
    """A name or a phone number of a report as a blind index, to find duplicates."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=10)
    mark = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "kind", "mark"], name="a_blind_mark_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}"
