"""Matters that a person may know of, and the lines of one in the clear, in memory alone."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.db.models import Count, Q, QuerySet

from mangnon.gateway.choices import MatterState
from mangnon.gateway.counted_words import answer_words
from mangnon.gateway.engine.sealing import NotOpened, unsealed
from mangnon.gateway.matterkeys import open_key
from mangnon.gateway.models import Matter, Site, TrailRecord
from mangnon.gateway.perms import can_read_matter, can_second
from mangnon.gateway.policies import GROUPS
from mangnon.kit import clock
from mangnon.units.api import Person, Role, scope_of

_ASKERS = frozenset({Role.PRINCIPAL, Role.COUNSELLOR})


def matters_visible_to(person: Person) -> QuerySet[Matter]:
    """The two see theirs; who could be the second sees what waits; the school's principal and
    counsellors and the auditors above see that there is one (`shown` says how much of it)."""
    known = Q(asked_by=person) | Q(second=person)
    for held in scope_of(person).held:
        below = Q(site__unit__path__startswith=held.root)
        if held.role in _ASKERS:
            known |= Q(site__unit=held.unit)
        elif held.role == Role.AUDITOR:
            known |= below
        elif held.role == Role.PROVINCIAL_OFFICER:
            known |= below & Q(state=MatterState.ASKED)
    return Matter.objects.filter(known).select_related("site__unit", "asked_by", "second")


def matter_for(person: Person, pk: UUID) -> Matter:
    """Raises Matter.DoesNotExist when there is none that the person may know of."""
    return matters_visible_to(person).get(pk=pk)


@dataclass(frozen=True)
class Shown:
    """A matter for a person's eyes. device, reason and people are blank for who only oversees."""

    matter: Matter
    device: str
    reason: str
    may_second: bool
    may_read: bool
    may_end: bool


def shown(person: Person, matter: Matter) -> Shown:
    """How much of a matter a person sees: auditors count it, with its reason and dates."""
    reads = can_read_matter(person, matter)
    seconds = matter.state == MatterState.ASKED and can_second(person, matter)
    alive = matter.state in (MatterState.ASKED, MatterState.OPEN)
    opened = matter.opened_at is not None and matter.forgotten_at is None
    return Shown(
        matter=matter,
        device=matter.client if reads or seconds else "",
        reason=matter.reason,
        may_second=seconds,
        may_read=reads and opened,
        may_end=reads and alive,
    )


def sites_to_ask_for(person: Person) -> QuerySet[Site]:
    """The sites of the schools whose principal or counsellor the person is."""
    schools = [held.unit.pk for held in scope_of(person).held if held.role in _ASKERS]
    return Site.objects.filter(unit__in=schools).select_related("unit")


def can_see_matters(person: Person) -> bool:
    """Open the pages of matters at all."""
    scope = scope_of(person)
    return bool(scope.roles & (_ASKERS | {Role.PROVINCIAL_OFFICER, Role.AUDITOR}))


def matters_waiting_for(person: Person) -> list[Matter]:
    """The matters that wait for this person as the second. One query, none for most people."""
    if not scope_of(person).roles & (_ASKERS | {Role.PROVINCIAL_OFFICER}):
        return []
    waiting = matters_visible_to(person).filter(state=MatterState.ASKED)
    return [one for one in waiting if can_second(person, one)]


def record_count(matter: Matter) -> int:
    return matter.records.aggregate(lines=Count("pk"))["lines"] or 0


@dataclass(frozen=True)
class Line:
    """One answer of a trail. at: None for a line that could not be opened."""

    at: datetime | None
    name: str = ""
    group: str = ""
    words: str = ""


def sealed_of(matter: Matter) -> QuerySet[TrailRecord, str]:
    """The lines as the filters wrote them, in the order of writing."""
    return matter.records.order_by("number", "gateway_id").values_list("sealed", flat=True)


def lines_of(matter: Matter, some: Iterable[str]) -> list[Line]:
    """Some lines in the clear, by time; nothing of it is written anywhere. Raises KeyNotOpened.

    A line takes about a tenth of a millisecond to open: a page of them, not all, at once.
    """
    private = open_key(bytes(matter.sealed_key), secret=settings.SECRET_KEY, matter=matter.pk)
    key = X25519PrivateKey.from_private_bytes(private)
    lines = [_line(sealed, key) for sealed in some]
    return sorted(lines, key=lambda line: (line.at is None, line.at, line.name))


def _line(sealed: str, key: X25519PrivateKey) -> Line:
    try:
        said = unsealed(sealed, key)
        at = datetime.strptime(said["minute"], "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except (NotOpened, KeyError, ValueError):
        return Line(None)
    group = GROUPS.get(said.get("group", ""), said.get("group", ""))
    return Line(clock.local(at), said.get("name", ""), group, answer_words(said.get("verdict", "")))


@lru_cache(maxsize=1)
def law_lines() -> tuple[dict[str, str], ...]:
    """What the law says of keeping such data, each with its source."""
    data = resources.files("mangnon.gateway").joinpath("data", "trail_law.csv")
    return tuple(csv.DictReader(data.read_text(encoding="utf-8").splitlines()))
