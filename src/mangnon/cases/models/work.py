"""The work on a case: papers, clocks, services, referrals, notes, people."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mangnon.cases.choices import (
    DeadlineState,
    FieldClass,
    ReferralKind,
    ReferralState,
    ServiceState,
)
from mangnon.kit import clock


class Paper(models.Model):
    """A filled form (Mẫu 01 to 07), sealed; each saving is a new revision, old ones stay."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="papers")
    form = models.CharField("mẫu", max_length=4)
    schema_version = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    sealed = models.BinaryField()
    made_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    final = models.BooleanField(default=False)

    class Meta:
        ordering = ["case_id", "form", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "form", "revision"], name="revisions_of_a_paper"
            )
        ]

    def __str__(self) -> str:
        return f"Mẫu {self.form}"


class Deadline(models.Model):
    """One clock. A broken one stays broken in the statistics even when it is met later.

    `rule` names the row of `data/rules.csv` (`service:<id>` for the clock of one service); it runs
    until `ended_at`. `alarmed` is the last percentage told (50, 75, 90, 100), `next_alarm_at` when
    the next is due; `level` how far it was escalated.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="deadlines")
    rule = models.CharField(max_length=30)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField("hạn")
    state = models.CharField(max_length=10, choices=DeadlineState, default=DeadlineState.ARMED)
    ended_at = models.DateTimeField(null=True)
    alarmed = models.PositiveSmallIntegerField(default=0)
    next_alarm_at = models.DateTimeField(null=True)
    level = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["due_at"]
        indexes = [
            models.Index(fields=["state", "due_at"]),
            models.Index(
                fields=["next_alarm_at"], name="clocks_to_alarm", condition=Q(ended_at=None)
            ),
            models.Index(
                fields=["case", "due_at"], name="running_clocks", condition=Q(ended_at=None)
            ),
            models.Index(fields=["due_at", "rule", "state", "case"], name="clocks_counted"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rule"],
                condition=Q(ended_at=None),
                name="one_running_clock_of_a_rule",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.due_at:%d/%m %H:%M}"


class Service(models.Model):
    """Something that is done for the child, by whom, until when. `sealed`: what exactly."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="services")
    kind = models.CharField("loại hỗ trợ", max_length=40)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    due_on = models.DateField("hạn")
    state = models.CharField(max_length=8, choices=ServiceState, default=ServiceState.PLANNED)
    sealed = models.BinaryField(default=bytes)
    made_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.kind


class Referral(models.Model):
    """A referral to a service, or the handing over of the whole case. Until a transfer is accepted
    the old owner stays responsible.

    Not answered in time it is told further: `escalate_at` is when next, `level` how far it came,
    `escalated_at` when it was told last (`actions.escalating`). Reasons are sealed in the events.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="referrals")
    kind = models.CharField(max_length=8, choices=ReferralKind)
    to_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.SET_NULL, null=True, related_name="referrals")
    state = models.CharField(max_length=12, choices=ReferralState, default=ReferralState.DRAFT)
    sealed = models.BinaryField(default=bytes)
    sent_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    level = models.PositiveSmallIntegerField(default=0)
    escalate_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-sent_at"]
        indexes = [
            models.Index(
                fields=["escalate_at"],
                name="referrals_to_escalate",
                condition=Q(escalate_at__isnull=False),
            ),
            models.Index(fields=["state"], name="late_referrals", condition=Q(level__gt=0)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind="transfer", state__in=["draft", "sent", "acknowledged"]),
                name="one_transfer_of_a_case_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} → {self.to_unit}"


class Note(models.Model):
    """A sealed note; internal unless it is said to be for the units that help."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="notes")
    sealed = models.BinaryField()
    field_class = models.CharField(max_length=10, choices=FieldClass, default=FieldClass.WORK)
    internal = models.BooleanField("chỉ đơn vị chủ trì xem", default=True)
    by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"ghi chú {self.pk}"


class BlindMark(models.Model):
    """A name, birth date or phone number in the case as a blind index, to search before create."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=10)
    mark = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "mark"], name="a_case_mark_once")
        ]

    def __str__(self) -> str:
        return self.kind
