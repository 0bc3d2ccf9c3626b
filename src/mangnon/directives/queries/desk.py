"""My desk and a unit's work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mangnon.directives.models import (
    Assignment,
    AssignmentEvent,
    Directive,
    Extension,
    Return,
)
from mangnon.directives.workflow import Move
from mangnon.units.api import Person, Unit


@dataclass(frozen=True)
class DeskItem:
    """One letter on the desk. `days_left` counts working days, negative when late."""

    directive_id: UUID
    title: str
    notation: str
    from_whom: str
    due_on: date | None
    days_left: int | None
    count: int
    words: str  # "3 việc chưa tiếp nhận"


@dataclass(frozen=True)
class Desk:
    """What waits for a person who works for a unit. A letter may stand in several sections."""

    new: tuple[DeskItem, ...] = ()  # not acknowledged yet
    late: tuple[DeskItem, ...] = ()
    sent_back: tuple[DeskItem, ...] = ()
    going_on: tuple[DeskItem, ...] = ()
    handed_to_me: tuple[DeskItem, ...] = ()
    to_judge: tuple[DeskItem, ...] = ()  # returns waiting for this unit's judgement
    to_answer: tuple[DeskItem, ...] = ()  # requests for more time
    drafts: tuple[DeskItem, ...] = ()
    following: tuple[DeskItem, ...] = ()  # letters given out and still open


@dataclass(frozen=True)
class Work:
    """One assignment as its page shows it."""

    assignment: Assignment  # clause, directive, unit, given_by, person loaded
    moves: tuple[Move, ...]  # what this person may do now
    late: bool
    days_left: int
    waiting_extension: Extension | None
    last_return: Return | None
    child_count: int = 0
    child_done: int = 0
    child_late: int = 0


@dataclass(frozen=True)
class WorkPage:
    """One assignment with its history."""

    work: Work
    events: tuple[AssignmentEvent, ...]
    returns: tuple[Return, ...]  # rounds, with `.evidence` and files prefetched
    extensions: tuple[Extension, ...]
    children: tuple[Assignment, ...]
    carried: Assignment | None  # what was done under the letter that this one replaces
    carried_returns: tuple[Return, ...]


@dataclass(frozen=True)
class LetterWork:
    """What a unit was given by one letter."""

    directive: Directive
    works: tuple[Work, ...]
    to_acknowledge: int
    done: int


def desk_sections(person: Person, unit: Unit) -> Desk:
    """The desk of a person at a unit; a constant number of queries."""
    raise NotImplementedError


def work_of_unit(person: Person, unit: Unit, directive: Directive) -> LetterWork:
    """A unit's assignments from one letter, in the order of the clauses."""
    raise NotImplementedError


def assignment_for(person: Person, unit: Unit, assignment_id: int) -> WorkPage:
    """One assignment. Raises Assignment.DoesNotExist also when the person may not see it."""
    raise NotImplementedError


def people_to_hand_on(person: Person, unit: Unit) -> tuple[Person, ...]:
    """Who in the unit can be handed work."""
    raise NotImplementedError


def units_to_hand_down(unit: Unit, assignment: Assignment) -> tuple[Unit, ...]:
    """Units below or managed by profession that do not have this work yet."""
    raise NotImplementedError
