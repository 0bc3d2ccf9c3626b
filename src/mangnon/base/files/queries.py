"""Reading files."""

from __future__ import annotations

from typing import Any, BinaryIO
from uuid import UUID

from mangnon.base.files.blobs import open_blob
from mangnon.base.files.models import StoredFile
from mangnon.base.files.readers import may_open


class FileDenied(Exception):  # noqa: N818
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
