"""Requests to open a site, and what was opened for a while."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mangnon.gateway.choices import AskState, Group
from mangnon.kit import clock


class UnblockRequest(models.Model):
    """Some pupils of a group ask for a site. Nothing tells who they are.

    `letter`: what the plan said of it when it was asked (A: the school decides; X: the province).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("gateway.Site", models.CASCADE, related_name="requests")
    group = models.CharField("nhóm", max_length=20, choices=Group)
    name = models.CharField("trang", max_length=253)
    category = models.CharField("loại nội dung", max_length=40, blank=True)
    letter = models.CharField(max_length=1, default="X")
    times = models.PositiveIntegerField("số lần xin", default=1)
    state = models.CharField(max_length=10, choices=AskState, default=AskState.WAITING)
    first_at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    passed_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    passed_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-last_at"]
        verbose_name = "đề nghị mở trang"
        constraints = [
            models.UniqueConstraint(
                fields=["site", "group", "name"],
                condition=Q(state__in=["waiting", "passed_up"]),
                name="one_request_of_a_group_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_group_display()})"


class Ask(models.Model):
    """The id of an ask that came from a filter: the same one sent twice counts once."""

    id = models.UUIDField(primary_key=True, editable=False)
    request = models.ForeignKey(UnblockRequest, models.CASCADE, related_name="asks")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Allowance(models.Model):
    """Something opened at a site for a group until a moment.

    `what`: a name, `nhóm:games` or `dv:youtube`.
    """

    site = models.ForeignKey("gateway.Site", models.CASCADE, related_name="allowances")
    group = models.CharField("nhóm", max_length=20, choices=Group)
    what = models.CharField("mở", max_length=260)
    until = models.DateTimeField("đến")
    why = models.CharField("lý do", max_length=300, blank=True)
    request = models.ForeignKey(
        UnblockRequest, models.SET_NULL, null=True, related_name="allowances"
    )
    made_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-until"]
        verbose_name = "cho phép tạm thời"
        indexes = [models.Index(fields=["site", "until"])]

    def __str__(self) -> str:
        return f"{self.what} ({self.get_group_display()})"
