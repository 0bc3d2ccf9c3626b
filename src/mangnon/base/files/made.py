"""Keeping what the platform itself made: its kind is known, nothing has to be found out."""

from __future__ import annotations

import hashlib
import io

from mangnon.base.audit.api import Actor, record
from mangnon.base.files import blobs
from mangnon.base.files.actions import safe_name
from mangnon.base.files.models import StoredFile


def store_made(
    *, content: bytes, name: str, media_type: str, by: Actor | None, purpose: str
) -> StoredFile:
    """Keep bytes of our own making. Never for what somebody handed in: that is `store`'s."""
    sha256 = hashlib.sha256(content).hexdigest()
    blobs.put(sha256, io.BytesIO(content))
    file = StoredFile.objects.create(
        sha256=sha256,
        bytes=len(content),
        media_type=media_type,
        name=safe_name(name),
        purpose=purpose,
        by=str(by.pk) if by is not None else "",
    )
    facts = {"sha256": sha256, "bytes": len(content), "media_type": media_type, "purpose": purpose}
    record(by=by, what="file.stored", on=file, facts=facts)
    return file
