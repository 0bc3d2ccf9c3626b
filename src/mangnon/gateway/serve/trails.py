"""Safeguarding trails: what one client asks for, sealed line by line, for a named matter.

The filter can write them and cannot read them. Each process appends whole lines to the same file.
Names of help are not written down. A file goes 7 days after its trail ended.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from mangnon.gateway.engine import data, names
from mangnon.gateway.engine.plan import Trail
from mangnon.gateway.engine.sealing import sealed

log = logging.getLogger("mangnon.gateway")
KEPT_S = 7 * 86_400
MOST_TEXT = 300  # of a name with odd bytes, so that its record stays whole when it is filled up
MOST_FILE_BYTES = 64 * 1024 * 1024


class Trails:
    """The files of the open trails of one filter."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._help = frozenset(names.wire(name.encode()) for name in data.help_sites())

    def note(self, trail: Trail, name: bytes, group: str, verdict: str) -> None:
        """Write down one question. A full disk costs the line, never the answer."""
        now = datetime.now(UTC)
        ended = now >= datetime.fromisoformat(trail.until)
        if ended or any(name[at:] in self._help for at in names.suffixes(name)):
            return
        record = {
            "minute": now.strftime("%Y-%m-%dT%H:%MZ"),
            "name": names.text(name)[:MOST_TEXT],
            "group": group[:40],
            "verdict": verdict[:40],
        }
        try:
            self._append(trail.ident, sealed(record, trail.key) + "\n")
        except OSError as wrong:
            log.error("không ghi được vụ việc %s: %s", trail.ident, wrong)

    def _append(self, ident: str, line: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(self._folder / ident, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if os.fstat(file).st_size < MOST_FILE_BYTES:
                os.write(file, line.encode())
        finally:
            os.close(file)

    def sweep(self, open_now: Iterable[Trail]) -> None:
        """At each change of the rules, at the latest at midnight: delete what ended a week ago. The
        files of trails that were open until now are touched, so that the age of a file is the time
        since its trail ended."""
        idents, late = {trail.ident for trail in open_now}, time.time() - KEPT_S
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):  # another process was quicker
                if path.name in idents:
                    os.utime(path)
                elif path.stat().st_mtime < late:
                    path.unlink()
