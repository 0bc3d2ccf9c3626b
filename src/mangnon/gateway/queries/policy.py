"""What the filters let through, as screens show it: tables, differences, what a change would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from mangnon.base.audit.api import AuditRow, rows_about
from mangnon.gateway.drafting import root_id
from mangnon.gateway.engine.data import rows_of
from mangnon.gateway.engine.plan import SERVICE, UNKNOWN, YOUTUBE
from mangnon.gateway.inheriting import (
    BEHAVIOURS,
    CATEGORY,
    LETTERS,
    NAMES,
    Resolved,
    Said,
    categories,
    ceiling_of,
    name_of,
    resolve,
)
from mangnon.gateway.perms import can_see_filters
from mangnon.gateway.planning import said_by
from mangnon.gateway.policies import GROUPS
from mangnon.gateway.queries.sites import school_for
from mangnon.units.api import Person, Unit, UnitKind, scope_of

LETTER_WORDS = {
    "L": "Khóa",
    "X": "Chặn",
    "A": "Giáo viên được mở",
    "O": "Mở",
}
BEHAVIOUR_WORDS = {
    "safesearch": "Tìm kiếm an toàn",
    "youtube": "Chế độ hạn chế của YouTube",
    "unknown": "Tên lạ trông giống trang xấu",
    "bypass": "Chặn lối vòng của trình duyệt",
    "mode": "Cách trả lời khi chặn",
    "hours": "Giờ riêng",
    "block": "Danh sách chặn riêng",
    "allow": "Danh sách mở riêng",
}
VALUE_WORDS: dict[str, dict[Any, str]] = {
    "safesearch": {True: "Bật", False: "Tắt"},
    "bypass": {True: "Bật", False: "Tắt"},
    "youtube": {"strict": "Chặt", "moderate": "Vừa", "open": "Không hạn chế"},
    "unknown": {
        "block": "Chặn",
        "ask": "Giáo viên được mở",
        "flag": "Mở và đếm riêng",
        "open": "Mở",
    },
    "mode": {
        "page": "Trang báo chặn",
        "nxdomain": "Trả lời “không có tên này”",
        "null": "Trả lời địa chỉ trống",
    },
}


def what_words(what: str) -> str:
    return BEHAVIOUR_WORDS.get(what) or name_of(what)


def value_words(what: str, value: Any) -> str:
    """A value of a setting for the screen."""
    if what in VALUE_WORDS:
        return VALUE_WORDS[what].get(value, str(value))
    if what == "hours":
        return f"{len(value)} khung giờ" if value else "Không có"
    if what in NAMES:
        return f"{len(value)} tên" if value else "Không có"
    return LETTER_WORDS.get(value, "Theo nhóm nội dung")


@dataclass(frozen=True)
class Cell:
    """One letter of the table. own: the unit itself said so; held: its wish is not followed."""

    group: str
    letter: str
    words: str
    own: bool
    held: str = ""


@dataclass(frozen=True)
class Line:
    """A category or a service with its letter in each group."""

    what: str
    words: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Part:
    """Lines of one kind under a heading."""

    title: str
    lines: tuple[Line, ...]


def matrix(unit: Unit, groups: Sequence[str] = tuple(GROUPS)) -> list[Part]:
    """The letters in force for each group: what is unlawful first, named services last. One
    query."""
    said = said_by(unit)
    found = {group: resolve(group, said) for group in groups}

    def lines(whats: Iterable[str]) -> tuple[Line, ...]:
        return tuple(
            Line(what, name_of(what), tuple(_cell(unit, g, what, found[g]) for g in groups))
            for what in whats
        )

    parts = [
        Part(title, lines(CATEGORY + key for key in keys)) for title, keys in by_part(categories())
    ]
    named = services_said(said)
    return [*parts, Part("Dịch vụ có quy tắc riêng", lines(named))] if named else parts


PARTS: dict[str, frozenset[str]] = {
    "Trái pháp luật: khóa với mọi người": frozenset({"illegal"}),
    "Có hại với trẻ em": frozenset(
        {
            "pornography",
            "gambling",
            "drugs",
            "violence",
            "malware",
            "self-harm",
            "extremism",
            "discrimination",
            "misinformation",
        }
    ),
    "Giúp vượt bộ lọc": frozenset({"bypass"}),
    "Liên lạc với người khác": frozenset({"contact"}),
    "Nội dung theo lứa tuổi": frozenset({"ai", "content"}),
    "Mua bán và bản quyền": frozenset({"commerce", "piracy"}),
}


def by_part(keys: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Categories under the headings of the standards; none is left out."""
    standard = {row["category"]: row["standard"] for row in rows_of("categories.csv")}
    parts: dict[str, list[str]] = {title: [] for title in PARTS}
    for key in keys:
        title = next((t for t, of in PARTS.items() if standard.get(key) in of), "Khác")
        parts.setdefault(title, []).append(key)
    return [(title, found) for title, found in parts.items() if found]


def services_said(said: Iterable[Said]) -> list[str]:
    """The services for which somebody set a letter."""
    return sorted({each.what for each in said if each.what.startswith(SERVICE)}, key=name_of)


