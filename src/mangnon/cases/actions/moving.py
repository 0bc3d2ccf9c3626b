"""One move of one case, as it is made: locked, checked, and its outcome written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from mangnon.base.audit.api import record
from mangnon.base.walls import for_the_system
from mangnon.cases.actions.acting import note_first_action
from mangnon.cases.actions.decisions import keep_decision
from mangnon.cases.actions.keeping import (
    complete_keys,
    hand_on_key,
    holders,
    take_back_keys,
)
from mangnon.cases.actions.papers import finish_paper, write_paper
from mangnon.cases.actions.running import start_clocks, stop_clocks, void_clocks
from mangnon.cases.actions.telling import tell_moved
from mangnon.cases.choices import FieldClass, Region, State
from mangnon.cases.machine.deciding import state_words
from mangnon.cases.machine.facts import COLUMN, Data, Outcome
from mangnon.cases.machine.needs import NEEDS, sealed_words
from mangnon.cases.machine.stages import stage_of
from mangnon.cases.machine.table import Move
from mangnon.cases.models import Case, CaseEvent, Share
from mangnon.cases.refusals import Conflict
from mangnon.cases.sealed import event_place, seal_words
from mangnon.reports.api import mark_unlinked, set_stage
from mangnon.units.api import Person, Unit, UnitKind

# The only change of owner that does not wait for somebody who can open the case: the key follows
# with the next move of one who can (`complete_keys`).
TAKE_OVER = "take_over"
_POLICE_READS = (FieldClass.IDENTITY, FieldClass.EVIDENCE, FieldClass.WORK)


@dataclass(frozen=True)
class Moving:
    """Who makes which move on what, in the name of which unit, when."""

    case: Case
    move: Move
    by: Person
    unit: Unit
    data: Data
    now: datetime
    token: str
    key: bytes | None


@for_the_system("the lock comes before the question whose case it is")
def locked_case(case_id: UUID) -> Case:
    """The fresh row of a case, held until the transaction ends.

    Locked alone and read then: a lock that joins the owner would, when it had to wait for a move
    that changed the owner, find no row at all (PostgreSQL looks again at the locked row only).
    """
    Case.objects.select_for_update().only("pk").get(pk=case_id)
    return Case.objects.select_related("report", "owner", "receiver", "person").get(pk=case_id)


def conflict(case: Case, move_words: str, region: str, data: Data) -> Conflict:
    """What was wanted beside where the case stands now, and who brought it there."""
    last = case.events.select_related("by").last()
    now = state_words(region, getattr(case, COLUMN[Region(region)]))
    differences = [("Bước xử lý", move_words, now)]
    for name in ("urgency", "until"):
        column = {"urgency": "urgency", "until": "separated_until"}[name]
        mine, theirs = data.get(name), getattr(case, column)
        if mine is not None and mine != theirs:
            differences.append((NEEDS[name].label, _shown(mine), _shown(theirs)))
    return Conflict(case.version, tuple(differences), str(last.by) if last and last.by else "")


def _shown(value: Any) -> str:
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    words = {"urgent": "Khẩn cấp", "not_urgent": "Không khẩn cấp", "unknown": "Chưa đánh giá"}
    return words.get(str(value), str(value) if value is not None else "chưa có")


@for_the_system("a move that was decided, also out of sight of who makes it")
def write(moving: Moving, outcome: Outcome) -> Case:
    """Set the row to its next version, with all that belongs to the move.

    The update counts its rows: another transaction that came first leaves none, and is a Conflict.
    """
    case, move = moving.case, moving.move
    mine = Case.objects.filter(
        pk=case.pk, version=case.version, **{COLUMN[move.region]: outcome.before}
    )
    if mine.update(version=F("version") + 1, **outcome.fields) != 1:
        case.refresh_from_db()
        raise conflict(case, move.words, move.region, moving.data)
    before, case = case.owner_id, locked_case(case.pk)
    if case.owner_id != before and not (move.event == TAKE_OVER and moving.key is None):
        hand_on_key(case, moving.key, case.owner)
    event = _write_event(moving, case, outcome)
    signed = _write_decision(moving, case, event)
    _write_paper(moving, case)
    _run_clocks(case, outcome, moving.now)
    note_first_action(case, move.event, moving.now)
    _share(moving, case, outcome)
    if moving.key is not None:
        complete_keys(case, moving.key)
    _record(moving, case, outcome, signed | {"number": event.number})
    if move.region == Region.MAIN and outcome.before != outcome.after:
        set_stage(case.report_id, stage_of(case.state))
        if case.state == State.VOID and not _is_carried_elsewhere(case):
            mark_unlinked(case.report_id, by=moving.by)
    tell_moved(case, [telling.audience for telling in outcome.tellings], event.number)
    return case


def _is_carried_elsewhere(case: Case) -> bool:
    """Whether another case goes on with what the report of a void one tells."""
    others = Case.objects.filter(report=case.report_id).exclude(pk=case.pk)
    return case.duplicate_of_id is not None or others.exclude(state=State.VOID).exists()


def _write_event(moving: Moving, case: Case, outcome: Outcome) -> CaseEvent:
    last = case.events.order_by("-number").first()
    number = last.number + 1 if last else 1
    words = sealed_words(moving.data)
    place = event_place(case.pk, number)
    return CaseEvent.objects.create(
        case=case,
        number=number,
        event=moving.move.event,
        region=moving.move.region,
        from_state=outcome.before,
        to_state=outcome.after,
        part=outcome.part,
        by=moving.by,
        by_unit=moving.unit,
        at=moving.now,
        sealed=seal_words(moving.key, holders(case), words, place) if words else b"",
        token=moving.token,
    )


def _write_decision(moving: Moving, case: Case, event: CaseEvent) -> dict[str, Any]:
    """What a step that is signed keeps of the signing, and says in the record."""
    if "signed_on" not in moving.move.needs:
        return {}
    return keep_decision(case, event, moving.data, by=moving.by, key=moving.key)


def _write_paper(moving: Moving, case: Case) -> None:
    form, answers = moving.move.form, moving.data.get("paper")
    if form and isinstance(answers, dict):
        write_paper(case, form, answers, by=moving.by, key=moving.key, final=True)
    elif form:
        finish_paper(case, form)


def _run_clocks(case: Case, outcome: Outcome, now: datetime) -> None:
    stop_clocks(case, outcome.stops, now)
    void_clocks(case, outcome.voids, now)
    start_clocks(case, outcome.starts, now)


def _share(moving: Moving, case: Case, outcome: Outcome) -> None:
    """Consent that is withdrawn ends the helpers' reading; a report of crime needs no consent."""
    if outcome.ends_sharing:
        others = case.shares.filter(ended_at=None).exclude(unit__kind=UnitKind.POLICE)
        others.update(ended_at=moving.now)
        take_back_keys(case)
    police = police_of(case) if "police" in outcome.shares else None
    if police is not None:
        Share.objects.get_or_create(
            case=case,
            unit=police,
            ended_at=None,
            defaults={"classes": list(_POLICE_READS), "why": "Báo công an", "made_by": moving.by},
        )


def police_of(case: Case) -> Unit | None:
    """The police of the place of the event, else of the province, that are not barred."""
    barred = case.report.barred.exclude(unit=None).values("unit_id")
    police = (
        Unit.objects.filter(kind=UnitKind.POLICE, province_id=case.owner.province_id, valid_to=None)
        .exclude(pk__in=barred)
        .order_by("path")
    )
    return police.filter(commune_id=case.commune_of_event_id).first() or police.first()


def _record(moving: Moving, case: Case, outcome: Outcome, more: Mapping[str, Any]) -> None:
    facts = {
        "region": str(moving.move.region),
        "from": outcome.before,
        "to": outcome.after,
        "version": case.version,
        "part": str(outcome.part),
        "owner": case.owner_id,
        "urgency": case.urgency,
        **more,
    }
    what = f"case.{moving.move.event}"
    record(by=moving.by, what=what, on=case, facts=facts, unit=case.owner_id)
