"""The filters themselves: how they come in, what they follow, what is wrong with them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mangnon.gateway.choices import AlarmKind
from mangnon.kit import clock


class Enrolment(models.Model):
    """A code by which one filter comes in, once. Only its hash is kept."""

    site = models.ForeignKey("gateway.Site", models.CASCADE, related_name="enrolments")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.site}"


class Gateway(models.Model):
    """A filter that has come in. Counters of it are in the time store, none of them personal.

    `…_in_force`: the revision and the bundle that the filter says it follows; `…_behind_since`:
    from when it was seen to follow an older one. `status`: what it told last (`troubles`, `skew_s`,
    `doctor`) and what was in force before (`history`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("gateway.Site", models.CASCADE, related_name="gateways")
    name = models.CharField("tên máy", max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    version = models.CharField("phiên bản", max_length=40, blank=True)
    enrolled_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    plan_in_force = models.PositiveIntegerField(default=0)
    bundle_in_force = models.PositiveIntegerField(default=0)
    in_force_at = models.DateTimeField(null=True)
    plan_behind_since = models.DateTimeField(null=True)
    bundle_behind_since = models.DateTimeField(null=True)
    status = models.JSONField(default=dict)

    class Meta:
        ordering = ["site_id", "enrolled_at"]
        verbose_name = "máy lọc"

    def __str__(self) -> str:
        return self.name


class Alarm(models.Model):
    """Something wrong with a filter, from when until when."""

    gateway = models.ForeignKey(Gateway, models.CASCADE, related_name="alarms")
    kind = models.CharField(max_length=20, choices=AlarmKind)
    words = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "kind"], condition=Q(ended_at=None), name="one_alarm_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gateway}: {self.get_kind_display()}"
