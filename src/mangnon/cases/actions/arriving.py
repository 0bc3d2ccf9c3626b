"""Cases from other provinces: whom we believe, and taking one in, once.

Everything about the file is asked before the first row is written; the case, its papers, its files
and the signed receipt are one transaction. The 12 hours go on from when the first receiving place
got the information.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from mangnon.base.audit.api import record
from mangnon.base.files.api import FileRefused
from mangnon.base.walls import for_the_system
from mangnon.cases.actions.beside import note_event
from mangnon.cases.actions.keeping import writing_key
from mangnon.cases.actions.opening import open_case
from mangnon.cases.actions.papers import write_paper
from mangnon.cases.actions.signing import own_card, sealing_private, signing_seed
from mangnon.cases.actions.transfer import RECEIPT
from mangnon.cases.choices import DeadlineState
from mangnon.cases.machine.effects import EMERGENCY, INITIAL
from mangnon.cases.models import Arrival, Case, ProvinceCard
from mangnon.cases.packages import (
    BadSignature,
    CaseFile,
    NotAPackage,
    NotForUs,
    RunClock,
    Unpacked,
    card_of,
    opened_by,
    read_casefile,
    sign_said,
    signer_of,
    unpack,
)
from mangnon.cases.papers import BadSchema, NoSuchForm, checked
from mangnon.cases.perms import can_know_provinces
from mangnon.cases.refusals import IllegalMove, Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.reports import api as reports
from mangnon.reports.api import AgeBand, Answers, Channel, Kind, Lane, Locked, Reader
from mangnon.units.api import Commune, Person, Unit

_NO = "Chỉ cán bộ đầu mối cấp tỉnh làm việc này."
_TOLD_THERE = "Vụ việc chuyển từ tỉnh khác; lời người báo tin còn ở nơi gửi."


@transaction.atomic
def know_province(*, by: Person, line: str) -> ProvinceCard:
    """Believe an installation from now on, after its fingerprint was compared by telephone.

    Raises NotAllowed, Invalid, packages.BadCard.
    """
    if not can_know_provinces(by):
        raise NotAllowed(_NO)
    card = card_of(line)
    if card.signing == own_card().signing:
        raise Invalid("Đây là thẻ khóa của chính tỉnh mình.", "line")
    row, new = ProvinceCard.objects.get_or_create(
        signing=card.signing.hex(),
        defaults={
            "sealing": card.sealing.hex(),
            "name": card.name,
            "code": card.code,
            "added_by": by,
        },
    )
    if not new and (row.ended_at is None or row.sealing != card.sealing.hex()):
        raise Invalid("Khóa của tỉnh này đã có.", "line")
    ProvinceCard.objects.filter(pk=row.pk).update(ended_at=None)
    record(by=by, what="case.province_known", on=row, facts={"code": row.code})
    return row


@transaction.atomic
def forget_province(*, by: Person, card: ProvinceCard) -> None:
    """Believe it no more: its key was lost, or it has another."""
    if not can_know_provinces(by):
        raise NotAllowed(_NO)
    ProvinceCard.objects.filter(pk=card.pk, ended_at=None).update(ended_at=clock.now())
    record(by=by, what="case.province_ended", on=card, facts={"code": card.code})


@dataclass(frozen=True)
class Brought:
    """A file that was found right: whose it is, what is in it."""

    province: ProvinceCard
    package: UUID
    number: str
    case: CaseFile
    found: Unpacked = field(repr=False)


def look_into(raw: bytes) -> Brought:
    """Everything that can be wrong with a file, asked before anything is written.

    Raises packages.Refused by its kind, IllegalMove for one that was taken in already.
    """
    found = unpack(opened_by(raw, sealing_private()))
    signer, own = signer_of(found.manifest, found.signature), own_card()
    province = ProvinceCard.objects.filter(signing=signer.hex(), ended_at=None).first()
    if province is None:
        raise BadSignature("Chưa biết khóa của nơi ký gói này: hãy thêm thẻ khóa của tỉnh gửi.")
    said = found.said
    try:
        package, number = UUID(str(said["package"])), str(said["number"])[:20]
        theirs = str(said["to"]["key"])
    except (KeyError, TypeError, ValueError):
        raise NotAPackage("Gói này không phải gói chuyển tỉnh.") from None
    if theirs != own.fingerprint:
        raise NotForUs("Gói này ghi gửi cho tỉnh khác.")
    there = Arrival.objects.filter(package=package).first()
    if there is not None:
        at = f"{clock.local(there.at):%H:%M %d/%m/%Y}"
        raise IllegalMove(f"Gói {number} đã được nhận lúc {at}: hãy tải lại biên nhận.")
    case = read_casefile(found.files.get("ho-so.json", b""))
    return Brought(province, package, number, case, found)


def take_in(*, raw: bytes, reader: Reader, unit: Unit, residence: Commune | None) -> Arrival:
    """Open the case here, in the name of the desk that receives it, and sign that it is ours.

    Raises NotAllowed, IllegalMove, Locked, packages.Refused.
    """
    if not can_know_provinces(reader.person):
        raise NotAllowed(_NO)
    brought = look_into(raw)
    try:
        with for_the_system("a case comes in; an officer of the province takes it"):
            return _taken(brought, reader, unit, residence)
    except IntegrityError:  # another tab took it in
        look_into(raw)
        raise


@transaction.atomic
def _taken(brought: Brought, reader: Reader, unit: Unit, residence: Commune | None) -> Arrival:
    by, told = reader.person, brought.case
    opened = reports.open_report(
        channel=Channel.PARTNER,
        lane=_known(Lane, told.report.get("lane"), Lane.ADULT),
        answers=_answers(told),
        idempotency_key=f"arrival:{brought.package}",
        by=by,
        arrived_at=min(told.received_at, clock.now()),
    )
    reports.bar_units(opened.report, told.barred, why=f"{brought.province.name} chuyển đến")
    case = open_case(
        by=by,
        unit=unit,
        report_id=opened.report.pk,
        commune_of_event=Commune.objects.filter(code=told.commune_of_event).first(),
        commune_of_residence=residence,
        token=f"arrival:{brought.package}",
    )
    _carry_on(case, told.clocks)
    _bring(case, brought, reader, unit)
    arrival = Arrival(
        package=brought.package,
        number=brought.number,
        province=brought.province,
        case=case,
        manifest_sha256=brought.found.manifest_sha256,
        by=by,
    )
    arrival.receipt = _receipt(arrival, unit)
    arrival.save(force_insert=True)
    return arrival


def _known(choices: Any, value: object, other: str) -> str:
    return str(value) if value in choices.values else other


def _answers(told: CaseFile) -> Answers:
    clear, said = told.report, dict(told.told)
    risk = clear.get("risk")
    return Answers(
        what=said.pop("what", "") or _TOLD_THERE,
        age_band=_known(AgeBand, clear.get("age_band"), AgeBand.UNKNOWN),
        kind=_known(Kind, clear.get("kind"), Kind.OTHER),
        danger_now=clear.get("danger_now") is True,
        risk={str(a): str(b) for a, b in risk.items()} if isinstance(risk, dict) else {},
        platform=str(clear.get("platform", ""))[:60],
        said=said,
    )


def _carry_on(case: Case, clocks: tuple[RunClock, ...]) -> None:
    """What was met there was met; what runs, runs on from the same hour; no hour is won."""
    for rule in (EMERGENCY, INITIAL):
        ended = [one for one in clocks if one.rule == rule and one.ended_at is not None]
        running = [one for one in clocks if one.rule == rule and one.ended_at is None]
        row = case.deadlines.get(rule=rule)
        if running:
            start = min(running[-1].started_at, clock.now())
            row.started_at, row.due_at = start, start + (row.due_at - row.started_at)
            row.next_alarm_at = min(start + (row.due_at - start) / 2, row.due_at)
        elif ended and ended[-1].state in DeadlineState.values:
            row.started_at, row.due_at = ended[-1].started_at, ended[-1].due_at
            row.state, row.ended_at = ended[-1].state, ended[-1].ended_at
            row.next_alarm_at = None
        row.save()


def _bring(case: Case, brought: Brought, reader: Reader, unit: Unit) -> None:
    """Papers, files and the timeline of the other province, under the keys of this one."""
    key, by = writing_key(case, reader), reader.person
    if key is None:
        raise Locked
    for paper in brought.case.papers:
        try:
            whole = checked(paper.form, paper.answers, now=clock.now())
        except (NoSuchForm, BadSchema):
            raise NotAPackage(f"Gói có Mẫu {paper.form[:10]} mà nơi này không biết.") from None
        write_paper(case, paper.form, whole.answers, by=by, key=key, final=True)
    files = [raw for name, raw in brought.found.files.items() if name.startswith("tep/")]
    try:
        reports.keep_files(case.report, files, reader=reader)
    except FileRefused as why:
        raise NotAPackage(f"Gói có tệp không nhận được. {why}") from None
    words = {
        "province": brought.province.name,
        "number": f"{brought.number}, {brought.case.number}",
        "text": brought.found.files.get("dien-bien.txt", b"").decode("utf-8", "replace"),
    }
    token = f"arrived:{brought.package}"
    note_event(case, "arrived", by=by, unit=unit, token=token, words=words, reader=reader)


def _receipt(arrival: Arrival, unit: Unit) -> bytes:
    said = {
        "package": str(arrival.package),
        "number": arrival.number,
        "manifest_sha256": arrival.manifest_sha256,
        "case": arrival.case.number,
        "unit": unit.name,
        "at": arrival.at.isoformat(),
    }
    return sign_said(RECEIPT, said, signing_seed())
