"""What a move does besides changing its state: small pieces, each a value, laid together.

Every name in the table's `effects` is a row of EFFECTS. Fields set the case's columns; clocks are
named by the rules of `data/rules.csv`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from mangnon.cases.choices import Crime, Urgency
from mangnon.cases.machine.facts import PersonLike, Start, Telling, UnitLike
from mangnon.cases.machine.guards import Asked
from mangnon.kit import clock

EMERGENCY, INITIAL = "emergency_12h", "initial_risk"


@dataclass(frozen=True)
class Piece:
    """A part of what a move does; see `facts.Outcome` for the fields."""

    fields: Mapping[str, object] = field(default_factory=dict)
    stops: tuple[str, ...] = ()
    voids: tuple[str, ...] = ()
    starts: tuple[Start, ...] = ()
    shares: tuple[str, ...] = ()
    ends_sharing: bool = False
    tellings: tuple[Telling, ...] = ()


Effect = Callable[[Asked], Piece]


def _own_to_unit(asked: Asked) -> Piece:
    return Piece({"owner_id": cast(UnitLike, asked.data["unit"]).pk, "person_id": None})


def _own_to_receiver(asked: Asked) -> Piece:
    return Piece({"owner_id": asked.facts.receiver, "person_id": None})


def _assign(asked: Asked) -> Piece:
    return Piece({"person_id": cast(PersonLike, asked.data["person"]).pk})


def _set_urgency(asked: Asked) -> Piece:
    """No emergency, no emergency clock; otherwise it runs on until a measure is taken."""
    urgency = str(asked.data["urgency"])
    fields = {"urgency": urgency, "assessed_by_id": asked.actor.person}
    return Piece(fields, voids=(EMERGENCY,) if urgency == Urgency.NOT_URGENT else ())


def _set_urgent(asked: Asked) -> Piece:
    """The 12 hours never move later: they count from when the information came, which is the last
    counted moment unless new information is named, or the last danger was met by a measure."""
    fields = {"urgency": Urgency.URGENT}
    if EMERGENCY in asked.facts.running:
        return Piece(fields)
    told, facts = asked.data.get("received_at"), asked.facts
    again = asked.now if facts.emergency_met else facts.round_at or facts.received_at
    at = told if isinstance(told, datetime) else again
    return Piece(fields, starts=(Start(EMERGENCY, at),))


def _fresh_round(asked: Asked) -> Piece:
    """New facts about a closed case: everything about risk is asked anew, with fresh clocks."""
    at = cast(datetime, asked.data["received_at"])
    fields = {
        "urgency": Urgency.UNKNOWN,
        "still_at_risk": None,
        "stable": None,
        "void_asked_by_id": None,
        "closed_at": None,
        "close_reason": "",
    }
    return Piece(fields, starts=(Start(EMERGENCY, at), Start(INITIAL, at)))


def _set_review(asked: Asked) -> Piece:
    fields = {name: asked.data[name] for name in ("still_at_risk", "stable")}
    return Piece({**fields, "reviewed_by_id": asked.actor.person})


def _set_closed(asked: Asked) -> Piece:
    return Piece(
        {
            "closed_at": asked.now,
            "close_reason": asked.data["closing"],
            "retention": asked.data["retention"],
        }
    )


def _set_given_up(asked: Asked) -> Piece:
    """Kept as long as any: as one that went to the police when it did."""
    told = asked.facts.crime != Crime.NONE
    return Piece(
        {
            "closed_at": asked.now,
            "close_reason": "moved_away",
            "retention": "crime" if told else "child",
        }
    )


def _clock_services(asked: Asked) -> Piece:
    rows = asked.facts.open_services
    return Piece(starts=tuple(Start(f"service:{pk}", asked.now, due) for pk, due in rows))


def _separation_clock(asked: Asked) -> Start:
    return Start("separation", asked.now, cast(date, asked.data["until"]))


def _clock_separation(asked: Asked) -> Piece:
    today = clock.local(asked.now).date()
    fields = {"separated_from": today, "separated_until": asked.data["until"]}
    return Piece(fields, starts=(_separation_clock(asked),))


def _clock_separation_on(asked: Asked) -> Piece:
    """An extension: the old end no longer applies, the first day stays."""
    fields = {"separated_until": asked.data["until"]}
    return Piece(fields, voids=("separation",), starts=(_separation_clock(asked),))


def _sets(**fields: object) -> Effect:
    return lambda asked: Piece(fields)


def _by_me(name: str) -> Effect:
    return lambda asked: Piece({name: asked.actor.person})


def _starts(rule: str) -> Effect:
    return lambda asked: Piece(starts=(Start(rule, asked.now),))


def _stops(*rules: str) -> Effect:
    return lambda asked: Piece(stops=rules)


def _voids(*rules: str) -> Effect:
    return lambda asked: Piece(voids=rules)


def _tells(audience: str) -> Effect:
    return lambda asked: Piece(tellings=(Telling(audience),))


EFFECTS: dict[str, Effect] = {
    "own_to_unit": _own_to_unit,
    "own_to_receiver": _own_to_receiver,
    "assign": _assign,
    "set_urgency": _set_urgency,
    "set_urgent": _set_urgent,
    "set_not_urgent": _sets(urgency=Urgency.NOT_URGENT),
    "plan_author": _by_me("plan_by_id"),
    "set_review": _set_review,
    "set_closed": _set_closed,
    "set_given_up": _set_given_up,
    "fresh_round": _fresh_round,
    "void_asked": _by_me("void_asked_by_id"),
    "void_refused": _sets(void_asked_by_id=None, duplicate_of_id=None),
    "clock_ack": _starts("ack"),
    "stop_ack": _stops("ack"),
    "stop_initial": _stops(INITIAL),
    "stop_emergency": _stops(EMERGENCY),
    "void_emergency_clock": _voids(EMERGENCY),
    "clock_plan": _starts("plan"),
    "stop_plan": _stops("plan"),
    "clock_approval": _starts("approval"),
    "stop_approval": _stops("approval"),
    "void_approval_clock": _voids("approval"),
    "clock_services": _clock_services,
    "stop_services": _stops("service:*"),
    "clock_separation": _clock_separation,
    "clock_separation_on": _clock_separation_on,
    "stop_separation": _stops("separation"),
    "clock_crime": _starts("crime"),
    "stop_crime": _stops("crime"),
    "clock_content": _starts("content"),
    "stop_content": _stops("content"),
    "void_clocks": _voids("*"),
    "share_with_police": lambda asked: Piece(shares=("police",)),
    "stop_sharing": lambda asked: Piece(ends_sharing=True),
    "tell_owner": _tells("owner"),
    "tell_receiver": _tells("receiver"),
    "tell_worker": _tells("worker"),
    "tell_chair": _tells("chair"),
    "tell_supervisor": _tells("supervisor"),
    "tell_police": _tells("police"),
}
