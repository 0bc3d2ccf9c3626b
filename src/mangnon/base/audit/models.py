"""The record of who did what, which nobody can edit.

Personal data kept: the id of the member of staff who acted. No name, no e-mail, nothing about a
child; `facts` holds counts, states and ids only. Rows are kept for as long as the system lives.
"""

from __future__ import annotations

from django.db import models

from mangnon.base.audit.chain import GENESIS, Entry


class AuditRow(models.Model):
    """One act. Rows are only ever added; the database itself refuses changes (see `guard`)."""

    seq = models.BigIntegerField("số thứ tự", primary_key=True)
    at = models.DateTimeField("lúc", db_index=True)
    by = models.CharField("người làm", max_length=64, blank=True, db_index=True)
    what = models.CharField("việc", max_length=64, db_index=True)
    on_type = models.CharField("loại đối tượng", max_length=64)
    on_id = models.CharField("mã đối tượng", max_length=64)
    unit = models.CharField("đơn vị", max_length=64, blank=True, db_index=True)
    facts = models.JSONField("chi tiết", default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        verbose_name = "bản ghi nhật ký"
        indexes = [models.Index(fields=["on_type", "on_id"], name="audit_row_on")]

    def __str__(self) -> str:
        return f"{self.seq}. {self.what}"

    @property
    def entry(self) -> Entry:
        return Entry(
            seq=self.seq,
            at=self.at,
            by=self.by,
            what=self.what,
            on_type=self.on_type,
            on_id=self.on_id,
            unit=self.unit,
            facts=self.facts,
            previous=self.previous,
        )


class AuditHead(models.Model):
    """The end of the chain: one row, so that rows cut off the end are missed."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"
