"""What a decision looks at and what it gives: plain frozen values, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from mangnon.cases.choices import Consent, Content, Crime, Part, Region, Separation, State, Urgency

Data = Mapping[str, object]


class UnitLike(Protocol):
    """What a guard asks of a unit that a case goes to."""

    @property
    def pk(self) -> int: ...
    @property
    def commune_id(self) -> str | None: ...
    @property
    def kind(self) -> str: ...


class PersonLike(Protocol):
    @property
    def pk(self) -> UUID: ...


@dataclass(frozen=True)
class Actor:
    """Who makes a move, in the name of which unit, in which part."""

    person: UUID
    unit: int
    part: str = ""


@dataclass(frozen=True)
class Facts:
    """A case as its row and the rows beside it say, at one moment.

    `round_at`: when the information came that the running 12 hours count from; `emergency_met`: the
    last emergency clock was ended by a measure. `drafts`: forms begun and not yet sent with a move,
    and Mẫu 01 once it is written;
    `plan_written`: a plan exists that is newer than the last call for a new one. `taken_elsewhere`:
    another province signed for it since it was last opened. `staff`: people who may be given the
    case; `barred`: units that must never see it.
    """

    receiver: int
    owner: int
    received_at: datetime
    state: str = State.INTAKE
    separation: str = Separation.NONE
    crime: str = Crime.NONE
    content: str = Content.NONE
    consent: str = Consent.NONE
    urgency: str = Urgency.UNKNOWN
    commune_of_event: str | None = None
    commune_of_residence: str | None = None
    person: UUID | None = None
    assessed_by: UUID | None = None
    plan_by: UUID | None = None
    reviewed_by: UUID | None = None
    void_asked_by: UUID | None = None
    separated_until: date | None = None
    still_at_risk: bool | None = None
    stable: bool | None = None
    round_at: datetime | None = None
    emergency_met: bool = False
    drafts: frozenset[str] = frozenset()
    plan_written: bool = False
    running: frozenset[str] = frozenset()
    open_services: tuple[tuple[int, date], ...] = ()
    open_referrals: int = 0
    open_tasks: int = 0
    taken_elsewhere: bool = False
    staff: frozenset[UUID] = frozenset()
    barred: frozenset[int] = frozenset()

    def at(self, region: str) -> str:
        """Where the case stands in a region."""
        return str(getattr(self, COLUMN[Region(region)]))

    @property
    def states(self) -> dict[Region, str]:
        return {region: self.at(region) for region in Region}


# The column of the case that holds where it stands in a region.
COLUMN: dict[Region, str] = {
    Region.MAIN: "state",
    Region.SEPARATION: "separation",
    Region.CRIME: "crime",
    Region.CONTENT: "content",
    Region.CONSENT: "consent",
}


@dataclass(frozen=True)
class Start:
    """A clock to start: since when, and until which day where the rule has no length of its own."""

    rule: str
    at: datetime
    until: date | None = None


@dataclass(frozen=True)
class Telling:
    """Somebody to tell: who (`audience`), with which text."""

    audience: str
    text: str = "moved"


@dataclass(frozen=True)
class Outcome:
    """What a move does. `stops` and `voids` name clocks; `*` at the end stands for any tail."""

    part: Part
    before: str
    after: str
    fields: Mapping[str, object] = field(default_factory=dict)
    stops: tuple[str, ...] = ()
    voids: tuple[str, ...] = ()
    starts: tuple[Start, ...] = ()
    shares: tuple[str, ...] = ()
    ends_sharing: bool = False
    tellings: tuple[Telling, ...] = ()
