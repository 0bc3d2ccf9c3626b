"""Bytes under their hash, in the storage that the settings name.

On a folder a blob is written beside its place and then renamed into it, so that a power cut never
leaves half a file under a whole name. Object stores put a whole object or none.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from mangnon.base.files.models import blob_key


def storage() -> Storage:
    return storages["default"]


def put(sha256: str, file: BinaryIO) -> None:
    """Keep the bytes of an open file. Keeping the same bytes again makes them young again,
    which holds `sweep` off while their row is not yet committed."""
    key = blob_key(sha256)
    file.seek(0)
    if isinstance(kept := storage(), FileSystemStorage):
        return _put_in_folder(Path(kept.path(key)), file)
    saved = kept.save(key, File(file))
    if saved != key:  # a storage that does not overwrite, and holds these bytes already
        kept.delete(saved)
    return None


def _put_in_folder(place: Path, file: BinaryIO) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.utime(place)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        with beside.open("xb") as new:
            while chunk := file.read(2**20):
                new.write(chunk)
            new.flush()
            os.fsync(new.fileno())
        beside.replace(place)
        _sync_folder(place.parent)
    finally:
        beside.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def open_blob(sha256: str) -> BinaryIO:
    """The bytes, open for reading. Raises FileNotFoundError when the storage lost them."""
    return cast(BinaryIO, storage().open(blob_key(sha256), "rb"))


def is_kept(sha256: str) -> bool:
    """Whether the storage has a blob of that name; what is in it, whoever reads it must ask."""
    return storage().exists(blob_key(sha256))


def remove(sha256: str) -> None:
    storage().delete(blob_key(sha256))


def blobs() -> Iterator[tuple[str, datetime]]:
    """The hash of every blob with the moment it was last kept."""
    kept = storage()
    for first in _folders(""):
        for second in _folders(first):
            for name in kept.listdir(f"{first}/{second}")[1]:
                if len(name) == 64:
                    yield name, kept.get_modified_time(f"{first}/{second}/{name}")


def _folders(inside: str) -> list[str]:
    """Folders with the two digits of a hash; nothing else in the storage is ours."""
    try:
        found = storage().listdir(inside)[0]
    except FileNotFoundError:
        return []
    return sorted(name for name in found if len(name) == 2)
