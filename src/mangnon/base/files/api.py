"""Files: take them in, open them for those who may."""

from mangnon.base.files.actions import MOST_BYTES, drop_sealed, remove, store, store_sealed
from mangnon.base.files.blobs import is_kept, open_blob, storage
from mangnon.base.files.blobs import put as put_blob
from mangnon.base.files.made import store_made
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
    WEBP,
    XLSX,
    FileRefused,
    recognise,
)
from mangnon.base.files.models import StoredFile
from mangnon.base.files.parts import part_of
from mangnon.base.files.queries import (
    FileDenied,
    blob_sizes,
    contents,
    file_for,
    missing_blobs,
    open_for,
)
from mangnon.base.files.readers import may_open, register_reader
from mangnon.base.files.uploading import InMemory

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
    "WEBP",
    "XLSX",
    "FileDenied",
    "FileRefused",
    "InMemory",
    "StoredFile",
    "blob_sizes",
    "contents",
    "drop_sealed",
    "file_for",
    "is_kept",
    "may_open",
    "missing_blobs",
    "open_blob",
    "open_for",
    "part_of",
    "put_blob",
    "recognise",
    "register_reader",
    "remove",
    "storage",
    "store",
    "store_made",
    "store_sealed",
]
