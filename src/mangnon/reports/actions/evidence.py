"""Files of a report: taken in, opened, given to the police alone, handed over, destroyed.

Each step is a row of custody and a row of the audit, written in one transaction before a byte is
handed out. The hash is taken before anything else looks at the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from mangnon.base.audit.api import record
from mangnon.base.files.api import FileRefused, drop_sealed, open_blob, store_sealed
from mangnon.base.walls import for_the_system
from mangnon.kit import clock, sealing
from mangnon.kit.crypto import NotOpened
from mangnon.reports import keys, routing
from mangnon.reports.actions.triage import look_again
from mangnon.reports.choices import Custody, EvidenceState
from mangnon.reports.evidence import MOST_FILES, Arrived, working_copy
from mangnon.reports.models import CustodyEvent, Evidence, Report, UnitKey
from mangnon.reports.moments import rounded
from mangnon.reports.perms import is_barred
from mangnon.reports.refusals import Invalid, NotAllowed, Refusal
from mangnon.reports.scanning import Found, Scan, scan
from mangnon.units.api import Person, Unit, UnitKind

PURPOSE = "evidence"
AT_THE_END = "Hết hạn lưu giữ"
TOO_MANY = f"Mỗi tin nhận nhiều nhất {MOST_FILES} tệp."


_STEPS = {Found.NOTHING: Custody.CLEAN, Found.HARM: Custody.INFECTED}


@dataclass(frozen=True)
class Handed:
    """Bytes to be saved by who asked for them, never shown by the browser."""

    raw: bytes = field(repr=False)
    name: str


_ENDING = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "text/plain": "txt",
}


@for_the_system("a file comes in")
def take(
    *, report: Report, key: bytes, file: Arrived, of_a_body: bool = False, by: Person | None = None
) -> Evidence:
    """Seal a file of a report whose key is open. The same file again is the one that is there.

    `of_a_body`: it may show a child's body: sealed to the police alone at once, no copy is made.
    Of one in which the scanner finds harm no copy is made either, and the staff does not open it.
    Raises FileRefused for one too many or a broken picture.
    """
    there = Evidence.objects.filter(report=report, sha256=file.sha256).first()
    if there is not None:
        return there
    pk, own = uuid4(), sealing.new_key()
    told = scan(file.raw, settings.CLAMD)
    copy = None if of_a_body or told.found is Found.HARM else working_copy(file)
    to = police_key(report) if of_a_body else None
    made = Evidence(
        pk=pk,
        report=report,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        media_type=file.media_type,
        state=EvidenceState.POLICE_ONLY if to else EvidenceState.SEALED,
        unit_key=to,
        wrapped_key=_wrapped(own, pk, key, to),
    )
    original = sealing.seal(own, file.raw, place_of(made, "original"))
    working = sealing.seal(own, copy, place_of(made, "working")) if copy else b""
    for _ in range(MOST_FILES + 1):
        try:
            return _keep(made, original, working, by, told)
        except IntegrityError:  # another tab took this place, or is sending the same file
            there = Evidence.objects.filter(report=report, sha256=file.sha256).first()
            if there is not None:
                return there
    raise FileRefused(TOO_MANY)


@transaction.atomic
def _keep(
    made: Evidence, original: bytes, working: bytes, by: Person | None, told: Scan
) -> Evidence:
    if by is None:  # from whoever holds the receipt
        look_again(made.report_id)
    last = Evidence.objects.filter(report_id=made.report_id).order_by("number").last()
    made.number = last.number + 1 if last else 1
    if made.number > MOST_FILES:
        raise FileRefused(TOO_MANY)
    made.original = store_sealed(sealed=original, purpose=PURPOSE)
    made.working = store_sealed(sealed=working, purpose=PURPOSE) if working else ""
    made.received_at = _told_at(by)
    made.save(force_insert=True)
    write_down(made, Custody.RECEIVED, by)
    write_down(made, Custody.SEALED, by, to=str(made.unit_key.unit) if made.unit_key else "")
    _write_down_scan(made, told, by)
    return made


def _told_at(by: Person | None) -> datetime:
    """Of the staff the moment; of whoever holds a receipt, the hour (`moments`)."""
    return clock.now() if by else rounded(clock.now())


def _write_down_scan(one: Evidence, told: Scan, by: Person | None) -> None:
    if step := _STEPS.get(told.found):
        write_down(one, step, by, why=told.name)


def _wrapped(own: bytes, pk: object, key: bytes, to: UnitKey | None) -> bytes:
    if to is not None:
        return sealing.wrapped(own, bytes(to.public_key))
    return sealing.seal(key, own, f"evidence:{pk}:key")


def place_of(one: Evidence, which: str) -> str:
    """The context to which the bytes of a file are bound."""
    return f"evidence:{one.pk}:{which}"


def police_key(report: Report) -> UnitKey:
    """The police's key; a unit of theirs that is barred is passed over, and then it is a desk's."""
    police = Unit.objects.on(clock.today()).filter(
        kind=UnitKind.POLICE, province_id=settings.PROVINCE_CODE
    )
    barred = set(report.barred.exclude(unit=None).values_list("unit_id", flat=True))
    ways: Iterable[Unit] = [*police.order_by("path"), *routing.desks()]
    free = [unit for unit in ways if unit.pk not in barred]
    return keys.desk_key(free[0] if free else routing.duty_desk())


@transaction.atomic
def write_down(
    one: Evidence,
    what: Custody,
    by: Person | None,
    *,
    to: str = "",
    why: str = "",
    told_by: Person | None = None,
) -> CustodyEvent:
    """A step of the keeping, in the custody and in the audit alike. `told_by`: who wrote it down,
    when that is another than who did it."""
    facts, unit = {"sha256": one.sha256, "number": one.number}, one.report.receiving_unit_id
    record(by=told_by or by, what=f"evidence.{what}", on=one, facts=facts, unit=unit)
    return CustodyEvent.objects.create(
        evidence=one,
        what=what,
        by=by,
        to=to[:200],
        why=why[:300],
        sha256=one.sha256,
        at=_told_at(by),
    )


def _own_key(reader: keys.Reader, one: Evidence) -> bytes:
    """Raises NotAllowed for whoever is barred, NotOpened for whom it is not sealed."""
    if is_barred(reader.person, one.report):
        raise NotAllowed("Anh/chị không được mở tệp này.")
    if one.state == EvidenceState.DESTROYED:
        raise Refusal("Tệp này đã hủy.")
    if one.unit_key_id is not None:
        private = reader.unit_privates.get(one.unit_key_id)
        if private is None:
            raise NotOpened("Tệp này chỉ đơn vị công an được giao mới mở được.")
        return sealing.unwrapped(bytes(one.wrapped_key), private)
    key = keys.key_for(reader, one.report.keys.all())
    return sealing.opened(key, bytes(one.wrapped_key), f"evidence:{one.pk}:key")


def _contents(one: Evidence, own: bytes, which: str) -> bytes:
    with open_blob(one.original if which == "original" else one.working) as blob:
        return sealing.opened(own, blob.read(), place_of(one, which))


def contents_of(reader: keys.Reader, one: Evidence) -> bytes:
    """The original, byte for byte; its step is the caller's to write down. Raises NotAllowed,
    NotOpened."""
    return _contents(one, _own_key(reader, one), "original")


def ending_of(one: Evidence) -> str:
    return _ENDING[one.media_type]


def open_file(*, reader: keys.Reader, one: Evidence, original: bool, why: str) -> Handed:
    """The copy for reading, or the original byte for byte. Raises Invalid, NotAllowed, NotOpened.

    PDF and text have no copy and are given as they came.
    """
    if not why.strip():
        raise Invalid("Hãy ghi lý do mở.", "why")
    own = _own_key(reader, one)
    _refuse_infected(one, own, reader.person)
    raw = _contents(one, own, "original" if original or not one.working else "working")
    write_down(one, Custody.EXPORTED if original else Custody.OPENED, reader.person, why=why)
    ending = _ENDING[one.media_type] if original or not one.working else "jpg"
    return Handed(raw, f"{one.report.number}-{one.number}.{ending}")


def _refuse_infected(one: Evidence, own: bytes, by: Person) -> None:
    """What came while no scanner was at hand is scanned now. The police, to whom alone it is
    sealed, open it whatever it carries."""
    if one.unit_key_id is not None:
        return
    if not one.scanned:
        _write_down_scan(one, scan(_contents(one, own, "original"), settings.CLAMD), by)
        one = Evidence.objects.get(pk=one.pk)
    if one.is_infected:
        raise Refusal("Tệp này có mã độc nên đã cách ly. Chỉ chuyển được cho công an.")


@transaction.atomic
def give_to_police(*, reader: keys.Reader, one: Evidence, why: str) -> Evidence:
    """It shows a child's body: from now on the police alone opens it; the copy is destroyed."""
    one = Evidence.objects.select_for_update().get(pk=one.pk)
    if one.state != EvidenceState.SEALED:
        raise Refusal("Tệp này không còn ở đơn vị để chuyển.")
    own, to = _own_key(reader, one), police_key(one.report)
    one.wrapped_key, one.unit_key = sealing.wrapped(own, bytes(to.public_key)), to
    one.state = EvidenceState.POLICE_ONLY
    if one.working:
        drop_sealed(one.working)
        one.working = ""
    one.save()
    write_down(one, Custody.SEALED, reader.person, to=str(to.unit), why=why)
    return one


