"""Files by their content.

Personal data kept: whatever a file holds. Who may open it is the business of the domain that
stored it (`readers`); how long it stays is too (`orphans` are swept).
"""

from __future__ import annotations

import uuid

from django.db import models

from mangnon.kit import clock


class StoredFile(models.Model):
    """One file as somebody handed it in. Equal contents share one blob, named by its SHA-256."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    bytes = models.PositiveBigIntegerField("số byte")
    media_type = models.CharField("loại", max_length=100)
    name = models.CharField("tên tệp", max_length=200)
    purpose = models.CharField("dùng cho", max_length=40)
    stored_at = models.DateTimeField("lưu lúc", default=clock.now)
    by = models.CharField("người lưu", max_length=64, blank=True)

    class Meta:
        verbose_name = "tệp"
        indexes = [models.Index(fields=["purpose", "stored_at"], name="stored_file_purpose")]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Where the blob lies in the storage."""
        return blob_key(self.sha256)


def blob_key(sha256: str) -> str:
    """Two levels of folders, so that no folder holds more than some thousand blobs."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
