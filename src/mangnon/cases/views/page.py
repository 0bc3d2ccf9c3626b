"""The page of one case: where it stands, what can be done now, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mangnon.cases.actions.decisions import READS_IT
from mangnon.cases.actions.intake_paper import INTAKE_FORM
from mangnon.cases.actions.looking import look_at
from mangnon.cases.actions.opened import Opener, open_words
from mangnon.cases.choices import Crime, Part, Region, State
from mangnon.cases.forms.notes import NoteForm
from mangnon.cases.machine.deciding import moves_from, state_words
from mangnon.cases.machine.facts import COLUMN
from mangnon.cases.machine.needs import CHILD_ASKED, NEEDS
from mangnon.cases.machine.table import FINAL, Move
from mangnon.cases.models import Case, CaseEvent, Note, Paper, Service
from mangnon.cases.papers import schema
from mangnon.cases.perms import working_at
from mangnon.cases.queries.alike import has_twins, twins_of_case
from mangnon.cases.queries.page import EVENT_WORDS, CasePage, may_hold, page_of
from mangnon.cases.queries.signed import ShownDecision, shown_decision
from mangnon.cases.queries.visible import Standing
from mangnon.cases.views.access import person_of, reader_or_none, signed_in, unlocking
from mangnon.kit import clock
from mangnon.reports import api as reports
from mangnon.units.api import Person

_ASKED = dict.fromkeys(CHILD_ASKED, "Ý kiến của trẻ") | {"text": "Nội dung"}

# While nothing was judged yet Mẫu 01 is offered; later it is read among the papers.
_BEGINNING = (State.INTAKE, State.FORWARDED, State.VERIFYING)
_CARRYING = {Part.WORKER, Part.HEAD, Part.CHAIR}
_HANDING = {*_CARRYING, Part.RECEIVER, Part.POLICE}


@dataclass(frozen=True)
class Happened:
    """An event of the timeline with what was said, as far as it is open."""

    row: CaseEvent
    words: str
    region: str
    said: list[tuple[str, str]]
    sealed: bool
    decision: ShownDecision | None


@dataclass(frozen=True)
class Shown:
    """A service or a note with its opened words; None while they are not open."""

    row: Service | Note
    text: str | None


@dataclass(frozen=True)
class ShownPaper:
    row: Paper
    title: str


@signed_in
@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The look is recorded before anything is shown."""
    seen = look_at(by=person_of(request), case_id=pk)
    return render(request, "cases/case.html", context_of(request, seen))


def context_of(request: HttpRequest, seen: Standing) -> dict[str, object]:
    person, case, parts = person_of(request), seen.case, seen.parts
    found = page_of(case, person, parts, clock.now())
    moves = moves_by_region(case, parts, person)
    opener = open_words(reader_or_none(request), case, seen.classes)
    return {
        "case": case,
        "found": found,
        "moves": moves,
        "regions": regions_of(case),
        "events": [_happened(row, opener, found.papers) for row in found.events],
        "services": [Shown(row, opener.service(row) if opener else None) for row in found.services],
        "notes": [Shown(row, opener.note(row) if opener else None) for row in found.notes],
        "papers": [ShownPaper(row, schema(row.form).title) for row in found.papers],
        "opened": opener is not None,
        "unlock": unlocking(request),
        "note_form": NoteForm(),
        "is_open": case.state not in FINAL,
        "twins": twins_of_case(person, case) if has_twins(case) else [],
        "may_void": any(move.event == "ask_void" for _, rows in moves for move in rows),
        "hands_over": case.crime != Crime.NONE and not parts.isdisjoint(_HANDING),
        "receives": Part.POLICE in parts,
        "sends_away": not parts.isdisjoint({Part.HEAD, Part.CHAIR}),
        "works": not parts.isdisjoint({Part.WORKER, Part.HEAD, Part.CHAIR}),
        "reads_decision": seen.classes >= READS_IT,
        **_of_the_report(seen, person),
        "news": reports.has_news(case.report),
        "facts": facts_of_page(case, found),
        "forms": sorted({one.form for _, rows in moves for one in rows} - {"", INTAKE_FORM}),
        "intake_form": INTAKE_FORM if case.state in _BEGINNING else "",
        "intake_awaited": _intake_awaited(moves, found),
    }


