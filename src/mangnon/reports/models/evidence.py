"""Files that came with a report: sealed byte for byte, each step of their keeping written down."""

from __future__ import annotations

import uuid

from django.db import models

from mangnon.kit import clock
from mangnon.reports.choices import Custody, EvidenceState

SCANNED = frozenset({Custody.CLEAN, Custody.INFECTED})


class Evidence(models.Model):
    """`original` is sealed under a key of its own, `working` is a copy made anew without metadata.

    The key is wrapped under the report's key; with a `unit_key`, to that unit of the police alone,
    and nobody else opens it any more. Never previewed as it came. `original` and `working` are the
    hashes of the sealed bytes, by which the storage knows them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey("reports.Report", models.CASCADE, related_name="evidence")
    number = models.PositiveSmallIntegerField("thứ tự")
    unit_key = models.ForeignKey(
        "reports.UnitKey", models.PROTECT, null=True, related_name="+", verbose_name="chỉ mở bởi"
    )
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    media_type = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=EvidenceState)
    original = models.CharField("tệp niêm phong", max_length=64)
    working = models.CharField("bản xem", max_length=64, blank=True)
    wrapped_key = models.BinaryField(default=bytes)
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="a_place_of_a_file_once"),
            models.UniqueConstraint(fields=["report", "sha256"], name="a_file_of_a_report_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=5), name="at_most_five_files"
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def scanned(self) -> str:
        """What a scanner said last: a step of the keeping; "" when none was asked."""
        said = [step.what for step in self.custody.all() if step.what in SCANNED]
        return said[-1] if said else ""

    @property
    def is_infected(self) -> bool:
        return self.scanned == Custody.INFECTED


class CustodyEvent(models.Model):
    """Who did what to a file, when, why; the audit chain holds the same."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="custody")
    what = models.CharField(max_length=12, choices=Custody)
    by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    to = models.CharField("bàn giao cho", max_length=200, blank=True)
    why = models.CharField("lý do", max_length=300, blank=True)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.evidence}"
