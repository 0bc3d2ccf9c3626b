"""The zones of a publisher on disk, and their last changes: what a transfer reads.

STATE/GROUP.rpz            the zone in force, see `rpz` and `zonefile`
STATE/GROUP.changes/A-B    what changed from serial A to serial B, `-` and `+` before each line
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mangnon.gateway.publish import zonefile


@dataclass(frozen=True)
class Stored:
    """One zone. name: with the final dot."""

    folder: Path
    group: str
    name: str

    @property
    def file(self) -> Path:
        return self.folder / f"{self.group}.rpz"

    @property
    def journal(self) -> Path:
        return self.folder / f"{self.group}.changes"

    def serial(self) -> int | None:
        """None while the zone has never been written."""
        return zonefile.serial_of(self.file)

    def way(self, since: int, serial: int) -> list[Path] | None:
        """The changes that lead from one serial to another, none for the same; None: not known, or
        longer than the zone itself."""
        steps = {serials(each)[0]: each for each in self._noted()}
        way: list[Path] = []
        at = since
        while at != serial:
            step = steps.pop(at, None)
            if step is None:
                return None
            way.append(step)
            at = serials(step)[1]
        size = sum(each.stat().st_size for each in way)
        return way if size <= self.file.stat().st_size else None

    def forget(self, keep: int) -> None:
        """Only the last changes are kept."""
        noted = sorted(self._noted(), key=serials)
        for each in noted[: max(0, len(noted) - keep)]:
            each.unlink(missing_ok=True)

    def _noted(self) -> list[Path]:
        return list(self.journal.glob("*-*")) if self.journal.is_dir() else []


def serials(step: Path) -> tuple[int, int]:
    """From which serial to which a file of the journal leads."""
    since, _, until = step.name.partition("-")
    return int(since), int(until)


def lines_of_change(step: Path, side: str) -> Iterator[str]:
    """The lines that went (`-`) or came (`+`)."""
    with step.open(encoding="ascii") as file:
        for line in file:
            if line.startswith(side):
                yield line[1:].rstrip("\n")
