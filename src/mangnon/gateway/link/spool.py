"""Files that wait for the platform: asks of the block page, sealed lines of trails.

Each is written whole by the filter's processes and goes only when the platform says that it has it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from mangnon.gateway.link.memory import put
from mangnon.gateway.link.report import (
    MOST_ASKS,
    MOST_TRAILS,
    AskSent,
    BadReport,
    TrailSent,
    read_report,
)

log = logging.getLogger("mangnon.gateway")
ASKS, TRAILS, TRAILS_TAKEN, DOCTOR = "asks", "trails", "trails-taken.json", "doctor.json"
Sent = TypeVar("Sent")


def waiting_asks(state: Path) -> dict[Path, AskSent]:
    """The oldest first. A file that cannot be read as an ask is said once and put away."""
    return _waiting(state / ASKS, lambda raw: read_report({"asks": [raw]}).asks[0], MOST_ASKS)


def names(state: Path) -> frozenset[Path]:
    """The files that wait, unread."""
    return frozenset((state / ASKS).glob("*.json"))


def remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _waiting(folder: Path, read: Callable[[Any], Sent], most: int) -> dict[Path, Sent]:
    found: dict[Path, Sent] = {}
    for path in sorted(folder.glob("*.json"), key=_age)[:most]:
        try:
            found[path] = read(json.loads(path.read_bytes()))
        except OSError:
            continue
        except (ValueError, BadReport) as wrong:
            log.error("bỏ qua tệp %s: %s", path.name, wrong)
            path.rename(path.with_suffix(".bad"))
    return found


def _age(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def waiting_trails(state: Path) -> tuple[TrailSent, ...]:
    """The whole lines of each matter that the platform does not have yet, numbered from 1."""
    found: list[TrailSent] = []
    taken = _taken(state)
    for path in sorted((state / TRAILS).glob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        offset, number = taken.get(path.name, (0, 0))
        for line in _lines(path, offset)[: MOST_TRAILS - len(found)]:
            number += 1
            found.append(TrailSent(path.name, number, line))
    return tuple(found)


def trails_taken(state: Path, sent: Iterable[TrailSent]) -> None:
    """The platform has these."""
    taken = _taken(state)
    for one in sent:
        offset, _ = taken.get(one.matter, (0, 0))
        taken[one.matter] = (offset + len(one.sealed.encode()) + 1, one.number)
    there = {name: at for name, at in taken.items() if (state / TRAILS / name).exists()}
    put(state / TRAILS_TAKEN, json.dumps(there).encode(), mode=0o600)


def _taken(state: Path) -> dict[str, tuple[int, int]]:
    """Matter -> up to which byte and which line."""
    try:
        kept = json.loads((state / TRAILS_TAKEN).read_bytes())
        return {name: (int(offset), int(number)) for name, (offset, number) in kept.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _lines(path: Path, offset: int) -> list[str]:
    """Whole lines from a byte on; a line that is being written waits."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            raw = file.read(1 << 20)
    except OSError:
        return []
    return raw[: raw.rfind(b"\n") + 1].decode("ascii", "replace").splitlines()


def keep_doctor(state: Path, raw: bytes) -> None:
    """A check from inside the school waits for the next report. Raises BadReport."""
    try:
        said = json.loads(raw)
    except ValueError:
        raise BadReport("không phải kết quả của doctor --json") from None
    if not isinstance(said, dict) or not isinstance(said.get("checks"), list):
        raise BadReport("không phải kết quả của doctor --json")
    read_report({"doctor": said})
    put(state / DOCTOR, json.dumps(said, ensure_ascii=False).encode())


def waiting_doctor(state: Path) -> dict[str, Any]:
    """Empty when none waits."""
    try:
        said = json.loads((state / DOCTOR).read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
