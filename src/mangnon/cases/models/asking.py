"""What people outside ask of the cases, and what leaves them: requests about data, exports."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from mangnon.cases.choices import (
    AskedBy,
    Asker,
    ExportFormat,
    ExportKind,
    SubjectKind,
    SubjectResult,
)
from mangnon.kit import clock


class SubjectRequest(models.Model):
    """A person asks about the data kept of them (Decree 356/2025 Art. 5): its clocks and answer.

    Who asks and what was said is in `sealed`, what was answered in `answer`, both to the key of
    the unit that has it; they go with the case. `answered_at`: the first answer, that it came and
    what will be done; `done_at`: it was done or refused. `next_alarm_at`: the first mark of either
    clock that was not told yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("số yêu cầu", max_length=20, unique=True)
    token = models.CharField(max_length=64, unique=True)
    case = models.ForeignKey(
        "cases.Case", models.SET_NULL, null=True, related_name="subject_requests"
    )
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField("yêu cầu", max_length=13, choices=SubjectKind)
    asker = models.CharField("ai yêu cầu", max_length=8, choices=Asker)
    way = models.CharField("đến bằng cách nào", max_length=7, choices=AskedBy)
    proved = models.BooleanField("đã kiểm tra giấy tờ", default=False)
    sealed = models.BinaryField(default=bytes)
    answer = models.BinaryField(default=bytes)
    received_at = models.DateTimeField("nhận lúc")
    recorded_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    answer_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True)
    extend_reason = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    result = models.CharField(max_length=8, choices=SubjectResult, blank=True)
    ground = models.CharField(max_length=20, blank=True)
    next_alarm_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_at"]
        indexes = [
            models.Index(
                fields=["next_alarm_at"], name="requests_to_alarm", condition=Q(done_at=None)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | ~Q(result=""), name="a_request_ends_with_a_result"
            ),
            models.CheckConstraint(
                condition=~Q(result=SubjectResult.REFUSED) | ~Q(ground=""),
                name="a_refusal_has_a_ground",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=(SubjectKind.DELETE, SubjectKind.DELETE_SHARED))
                | ~Q(result=SubjectResult.GRANTED)
                | ~Q(done_by=F("recorded_by")),
                name="erasing_is_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Export(models.Model):
    """A masked list or table that leaves the system once; a large one after another agreed.

    `rows` is how many the asker saw when asking. `unit`: for which it was taken; `told`: the ids of
    the cases it told of, sixteen bytes each, by which later ones of that unit are judged
    (`cases.budget`). Nothing of a child is here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("số yêu cầu", max_length=20, unique=True)
    token = models.CharField(max_length=64, unique=True)
    kind = models.CharField("gồm gì", max_length=5, choices=ExportKind)
    format = models.CharField("dạng tệp", max_length=4, choices=ExportFormat)
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến hết ngày")
    reason = models.CharField("để làm gì", max_length=300)
    rows = models.PositiveIntegerField()
    wants_second = models.BooleanField()
    asked_by = models.ForeignKey("units.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    granted = models.BooleanField(null=True)
    answered_by = models.ForeignKey("units.Person", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    told = models.BinaryField(default=bytes)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")),
                name="an_export_is_granted_by_another",
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None)
                | Q(wants_second=False)
                | Q(granted=True, answered_by__isnull=False),
                name="a_large_export_was_granted",
            ),
        ]

    def __str__(self) -> str:
        return self.number
