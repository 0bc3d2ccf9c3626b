"""Errors of the filter's processes, noted where the link finds them: the last ones, in few words.

Every process of the filter logs under one name; what is logged as an error is kept here too.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mangnon.gateway.link.report import MOST_TROUBLES, Trouble

FILE = "troubles.jsonl"
LOGGER = "mangnon.gateway"
MOST_BYTES, MOST_WORDS = 65_536, 280
RECENT = timedelta(minutes=15)


class Noting(logging.Handler):
    """Appends each error to a file. A disk that is full costs the note, nothing else."""

    def __init__(self, state: Path) -> None:
        super().__init__(logging.ERROR)
        self._path = state / FILE

    def emit(self, record: logging.LogRecord) -> None:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%MZ")
        note = {"at": at, "words": record.getMessage()[:MOST_WORDS]}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if self._path.exists() and self._path.stat().st_size > MOST_BYTES:
                self._path.replace(self._path.with_suffix(".old"))
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(note, ensure_ascii=False) + "\n")
        except OSError:
            return


def note_errors(state: Path) -> None:
    """From now on, once for each folder."""
    logger = logging.getLogger(LOGGER)
    if not any(isinstance(each, Noting) and each._path.parent == state for each in logger.handlers):
        logger.addHandler(Noting(state))


def recent_troubles(state: Path, now: datetime) -> tuple[Trouble, ...]:
    """The errors of the last quarter of an hour, the latest first, each kind of words once."""
    try:
        lines = (state / FILE).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    found: dict[str, Trouble] = {}
    for line in reversed(lines[-500:]):
        try:
            one = Trouble(**json.loads(line))
            recent = abs(now - datetime.fromisoformat(one.at)) <= RECENT
        except (ValueError, TypeError):
            continue  # half a line, of a disk that was full
        if recent and len(found) < MOST_TROUBLES:
            found.setdefault(one.words, one)
    return tuple(found.values())
