"""Anchors: the head of the chain, written outside the database and sealed.

Rows cut off the end, or a chain rewritten as a whole, agree with themselves; they do not agree
with an anchor taken before. Each line of the file is one anchor with an HMAC under a key that
only the data folder holds.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from mangnon.base.audit.models import AuditHead
from mangnon.kit import clock


@dataclass(frozen=True)
class Anchor:
    """A head that stood at a moment. `genuine` is false when the seal does not fit."""

    seq: int
    hash: str
    at: datetime
    genuine: bool = True


def anchors_file() -> Path:
    return Path(settings.DATA_DIR) / "neo-nhat-ky.jsonl"


def write_anchor() -> Anchor | None:
    """Append the present head to the anchors. None while the record is empty."""
    head = AuditHead.objects.filter(pk=1).first()
    if head is None:
        return None
    anchor = Anchor(head.seq, head.hash, clock.now())
    line = {"seq": anchor.seq, "hash": anchor.hash, "at": anchor.at.isoformat()}
    line["seal"] = _seal(anchor)
    with anchors_file().open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return anchor


def anchors() -> Iterator[Anchor]:
    """The anchors in the order they were written; an unreadable line is an anchor not genuine."""
    try:
        lines = anchors_file().read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        yield _read(line)


def _read(line: str) -> Anchor:
    try:
        said = json.loads(line)
        anchor = Anchor(int(said["seq"]), str(said["hash"]), datetime.fromisoformat(said["at"]))
        genuine = hmac.compare_digest(_seal(anchor), str(said["seal"]))
    except (ValueError, KeyError, TypeError):
        return Anchor(0, "", clock.now(), genuine=False)
    return Anchor(anchor.seq, anchor.hash, anchor.at, genuine)


def _seal(anchor: Anchor) -> str:
    said = f"{anchor.seq}|{anchor.hash}|{anchor.at.isoformat()}".encode()
    return hmac.new(_key(), said, "sha256").hexdigest()


def _key() -> bytes:
    path = Path(settings.DATA_DIR) / "khoa-nhat-ky"
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(made, "wb") as file:
        file.write(secrets.token_bytes(32))
    return path.read_bytes()
