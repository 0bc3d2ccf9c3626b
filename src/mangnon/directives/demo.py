"""Two invented letters at work: one issued, with every state on its board, one to review.

What a fortnight of work would have left is written in bulk, since 400 pieces of work moved one
by one would take the whole start. The numbers come from a fixed seed: every demo looks the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.directives import demo_letters
from mangnon.directives.actions.drafting import correct, take_in
from mangnon.directives.actions.issuing import issue
from mangnon.directives.choices import DirectiveState, Event, ReturnState, State
from mangnon.directives.models import (
    Assignment,
    AssignmentEvent,
    Directive,
    Extension,
    Return,
)
from mangnon.kit import clock
from mangnon.units.api import Person, Unit

_OFFICER, _ISSUER = "tinh@trinhdien.mangnon", "51-SYT"
# The demo logins' communes: their work is left for whoever tries the demo.
_UNTOUCHED = {"21289"}
_DAYS_AGO, _DAYS_LEFT, _FIRST_LATE = 16, 9, 4

# How far the units are: state and how many of twenty.
_SHARES = (
    (State.ISSUED, 2),
    (State.ACKNOWLEDGED, 2),
    (State.IN_PROGRESS, 4),
    (State.RETURNED, 4),
    (State.SENT_BACK, 1),
    (State.ACCEPTED, 7),
)
_RESULTS = (
    "Đã phát {count} buổi trên loa truyền thanh và đăng bài trên trang thông tin điện tử của xã; "
    "các thôn đều nghe được.",
    "Đã tổ chức {count} buổi sinh hoạt cho trẻ em tại nhà văn hóa thôn, có phụ huynh cùng dự.",
    "Đã niêm yết số điện thoại tại {count} điểm gồm nhà văn hóa, trường học và trạm y tế.",
    "Đã phân công người trực, tiếp nhận và trả lời {count} lượt hỏi của phụ huynh.",
)
_DIFFICULTIES = (
    "",
    "",
    "Sóng di động ở các thôn xa còn yếu, khó gửi tài liệu qua nhóm phụ huynh.",
    "Người làm công tác trẻ em kiêm nhiệm nhiều việc, chưa được tập huấn về an toàn mạng.",
)
_PROPOSALS = (
    "",
    "",
    "Đề nghị cấp thêm tờ rơi có tranh cho trẻ em nhỏ tuổi.",
    "Đề nghị có tài liệu bằng tiếng Hrê để phát trên loa truyền thanh.",
)


def seed_demo() -> None:
    """The demo letters, once. Needs the demo province of `units`."""
    officer = Person.objects.filter(email=_OFFICER, is_demo=True).first()
    issuer = Unit.objects.filter(code=_ISSUER).first()
    if officer is None or issuer is None or Directive.objects.exists():
        return
    today = clock.today()
    _seed_issued(officer, issuer, today)
    _take_in(officer, issuer, demo_letters.DRAFT, today, "tap-huan-trinh-dien.txt")


def _take_in(officer: Person, issuer: Unit, letter: str, day: date, name: str) -> Directive:
    deadline = clock.today() + timedelta(days=_DAYS_LEFT)
    text = letter.format(day=day.day, month=day.month, year=day.year, deadline=deadline)
    return take_in(by=officer, unit=issuer, data=text.encode(), name=name)


@transaction.atomic
def _seed_issued(officer: Person, issuer: Unit, today: date) -> None:
    day = today - timedelta(days=_DAYS_AGO)
    letter = _take_in(officer, issuer, demo_letters.ISSUED, day, "dip-nghi-trinh-dien.txt")
    if letter.state != DirectiveState.DRAFT:
        return
    letter = correct(
        by=officer,
        directive=letter,
        version=letter.version,
        deadline_on=today + timedelta(days=_DAYS_LEFT),
    )
    letter = issue(by=officer, directive=letter, version=letter.version)
    # Chosen a fortnight ago the first clause's day lay ahead; now it has passed.
    passed = today - timedelta(days=_FIRST_LATE)
    letter.clauses.filter(order=1).update(deadline_on=passed)
    letter.assignments.filter(clause__order=1).update(due_on=passed)
    _Past(letter, officer).write()


@dataclass
class _Past:
    """A fortnight of work on a letter, gathered and then written."""

    letter: Directive
    officer: Person
    chance: Random = field(default_factory=lambda: Random(51))  # noqa: S311 - a look, no secret
    events: list[AssignmentEvent] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)

    def write(self) -> None:
        begun = clock.now() - timedelta(days=_DAYS_AGO)
        works = list(
            Assignment.objects.filter(directive=self.letter).select_related("unit", "clause")
        )
        for work in works:
            work.issued_at = begun
            if work.unit.code not in _UNTOUCHED:
                self._live(work, begun)
        Directive.objects.filter(pk=self.letter.pk).update(issued_at=begun)
        AssignmentEvent.objects.filter(assignment__directive=self.letter).update(at=begun)
        Assignment.objects.bulk_update(works, _MOVED, batch_size=200)
        Return.objects.bulk_create(self.returns)
        AssignmentEvent.objects.bulk_create(self.events)
        self._ask_for_time(works)
        facts = {"assignments": len(works), "events": len(self.events)}
        record(by=self.officer, what="directive.demo_seeded", on=self.letter, facts=facts)

    def _live(self, work: Assignment, begun: datetime) -> None:
        """Bring one piece of work to a state, by the moves that lead there."""
        states = [state for state, share in _SHARES for _ in range(share)]
        goal = self.chance.choice(states)
        at = begun
        for event, state in _ROADS[goal]:
            at += timedelta(hours=self.chance.randint(12, 80))
            self._move(work, event, state, min(at, clock.now()))

    def _move(self, work: Assignment, event: Event, state: State, at: datetime) -> None:
        by_giver = event in {Event.ACCEPT, Event.SEND_BACK}
        self.events.append(
            AssignmentEvent(
                assignment=work,
                event=event,
                from_state=work.state,
                to_state=state,
                by=self.officer if by_giver else None,
                by_unit_id=work.given_by_id if by_giver else work.unit_id,
                at=at,
            )
        )
        work.state = state
        work.version += 1
        self._note(work, event, at)

    def _note(self, work: Assignment, event: Event, at: datetime) -> None:
        if event == Event.ACKNOWLEDGE:
            work.acknowledged_at = at
        elif event == Event.PROGRESS:
            work.percent = self.chance.choice((20, 40, 50, 70))
        elif event == Event.SUBMIT:
            work.returned_at, work.percent = at, 100
            self.returns.append(self._return(work, at))
        elif event == Event.ACCEPT:
            work.accepted_at = at
            self._judge(ReturnState.ACCEPTED, at, "")
        else:
            self._judge(ReturnState.SENT_BACK, at, "Đề nghị ghi rõ số buổi và số người tham gia.")

    def _return(self, work: Assignment, at: datetime) -> Return:
        count = self.chance.randint(2, 14)
        return Return(
            assignment=work,
            text=_RESULTS[(work.clause.order - 1) % len(_RESULTS)].format(count=count),
            figure=count,
            difficulties=self.chance.choice(_DIFFICULTIES),
            proposals=self.chance.choice(_PROPOSALS),
            made_at=at,
        )

    def _judge(self, state: ReturnState, at: datetime, reason: str) -> None:
        last = self.returns[-1]
        last.state, last.judged_by, last.judged_at, last.reason = state, self.officer, at, reason

    def _ask_for_time(self, works: list[Assignment]) -> None:
        """Two communes ask for more time."""
        asking = [work for work in works if work.state == State.IN_PROGRESS][:2]
        Extension.objects.bulk_create(
            Extension(
                assignment=work,
                until=work.due_on + timedelta(days=14),
                reason="Mưa lũ kéo dài, chưa tập trung được người dân.",
            )
            for work in asking
        )


_MOVED = [
    "state",
    "percent",
    "version",
    "issued_at",
    "acknowledged_at",
    "returned_at",
    "accepted_at",
]
_TAKE = (Event.ACKNOWLEDGE, State.ACKNOWLEDGED)
_DO = (Event.PROGRESS, State.IN_PROGRESS)
_TELL = (Event.SUBMIT, State.RETURNED)
_ROADS: dict[State, tuple[tuple[Event, State], ...]] = {
    State.ISSUED: (),
    State.ACKNOWLEDGED: (_TAKE,),
    State.IN_PROGRESS: (_TAKE, _DO),
    State.RETURNED: (_TAKE, _DO, _TELL),
    State.SENT_BACK: (_TAKE, _DO, _TELL, (Event.SEND_BACK, State.SENT_BACK)),
    State.ACCEPTED: (_TAKE, _DO, _TELL, (Event.ACCEPT, State.ACCEPTED)),
}
