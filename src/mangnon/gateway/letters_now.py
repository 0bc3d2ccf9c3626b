"""What the plan of a site says of something at a moment: the letter that decides who may open it.

Pure. L: nobody opens it; X: the province alone; A: a teacher of the school, for a while; O: open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from mangnon.gateway.engine.data import services, unlawful
from mangnon.gateway.engine.plan import SERVICE, GroupPlan, Plan

ORDERED, OWN, LOOKS = "ordered", "own", "looks-"
STRICTEST_FIRST = "LXAO"


def group_of(plan: Plan, key: str) -> GroupPlan:
    """Raises KeyError for a group that the plan has not."""
    return {group.key: group for group in plan.groups}[key]


def letters_at(plan: Plan, group: GroupPlan, now: datetime) -> dict[str, str]:
    """The letters of a group at a moment, with those of the hours that hold; L stays L."""
    local, letters = now.astimezone(ZoneInfo(plan.timezone)), dict(group.letters)
    for hours in group.hours:
        if hours.holds(local):
            shut = {key for key, letter in letters.items() if letter == "L"}
            letters |= {key: each for key, each in hours.letters.items() if key not in shut}
    return letters


def letter_of(plan: Plan, key: str, what: str, now: datetime) -> str:
    """The letter of a category or a `dv:` service for a group, as the filter would have it.

    Names of own lists are not letters: who wrote the list decides (see `queries.asking`).
    """
    group = group_of(plan, key)
    if what in unlawful() or what == ORDERED:
        return "L"
    if what.startswith(LOOKS):
        return {"ask": "A", "block": "X"}.get(group.unknown, "O")
    letters = letters_at(plan, group, now)
    if what.startswith(SERVICE):
        return _of_service(letters, what, group.fallback)
    return letters.get(what, group.fallback)


def _of_service(letters: Mapping[str, str], what: str, fallback: str) -> str:
    """A service of which nobody spoke follows its kind."""
    service = services().get(what.removeprefix(SERVICE))
    if what in letters or service is None:
        return letters.get(what, "X")
    return letters.get(service.kind, fallback)


def strictest(letters: Iterable[str]) -> str:
    """The letter that decides among several; O for none."""
    return min(letters, key=STRICTEST_FIRST.index, default="O")
