"""Reading files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from uuid import UUID

from mangnon.base.files.blobs import blobs, open_blob, storage
from mangnon.base.files.models import StoredFile, blob_key
from mangnon.base.files.readers import may_open


class FileDenied(Exception):
    """The person may not open this file, or there is none: the two are not told apart."""


def file_for(person: Any, file_id: UUID) -> StoredFile:
    """The row of a file that the person may open. Raises FileDenied."""
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None or not may_open(person, file):
        raise FileDenied("Không có tệp này, hoặc bạn không được mở.")
    return file


def open_for(person: Any, file: StoredFile) -> BinaryIO:
    """The bytes of a file for a person. Raises FileDenied."""
    if not may_open(person, file):
        raise FileDenied("Không có tệp này, hoặc bạn không được mở.")
    return open_blob(file.sha256)


def contents(file: StoredFile) -> bytes:
    """All bytes of a file, for the system's own work."""
    with open_blob(file.sha256) as opened:
        return opened.read()


def blob_sizes() -> Iterator[tuple[str, int]]:
    """The hash and the bytes of every blob in the storage."""
    kept = storage()
    for sha256, _ in blobs():
        yield sha256, kept.size(blob_key(sha256))


def missing_blobs() -> int:
    """How many stored files have lost their bytes."""
    there = {sha256 for sha256, _ in blobs()}
    rows = StoredFile.objects.order_by().values_list("sha256", flat=True).distinct()
    return sum(sha256 not in there for sha256 in rows.iterator())