@transaction.atomic
def hand_over(*, one: Evidence, by: Person, to: str, why: str) -> CustodyEvent:
    """It was given to somebody on paper: whom and what for. Raises Invalid, Refusal."""
    one = Evidence.objects.select_for_update().get(pk=one.pk)
    _refuse_barred(by, one)
    if one.state == EvidenceState.DESTROYED:
        raise Refusal("Tệp này đã hủy.")
    if not to.strip():
        raise Invalid("Hãy ghi người nhận, đơn vị nhận.", "to")
    one.state = EvidenceState.HANDED_OVER
    one.save(update_fields=["state"])
    return write_down(one, Custody.HANDED_OVER, by, to=to.strip(), why=why.strip())


@transaction.atomic
def destroy(*, one: Evidence, by: Person, why: str) -> None:
    """What was handed over need not lie here too; its hash and its custody stay for good."""
    one = Evidence.objects.select_for_update().get(pk=one.pk)
    _refuse_barred(by, one)
    if one.state != EvidenceState.HANDED_OVER:
        raise Refusal("Chỉ hủy tệp đã bàn giao.")
    if one.report.held:
        raise Refusal("Tin này đang được giữ lại theo yêu cầu pháp lý.")
    if not why.strip():
        raise Invalid("Hãy ghi lý do hủy.", "why")
    _destroy(one, by, why)


def destroy_with_report(one: Evidence, *, by: Person | None, why: str) -> None:
    """Whoever it is sealed to: its report is erased, whose lock the caller holds."""
    if one.state != EvidenceState.DESTROYED:
        _destroy(one, by, why)


def _destroy(one: Evidence, by: Person | None, why: str) -> None:
    for sha256 in filter(None, (one.original, one.working)):
        drop_sealed(sha256)
    one.original = one.working = ""
    one.wrapped_key, one.state = b"", EvidenceState.DESTROYED
    one.save()
    write_down(one, Custody.DESTROYED, by, why=why)


def _refuse_barred(person: Person, one: Evidence) -> None:
    """Deny beats allow, whatever list the file was found in."""
    if is_barred(person, one.report):
        raise NotAllowed("Anh/chị không được làm việc với tệp này.")
