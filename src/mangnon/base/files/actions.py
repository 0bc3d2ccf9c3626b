"""Taking files in, and letting go of what nobody holds."""

from __future__ import annotations

import hashlib
import io
import tempfile
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO, Protocol, cast

from django.conf import settings
from django.db import transaction

from mangnon.base.audit.api import Actor, record
from mangnon.base.files import blobs
from mangnon.base.files.media import EVERYTHING, WORDS, FileRefused, recognise
from mangnon.base.files.models import StoredFile

MOST_BYTES = 25 * 2**20
SEALED = "application/octet-stream"
_CHUNK = 2**20
_MEMORY = 2**20


class Readable(Protocol):
    """Anything to read bytes from: an upload, an open file."""

    def read(self, size: int = -1, /) -> bytes: ...


def store(
    *,
    stream: Readable,
    name: str,
    by: Actor | None,
    purpose: str,
    max_bytes: int = MOST_BYTES,
    allow: Iterable[str] = EVERYTHING,
) -> StoredFile:
    """Take in a file: read it once, find what it really is, keep its bytes, note its row.

    `purpose` names the domain's use (and so who may open it, see `register_reader`); `allow` the
    media types taken. Raises FileRefused with words for the screen. Call it before opening a
    transaction: hashing must not hold the database. Blobs of a transaction that fell are swept.
    """
    with tempfile.SpooledTemporaryFile(_MEMORY, dir=str(settings.FILE_UPLOAD_TEMP_DIR)) as spooled:
        copy = cast(BinaryIO, spooled)
        sha256, size = _copied(stream, copy, max_bytes)
        media_type = recognise(copy)
        _refuse_other(media_type, frozenset(allow))
        blobs.put(sha256, copy)
    file = StoredFile(
        sha256=sha256,
        bytes=size,
        media_type=media_type,
        name=safe_name(name),
        purpose=purpose,
        by=str(by.pk) if by is not None else "",
    )
    with transaction.atomic():
        file.save(force_insert=True)
        facts = {"sha256": sha256, "bytes": size, "media_type": media_type, "purpose": purpose}
        record(by=by, what="file.stored", on=file, facts=facts)
    return file


def store_sealed(*, sealed: bytes, purpose: str) -> str:
    """Keep bytes that are encrypted already; nothing can be found out about them. Their hash.

    Nobody opens them by the pages of files: the domain that has the key hands them out. Call it
    within the domain's transaction or before; what falls is swept.
    """
    sha256 = hashlib.sha256(sealed).hexdigest()
    blobs.put(sha256, io.BytesIO(sealed))
    StoredFile.objects.create(
        sha256=sha256, bytes=len(sealed), media_type=SEALED, name=sha256[:12], purpose=purpose
    )
    return sha256


def drop_sealed(sha256: str) -> None:
    """Nobody holds them any more: the bytes are removed at once, no sweep is waited for."""
    StoredFile.objects.filter(sha256=sha256, media_type=SEALED).delete()
    transaction.on_commit(lambda: blobs.remove(sha256))


def _copied(stream: Readable, copy: BinaryIO, max_bytes: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise FileRefused(f"Tệp lớn hơn {max_bytes // 2**20} MB nên không được nhận.")
        digest.update(chunk)
        copy.write(chunk)
    return digest.hexdigest(), size


def _refuse_other(media_type: str, allow: frozenset[str]) -> None:
    if media_type not in allow:
        wanted = ", ".join(words for kind, words in WORDS.items() if kind in allow)
        raise FileRefused(f"Chỗ này chỉ nhận: {wanted}. Tệp vừa chọn là {WORDS[media_type]}.")


def safe_name(name: str) -> str:
    """The last part of a name, NFC, without control characters, at most 150 characters."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    clean = "".join(
        letter
        for letter in unicodedata.normalize("NFC", last)
        if unicodedata.category(letter)[0] != "C"
    ).strip(" .")
    if len(clean) > 150:
        stem, dot, ending = clean.rpartition(".")
        clean = f"{stem[:140]}.{ending[:8]}" if dot else clean[:150]
    return clean or "tep"


@transaction.atomic
def remove(*, file: StoredFile, by: Actor | None) -> None:
    """Forget a file. Its bytes go with the next sweep, unless another row holds them."""
    record(by=by, what="file.removed", on=file, facts={"sha256": file.sha256})
    file.delete()


def sweep(*, before: datetime) -> int:
    """Remove blobs that no row holds and that were last kept before then. Returns how many."""
    old = (sha256 for sha256, kept_at in blobs.blobs() if kept_at < before)
    removed = 0
    while group := list(islice(old, 500)):
        held = set(StoredFile.objects.filter(sha256__in=group).values_list("sha256", flat=True))
        for sha256 in group:
            if sha256 not in held:
                blobs.remove(sha256)
                removed += 1
    return removed
