"""The case itself in a package for another province, as another installation reads it.

Written and read here and nowhere else. Whoever signed it may be known and its program still broken:
every value is asked for its type, and what is not there is not taken.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mangnon.cases.packages.refusing import NotAPackage

NAME = "ho-so.json"
_MOST = 200


@dataclass(frozen=True)
class FilledForm:
    form: str
    version: int
    answers: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class RunClock:
    """A clock as it stood; `ended_at` None while it runs."""

    rule: str
    started_at: datetime
    due_at: datetime
    state: str
    ended_at: datetime | None


@dataclass(frozen=True)
class CaseFile:
    """`report` holds what triage reads in clear, `told` the sealed words, none about who told."""

    number: str
    received_at: datetime
    report: Mapping[str, Any]
    told: Mapping[str, str] = field(repr=False)
    commune_of_event: str
    barred: tuple[str, ...]
    papers: tuple[FilledForm, ...]
    clocks: tuple[RunClock, ...]

    def written(self) -> bytes:
        said = {
            "number": self.number,
            "received_at": self.received_at.isoformat(),
            "report": dict(self.report),
            "told": dict(self.told),
            "commune_of_event": self.commune_of_event,
            "barred": list(self.barred),
            "papers": [vars(one) | {"answers": dict(one.answers)} for one in self.papers],
            "clocks": [_clock(one) for one in self.clocks],
        }
        return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _clock(one: RunClock) -> dict[str, Any]:
    moments = ("started_at", "due_at", "ended_at")
    told = dict(vars(one))
    return told | {name: told[name].isoformat() if told[name] else None for name in moments}


def read_casefile(raw: bytes) -> CaseFile:
    """Raises NotAPackage."""
    try:
        said = json.loads(raw)
        return CaseFile(
            number=_text(said["number"]),
            received_at=_moment(said["received_at"]),
            report=dict(said["report"]),
            told={_text(name): _text(value, 20_000) for name, value in said["told"].items()},
            commune_of_event=_text(said["commune_of_event"]),
            barred=tuple(_text(one) for one in said["barred"][:_MOST]),
            papers=tuple(_paper(one) for one in said["papers"][:_MOST]),
            clocks=tuple(_run(one) for one in said["clocks"][:_MOST]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotAPackage("Gói này không có hồ sơ mà Măng Non đọc được.") from None


def _text(value: Any, longest: int = 300) -> str:
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise ValueError(value)
    return value


def _moment(value: Any) -> datetime:
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise ValueError(value)
    return at


def _paper(one: Any) -> FilledForm:
    return FilledForm(_text(one["form"]), int(one["version"]), dict(one["answers"]))


def _run(one: Any) -> RunClock:
    ended = _moment(one["ended_at"]) if one["ended_at"] else None
    started, due = _moment(one["started_at"]), _moment(one["due_at"])
    return RunClock(_text(one["rule"]), started, due, _text(one["state"]), ended)
