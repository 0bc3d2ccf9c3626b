"""Which kinds of products a unit follows, and what came of it.

Personal data kept: who asked for it.
"""

from __future__ import annotations

from django.db import models

from mangnon.kit import clock
from mangnon.publishing.choices import OfferState


class Interest(models.Model):
    """A unit wants to be told of new products; "" is any audience, any genre."""

    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="+")
    audience = models.CharField("đối tượng", max_length=12, blank=True)
    genre = models.CharField("thể loại", max_length=20, blank=True)
    by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "audience", "genre"], name="an_interest_once_a_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.audience} {self.genre}"


class Offer(models.Model):
    """A product that came out and that a unit may adapt and post as its own."""

    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="+")
    product = models.ForeignKey("library.Product", models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.NEW)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "product"], name="offered_once_a_unit")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.product_id}"
