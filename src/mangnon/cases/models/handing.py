"""Cases handed on as files: to the police, to another province, and from one.

A package is the case itself: its bytes are kept locked (age) for whom it is meant, until it was
received. Clear: numbers, hashes, who and when, and the list of files with what each is.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mangnon.cases.choices import PackageKind, PackageState
from mangnon.kit import clock


class ProvinceCard(models.Model):
    """Another province's installation: its public keys, compared by telephone before they count."""

    name = models.CharField("tỉnh", max_length=80)
    code = models.CharField("mã tỉnh", max_length=4)
    signing = models.CharField(max_length=64, unique=True)
    sealing = models.CharField(max_length=64)
    added_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Package(models.Model):
    """`locked` and `usb` are the hashes by which the storage knows the locked file and the one
    under a passphrase; both empty once it was received. `sha256` is that of the open file,
    `manifest` the list of what is in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("số", max_length=20, unique=True)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="packages")
    kind = models.CharField(max_length=8, choices=PackageKind)
    state = models.CharField(max_length=8, choices=PackageState, default=PackageState.MADE)
    token = models.CharField(max_length=64)
    to_unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    unit_key = models.ForeignKey("reports.UnitKey", models.PROTECT, null=True, related_name="+")
    to_province = models.ForeignKey(ProvinceCard, models.PROTECT, null=True, related_name="+")
    locked = models.CharField(max_length=64)
    usb = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)
    manifest = models.BinaryField()
    manifest_sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    made_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    made_for = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    received_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["case", "token"], name="a_package_is_made_once"),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state="made"),
                name="one_package_of_a_kind_waits",
            ),
            models.CheckConstraint(
                condition=Q(kind="police", to_unit__isnull=False, to_province=None)
                | Q(kind="province", to_unit=None, to_province__isnull=False),
                name="a_package_is_for_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Arrival(models.Model):
    """A case that came from another province: once, whoever brings the file again."""

    package = models.UUIDField(unique=True)
    number = models.CharField("số gói", max_length=20)
    province = models.ForeignKey(ProvinceCard, models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="arrivals")
    manifest_sha256 = models.CharField(max_length=64)
    receipt = models.BinaryField()
    by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.number} từ {self.province}"
