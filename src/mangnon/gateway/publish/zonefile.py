"""A zone on disk: written whole or not at all, its serial rises when its content changes.

The lines go to a file beside as they are made, so that memory does not grow with the zone. What
changed since the version in place is found by walking both files once.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from mangnon.gateway.publish import rpz

HEAD_LINES = len(rpz.head(0))


@dataclass(frozen=True)
class Written:
    """What became of a zone. changes: (`+` or `-`, line), none when nothing was in place."""

    serial: int
    before: int | None
    records: int

    @property
    def changed(self) -> bool:
        return self.serial != self.before


def serial_of(path: Path) -> int | None:
    """The serial of the zone in place; None when there is none that can be read."""
    try:
        with path.open(encoding="ascii") as file:
            return _serial(file)
    except (OSError, ValueError, IndexError):
        return None


def read(path: Path) -> tuple[int, Iterator[str]]:
    """The serial and the records of one version, whatever takes its place meanwhile.

    Raises OSError, and ValueError or IndexError when it is no zone.
    """
    file = path.open(encoding="ascii")
    try:
        return _serial(file), _lines(file)
    except BaseException:
        file.close()
        raise


def _serial(file: TextIO) -> int:
    """Reads the head and what it says."""
    head = list(itertools.islice(file, HEAD_LINES))
    return int(head[1].split()[4])


def _lines(file: TextIO) -> Iterator[str]:
    with file:
        for line in file:
            yield line.rstrip("\n")


def lines_of(path: Path) -> Iterator[str]:
    """The records behind the head."""
    return read(path)[1]


def write(
    path: Path, records: Iterable[str], now: datetime, journal: Path | None = None
) -> Written:
    """Put a zone in place. now: aware; journal: a folder that takes what changed.

    The serial is the second of the change, or one more than the last: it rises even when the
    version before is lost, or the clock goes back.
    """
    before = serial_of(path)
    serial = max(int(now.timestamp()), (before or 0) + 1)
    beside = path.with_name(f".{path.name}.new")
    try:
        count = _write_beside(beside, serial, records)
        if before is not None and not _differ(path, beside):
            beside.unlink()
            return Written(before, before, count)
        if journal is not None and before is not None:
            _note(journal, path, beside, (before, serial))
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    return Written(serial, before, count)


def _write_beside(beside: Path, serial: int, records: Iterable[str]) -> int:
    count = 0
    beside.parent.mkdir(parents=True, exist_ok=True)
    with beside.open("w", encoding="ascii", buffering=1 << 20) as file:
        file.writelines(f"{line}\n" for line in rpz.head(serial))
        for line in records:
            file.write(line + "\n")
            count += 1
        file.flush()
        os.fsync(file.fileno())
    return count


def _differ(old: Path, new: Path) -> bool:
    pairs = itertools.zip_longest(lines_of(old), lines_of(new))
    return any(first != second for first, second in pairs)


def _note(journal: Path, old: Path, new: Path, serials: tuple[int, int]) -> None:
    """The change goes to the journal before the zone itself: one without the other is a change to
    a version that never came, which nobody asks for, and which the next writing takes away."""
    journal.mkdir(parents=True, exist_ok=True)
    for lost in journal.glob(f"{serials[0]}-*"):
        lost.unlink()
    beside = journal / ".new"
    with beside.open("w", encoding="ascii", buffering=1 << 20) as file:
        file.writelines(f"{side}{line}\n" for side, line in changes(lines_of(old), lines_of(new)))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(journal / f"{serials[0]}-{serials[1]}")


def changes(old: Iterator[str], new: Iterator[str]) -> Iterator[tuple[str, str]]:
    """(`-`, line) for what went and (`+`, line) for what came; both sides in `rpz.order`."""
    first, second = next(old, None), next(new, None)
    while first is not None or second is not None:
        if first == second:
            first, second = next(old, None), next(new, None)
        elif second is None or (first is not None and rpz.order(first) < rpz.order(second)):
            yield "-", first or ""
            first = next(old, None)
        else:
            yield "+", second
            second = next(new, None)
