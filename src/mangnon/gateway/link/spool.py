"""Files that wait for the platform: asks of the block page, sealed lines of trails.

Each is written whole by the filter's processes and goes only when the platform says that it has it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from mangnon.gateway.link.report import MOST_ASKS, AskSent, BadReport, read_report

log = logging.getLogger("mangnon.gateway")
ASKS = "asks"
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
