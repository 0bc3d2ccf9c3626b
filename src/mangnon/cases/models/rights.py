"""Reading beyond the usual: opened in need, asked for by two, shared with helpers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mangnon.kit import clock


class Share(models.Model):
    """A unit that helps: what it may read besides the work (field classes), until it ends."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="shares")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    classes = models.JSONField(default=list)
    why = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "unit"], condition=Q(ended_at=None), name="one_share_of_a_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} chia sẻ với {self.unit_id}"


class BrokenGlass(models.Model):
    """Reading without being assigned, with a reason, for a while; the supervisor is told."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="broken_glass")
    person = models.ForeignKey("units.Person", models.PROTECT, related_name="+")
    reason = models.CharField("lý do", max_length=300)
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    judged_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    judged_right = models.BooleanField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.case_id}"


class IdentityRequest(models.Model):
    """Somebody asks who the reporter is; another person grants it or not."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="identity_requests")
    asked_by = models.ForeignKey("units.Person", models.PROTECT, related_name="+")
    reason = models.CharField("lý do", max_length=300)
    asked_at = models.DateTimeField(default=clock.now)
    granted = models.BooleanField(null=True)
    answered_by = models.ForeignKey("units.Person", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=models.F("asked_by")),
                name="identity_is_granted_by_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.asked_by_id}"


class Hold(models.Model):
    """Why a case must not be erased, from when until when; `Case.held` says whether one stands."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="holds")
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
                fields=["case"], condition=Q(lifted_at=None), name="one_hold_of_a_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"
