"""What stands for a group of a school: the package's table, then the province, then the school.

The value of a setting is the last one said along this line: package, province for all groups,
province for the group, school for all groups, school for the group. A school may always be
stricter; it may loosen only what stands above it as A or O: an X of the province stays, and an L is
nobody's choice. Own lists of names add up along the line. Pure: settings in, values with their
origin out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from mangnon.gateway.engine.data import rows_of, services
from mangnon.gateway.engine.plan import SERVICE, UNKNOWN, YOUTUBE
from mangnon.gateway.policies import GROUPS, group_named

CATEGORY = "category:"
NAMES = ("block", "allow")
BEHAVIOURS = ("safesearch", "youtube", "unknown", "bypass", "mode")
LETTERS = "OAXL"  # the loosest first
_SWITCH = {"on": True, "off": False}
# what -> its values, the loosest first; nothing is stricter than anything else in `mode`
_RANKS: dict[str, tuple[Any, ...]] = {
    "safesearch": (False, True),
    "bypass": (False, True),
    "youtube": YOUTUBE,
    "unknown": UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Said:
    """One setting as a unit said it. group: blank for all groups of the unit."""

    unit: int
    of_school: bool
    group: str
    what: str
    value: Any
    why: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What holds, and who says so.

    from_unit: None for the package's own table; from_group: blank where it was said for all groups;
    above: what would hold without the school's own settings; held: words about a wish of the school
    that is not followed; parts: for lists of names, everything that adds up.
    """

    value: Any
    from_unit: int | None
    why: str
    default: Any
    from_group: str = ""
    above: Any = None
    held: str = ""
    parts: tuple[Said, ...] = ()

    @property
    def differs(self) -> bool:
        return bool(self.value != self.default)


@lru_cache(maxsize=1)
def category_words() -> Mapping[str, str]:
    """Every category of the package with its words for the screen."""
    return {row["category"]: row["words"] for row in rows_of("categories.csv")}


def categories() -> tuple[str, ...]:
    """The categories that can be chosen, as the table of defaults orders them."""
    return tuple(group_named("staff").table)


@lru_cache(maxsize=1)
def _defaults() -> dict[str, dict[str, tuple[Any, str]]]:
    """group -> what -> (value, reason): the package's own word on everything that can be set."""
    rows = rows_of("behaviours.csv")
    found: dict[str, dict[str, tuple[Any, str]]] = {}
    for group in GROUPS:
        table = group_named(group).table
        found[group] = {
            CATEGORY + key: (rule.verdict.value, rule.why) for key, rule in table.items()
        }
        found[group] |= {SERVICE + key: (None, "") for key in services()}
        found[group] |= {
            row["what"]: (_SWITCH.get(row[group], row[group]), row["why"]) for row in rows
        }
        found[group] |= {"hours": ([], ""), "block": ((), ""), "allow": ((), "")}
    return found


def known(what: str) -> bool:
    """Whether there is such a setting."""
    return what in _defaults()["staff"]


def resolve(group: str, said: Iterable[Said]) -> dict[str, Resolved]:
    """Everything that can be set, for a group; `said` in any order, other groups' are passed by."""
    line = sorted(
        (each for each in said if each.group in ("", group) and known(each.what)),
        key=lambda each: (each.of_school, bool(each.group)),
    )
    found = {
        what: Resolved(value, None, why, value, above=value)
        for what, (value, why) in _defaults()[group].items()
    }
    for each in line:
        if not each.of_school:
            found[each.what] = _of_province(found[each.what], each)
    above = dict(found)
    for each in line:
        if each.of_school:
            found[each.what] = _of_school(found[each.what], each, above)
    return _consistent(found, above)


def _of_province(before: Resolved, said: Said) -> Resolved:
    if before.default == "L":
        return before
    now = _added(before, said) if said.what in NAMES else _said(before, said)
    return replace(now, above=now.value)


def _of_school(before: Resolved, said: Said, above: Mapping[str, Resolved]) -> Resolved:
    if said.what in NAMES:
        return _added(before, said)
    if said.what == "hours":
        kept, refused = _hours_within(said.value, above)
        return replace(_said(before, said), value=kept, held=refused)
    refused = why_not(said.what, said.value, above)
    return replace(before, held=refused) if refused else replace(_said(before, said), held="")


