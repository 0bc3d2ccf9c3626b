"""Files: take them in, open them for those who may."""

from mangnon.base.files.actions import MOST_BYTES, remove, store
from mangnon.base.files.blobs import storage
from mangnon.base.files.media import (
    DOCX,
    EVERYTHING,
    JPEG,
    LETTERS,
    PDF,
    PICTURES,
    PNG,
    TABLES,
    TEXT,
    XLSX,
    FileRefused,
)
from mangnon.base.files.models import StoredFile
from mangnon.base.files.queries import FileDenied, contents, file_for, open_for
from mangnon.base.files.readers import may_open, register_reader

__all__ = [
    "DOCX",
    "EVERYTHING",
    "JPEG",
    "LETTERS",
    "MOST_BYTES",
    "PDF",
    "PICTURES",
    "PNG",
    "TABLES",
    "TEXT",
    "XLSX",
    "FileDenied",
    "FileRefused",
    "StoredFile",
    "contents",
    "file_for",
    "may_open",
    "open_for",
    "register_reader",
    "remove",
    "storage",
    "store",
]
