"""The decision by which a plan was approved: what was signed, and which plan it was."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class SignedDecision(models.Model):
    """Kept with its event and never changed; the audit chain holds the same hashes.

    In clear: number, day, signer, hashes. The file itself, which names the child, is sealed under
    a key of its own (`held` is the hash of the sealed bytes, by which the storage knows them) and
    that key under the case's (`sealed`). A chair who decides here, without paper, leaves `sha256`
    empty: what was decided on is then `plan_sha256`, the hash of the plan's canonical content
    (empty when the chair held no key). `plan_sealed_sha256` is of the sealed row, so that whoever
    holds no key sees a change too.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="decisions")
    event = models.OneToOneField("cases.CaseEvent", models.CASCADE, related_name="decision")
    number = models.CharField("số quyết định", max_length=40)
    signed_on = models.DateField("ngày ký")
    signer = models.CharField("người ký", max_length=120)
    plan_revision = models.PositiveSmallIntegerField()
    plan_sha256 = models.CharField(max_length=64, blank=True)
    plan_sealed_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, blank=True)
    size_bytes = models.PositiveIntegerField(default=0)
    media_type = models.CharField(max_length=60, blank=True)
    held = models.CharField("tệp niêm phong", max_length=64, blank=True)
    sealed = models.BinaryField(default=bytes)

    class Meta:
        ordering = ["case_id", "event_id"]
        verbose_name = "quyết định đã ký"
        constraints = [
            models.CheckConstraint(
                condition=Q(held="") | ~Q(sha256=""), name="a_signed_file_has_its_hash"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} ngày {self.signed_on:%d/%m/%Y}"
