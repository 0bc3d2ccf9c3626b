"""All that the page of one case shows without a key: clocks, events, papers, services, referrals,
notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mangnon.cases.choices import DeadlineState, Part, Urgency
from mangnon.cases.clocks import alarms, rule_of
from mangnon.cases.machine.table import FINAL, MOVES, Move
from mangnon.cases.models import Case, CaseEvent, Deadline, Note, Paper, Referral, Service
from mangnon.cases.papers import LetterDate, Letterhead
from mangnon.cases.remaining import left_words, tone_at
from mangnon.directives.api import DaysOff, days_off
from mangnon.kit import clock
from mangnon.units.api import Person, Unit, UnitKind, scope_of

# What happens beside the moves of the table, in words.
BESIDE = {
    "open": "Mở vụ việc",
    "note": "Ghi chú",
    "decision_attached": "Kèm tệp quyết định đã ký",
    "service_added": "Ghi dịch vụ",
    "service_running": "Bắt đầu dịch vụ",
    "service_done": "Dịch vụ đã xong",
    "service_refused": "Gia đình từ chối dịch vụ",
    "service_void": "Không thực hiện dịch vụ",
    "referral_sent": "Gửi chuyển tuyến",
    "referral_acknowledged": "Đã nhận chuyển tuyến",
    "referral_accepted": "Nhận hỗ trợ",
    "referral_rejected": "Không nhận hỗ trợ",
    "referral_done": "Đã hỗ trợ xong",
    "referral_revoked": "Rút lại chuyển tuyến",
    "package_made": "Lập gói bàn giao cho công an",
    "package_received": "Công an đã nhận bàn giao",
    "sent_away": "Lập gói chuyển sang tỉnh khác",
    "arrived": "Nhận vụ việc từ tỉnh khác",
}
EVENT_WORDS = {move.event: move.words for move in MOVES} | BESIDE


# Guards that the row of the case answers alone: a button that they would refuse is not offered.
_ON_THE_ROW: dict[str, Callable[[Case, Person], bool]] = {
    "not_urgent_yet": lambda case, person: case.urgency != Urgency.URGENT,
    "urgent_now": lambda case, person: case.urgency == Urgency.URGENT,
    "void_not_asked": lambda case, person: case.void_asked_by_id is None,
    "void_was_asked": lambda case, person: case.void_asked_by_id is not None,
    "not_void_asker": lambda case, person: case.void_asked_by_id != person.pk,
    "not_plan_author": lambda case, person: case.plan_by_id != person.pk,
    "not_own_assessment": lambda case, person: case.assessed_by_id != person.pk,
    "not_review_author": lambda case, person: case.reviewed_by_id != person.pk,
    # Made by the other province's receipt, never by a button.
    "taken_elsewhere": lambda case, person: False,
    "main_is_open": lambda case, person: case.state not in FINAL,
}


def may_hold(move: Move, case: Case, person: Person) -> bool:
    """Whether a move is worth a button; `apply` alone decides."""
    return all(_ON_THE_ROW[name](case, person) for name in move.guards if name in _ON_THE_ROW)


@dataclass(frozen=True)
class Clock:
    """One clock as the page shows it; `mark` is the last of 50, 75, 90, 100 that has passed."""

    words: str
    due_at: datetime
    mark: int
    tone: str
    left: str
    unchecked: bool


@dataclass(frozen=True)
class CasePage:
    clocks: list[Clock]
    broken: int
    events: list[CaseEvent]
    papers: list[Paper]
    services: list[Service]
    referrals: list[Referral]
    notes: list[Note]


def page_of(case: Case, person: Person, parts: frozenset[Part], now: datetime) -> CasePage:
    """Six queries; one more for the calendar when a clock counts working days."""
    deadlines = list(case.deadlines.all())
    running = [one for one in deadlines if one.ended_at is None]
    return CasePage(
        clocks=clocks_of(running, now),
        broken=sum(one.state in _BROKEN for one in deadlines),
        events=list(case.events.select_related("by", "by_unit", "decision").order_by("-number")),
        papers=latest(case),
        services=list(case.services.select_related("unit")),
        referrals=list(case.referrals.select_related("to_unit", "sent_by")),
        notes=notes_for(case, person, parts),
    )


_BROKEN = (DeadlineState.BREACHED, DeadlineState.MET_LATE)


def clocks_of(running: list[Deadline], now: datetime) -> list[Clock]:
    """The running clocks, the first to end on top."""
    counted = any(rule_of(one.rule).unit == "workdays" for one in running)
    calendar = days_off() if counted else DaysOff()
    return [clock_of(one, now, calendar) for one in sorted(running, key=lambda one: one.due_at)]


def clock_of(one: Deadline, now: datetime, calendar: DaysOff) -> Clock:
    rule = rule_of(one.rule)
    marks = alarms(one.rule, one.started_at, one.due_at, calendar)
    mark = max((mark for mark, at in marks if at <= now), default=0)
    over = one.due_at <= now
    return Clock(
        words=rule.words,
        due_at=one.due_at,
        mark=100 if over else mark,
        tone=tone_at(mark, over=over),
        left=left_words(one.due_at, now),
        unchecked=not rule.is_checked,
    )


def latest(case: Case) -> list[Paper]:
    """The last revision of each form, in the order of the forms."""
    last: dict[str, Paper] = {}
    for paper in case.papers.select_related("made_by").order_by("form", "revision"):
        last[paper.form] = paper
    return list(last.values())


def notes_for(case: Case, person: Person, parts: frozenset[Part]) -> list[Note]:
    """Internal ones only for the unit responsible and its supervisor."""
    notes = case.notes.select_related("by")
    own = case.owner_id in {unit.pk for unit in scope_of(person).homes}
    if not (own and parts - {Part.PARTNER}) and Part.SUPERVISOR not in parts:
        notes = notes.filter(internal=False)
    return list(notes)


def head_of(unit: Unit, paper: Paper) -> Letterhead:
    """The head under which a unit prints a form; number and day are written when it is signed."""
    made = clock.local(paper.made_at)
    above = unit.parent.name if unit.parent and unit.kind != UnitKind.COMMUNE else None
    return Letterhead(
        issuer=unit.name,
        parent=above,
        place=unit.commune.name if unit.commune else None,
        date=LetterDate(None, made.month, made.year),
    )
