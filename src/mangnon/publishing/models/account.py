"""Accounts of units on channels.

Personal data kept: who connected it. The tokens stand sealed under the installation's key, which
is not in the database; they go when the account is disconnected.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mangnon.kit import clock


class ChannelAccount(models.Model):
    """A page or an official account of a unit. `outside_id`: its number there.

    `sealed`: tokens as JSON, see `vault`; `version` counts their changes. `renewing_since`: one
    process, of the house `renewing_by`, is exchanging them now. `problem`: why it does not work,
    for the screen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    channel = models.CharField("kênh", max_length=20)
    name = models.CharField("tên trang", max_length=120)
    outside_id = models.CharField("mã số trên kênh", max_length=120)
    sealed = models.BinaryField(null=True)
    version = models.PositiveIntegerField(default=1)
    access_until = models.DateTimeField(null=True)
    refresh_until = models.DateTimeField(null=True)
    tokens_at = models.DateTimeField(null=True)
    renewing_since = models.DateTimeField(null=True)
    renewing_by = models.CharField(max_length=32, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    connected_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    connected_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["channel", "name"]
        verbose_name = "tài khoản kênh"
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "outside_id"],
                condition=Q(closed_at=None),
                name="an_account_is_connected_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
