"""What a unit puts on products: its logo and contact line, whose consent a picture rests on, and
which products of others it follows.

Personal data kept: in a consent, the name of the parent or carer who agreed, for as long as the
picture is used (Circular and law ask for proof). Never the name of a child.
"""

from __future__ import annotations

from django.db import models

from mangnon.kit import clock


class Consent(models.Model):
    """A parent or carer agreed that a picture showing a child is used. `given_on`: when."""

    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="+")
    given_by = models.CharField("ai đồng ý", max_length=120)
    given_on = models.DateField("ngày đồng ý")
    purpose = models.CharField("đồng ý dùng vào việc gì", max_length=300)
    picture_sha256 = models.CharField(max_length=64)
    noted_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-noted_at"]

    def __str__(self) -> str:
        return f"{self.given_on} {self.purpose}"


class UnitMark(models.Model):
    """The logo (SVG, cleaned) and the contact line that a unit puts on its products."""

    unit = models.OneToOneField("units.Unit", models.CASCADE, related_name="+")
    logo = models.TextField("biểu trưng (SVG)", blank=True)
    contact = models.CharField("dòng liên hệ riêng", max_length=200, blank=True)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, related_name="+")
    changed_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.unit_id}"


class Subscription(models.Model):
    """A unit follows a product of another: told when it is recalled or needs an update."""

    product = models.ForeignKey("library.Product", models.CASCADE, related_name="followed")
    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="+")
    by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "unit"], name="followed_once_a_unit")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.product_id}"
