"""In every state of every region, for every part: a program is offered what the buttons offer, and
a move that is sent ends as it ends on its page.

Nobody's key is open and nothing is said with a move, so that a lawful one stops at what it needs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.test import Client

from mangnon.cases.choices import Part, Region
from mangnon.cases.machine.deciding import EVENTS, STATES_OF, find_move
from mangnon.cases.machine.facts import COLUMN
from mangnon.cases.machine.table import FINAL, MOVES, Move
from mangnon.cases.models import Case
from mangnon.cases.refusals import Refusal
from mangnon.kit import clock
from mangnon.units.choices import Role
from tests.cases.api.asking import send, shown
from tests.cases.machine.cast import Cast
from tests.cast import make_person, sign_in

P = Part
# Who works where, and in which parts that is; the police only once the crime was reported.
PEOPLE: dict[str, frozenset[Part]] = {
    "receiver": frozenset({P.RECEIVER}),
    "officer": frozenset({P.RECEIVER, P.SUPERVISOR}),
    "supervisor": frozenset({P.SUPERVISOR}),
    "chair": frozenset({P.HEAD, P.CHAIR}),
    "worker": frozenset({P.WORKER}),
    "police": frozenset({P.POLICE, P.PARTNER}),
    "helper": frozenset({P.PARTNER}),
}
PLACES = [(region, str(state)) for region in Region for state in STATES_OF[region]]
HANDS_ON = ("send_back_place", "take_over")  # a key is handed on with the case
# How a request ends for a program, and on the page of the move.
ON_THE_PAGE = {"made": 302, "locked": 302, "invalid": 422, "refused": 409}


def programs(cast: Cast) -> dict[str, Client]:
    house = cast.house
    helper = next(person for person in _readers(cast) if person.full_name == "Phạm Thị Giúp")
    people = {
        "receiver": make_person(Role.DEPARTMENT_OFFICER, house.health),
        "officer": cast.officer,
        "supervisor": make_person(Role.PROVINCIAL_OFFICER, house.education),
        "chair": cast.chair,
        "worker": cast.worker,
        "police": cast.police,
        "helper": helper,
    }
    return {name: sign_in(Client(), person) for name, person in people.items()}


def _readers(cast: Cast) -> list[Any]:
    return [reader.person for reader in cast.readers.values()]


def put(case: Case, region: Region, state: str, *, urgent: bool) -> Case:
    """The case in that state of the region, everywhere else as it was."""
    today = clock.today()
    fields = {COLUMN[region]: state, "urgency": "urgent" if urgent else "not_urgent"}
    Case.objects.filter(pk=case.pk).update(separated_until=today, closed_at=clock.now(), **fields)
    return Case.objects.get(pk=case.pk)


def parts_in(case: Case, name: str) -> frozenset[Part]:
    return PEOPLE[name] - ({P.POLICE} if case.crime == "none" else set())


def offered(case: Case, parts: frozenset[Part]) -> set[str]:
    """The events of the table, read in the plainest way, without what the row rules out."""
    out = {"void_was_asked", "taken_elsewhere"}
    out |= {"not_urgent_yet"} if case.urgency == "urgent" else {"urgent_now"}
    out |= {"main_is_open"} if case.state in FINAL else set()
    return {
        move.event
        for move in MOVES
        if getattr(case, COLUMN[move.region]) in move.start
        if parts & set(move.parts) and not out & set(move.guards)
    }


@dataclass
class Compared:
    """What was tried and what was not the same."""

    offers: int = 0
    moves: Counter[bool] = field(default_factory=Counter)  # lawful or not
    pages: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, ...]] = field(default_factory=list)


def compare(
    cast: Cast, *, offers: int = 1, refused: int = 1, lawful: int = 1, page: int = 1
) -> Compared:
    """Of the offers, the moves that the table refuses, the lawful ones and the pages beside them
    one in so many, which go round."""
    asking, told = programs(cast), Compared()
    for place, (region, state) in enumerate(PLACES):
        with transaction.atomic():
            case = put(cast.case, region, state, urgent=place % 2 == 0)
            for number, (name, program) in enumerate(asking.items(), start=place):
                if number % offers == 0:
                    _offers(told, program, case, name, with_page=number % page == 0)
            for event, name, goes in _triples(case, region):
                told.moves[goes] += 1
                if told.moves[goes] % (lawful if goes else refused) == 0:
                    _ends(told, asking[name], case, event, name, page)
            transaction.set_rollback(True)
    return told


def _triples(case: Case, region: Region) -> Iterator[tuple[str, str, bool]]:
    """Event, who, whether the table lets them."""
    for event in (event for event in EVENTS if _row(event).region == region):
        for name in PEOPLE:
            row = find_move(event, _states(case), parts_in(case, name))
            yield event, name, not isinstance(row, Refusal)


def _offers(told: Compared, program: Client, case: Case, name: str, *, with_page: bool) -> None:
    told.offers += 1
    events = {one["event"] for one in shown(program, case).json()["events"]}
    if events != offered(case, parts_in(case, name)):
        told.wrong.append((str(_states(case)), name, f"offered: {sorted(events)}"))
    if with_page:
        told.pages += 1
        page = program.get(f"/vu-viec/{case.pk}/").content.decode()
        if set(re.findall(r"/buoc/(\w+)/", page)) != events:
            told.wrong.append((str(_states(case)), name, "not the buttons"))


def _ends(told: Compared, program: Client, case: Case, event: str, name: str, page: int) -> None:
    end, words = _end(program, case, event)
    told.ends[end] += 1
    if end != _expected(case, event, parts_in(case, name), words):
        told.wrong.append((str(_states(case)), name, event, end, words))
    if told.ends.total() % page == 0:
        told.pages += 1
        if _on_the_page(program, case, event) != ON_THE_PAGE[end]:
            told.wrong.append((str(_states(case)), name, event, end, "not as the page"))


def _row(event: str) -> Move:
    return next(move for move in MOVES if move.event == event)


def _states(case: Case) -> dict[Region, str]:
    return {region: str(getattr(case, column)) for region, column in COLUMN.items()}


def _end(program: Client, case: Case, event: str) -> tuple[str, str]:
    with transaction.atomic():
        answer = send(program, case, {"event": event, "version": case.version})
        transaction.set_rollback(True)
    said = answer.json()
    return said.get("error", "made"), said.get("words", "")


def _expected(case: Case, event: str, parts: frozenset[Part], words: str) -> str:
    """What the table says of it; `words` of a guard, which looks deeper, are taken as they are."""
    row = find_move(event, _states(case), parts)
    if isinstance(row, Refusal):
        return "refused" if words == str(row) else f"not “{row}”"
    if row.form or event in HANDS_ON:
        return "locked"
    if row.needs:
        return "invalid"
    return "refused" if words else "made"


def _on_the_page(program: Client, case: Case, event: str) -> int:
    with transaction.atomic():
        said = {"buoc-version": case.version, "buoc-token": "mot-lan"}
        answer = program.post(f"/vu-viec/{case.pk}/buoc/{event}/", said)
        transaction.set_rollback(True)
    return int(answer.status_code)
