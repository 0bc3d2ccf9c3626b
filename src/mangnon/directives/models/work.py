"""The work: one row for each unit and clause, its history, its returns."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mangnon.directives.choices import Event, Part, ReturnState, State
from mangnon.kit import clock


class Assignment(models.Model):
    """One unit's work on one clause. Moves only by the table in `workflow`.

    `given_by` is who judges the returns: the issuer, or the unit that handed the work down.
    """

    directive = models.ForeignKey(
        "directives.Directive", models.CASCADE, related_name="assignments"
    )
    clause = models.ForeignKey("directives.Clause", models.CASCADE, related_name="assignments")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="assignments")
    given_by = models.ForeignKey("units.Unit", models.PROTECT, related_name="given_assignments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    carried_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="carried_to")
    part = models.CharField("vai trò", max_length=10, choices=Part)
    state = models.CharField("trạng thái", max_length=12, choices=State, default=State.ISSUED)
    due_on = models.DateField("hạn")
    person = models.ForeignKey(
        "units.Person", models.SET_NULL, null=True, related_name="assignments"
    )
    percent = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    note = models.CharField("ghi chú tiến độ", max_length=500, blank=True)
    issued_at = models.DateTimeField(default=clock.now)
    acknowledged_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["directive_id", "clause__order", "unit__path"]
        verbose_name = "việc giao"
        indexes = [
            models.Index(fields=["unit", "state", "due_on"]),
            # The board's counts are read from these alone.
            models.Index(fields=["directive", "given_by", "unit", "state"]),
            models.Index(fields=["directive", "given_by", "clause", "state", "due_on"]),
            models.Index(fields=["given_by", "state"]),
            models.Index(fields=["person", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "unit"], name="one_assignment_of_a_clause_to_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100), name="progress_is_at_most_100_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.clause}"


class AssignmentEvent(models.Model):
    """What happened to an assignment, in order; never changed.

    `token` is a digest of the move as it was sent: the same form sent twice is found by it.
    """

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="events")
    event = models.CharField(max_length=20, choices=Event)
    from_state = models.CharField(max_length=12, choices=State)
    to_state = models.CharField(max_length=12, choices=State)
    note = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    by_unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    token = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "token"],
                condition=~Q(token=""),
                name="a_move_sent_twice_is_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.at:%d/%m/%Y}"


class Return(models.Model):
    """A unit's report on its assignment; sent back ones stay, the next round is a new row."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="returns")
    round = models.PositiveSmallIntegerField("lần", default=1)
    state = models.CharField(max_length=10, choices=ReturnState, default=ReturnState.SUBMITTED)
    text = models.TextField("kết quả thực hiện")
    figure = models.DecimalField("số liệu", max_digits=14, decimal_places=2, null=True, blank=True)
    difficulties = models.TextField("khó khăn, vướng mắc", blank=True)
    proposals = models.TextField("đề xuất, kiến nghị", blank=True)
    made_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    judged_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    reason = models.CharField("lý do trả lại", max_length=1000, blank=True)

    class Meta:
        ordering = ["assignment_id", "round"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "round"], name="rounds_of_a_return"),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state="submitted"),
                name="one_return_waits_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} ({self.round})"


class Evidence(models.Model):
    """A file that shows what was done."""

    made_for = models.ForeignKey(Return, models.CASCADE, related_name="evidence")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    caption = models.CharField("chú thích", max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.caption or str(self.file)


class Extension(models.Model):
    """A unit's request for more time, and the answer."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="extensions")
    until = models.DateField("xin lùi đến ngày")
    reason = models.CharField("lý do", max_length=1000)
    asked_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    granted = models.BooleanField("đồng ý", null=True)
    granted_until = models.DateField("cho phép đến ngày", null=True, blank=True)
    answer = models.CharField("ý kiến trả lời", max_length=1000, blank=True)
    answered_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(granted=None),
                name="one_open_request_for_more_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment} → {self.until}"


class Reminder(models.Model):
    """A reminder that was sent, so that none is sent twice."""

    directive = models.ForeignKey("directives.Directive", models.CASCADE, related_name="reminders")
    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="+")
    due_on = models.DateField()
    step = models.CharField(max_length=20)
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "unit", "due_on", "step"], name="one_reminder_of_a_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.step}"