def _said(before: Resolved, said: Said) -> Resolved:
    return replace(
        before, value=said.value, from_unit=said.unit, from_group=said.group, why=said.why
    )


def _added(before: Resolved, said: Said) -> Resolved:
    names = tuple(dict.fromkeys((*before.value, *said.value)))
    return replace(_said(before, said), value=names, parts=(*before.parts, said))


def why_not(what: str, value: Any, above: Mapping[str, Resolved]) -> str:
    """Why a school may not set this; blank when it may."""
    ceiling = ceiling_of(what, above)
    if what.startswith((CATEGORY, SERVICE)):
        if ceiling == "L":
            return "Khóa với mọi người, không ai đổi được."
        if value == "L" or value not in LETTERS:
            return "Không chọn được mức này."
        if ceiling == "X" and value != "X":
            return _decided(what, above)
        return ""
    ranks = _RANKS.get(what)
    if ranks and ranks.index(value) < ranks.index(ceiling):
        return "Cấp trên quy định chặt hơn; trường chỉ được đặt chặt hơn nữa."
    return ""


def _decided(what: str, above: Mapping[str, Resolved]) -> str:
    key = what if above[what].value is not None else CATEGORY + services()[_bare(what)].kind
    by = "Bảng mặc định" if above[key].from_unit is None else "Tỉnh"
    return f"{by} chặn mục này; muốn mở phải đề nghị tỉnh."


def ceiling_of(what: str, above: Mapping[str, Resolved]) -> Any:
    """The value above the school that bounds it; a service nobody speaks of follows its kind."""
    value = above[what].value
    if what.startswith(SERVICE) and value is None:
        kind = above.get(CATEGORY + services()[_bare(what)].kind)
        return kind.value if kind else "O"
    return value


def _bare(what: str) -> str:
    return what.removeprefix(SERVICE).removeprefix(CATEGORY)


def of_key(key: str) -> str:
    """The setting about a key of a plan's letters."""
    return key if key.startswith(SERVICE) else CATEGORY + key


def _hours_within(
    hours: Sequence[Mapping[str, Any]], above: Mapping[str, Resolved]
) -> tuple[list[dict[str, Any]], str]:
    """The school's hours without the letters that would open what is shut above it."""
    kept, refused = [], set()
    for span in hours:
        letters = {}
        for key, letter in span["letters"].items():
            if known(of_key(key)) and not why_not(of_key(key), letter, above):
                letters[key] = letter
            else:
                refused.add(key)
        kept.append({**span, "letters": letters})
    words = ", ".join(sorted(name_of(key) for key in refused))
    return kept, f"Không áp dụng theo giờ: {words} (cấp trên chặn)." if refused else ""


def name_of(key: str) -> str:
    """A category, a service or a behaviour, for the screen."""
    bare = key.removeprefix(CATEGORY)
    if bare.startswith(SERVICE):
        found = services().get(bare.removeprefix(SERVICE))
        return found.words if found else bare
    return category_words().get(bare, bare)


def _consistent(found: dict[str, Resolved], above: Mapping[str, Resolved]) -> dict[str, Resolved]:
    """A school that shuts something shuts it also in the province's hours, and no own name of a
    school lies open below one that the province blocks."""
    if found["hours"].from_unit == above["hours"].from_unit and found["hours"].value:
        found["hours"] = replace(found["hours"], value=_stricter_hours(found))
    blocked = above["block"].value
    allowed = tuple(
        name
        for name in found["allow"].value
        if name in above["allow"].value or not _below(name, blocked)
    )
    found["allow"] = replace(found["allow"], value=allowed)
    return found


def _stricter_hours(found: Mapping[str, Resolved]) -> list[dict[str, Any]]:
    def open_still(key: str, letter: str) -> bool:
        mine = found[of_key(key)]
        narrowed = mine.value not in (None, mine.above)
        return not narrowed or LETTERS.index(letter) >= LETTERS.index(mine.value)

    return [
        {**span, "letters": {k: v for k, v in span["letters"].items() if open_still(k, v)}}
        for span in found["hours"].value
    ]


def _below(name: str, of: Iterable[str]) -> bool:
    return any(name == each or name.endswith(f".{each}") for each in of)
