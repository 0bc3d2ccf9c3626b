"""A unit's work: what one letter gave it, and one assignment with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from mangnon.directives.choices import Event, Side, State
from mangnon.directives.models import (
    Assignment,
    AssignmentEvent,
    Directive,
    Evidence,
    Extension,
    Return,
)
from mangnon.directives.perms import OF_THE_PERSON, acting_units
from mangnon.directives.queries.workdays import days_off
from mangnon.directives.workdays import DaysOff, working_days_between
from mangnon.directives.workflow import OWING, IllegalMove, Move, is_late, moves_from, refusal
from mangnon.kit import clock
from mangnon.units.api import Person, Role, Scope, Unit, can_act_for, scope_of


@dataclass(frozen=True)
class Work:
    """One assignment as its page shows it."""

    assignment: Assignment  # clause, directive, unit, given_by, person loaded
    moves: tuple[Move, ...]  # what this person may do now, in this unit's name
    late: bool
    days_left: int  # working days, negative when the day has passed
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
    children: tuple[Assignment, ...]  # with units
    carried: Assignment | None  # the same work under the letter that this one replaces
    carried_returns: tuple[Return, ...]


@dataclass(frozen=True)
class LetterWork:
    """What a unit was given by one letter, in the order of the clauses."""

    directive: Directive
    works: tuple[Work, ...]
    to_acknowledge: int
    done: int

    @property
    def next_due(self) -> Work | None:
        """The work still owed whose day comes first."""
        owed = [one for one in self.works if one.assignment.state in OWING]
        return min(owed, key=lambda one: one.assignment.due_on, default=None)

    @property
    def one_day(self) -> bool:
        """Whether all of it is due on the same day."""
        return len({one.assignment.due_on for one in self.works}) == 1


@dataclass(frozen=True)
class _Viewer:
    """For whom moves are listed: computed once for a whole page."""

    person: Person
    unit: Unit
    acts: bool
    today: date
    days_off: DaysOff

    def moves(self, row: Assignment, asked: bool) -> tuple[Move, ...]:
        """What the table allows, without answers to questions that were not asked."""
        found: list[Move] = []
        if self.unit.pk == row.unit_id:
            found += moves_from(row.state, Side.RECEIVER)
        if self.unit.pk == row.given_by_id:
            found += moves_from(row.state, Side.GIVER)
        fitting = (move for move in found if move.event not in _hidden(asked))
        if self.acts:
            return tuple(fitting)
        handed = row.person_id == self.person.pk
        return tuple(move for move in fitting if handed and move.event in OF_THE_PERSON)

    def work(self, row: Assignment) -> Work:
        children = list(row.children.all())
        waiting = next((one for one in row.extensions.all() if one.granted is None), None)
        returns = list(row.returns.all())
        return Work(
            assignment=row,
            moves=self.moves(row, waiting is not None),
            late=is_late(row.state, row.due_on, self.today),
            days_left=working_days_between(self.today, row.due_on, self.days_off),
            waiting_extension=waiting,
            last_return=returns[-1] if returns else None,
            child_count=len(children),
            child_done=sum(child.state == State.ACCEPTED for child in children),
            child_late=sum(is_late(child.state, child.due_on, self.today) for child in children),
        )


def _hidden(asked: bool) -> set[Event]:
    """Moves that need no button: made in bulk, or senseless while a request waits or none does."""
    return {Event.CARRY_OVER, Event.ASK_EXTENSION if asked else Event.ANSWER_EXTENSION}


def _viewer(person: Person, unit: Unit) -> _Viewer:
    return _Viewer(person, unit, can_act_for(person, unit), clock.today(), days_off())


def assignments_visible_to(person: Person) -> QuerySet[Assignment]:
    """Work of and work given by the units for which a person acts, work handed to the person, and
    all work of letters that the person oversees."""
    scope = scope_of(person)
    own = [unit.pk for unit in acting_units(scope)]
    return Assignment.objects.filter(
        Q(unit__in=own)
        | Q(given_by__in=own)
        | Q(directive__issuer__in=own)
        | Q(person=person)
        | _overseen(scope)
    )


def _overseen(scope: Scope) -> Q:
    inside = Q(pk__in=[])
    for held in scope.held:
        if held.role in {Role.PROVINCIAL_OFFICER, Role.AUDITOR}:
            inside |= Q(directive__issuer__path__startswith=held.root)
    return inside


def _full(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """The rows with all that `Work` looks at; a constant number of queries."""
    return rows.select_related(
        "clause", "directive__issuer", "unit", "given_by", "person", "carried_from"
    ).prefetch_related("children", "extensions", "returns")


def work_of_unit(person: Person, unit: Unit, directive: Directive) -> LetterWork:
    """A unit's assignments from one letter; for one who does not act for it, those handed on."""
    viewer = _viewer(person, unit)
    rows = assignments_visible_to(person).filter(directive=directive, unit=unit)
    works = tuple(viewer.work(row) for row in _full(rows).order_by("clause__order"))
    states = [work.assignment.state for work in works]
    return LetterWork(
        directive=directive,
        works=works,
        to_acknowledge=states.count(State.ISSUED) if viewer.acts else 0,
        done=states.count(State.ACCEPTED),
    )


def assignment_for(person: Person, unit: Unit, assignment_id: int) -> WorkPage:
    """One assignment. Raises Assignment.DoesNotExist also when the person may not see it."""
    row = _full(assignments_visible_to(person)).get(pk=assignment_id)
    return WorkPage(
        work=_viewer(person, unit).work(row),
        events=tuple(row.events.select_related("by", "by_unit")),
        returns=returns_with_files(row.pk),
        extensions=tuple(row.extensions.select_related("asked_by", "answered_by")),
        children=tuple(row.children.select_related("unit").order_by("unit__path")),
        carried=row.carried_from,
        carried_returns=returns_with_files(row.carried_from_id),
    )


def returns_with_files(assignment_id: int | None) -> tuple[Return, ...]:
    if assignment_id is None:
        return ()
    files = Prefetch("evidence", Evidence.objects.select_related("file"))
    rows = Return.objects.filter(assignment=assignment_id).prefetch_related(files)
    return tuple(rows.select_related("made_by", "judged_by"))


def extensions_waiting(directive: Directive, giver: Unit) -> tuple[Extension, ...]:
    """Requests for more time that wait for this unit's answer, the oldest first."""
    rows = Extension.objects.filter(
        granted=None, assignment__directive=directive, assignment__given_by=giver
    )
    related = ("assignment__unit", "assignment__clause", "asked_by")
    return tuple(rows.select_related(*related).order_by("asked_at"))


def why_not(assignment: Assignment, event: str) -> IllegalMove:
    """The words for a move that a page does not offer."""
    return refusal(assignment.state, event) or IllegalMove(
        f"Anh/chị không được “{Event(event).label}” với việc này."
    )