def _cell(unit: Unit, group: str, what: str, found: Mapping[str, Resolved]) -> Cell:
    each = found[what]
    letter = letter_of(what, found)
    own = each.from_unit == unit.pk
    return Cell(group, letter, LETTER_WORDS[letter], own, each.held)


def letter_of(what: str, found: Mapping[str, Resolved]) -> str:
    """The letter in force; a service nobody speaks of has that of its kind."""
    return str(ceiling_of(what, found))


def origin(each: Resolved, unit: Unit) -> str:
    """Who said what holds."""
    if each.from_unit is None:
        return "Bảng mặc định"
    where = "" if each.from_group else ", cho mọi nhóm"
    if each.from_unit == unit.pk:
        return ("Trường này" if unit.kind == UnitKind.SCHOOL else "Tỉnh") + where
    return "Tỉnh" + where


@dataclass(frozen=True)
class Difference:
    """Something that stands otherwise than above."""

    group: str
    group_words: str
    what: str
    words: str
    now: str
    above: str
    origin: str
    why: str
    stricter: bool | None


def differences(unit: Unit) -> list[Difference]:
    """For a school: what it has otherwise than the province; for the province: than the package's
    table. One query."""
    said = said_by(unit)
    found: list[Difference] = []
    for group in GROUPS:
        table = resolve(group, said)
        base = resolve(group, [each for each in said if each.unit != unit.pk])
        found += compared(unit, group, base, table)
    return found


def compared(
    unit: Unit, group: str, base: Mapping[str, Resolved], table: Mapping[str, Resolved]
) -> list[Difference]:
    """What differs between two tables of a group."""
    return [
        Difference(
            group,
            GROUPS[group],
            what,
            what_words(what),
            value_words(what, _shown(what, table)),
            value_words(what, _shown(what, base)),
            origin(each, unit),
            each.why,
            _stricter(what, _shown(what, table), _shown(what, base)),
        )
        for what, each in table.items()
        if _shown(what, table) != _shown(what, base)
        and (each.value != base[what].value or not what.startswith(SERVICE))
    ]


def _shown(what: str, table: Mapping[str, Resolved]) -> Any:
    value = ceiling_of(what, table) if what.startswith(SERVICE) else table[what].value
    return tuple(value) if what in NAMES else value


def _stricter(what: str, now: Any, before: Any) -> bool | None:
    """Whether a change shuts more; None where that cannot be said in a word."""
    if what in ("mode", "hours", *NAMES):
        return None
    ranks: dict[str, Sequence[Any]] = {
        "safesearch": (False, True),
        "bypass": (False, True),
        "youtube": YOUTUBE,
        "unknown": UNKNOWN,
    }
    order = ranks.get(what, LETTERS)
    return order.index(now) > order.index(before)


@dataclass(frozen=True)
class Other:
    """A rule that is no letter, as it stands in each group."""

    what: str
    words: str
    values: tuple[tuple[str, str, bool], ...]


def other_rules(unit: Unit, groups: Sequence[str]) -> list[Other]:
    """Levels, hours and own names: for each group the value in words and whether the unit itself
    said so. One query."""
    said = said_by(unit)
    found = {group: resolve(group, said) for group in groups}
    return [
        Other(
            what,
            what_words(what),
            tuple(
                (
                    group,
                    value_words(what, found[group][what].value),
                    found[group][what].from_unit == unit.pk,
                )
                for group in groups
            ),
        )
        for what in (*BEHAVIOURS, "hours", *NAMES)
        if what != "mode"
    ]


def history(unit: Unit) -> QuerySet[AuditRow]:
    """Who changed the unit's rules, the latest first."""
    return rows_about(unit).filter(what__startswith="filter_").order_by("-seq")


def province_of(person: Person) -> Unit | None:
    """The province in which a person works."""
    home = scope_of(person).home
    return Unit.objects.filter(pk=root_id(home)).first() if home else None


def unit_for(person: Person, pk: int) -> Unit:
    """A school within reach, or the person's own province. Raises Unit.DoesNotExist."""
    unit = Unit.objects.get(pk=pk)
    if unit.kind == UnitKind.SCHOOL:
        return school_for(person, pk)
    own = any(held.unit.root_path == unit.path for held in scope_of(person).held)
    if unit.kind != UnitKind.PROVINCE or not own or not can_see_filters(person):
        raise Unit.DoesNotExist
    return unit


def told_changes(changes: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the record says of a change, in words: "X → A" for a letter."""
    return [(what_words(what), _told(what, change)) for what, change in changes.items()]


def _told(what: str, change: str) -> str:
    before, _, after = change.partition(" → ")
    return f"{_told_value(what, before)} → {_told_value(what, after)}"


def _told_value(what: str, told: str) -> str:
    if told == "–":
        return "theo cấp trên"
    if what == "hours" or what in NAMES:
        return f"{told} {'khung giờ' if what == 'hours' else 'tên'}"
    words = {"có": "bật", "không": "tắt"} | VALUE_WORDS.get(what, {})
    return str(words.get(told) or LETTER_WORDS.get(told, told)).lower()
