"""What the filters let through, as screens show it: tables, differences, what a change would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from mangnon.base.audit.api import AuditRow, rows_about
from mangnon.gateway.drafting import root_id
from mangnon.gateway.engine.data import services
from mangnon.gateway.engine.plan import SERVICE
from mangnon.gateway.inheriting import (
    BEHAVIOURS,
    CATEGORY,
    NAMES,
    Resolved,
    Said,
    categories,
    ceiling_of,
    name_of,
    resolve,
    why_not,
)
from mangnon.gateway.models import Setting, Site
from mangnon.gateway.planning import said_by
from mangnon.gateway.policies import GROUPS
from mangnon.units.api import Person, Unit, UnitKind, scope_of

LETTER_WORDS = {
    "L": "Khóa",
    "X": "Chặn",
    "A": "Chặn, giáo viên được mở",
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
        "ask": "Chặn, giáo viên được mở",
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


def matrix(unit: Unit) -> list[Line]:
    """The letters in force for each group, categories first. One query."""
    said = said_by(unit)
    found = {group: resolve(group, said) for group in GROUPS}
    whats = [CATEGORY + key for key in categories()]
    whats += [each for each in services_said(said) if each not in whats]
    return [
        Line(what, name_of(what), tuple(_cell(unit, g, what, found[g]) for g in GROUPS))
        for what in whats
    ]


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


@dataclass(frozen=True)
class Choice:
    """A line of the form: what holds, who says so and why, and what may be chosen instead."""

    what: str
    words: str
    kind: str
    resolved: Resolved
    letter: str
    said: str
    origin: str
    above_words: str
    options: tuple[tuple[Any, str], ...]
    own_value: Any


def choices(unit: Unit, group: str) -> list[Choice]:
    """Everything with one value that a unit may set for a group (blank: for all its groups)."""
    said = said_by(unit)
    found = resolve(group or "staff", said)
    own = {each.what: each.value for each in said if each.unit == unit.pk and each.group == group}
    above = _above(unit, group, said)
    whats = [
        *(CATEGORY + key for key in categories()),
        *(SERVICE + key for key in services()),
        *BEHAVIOURS,
    ]
    return [
        _choice(unit, group, what, found, above, own.get(what))
        for what in whats
        if _fits(what, group)
    ]


def _fits(what: str, group: str) -> bool:
    """One answer for the whole site is set for all groups together."""
    return what != "mode" or not group


def _above(unit: Unit, group: str, said: Sequence[Said]) -> dict[str, Resolved]:
    """What a setting of this unit for this group would stand upon."""
    if unit.kind == UnitKind.SCHOOL:
        below = [each for each in said if not each.of_school or (group and not each.group)]
    else:
        below = [each for each in said if group and not each.group]
    return resolve(group or "staff", below)


def _choice(
    unit: Unit,
    group: str,
    what: str,
    found: Mapping[str, Resolved],
    above: Mapping[str, Resolved],
    own: Any,
) -> Choice:
    each = found[what]
    shown = ceiling_of(what, found)
    stands = ceiling_of(what, above)
    kind = (
        "behaviour" if what in BEHAVIOURS else "service" if what.startswith(SERVICE) else "category"
    )
    return Choice(
        what=what,
        words=what_words(what),
        kind=kind if kind != "service" else services()[what.removeprefix(SERVICE)].kind,
        resolved=each,
        letter=shown if kind != "behaviour" else "",
        said=value_words(what, shown),
        origin=origin(each, unit),
        above_words=value_words(what, stands) if group else "như bên trên",
        options=tuple(_options(unit, group, what, above)),
        own_value=own,
    )


def _options(
    unit: Unit, group: str, what: str, above: Mapping[str, Resolved]
) -> Iterable[tuple[Any, str]]:
    values = VALUE_WORDS.get(what) or {k: v for k, v in LETTER_WORDS.items() if k != "L"}
    for value, words in values.items():
        if above[what].default == "L":
            continue
        if unit.kind == UnitKind.SCHOOL and group and why_not(what, value, _ceilings(above)):
            continue
        yield value, words


def _ceilings(above: Mapping[str, Resolved]) -> dict[str, Resolved]:
    """A school is bounded by what stands above it, not by its own words for all groups."""
    from dataclasses import replace

    return {what: replace(each, value=each.above) for what, each in above.items()}


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
    if what in ("safesearch", "bypass"):
        return bool(now)
    order: Sequence[Any] = {
        "youtube": ("open", "moderate", "strict"),
        "unknown": ("open", "flag", "ask", "block"),
    }.get(what, "OAXL")
    if what in ("mode", "hours", *NAMES):
        return None
    return order.index(now) > order.index(before)


@dataclass(frozen=True)
class Effect:
    """What saving would do. sites: places reached; schools: those with rules of their own on what
    changes; unmet: wishes that do not hold in some group."""

    changes: tuple[Difference, ...]
    sites: int
    schools: int
    unmet: tuple[str, ...]


def effect_of(unit: Unit, group: str, wishes: Mapping[str, Any]) -> Effect:
    """What would change if a unit said this; None among the values withdraws what it said."""
    said = said_by(unit)
    rest = [e for e in said if not (e.unit == unit.pk and e.group == group and e.what in wishes)]
    of_school = unit.kind == UnitKind.SCHOOL
    new = [Said(unit.pk, of_school, group, w, v) for w, v in wishes.items() if v is not None]
    changes: list[Difference] = []
    unmet: dict[str, None] = {}
    for key in (group,) if group else tuple(GROUPS):
        after = resolve(key, [*rest, *new])
        changes += compared(unit, key, resolve(key, said), after)
        unmet |= {
            f"{what_words(w)}, {GROUPS[key]}: {after[w].held}": None
            for w in wishes
            if after[w].held
        }
    return Effect(
        tuple(changes), _sites_under(unit).count(), _own_rules(unit, wishes), tuple(unmet)
    )


def _sites_under(unit: Unit) -> QuerySet[Site]:
    if unit.kind == UnitKind.SCHOOL:
        return Site.objects.filter(unit=unit)
    return Site.objects.filter(unit__path__startswith=unit.path)


def _own_rules(unit: Unit, whats: Iterable[str]) -> int:
    if unit.kind == UnitKind.SCHOOL:
        return 0
    rows = Setting.objects.filter(unit__path__startswith=unit.path, what__in=list(whats))
    schools = rows.exclude(unit=unit).order_by()
    return int(schools.aggregate(schools=Count("unit_id", distinct=True))["schools"])


def own_values(unit: Unit, group: str) -> dict[str, Any]:
    """What the unit itself set for a group (blank: for all groups)."""
    return dict(Setting.objects.filter(unit=unit, group=group).values_list("what", "value"))


def history(unit: Unit) -> QuerySet[AuditRow]:
    """Who changed the unit's rules, the latest first."""
    return rows_about(unit).filter(what__startswith="filter_").order_by("-seq")


def province_of(person: Person) -> Unit | None:
    """The province in which a person works."""
    home = scope_of(person).home
    return Unit.objects.filter(pk=root_id(home)).first() if home else None
