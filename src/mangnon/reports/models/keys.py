"""Keys of units and people: who may open what, without the database being able to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mangnon.kit import clock


class PersonKey(models.Model):
    """A person's key pair; the private half is sealed under the person's passphrase for matters."""

    person = models.OneToOneField("units.Person", models.CASCADE, related_name="matter_key")
    public_key = models.BinaryField()
    sealed_private = models.BinaryField()
    salt = models.BinaryField()
    tries = models.PositiveIntegerField(default=0)
    blocked_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"khóa của {self.person}"


class UnitKey(models.Model):
    """A unit's key pair. The private half exists only wrapped to its members, and as paper shares.

    `kept_private`: only for the installation's own desk before anybody set a passphrase: wrapped
    under a key in a file outside the database; emptied as soon as a member has it.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="matter_keys")
    public_key = models.BinaryField()
    kept_private = models.BinaryField(default=bytes)
    shares_printed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(retired_at=None), name="one_key_of_a_unit_in_use"
            )
        ]

    def __str__(self) -> str:
        return f"khóa của {self.unit}"


class KeyGrant(models.Model):
    """A unit's private key wrapped to one member's public key."""

    unit_key = models.ForeignKey(UnitKey, models.CASCADE, related_name="grants")
    person_key = models.ForeignKey(PersonKey, models.CASCADE, related_name="grants")
    wrapped_private = models.BinaryField()
    granted_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_key", "person_key"], name="a_unit_key_is_granted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_key} → {self.person_key}"
