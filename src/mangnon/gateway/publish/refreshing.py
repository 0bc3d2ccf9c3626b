"""From lists and a plan to the zones of a publisher. Run in a process of its own: what it takes of
memory goes with it, and whoever serves the zones meanwhile is not held up."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from mangnon.gateway.compiling import MOST_SHRINK
from mangnon.gateway.engine.plan import BadPlan, Plan
from mangnon.gateway.lists.catalogue import BadCatalogue
from mangnon.gateway.publish import rpz, zonefile
from mangnon.gateway.publish.config import Zones
from mangnon.gateway.publish.effective import Beyond, Group, Moment, NoSuchGroup, moment
from mangnon.gateway.publish.gather import gathered
from mangnon.gateway.publish.store import Stored
from mangnon.gateway.serve.special import Specials

STATUS = "status.json"
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")


class Refused(Exception):
    """Lists or a plan that are not published; says why. The zones in place stay."""


@dataclass(frozen=True)
class Refreshed:
    """What became of one zone."""

    group: str
    name: str
    written: zonefile.Written
    beyond: Beyond

    def as_dict(self) -> dict[str, Any]:
        return {
            "group": self.group,
            "zone": self.name,
            "serial": self.written.serial,
            "records": self.written.records,
            "beyond": dict(self.beyond.counts),
        }


def refresh(
    config: Zones,
    now: datetime,
    *,
    allow_shrink: bool = False,
    say: Callable[[Refreshed], None] = lambda done: None,
) -> list[Refreshed]:
    """Write every zone whose content changed. now: aware. Raises Refused, then nothing changed."""
    at = read_moment(config.lists, config.plan, now)
    status = config.state / STATUS
    _refuse_shrunken(status, at.lists.index.names, allow_shrink)
    done = []
    for key, group in _groups(config, at):
        done.append(_refreshed(config.stored(key), group, now, config.keep))
        say(done[-1])
    told = {
        "names": at.lists.index.names,
        "until": at.until.isoformat(),
        "zones": [each.as_dict() for each in done],
    }
    _put(status, json.dumps(told, ensure_ascii=False, indent=1))
    return done


def read_moment(lists: Path, plan: Path, now: datetime) -> Moment:
    """The plan over the lists at a moment. Raises Refused."""
    try:
        read = Plan.from_json(plan.read_text(encoding="utf-8"))
        _check_local_names(read)
        return moment(gathered(lists), read, now)
    except (BadPlan, BadCatalogue, OSError, UnicodeDecodeError) as wrong:
        raise Refused(str(wrong)) from None


def _check_local_names(plan: Plan) -> None:
    try:
        Specials(plan)
    except ValueError as wrong:
        raise Refused(f"tên nội bộ của kế hoạch: {wrong}") from None


def _groups(config: Zones, at: Moment) -> list[tuple[str, Group]]:
    """The groups whose zones are written. Their keys become names of files and of zones."""
    keys = config.groups or at.table.groups
    for key in keys:
        if not _KEY.fullmatch(key):
            raise Refused(f"nhóm {key!r} không đặt được tên vùng: chỉ dùng a-z, 0-9, - và _")
    try:
        return [(key, at.group(key)) for key in keys]
    except NoSuchGroup as wrong:
        raise Refused(str(wrong)) from None


def _refreshed(stored: Stored, group: Group, now: datetime, keep: int) -> Refreshed:
    beyond = Beyond()
    lines = rpz.records(group, stored.name, beyond)
    written = zonefile.write(stored.file, lines, now, stored.journal)
    stored.forget(keep)
    return Refreshed(stored.group, stored.name, written, beyond)


def status_of(config: Zones) -> dict[str, Any]:
    """What the last refreshing said; empty when there was none."""
    try:
        return dict(json.loads((config.state / STATUS).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _refuse_shrunken(status: Path, count: int, allow_shrink: bool) -> None:
    try:
        before = int(json.loads(status.read_text(encoding="utf-8"))["names"])
    except (OSError, ValueError, KeyError, TypeError):
        return
    if count < before * MOST_SHRINK and not allow_shrink:
        raise Refused(
            f"danh sách mới chỉ có {count} tên so với {before} tên đang dùng: "
            "kiểm tra các tệp, rồi thêm --allow-shrink nếu đúng là như vậy"
        )


def _put(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.parent.mkdir(parents=True, exist_ok=True)
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
