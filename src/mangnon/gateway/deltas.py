"""What changed between two bundles, made when a filter first asks for it and kept beside them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from mangnon.gateway.link.delta import file_delta
from mangnon.gateway.link.memory import put
from mangnon.gateway.models import Bundle
from mangnon.gateway.queries.bundles import FOLDER, bundle_folder

KEPT = 20


def bundle_delta(base: int, new: int) -> Path | None:
    """None where the base is not known any more, or the whole is as well sent.

    Raises Bundle.DoesNotExist for a new one that is not there.
    """
    path = Path(settings.DATA_DIR) / FOLDER / "thay-doi" / f"{base}-{new}.bin"
    if not path.exists():
        with _alone(path.parent):
            _make(path, base, new)
    return path if path.exists() and path.stat().st_size else None


def _make(path: Path, base: int, new: int) -> None:
    """An empty file says that there is no short way, so that nobody looks for it again."""
    if path.exists():
        return
    fresh = bundle_folder(new)
    try:
        change = file_delta(bundle_folder(base) / "index.bin", fresh / "index.bin")
    except Bundle.DoesNotExist:
        change = None
    put(path, change or b"", mode=0o600)
    old = sorted(path.parent.glob("*.bin"), key=lambda each: each.stat().st_mtime)
    for each in old[:-KEPT]:
        each.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process and thread at a time: a delta takes the memory of both bundles."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / ".khoa", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