def _of_the_report(seen: Standing, person: Person) -> dict[str, object]:
    """Who reads the report of the case; and whether its key must still come to the unit
    responsible, from the one that received it."""
    case, gone_on = seen.case, seen.case.owner_id != seen.case.report.receiving_unit_id
    awaited = gone_on and not seen.report_opens and case.state != State.VOID
    carries = not seen.parts.isdisjoint(_CARRYING) and not awaited
    here = case.report.receiving_unit_id in {unit.pk for unit in working_at(person)}
    return {
        "reads_report": reports.receives(person, case.report) or carries,
        "key_awaited": awaited and bool(case.report.body),
        "hands_on_key": awaited and bool(case.report.body) and here,
        "hand_on_words": f"Trao khóa tin báo cho {case.owner.name}",
    }


def _intake_awaited(moves: list[tuple[str, list[Move]]], found: CasePage) -> bool:
    """Whether a step waits for Mẫu 01, that is not whole yet."""
    wanted = any(one.form == INTAKE_FORM for _, rows in moves for one in rows)
    return wanted and not any(row.form == INTAKE_FORM and row.final for row in found.papers)


def moves_by_region(
    case: Case, parts: frozenset[Part], person: Person
) -> list[tuple[str, list[Move]]]:
    """What can be done now, the main line first and there what brings the case on."""
    states = {region: str(getattr(case, column)) for region, column in COLUMN.items()}
    moves = [one for one in moves_from(states, parts) if may_hold(one, case, person)]
    moves.sort(key=lambda one: (one.end is None, one.event == "forward" and _is_at_home(case)))
    grouped = [(region, [one for one in moves if one.region == region]) for region in Region]
    return [(str(region.label), rows) for region, rows in grouped if rows]


def _is_at_home(case: Case) -> bool:
    """Whether the commune where it happened has the case already: there is little to pass on."""
    owner = case.owner
    return owner.kind == "commune" and owner.commune_id == case.commune_of_event_id


def regions_of(case: Case) -> list[tuple[str, str, str]]:
    """Name, words and tone of the regions beside the main line."""
    return [
        (
            str(region.label),
            state_words(region, getattr(case, column)),
            "grey" if getattr(case, column) == "none" else "teal",
        )
        for region, column in COLUMN.items()
        if region != Region.MAIN
    ]


def facts_of_page(case: Case, found: CasePage) -> list[tuple[str, str]]:
    """The case line by line."""
    event, residence = case.commune_of_event, case.commune_of_residence
    about = "khoảng " if case.report.is_rounded else ""
    rows = [
        ("Nhận tin lúc", f"{about}{clock.local(case.received_at):%H:%M %d/%m/%Y}"),
        ("Đơn vị chủ trì", case.owner.name),
        ("Nơi tiếp nhận", case.receiver.name),
        ("Phụ trách", str(case.person) if case.person else "chưa giao"),
        ("Nơi xảy ra", event.name if event else "chưa biết"),
        ("Nơi trẻ ở", residence.name if residence else "chưa biết"),
        ("Tin báo", case.report.number),
    ]
    if case.separation == "active" and case.separated_until:
        rows.append(("Cách ly đến hết ngày", f"{case.separated_until:%d/%m/%Y}"))
    if found.broken:
        rows.append(("Quá hạn", f"{found.broken} lần, còn ghi trong thống kê"))
    return rows


def _happened(row: CaseEvent, opener: Opener | None, papers: list[Paper]) -> Happened:
    words = EVENT_WORDS.get(row.event, row.event)
    opened = opener.event(row) if opener and row.sealed else None
    said = [(_label(name), _told(name, str(value))) for name, value in (opened or {}).items()]
    region = "" if row.region == Region.MAIN else str(Region(row.region).label)
    shut = bool(row.sealed) and opened is None
    return Happened(row, words, region, said, shut, shown_decision(row, papers))


def _label(name: str) -> str:
    return NEEDS[name].label if name in NEEDS else _ASKED.get(name, name)


def _told(name: str, value: str) -> str:
    """Moments are kept as ISO 8601 and read as a Vietnamese clock."""
    if not name.endswith("_at"):
        return value
    return f"{clock.local(datetime.fromisoformat(value)):%H:%M %d/%m/%Y}"
