"""What the library holds: documents, their editions, the paragraphs of each.

Personal data kept: who added what. Texts are public or the unit's own; none is about a child.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from mangnon.kit import clock
from mangnon.library.choices import EditionState, Kind, Rights


class Document(models.Model):
    """A source, or somebody else's product that is only catalogued. `audiences`: names of
    `studio.Audience`; `valid_until`: the last day on which it holds, None for ever."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SOURCE)
    title = models.CharField("tên tài liệu", max_length=300)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    rights = models.CharField(max_length=10, choices=Rights, default=Rights.UNKNOWN)
    rights_note = models.CharField("ghi chú về quyền", max_length=300, blank=True)
    valid_until = models.DateField("dùng đến hết ngày", null=True, blank=True)
    audiences = models.JSONField(default=list, blank=True)
    genre = models.CharField("thể loại", max_length=20, blank=True)
    address = models.CharField("địa chỉ trên mạng", max_length=500, blank=True)
    about = models.TextField("giới thiệu", blank=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    added_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(
        "directives.Directive", models.SET_NULL, null=True, related_name="+"
    )  # to whose list of products this belongs
    starter = models.CharField(max_length=60, blank=True)  # its file in the starter library

    class Meta:
        ordering = ["-added_at"]
        verbose_name = "tài liệu"
        indexes = [models.Index(fields=["kind", "-added_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starter"], condition=~Q(starter=""), name="a_starter_once_a_unit"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Its last day has passed: nothing new is made of it, and nothing of it is posted."""
        return self.valid_until is not None and self.valid_until < clock.today()

    @property
    def over_since(self) -> date | None:
        """The first day on which it held no more, once that has come."""
        if self.valid_until is None or not self.is_over:
            return None
        return self.valid_until + timedelta(days=1)


class Edition(models.Model):
    """One version of a document, numbered from 1; once read it is never changed. `refused` says
    why it could not be read; `job` is the one that reads it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField(default=1)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    note = models.CharField("sửa đổi gì", max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=EditionState, default=EditionState.READING)
    refused = models.CharField(max_length=500, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    job = models.CharField(max_length=32, blank=True)
    made_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["document_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="editions_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.document} – bản {self.number}"


class Paragraph(models.Model):
    """A paragraph of an edition. `key` is the same through the editions for the same paragraph,
    however it was changed; `role` as `studio.reading.Role`."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="paragraphs")
    key = models.CharField(max_length=12)
    place = models.PositiveIntegerField()
    role = models.CharField(max_length=10)
    text = models.TextField()
    said = models.TextField(blank=True)  # without the mark of a list

    class Meta:
        ordering = ["edition_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="a_paragraph_key_once"),
            models.UniqueConstraint(fields=["edition", "place"], name="paragraphs_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.text[:40]}"
