"""My desk: what waits for a person who works for a unit, letter by letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from mangnon.directives.choices import DirectiveState, State
from mangnon.directives.models import Assignment, Directive, Extension
from mangnon.directives.queries.workdays import days_off
from mangnon.directives.workdays import DaysOff, working_days_between
from mangnon.directives.workflow import OPEN, OWING, is_late
from mangnon.kit import clock
from mangnon.units.api import Person, Unit, UnitKind, can_act_for


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
    late: int = 0  # how many pieces of the letter's work are past their own day


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
class _Today:
    """The day from which working days are counted."""

    on: date
    days_off: DaysOff

    def left(self, day: date | None) -> int | None:
        return None if day is None else working_days_between(self.on, day, self.days_off)


class _Letter(NamedTuple):
    """What a row of the desk says of its letter."""

    pk: UUID
    subject: str
    number: str
    symbol: str
    issuer: str
    state: str
    deadline_on: date | None

    def item(
        self,
        today: _Today,
        count: int,
        words: str,
        due_on: date | None,
        whom: str = "",
        late: int = 0,
    ) -> DeskItem:
        notation = f"{self.number}{self.symbol}"
        return DeskItem(
            directive_id=self.pk,
            title=self.subject or notation or "Văn bản chưa có trích yếu",
            notation=notation,
            from_whom=whom or self.issuer,
            due_on=due_on,
            days_left=today.left(due_on),
            count=count,
            words=words,
            late=late,
        )


_LETTER = ("pk", "subject", "number", "symbol", "issuer__name", "state", "deadline_on")


class _Work(NamedTuple):
    """One open assignment of the unit."""

    letter: _Letter
    given_by: str
    state: str
    due_on: date
    person_id: UUID | None


def desk_sections(person: Person, unit: Unit) -> Desk:
    """The desk of a person at a unit. Six queries at most, however much there is."""
    today = _Today(clock.today(), days_off())
    acts = can_act_for(person, unit)
    received = _received(_works(unit, None if acts else person), person, today)
    if not acts:
        return Desk(handed_to_me=received["handed_to_me"])
    given = {} if unit.kind == UnitKind.SCHOOL else _given(unit, today)
    return Desk(**received, **given)


def _works(unit: Unit, only_for: Person | None) -> list[_Work]:
    rows = Assignment.objects.filter(unit=unit, state__in=OPEN)
    if only_for is not None:
        rows = rows.filter(person=only_for)
    fields = [f"directive__{name}" for name in _LETTER]
    values = rows.order_by("due_on", "directive_id").values_list(
        *fields, "given_by__name", "state", "due_on", "person_id"
    )
    cut = len(_LETTER)
    return [_Work(_Letter(*row[:cut]), *row[cut:]) for row in values]


def _received(works: list[_Work], person: Person, today: _Today) -> dict[str, tuple[DeskItem, ...]]:
    going_on = (State.ACKNOWLEDGED, State.IN_PROGRESS)
    late = [work for work in works if is_late(work.state, work.due_on, today.on)]
    sections = {
        "new": ([one for one in works if one.state == State.ISSUED], "việc chưa tiếp nhận"),
        "late": (late, "việc quá hạn"),
        "sent_back": (
            [one for one in works if one.state == State.SENT_BACK],
            "báo cáo cần bổ sung",
        ),
        "going_on": (
            [one for one in works if one.state in going_on and one.due_on >= today.on],
            "việc đang thực hiện",
        ),
        "handed_to_me": (
            [one for one in works if one.person_id == person.pk and one.state in OWING],
            "việc giao cho anh/chị",
        ),
    }
    return {name: _by_letter(rows, words, today) for name, (rows, words) in sections.items()}


def _by_letter(works: Iterable[_Work], words: str, today: _Today) -> tuple[DeskItem, ...]:
    """One item for each letter, the earliest deadline first."""
    letters: dict[UUID, list[_Work]] = defaultdict(list)
    for work in works:
        letters[work.letter.pk].append(work)
    return tuple(_item(group, words, today) for group in letters.values())


def _item(group: list[_Work], words: str, today: _Today) -> DeskItem:
    """Says which part is late when not all of it is: the row shows the earliest day."""
    first, late = group[0], sum(is_late(one.state, one.due_on, today.on) for one in group)
    part = f", {late} quá hạn" if 0 < late < len(group) else ""
    said = f"{len(group)} {words}{part}"
    return first.letter.item(today, len(group), said, first.due_on, first.given_by, late)


class _Given(NamedTuple):
    """Counts of the work that a unit gave out by one letter."""

    directive_id: UUID
    total: int
    done: int
    late: int
    waiting: int
    asked: int


def _given(unit: Unit, today: _Today) -> dict[str, tuple[DeskItem, ...]]:
    """What the unit gave out, what comes back to it, and its letters not yet issued."""
    counts = {row.directive_id: row for row in _given_counts(unit, today.on)}
    letters = [
        _Letter(*row)
        for row in Directive.objects.filter(
            Q(pk__in=counts) | Q(issuer=unit, state__in=_BEFORE_ISSUE)
        ).values_list(*_LETTER)
    ]
    given = [(letter, counts[letter.pk]) for letter in letters if letter.pk in counts]
    given.sort(key=lambda pair: pair[0].deadline_on or date.max)
    return {
        "to_judge": tuple(
            letter.item(today, row.waiting, f"{row.waiting} báo cáo chờ duyệt", letter.deadline_on)
            for letter, row in given
            if row.waiting
        ),
        "to_answer": tuple(
            letter.item(today, row.asked, f"{row.asked} đề nghị gia hạn", letter.deadline_on)
            for letter, row in given
            if row.asked
        ),
        "drafts": tuple(
            letter.item(today, 1, _BEFORE_ISSUE[letter.state], letter.deadline_on)
            for letter in letters
            if letter.state in _BEFORE_ISSUE
        ),
        "following": tuple(
            letter.item(today, row.total, _progress(row), letter.deadline_on, late=row.late)
            for letter, row in given
            if row.done < row.total
        ),
    }


_BEFORE_ISSUE: dict[str, str] = {
    DirectiveState.READING: "Đang đọc",
    DirectiveState.REFUSED: "Không đọc được",
    DirectiveState.DRAFT: "Chờ rà soát",
}


def _given_counts(unit: Unit, today: date) -> list[_Given]:
    rows = (
        Assignment.objects.filter(given_by=unit, directive__state=DirectiveState.ISSUED)
        .order_by()
        .values("directive_id")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state=State.ACCEPTED)),
            late=Count("pk", filter=Q(state__in=OWING, due_on__lt=today)),
            waiting=Count("pk", filter=Q(state=State.RETURNED)),
        )
    )
    asked = dict(
        Extension.objects.filter(granted=None, assignment__given_by=unit)
        .order_by()
        .values_list("assignment__directive_id")
        .annotate(count=Count("pk"))
    )
    return [_Given(**row, asked=asked.get(row["directive_id"], 0)) for row in rows]


def _progress(row: _Given) -> str:
    late = f", {row.late} quá hạn" if row.late else ""
    return f"{row.done}/{row.total} việc hoàn thành{late}"
