"""What search finds: one row for each document, map and product, written with it.

`title_words` and `words` are texts as `folding.indexed` makes them; the full-text indexes over them
stand in migration 0002. Personal data kept: none.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mangnon.library.choices import EntryKind


class Entry(models.Model):
    """`audiences`: names between spaces, one before and one behind; `shared`: every unit of the
    province sees it; `public`: anybody does."""

    document = models.OneToOneField("library.Document", models.CASCADE, null=True, related_name="+")
    map = models.OneToOneField("library.MessageMap", models.CASCADE, null=True, related_name="+")
    product = models.OneToOneField("library.Product", models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=EntryKind)
    title = models.CharField(max_length=300)
    about = models.CharField(max_length=300, blank=True)
    audiences = models.CharField(max_length=80, blank=True)
    genre = models.CharField(max_length=20, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    rights = models.CharField(max_length=10, blank=True)
    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="+")
    shared = models.BooleanField(default=False)
    public = models.BooleanField(default=False)
    at = models.DateTimeField()
    holds_until = models.DateField(null=True)  # the last day of its source
    # Last: what is read of ten thousand rows must not lie behind long texts.
    title_words = models.TextField()
    words = models.TextField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["public", "-at"]),
            models.Index(fields=["-at", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False)
                | Q(map__isnull=False)
                | Q(product__isnull=False),
                name="an_entry_is_of_something",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def of(self) -> uuid.UUID | None:
        """The id of what was found."""
        return self.document_id or self.map_id or self.product_id
