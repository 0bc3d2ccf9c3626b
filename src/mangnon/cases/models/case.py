"""A case: where it stands in each region, whose it is, what happened to it.

Personal data of children, sensitive. Clear: states, places, times, urgency, under the rules of
`perms`. Sealed under the case's own key: forms, notes, people, messages. Kept as
`data/retention.csv` says, unless held by law.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mangnon.cases.choices import (
    Consent,
    Content,
    Crime,
    Region,
    Separation,
    State,
    Urgency,
)
from mangnon.kit import clock


class Case(models.Model):
    """`received_at` is when the first receiving place got the information: the 12 hours run from
    it and it never moves later. `receiver` recorded it, `owner` is responsible: always exactly one.
    `acted_minutes`: how long it took to the first action (`actions.acting`).
    `duplicate_of`: the case about the same, when this one is (to be) void for that.
    `key_generation`: how many keys the case must have for new words, one more at each parting.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("số vụ việc", max_length=20, unique=True)
    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="cases")
    received_at = models.DateTimeField("nhận thông tin lúc")
    opened_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=14, choices=State, default=State.INTAKE)
    separation = models.CharField(max_length=8, choices=Separation, default=Separation.NONE)
    separated_until = models.DateField("cách ly đến hết ngày", null=True)
    separated_from = models.DateField(null=True)
    crime = models.CharField(max_length=10, choices=Crime, default=Crime.NONE)
    content = models.CharField(max_length=10, choices=Content, default=Content.NONE)
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.NONE)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.UNKNOWN)
    commune_of_event = models.ForeignKey(
        "units.Commune", models.PROTECT, null=True, related_name="+"
    )
    commune_of_residence = models.ForeignKey(
        "units.Commune", models.PROTECT, null=True, related_name="+"
    )
    receiver = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    owner = models.ForeignKey("units.Unit", models.PROTECT, related_name="cases")
    person = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    assessed_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    plan_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    reviewed_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    void_asked_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    still_at_risk = models.BooleanField(null=True)
    stable = models.BooleanField(null=True)
    acted_minutes = models.PositiveIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField("lý do kết thúc", max_length=300, blank=True)
    retention = models.CharField("nhóm lưu giữ", max_length=40, blank=True)
    held = models.BooleanField("giữ lại theo yêu cầu pháp lý", default=False)
    duplicate_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="duplicates")
    key_generation = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = "vụ việc"
        indexes = [
            models.Index(fields=["owner", "state", "-opened_at"]),
            models.Index(fields=["person", "state"]),
            models.Index(fields=["state", "-opened_at"], name="cases_by_state"),
            models.Index(fields=["-opened_at"], name="cases_by_opening"),
            # All that figures count (`cases.figures`): they read this and never the rows.
            models.Index(
                fields=[
                    "received_at",
                    "owner",
                    "report",
                    "state",
                    "close_reason",
                    "crime",
                    "content",
                    "acted_minutes",
                ],
                name="cases_counted",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(separation="active") | Q(separated_until__isnull=False),
                name="a_separation_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
                name="a_closed_case_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CaseKey(models.Model):
    """The keys of a case's sealed words, wrapped to one unit that may read them: as many as
    `generation` says, the oldest first."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="keys")
    unit_key = models.ForeignKey("reports.UnitKey", models.PROTECT, related_name="+")
    wrapped_key = models.BinaryField()
    generation = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["-generation", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "unit_key"], name="a_case_key_once_a_unit")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.unit_key_id}"


class CaseEvent(models.Model):
    """What happened to a case, in order; never changed. The audit chain holds the same.

    `token`: the idempotency key of the move; what was said with it is in `sealed`.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    event = models.CharField(max_length=24)
    region = models.CharField(max_length=12, choices=Region, default=Region.MAIN)
    from_state = models.CharField(max_length=14)
    to_state = models.CharField(max_length=14)
    part = models.CharField(max_length=12, blank=True)
    by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    by_unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    sealed = models.BinaryField(default=bytes)
    token = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["case_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="events_of_a_case_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["case", "token"], condition=~Q(token=""), name="one_effect_of_a_case_token"
            ),
            models.UniqueConstraint(
                fields=["token"],
                condition=Q(event="open") & ~Q(token=""),
                name="a_token_opens_one_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number} {self.event}"
