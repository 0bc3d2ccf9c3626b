"""What a unit may set, with what holds now, who says so, and what a change would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, QuerySet

from mangnon.gateway.engine.data import services, unlawful
from mangnon.gateway.engine.plan import SERVICE
from mangnon.gateway.inheriting import (
    BEHAVIOURS,
    CATEGORY,
    NAMES,
    Resolved,
    Said,
    categories,
    ceiling_of,
    of_key,
    resolve,
    why_not,
)
from mangnon.gateway.models import Setting, Site
from mangnon.gateway.planning import said_by
from mangnon.gateway.policies import GROUPS
from mangnon.gateway.queries.policy import (
    LETTER_WORDS,
    VALUE_WORDS,
    Cell,
    Difference,
    by_part,
    compared,
    matrix,
    origin,
    services_said,
    value_words,
    what_words,
)
from mangnon.units.api import Unit, UnitKind

_ALL = "staff"  # any group will do where only what a unit itself said is looked at


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
    found = resolve(group or _ALL, said)
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
    return resolve(group or _ALL, below)


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
        above_words=value_words(what, stands) if group else "như từng nhóm",
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
    return {what: replace(each, value=each.above) for what, each in above.items()}


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


def sections(lines: Sequence[Choice]) -> list[tuple[str, bool, list[str]]]:
    """The lines of the form under headings: (title, folded away, settings)."""
    levels = [line.what for line in lines if line.what in BEHAVIOURS]
    letters = [line.what.removeprefix(CATEGORY) for line in lines if line.kind == "category"]
    parts = [(title, False, [CATEGORY + k for k in keys]) for title, keys in by_part(letters)]
    named = [line for line in lines if line.what.startswith(SERVICE)]
    set_apart = [line.what for line in named if line.own_value is not None]
    rest = [line.what for line in named if line.own_value is None]
    return [
        ("Mức an toàn", False, levels),
        *parts,
        *([("Dịch vụ có quy tắc riêng", False, set_apart)] if set_apart else []),
        ("Quy tắc riêng cho từng dịch vụ", True, rest),
    ]


def cells_by_what(unit: Unit) -> dict[str, tuple[Cell, ...]]:
    """The letters of every group, by setting."""
    return {line.what: line.cells for part in matrix(unit) for line in part.lines}


@dataclass(frozen=True)
class HoursShown:
    """The hours that hold for a group. own: the unit itself set them; held: what of them does not
    hold, and why; mine: those that the unit set, which is what it may edit."""

    resolved: Resolved
    own: bool
    origin: str
    spans: tuple[Mapping[str, Any], ...]


def hours_of(unit: Unit, group: str) -> HoursShown:
    """For all groups together only what the unit itself said, for there is no one value."""
    said = said_by(unit)
    own = next((e for e in said if (e.unit, e.group, e.what) == (unit.pk, group, "hours")), None)
    found = resolve(group or _ALL, said)["hours"]
    spans = own.value if own else found.value if group else []
    return HoursShown(found, own is not None, origin(found, unit), tuple(spans))


def hour_keys(unit: Unit, group: str) -> tuple[list[str], dict[str, str]]:
    """What may have letters of its own by the clock, and what of it a school may only shut."""
    said = said_by(unit)
    above = _ceilings(_above(unit, group, said))
    keys = [key for key in categories() if key not in unlawful()]
    keys += services_said(said)
    if unit.kind != UnitKind.SCHOOL or not group:
        return keys, {}
    refused = {key: why_not(of_key(key), "O", above) for key in keys}
    return keys, {key: words for key, words in refused.items() if words}


def names_above(unit: Unit, group: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """The own names that already hold from elsewhere: (block or allow, who said so, names)."""
    said = said_by(unit)
    found = resolve(group or _ALL, said)
    return [
        (what, _who(part, unit), tuple(part.value))
        for what in NAMES
        for part in found[what].parts
        if not (part.unit == unit.pk and part.group == group) and (group or not part.group)
    ]


def _who(part: Said, unit: Unit) -> str:
    name = "Trường" if part.of_school else "Tỉnh"
    return f"{name}, {GROUPS[part.group]}" if part.group else f"{name}, mọi nhóm"
