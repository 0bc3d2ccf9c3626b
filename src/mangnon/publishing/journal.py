"""Answers that can be had only once, on disk before the database has them.

A refresh token of Zalo is taken once: the pair that comes back exists nowhere else. It is written
here, sealed, and flushed, before anything else is done with it; whoever comes next after a `kill
-9` finds it. One process at a time works on an account: the lock is the kernel's, so that it ends
with its holder, however that ends, and a holder that is only slow keeps it.

Processes that share the data folder share the lock and the answers. `here()` tells such houses
apart where several machines use one database.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from mangnon.publishing.channels.base import Later

FOLDER = "kenh"
_WAITS_SECONDS, _LOOKS_EVERY = 25.0, 0.02


@contextmanager
def alone(account: UUID) -> Iterator[None]:
    """Nobody else of this data folder works on the account's tokens. Raises Later."""
    with (_folder() / f"{account}.khoa").open("a") as lock:
        _wait_for(lock.fileno())
        yield  # closing the file lets go


def _wait_for(lock: int) -> None:
    end = time.monotonic() + _WAITS_SECONDS
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                words = "Một tiến trình khác đang đổi mã truy cập."
                raise Later(words, timedelta(seconds=30)) from None
            time.sleep(_LOOKS_EVERY)


def keep(account: UUID, version: int, box: bytes) -> None:
    """Keep the sealed answer that follows this version of the row. Flushed when it returns."""
    path = _path(account, version)
    beside = path.with_suffix(".moi")
    with beside.open("wb") as file:
        file.write(box)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _flush_names(path.parent)


def kept(account: UUID, version: int) -> bytes | None:
    """The answer that follows this version, None when there is none."""
    try:
        return _path(account, version).read_bytes()
    except FileNotFoundError:
        return None


def forget(account: UUID) -> None:
    """All answers of an account: they stand in the database, or newer ones do."""
    for path in _folder().glob(f"{account}-*"):
        with suppress(FileNotFoundError):
            path.unlink()


def here() -> str:
    """The name of this data folder, made once."""
    path = _folder() / "noi"
    with suppress(FileExistsError), path.open("x", encoding="ascii") as new:
        new.write(uuid4().hex)
    return path.read_text(encoding="ascii")


def _path(account: UUID, version: int) -> Path:
    return _folder() / f"{account}-{version}"


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _flush_names(folder: Path) -> None:
    names = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(names)
    finally:
        os.close(names)
