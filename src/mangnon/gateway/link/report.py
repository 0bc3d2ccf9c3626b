"""What a filter tells the platform, checked on both sides: nothing in it is about a person.

    {"version": "0.1.0", "plan": 12, "bundle": 3, "ident": "…",
     "counted": [["2026-11-28T03:10Z", "thcs", "games", 14]],
     "top": [["2026-11-28", "thcs", "games", "tro-choi.example", 6]],
     "asks": [{"id": "…", "name": "…", "group": "thcs", "category": "games", "at": "…"}],
     "trails": [{"matter": "…", "number": 1, "sealed": "…"}],
     "troubles": [{"at": "…", "words": "…"}], "skew_s": 0, "doctor": {…}}

`ident` names the counters that are sent: told twice, they count once.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

MOST_ROWS, MOST_TOP, MOST_ASKS, MOST_TRAILS, MOST_TROUBLES = 5000, 2000, 200, 500, 20
MOST_NUMBER = 2**31 - 1
_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Row = tuple[str, str, str, int]
TopRow = tuple[str, str, str, str, int]


class BadReport(ValueError):
    """A report that is not taken; names the field and says why."""


@dataclass(frozen=True)
class AskSent:
    """Somebody of a group asks for a site. `at`: ISO, UTC, to the minute."""

    id: str
    name: str
    group: str
    category: str
    at: str


@dataclass(frozen=True)
class TrailSent:
    """A sealed line of a matter."""

    matter: str
    number: int
    sealed: str


@dataclass(frozen=True)
class Trouble:
    """Something that went wrong in the filter. `at`: ISO, UTC, to the minute."""

    at: str
    words: str


@dataclass(frozen=True)
class Report:
    version: str = ""
    plan: int = 0
    bundle: int = 0
    ident: str = ""
    counted: tuple[Row, ...] = ()
    top: tuple[TopRow, ...] = ()
    asks: tuple[AskSent, ...] = ()
    trails: tuple[TrailSent, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    skew_s: int = 0
    doctor: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def read_report(raw: Any) -> Report:
    """Raises BadReport."""
    if not isinstance(raw, dict):
        raise BadReport("báo cáo phải là một đối tượng JSON")
    if strange := sorted(set(raw) - set(_FIELDS)):
        raise BadReport(f"không có trường {', '.join(strange)}")
    return Report(**{name: _FIELDS[name](name, value) for name, value in raw.items()})


def _text(most: int) -> Callable[[str, Any], str]:
    def read(name: str, value: Any) -> str:
        if not isinstance(value, str) or len(value) > most:
            raise BadReport(f"{name}: cần chữ, nhiều nhất {most} ký tự")
        return value

    return read


def _number(least: int) -> Callable[[str, Any], int]:
    def read(name: str, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise BadReport(f"{name}: cần số nguyên")
        if not least <= value <= MOST_NUMBER:
            raise BadReport(f"{name}: cần số từ {least} đến {MOST_NUMBER}")
        return value

    return read


def _pattern(pattern: re.Pattern[str], words: str) -> Callable[[str, Any], str]:
    def read(name: str, value: Any) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise BadReport(f"{name}: cần {words}")
        return value

    return read


def _ident(name: str, value: Any) -> str:
    if value == "":
        return ""
    return _uuid(name, value)


def _uuid(name: str, value: Any) -> str:
    try:
        return str(uuid.UUID(value))
    except (ValueError, AttributeError, TypeError):
        raise BadReport(f"{name}: cần mã UUID") from None


def _moment(name: str, value: Any) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except (ValueError, TypeError):
        raise BadReport(f"{name}: cần thời điểm ISO") from None
    if moment.tzinfo is None:
        raise BadReport(f"{name}: thời điểm thiếu múi giờ")
    return str(value)


def _rows(most: int, *columns: Callable[[str, Any], Any]) -> Callable[[str, Any], tuple[Any, ...]]:
    def read(name: str, value: Any) -> tuple[Any, ...]:
        rows = []
        for number, row in enumerate(_listed(name, value, most)):
            if not isinstance(row, list | tuple) or len(row) != len(columns):
                raise BadReport(f"{name}[{number}]: cần {len(columns)} cột")
            rows.append(
                tuple(
                    each(f"{name}[{number}]", one) for each, one in zip(columns, row, strict=True)
                )
            )
        return tuple(rows)

    return read


def _things(
    most: int, kind: type, **fields: Callable[[str, Any], Any]
) -> Callable[[str, Any], tuple[Any, ...]]:
    def read(name: str, value: Any) -> tuple[Any, ...]:
        things = []
        for number, one in enumerate(_listed(name, value, most)):
            if not isinstance(one, dict) or set(one) != set(fields):
                raise BadReport(f"{name}[{number}]: cần đúng các trường {', '.join(fields)}")
            read_one = {
                key: each(f"{name}[{number}].{key}", one[key]) for key, each in fields.items()
            }
            things.append(kind(**read_one))
        return tuple(things)

    return read


def _listed(name: str, value: Any, most: int) -> list[Any]:
    if not isinstance(value, list | tuple) or len(value) > most:
        raise BadReport(f"{name}: cần danh sách, nhiều nhất {most} dòng")
    return list(value)


def _mapping(name: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict) or len(str(value)) > 100_000:
        raise BadReport(f"{name}: cần một đối tượng, nhiều nhất 100.000 ký tự")
    return value


_CATEGORY, _WHO, _NAME = _text(60), _text(40), _text(253)
_FIELDS: Mapping[str, Callable[[str, Any], Any]] = {
    "version": _text(40),
    "plan": _number(0),
    "bundle": _number(0),
    "ident": _ident,
    "counted": _rows(
        MOST_ROWS, _pattern(_MINUTE, "phút YYYY-MM-DDTHH:MMZ"), _WHO, _CATEGORY, _number(1)
    ),
    "top": _rows(MOST_TOP, _pattern(_DAY, "ngày YYYY-MM-DD"), _WHO, _CATEGORY, _NAME, _number(1)),
    "asks": _things(
        MOST_ASKS, AskSent, id=_uuid, name=_NAME, group=_WHO, category=_CATEGORY, at=_moment
    ),
    "trails": _things(MOST_TRAILS, TrailSent, matter=_uuid, number=_number(0), sealed=_text(4000)),
    "troubles": _things(MOST_TROUBLES, Trouble, at=_moment, words=_text(300)),
    "skew_s": _number(-MOST_NUMBER),
    "doctor": _mapping,
}
