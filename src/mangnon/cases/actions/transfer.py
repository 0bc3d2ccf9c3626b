"""A case sent to another province as a signed and locked file; its receipt, signed there, gives the
case up. Until then the old owner stays responsible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.files.api import open_blob, store_sealed
from mangnon.base.walls import for_the_system
from mangnon.cases.actions.applying import apply
from mangnon.cases.actions.beside import must_be_open, was_done
from mangnon.cases.actions.gathering import Gathered, gathered
from mangnon.cases.actions.handing import PURPOSE, Writer, drop, keep, new_number, said_of
from mangnon.cases.actions.moving import locked_case
from mangnon.cases.actions.opened import Opener, open_words
from mangnon.cases.actions.signing import own_card, signed_here
from mangnon.cases.choices import FieldClass, PackageKind, PackageState, ReferralKind
from mangnon.cases.machine.effects import EMERGENCY, INITIAL
from mangnon.cases.models import Case, Package, ProvinceCard
from mangnon.cases.packages import (
    BadSignature,
    CaseFile,
    FilledForm,
    Item,
    Packed,
    RunClock,
    fingerprint,
    locked_to,
    pack,
    read_said,
    record_pdf,
)
from mangnon.cases.perms import can_send_away
from mangnon.cases.queries.referrals import WAITING
from mangnon.cases.refusals import Conflict, IllegalMove, NotAllowed
from mangnon.kit import clock
from mangnon.kit.crypto import NotOpened
from mangnon.reports import api as reports
from mangnon.reports.api import REPORTER_FIELDS, Locked, Reader
from mangnon.units.api import Person, Unit, scope_of

RECEIPT = "case-received"
_EVERYTHING = frozenset(FieldClass) - {FieldClass.REPORTER}
_IN_CLEAR = ("lane", "age_band", "kind", "danger_now", "risk", "platform")


@dataclass(frozen=True)
class Sender:
    """Who sends which case in whose name, with what opens it."""

    case: Case
    by: Person
    unit: Unit
    reader: Reader


def send_away(
    *, case_id: UUID, by: Person, unit: Unit, reader: Reader, to: ProvinceCard, token: str
) -> Package:
    """A package of the whole case for another province, signed by this one.

    Raises NotAllowed, IllegalMove, Conflict, reports.Locked, Case.DoesNotExist.
    """
    case = Case.objects.select_related("report", "owner").get(pk=case_id)
    if not can_send_away(by, case) or unit not in scope_of(by).homes:
        raise NotAllowed("Anh/chị không được chuyển hồ sơ này sang tỉnh khác.")
    if (again := case.packages.filter(token=token).first()) is not None:
        return again
    _may_leave(case, to)
    events = case.events.count()
    opener = open_words(reader, case, _EVERYTHING)
    if opener is None:
        raise Locked
    found = gathered(case, opener, reader)
    made = _packed(Sender(case, by, unit, reader), to, opener, found)
    package, packed = made
    package.token = token
    locked = locked_to(packed.raw, [bytes.fromhex(to.sealing)])
    with for_the_system("a package is written down; its maker answers for the case"):
        return _keep(package, locked, found, Writer(by, unit, to.name, events))


def _may_leave(case: Case, to: ProvinceCard) -> None:
    must_be_open(case)
    if to.ended_at is not None:
        raise IllegalMove(f"Khóa của {to.name} không còn dùng.")
    if case.referrals.filter(kind=ReferralKind.TRANSFER, state__in=WAITING).exists():
        raise IllegalMove("Đang chờ một đơn vị trong tỉnh trả lời việc nhận chủ trì.")


def _packed(
    sender: Sender, to: ProvinceCard, opener: Opener, found: Gathered
) -> tuple[Package, Packed]:
    case, now = sender.case, clock.now().replace(microsecond=0)
    pk, number = uuid4(), new_number("CT")
    head = said_of(case, PackageKind.PROVINCE, number, sender.by, sender.unit, now)
    own, kept, left = own_card(), [one for one in found.items if "seal" not in one.more], found.left
    still = [one.words for one in found.items if "seal" in one.more]
    head["from"] |= {"province": own.name, "key": own.fingerprint}
    theirs = fingerprint(bytes.fromhex(to.signing), bytes.fromhex(to.sealing))
    said = {
        **head,
        "package": str(pk),
        "to": {"unit": to.name, "key": theirs},
        "left_out": [*left, *(f"{words}." for words in still)],
    }
    told = _casefile(sender, opener).written()
    items = [*kept, Item("ho-so.json", told, "Hồ sơ để hệ thống nơi nhận đọc")]
    packed = pack(said, items, sign=signed_here, record=record_pdf)
    made = Package(
        pk=pk,
        number=number,
        case=case,
        kind=PackageKind.PROVINCE,
        to_province=to,
        sha256=packed.sha256,
        manifest=packed.manifest,
        manifest_sha256=packed.manifest_sha256,
        size_bytes=len(packed.raw),
        made_by=sender.by,
        made_for=sender.unit,
        made_at=now,
    )
    return made, packed


def _casefile(sender: Sender, opener: Opener) -> CaseFile:
    case, report = sender.case, sender.case.report
    try:
        told = reports.read_report(sender.reader, report).fields
    except NotOpened:
        told = {}
    with for_the_system("who must never see it goes along, so that the other province bars them"):
        barred = tuple(row.unit.code for row in _barred(case) if row.unit)
    return CaseFile(
        number=case.number,
        received_at=case.received_at,
        report={name: getattr(report, name) for name in _IN_CLEAR},
        told={name: value for name, value in told.items() if name not in REPORTER_FIELDS},
        commune_of_event=case.commune_of_event_id or "",
        barred=barred,
        papers=tuple(_forms(case, opener)),
        clocks=tuple(_clocks(case)),
    )


def _barred(case: Case) -> Any:
    return case.report.barred.exclude(unit=None).select_related("unit")


def _forms(case: Case, opener: Opener) -> Iterator[FilledForm]:
    for row in case.papers.filter(final=True).order_by("made_at", "pk"):
        yield FilledForm(row.form, row.schema_version, opener.paper(row))


def _clocks(case: Case) -> Iterator[RunClock]:
    """The 12 hours as they stand: they never move later, in no province."""
    for row in case.deadlines.filter(rule__in=(EMERGENCY, INITIAL)).order_by("pk"):
        yield RunClock(row.rule, row.started_at, row.due_at, row.state, row.ended_at)


@transaction.atomic
def _keep(made: Package, locked: bytes, found: Gathered, writer: Writer) -> Package:
    made.locked = store_sealed(sealed=locked, purpose=PURPOSE)
    keep(made, found, writer, "sent_away")
    return made


def file_to_carry(*, by: Person, package: Package) -> bytes:
    """The locked file, to be brought to the other province; recorded first."""
    if not can_send_away(by, package.case):
        raise NotAllowed("Anh/chị không được tải gói này.")
    if not package.locked:
        raise IllegalMove(f"Gói {package.number}: {package.get_state_display().lower()}.")
    facts = {"package": package.number}
    record(by=by, what="case.package_carried", on=package.case, facts=facts)
    with open_blob(package.locked) as blob:
        return blob.read()


def accept_receipt(
    *, package_id: UUID, raw: bytes, by: Person, unit: Unit, reader: Reader, token: str
) -> Package:
    """What the other province signed when it took the case: from now on it answers for the child,
    and the case is closed here.

    Raises NotAllowed, IllegalMove, Conflict, packages.Refused.
    """
    related = ("case__report", "to_province")
    package = Package.objects.select_related(*related).get(pk=package_id)
    if not can_send_away(by, package.case):
        raise NotAllowed("Anh/chị không được nhận biên nhận này.")
    if was_done(package.case, token):
        return package
    if package.kind != PackageKind.PROVINCE or package.state != PackageState.MADE:
        raise IllegalMove(f"Gói {package.number}: {package.get_state_display().lower()}.")
    _check(package, *read_said(RECEIPT, raw))
    return _given_up(package, by, unit, reader, token)


def _check(package: Package, said: Mapping[str, Any], signer: bytes) -> None:
    province = package.to_province
    if province is None or signer.hex() != province.signing:
        raise BadSignature("Biên nhận do nơi khác ký, không phải tỉnh mà gói này gửi đến.")
    told = (said.get("package"), said.get("manifest_sha256"))
    if told != (str(package.pk), package.manifest_sha256):
        raise IllegalMove("Biên nhận này của một gói khác.")


@transaction.atomic
def _given_up(package: Package, by: Person, unit: Unit, reader: Reader, token: str) -> Package:
    case = locked_case(package.case_id)
    mine = Package.objects.filter(pk=package.pk, state=PackageState.MADE)
    if mine.update(state=PackageState.RECEIVED, received_by=by, received_at=clock.now()) != 1:
        raise Conflict(case.version, (("Gói chuyển tỉnh", "nhận biên nhận", "đã đổi"),))
    apply(
        case_id=case.pk,
        event="given_up",
        by=by,
        unit=unit,
        version=case.version,
        token=token,
        reader=reader,
    )
    # Whoever told reads that it was passed on, not that it is done.
    reports.set_stage(case.report_id, reports.Stage.PASSED_ON)
    package.refresh_from_db()
    drop(package)
    return package
