"""Messages between a reporter and the staff, sealed under the report's key; reading is recorded."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction

from mangnon.base.audit.api import record
from mangnon.base.notices.api import Message, tell_many
from mangnon.base.walls import for_the_system
from mangnon.kit import clock, sealing
from mangnon.kit.crypto import NotOpened
from mangnon.reports import keys
from mangnon.reports.actions.receipts import Shown
from mangnon.reports.actions.triage import look_again
from mangnon.reports.answers import Contents, contents_of
from mangnon.reports.carriers import people_carrying, reading_units
from mangnon.reports.choices import ReportState, Side, Stage
from mangnon.reports.models import Report, ReportMessage
from mangnon.reports.moments import rounded
from mangnon.reports.perms import is_barred
from mangnon.reports.queries.triage import answered_by
from mangnon.reports.refusals import Invalid, NotAllowed
from mangnon.reports.stages import STAGE_OF
from mangnon.units.api import Person

LONGEST = 20_000
_EMPTY = "Hãy viết lời nhắn."


@dataclass(frozen=True)
class Said:
    """One message opened."""

    side: str
    text: str
    at: datetime
    read_at: datetime | None

    @property
    def from_reporter(self) -> bool:
        return self.side == Side.REPORTER


@for_the_system("whoever holds the receipt")
@transaction.atomic
def said_by_reporter(*, shown: Shown, text: str, token: str) -> None:
    """What the holder of the receipt adds; a double click adds it once. Raises Invalid.

    A report on which somebody had decided waits again: nobody else would look at it.
    """
    # The row first, as everybody does who decides on a report: two in another order would wait.
    Report.objects.select_for_update(of=("self",)).get(pk=shown.report.pk)
    if _write(shown.report, shown.key, Side.REPORTER, text, token, by=None):
        if look_again(shown.report.pk):
            shown.report.refresh_from_db(fields=["state", "stage", "version"])
        _tell(shown.report, token)


def said_by_staff(*, reader: keys.Reader, report: Report, text: str, token: str) -> None:
    """Raises Invalid, NotAllowed, NotOpened."""
    _write(report, _key(reader, report), Side.STAFF, text, token, by=reader.person)


@for_the_system("whoever holds the receipt")
def conversation(*, shown: Shown) -> list[Said]:
    """As the reporter reads it; what the staff wrote counts as read from now on."""
    said = _opened(shown.report, shown.key)
    ReportMessage.objects.filter(report=shown.report, side=Side.STAFF, read_at=None).update(
        read_at=clock.now()
    )
    return said


def read_messages(reader: keys.Reader, report: Report) -> list[Said]:
    """As the staff reads it; read it is once who answers has read it. Raises NotAllowed,
    NotOpened."""
    told = _opened(report, _key(reader, report))
    said = [replace(one, at=rounded(one.at)) if one.from_reporter else one for one in told]
    new = any(one.from_reporter and one.read_at is None for one in told)
    if new and answered_by(reader.person, [report]):
        unread = ReportMessage.objects.filter(report=report, side=Side.REPORTER, read_at=None)
        unread.update(read_at=clock.now())
    return said


def read_report(reader: keys.Reader, report: Report) -> Contents:
    """What was told. The record of the reading is kept before a word is shown.

    Raises NotAllowed for whoever is barred, NotOpened for whom it is not sealed.
    """
    key = _key(reader, report)
    opened = sealing.opened(key, bytes(report.body), f"report:{report.pk}:body")
    record(by=reader.person, what="report.read", on=report, unit=report.receiving_unit_id)
    return contents_of(opened)


def report_key(reader: keys.Reader, report: Report) -> bytes:
    """The report's own key, to seal what belongs to it. Raises NotAllowed, NotOpened."""
    return _key(reader, report)


@for_the_system("what the reporter sees of work that is done elsewhere")
@transaction.atomic
def set_stage(report_id: UUID, stage: str) -> None:
    """What the reporter sees from now on; called by the domain that does the work."""
    Report.objects.filter(pk=report_id).update(stage=Stage(stage))


@transaction.atomic
def mark_linked(report_id: UUID, *, by: Person) -> None:
    """The report became a case, or joined one."""
    report = Report.objects.select_for_update().get(pk=report_id)
    report.state, report.stage = ReportState.LINKED, STAGE_OF[ReportState.LINKED]
    report.version += 1
    report.save(update_fields=["state", "stage", "version"])
    record(by=by, what="report.linked", on=report, unit=report.receiving_unit_id)


@for_the_system("a report whose case was a mistake")
@transaction.atomic
def mark_unlinked(report_id: UUID, *, by: Person) -> None:
    """Its case was made by mistake: somebody decides on the report again."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
    report.state, report.stage = ReportState.TRIAGED, STAGE_OF[ReportState.TRIAGED]
    report.reason, report.second, report.taken_by = "", None, None
    report.version += 1
    report.save(update_fields=["state", "stage", "reason", "second", "taken_by", "version"])
    record(by=by, what="report.unlinked", on=report, unit=report.receiving_unit_id)


def _key(reader: keys.Reader, report: Report) -> bytes:
    if is_barred(reader.person, report):
        raise NotAllowed("Anh/chị không được xem nội dung này.")
    if not report.body:
        raise NotOpened("Nội dung tin báo đã xóa vì hết hạn lưu giữ hoặc theo yêu cầu.")
    return keys.key_for(reader, report.keys.all())


def _write(
    report: Report, key: bytes, side: Side, text: str, token: str, *, by: Person | None
) -> bool:
    """False when this very message is there already."""
    words = text.strip()[:LONGEST]
    if not words:
        raise Invalid(_EMPTY, "text")
    # Other words sent from the same form are another message: going back and mending loses none.
    token = hmac.new(key, f"{token}\0{words}".encode(), sha256).hexdigest()
    sealed = sealing.seal(key, words.encode(), _place(report, token))
    try:
        with transaction.atomic():
            ReportMessage.objects.create(
                report=report, token=token, side=side, sealed=sealed, by=by
            )
            record(by=by, what="report.message", on=report, facts={"side": str(side)},
                   unit=report.receiving_unit_id)  # fmt: skip
    except IntegrityError:
        return False
    return True


def _place(report: Report, token: str) -> str:
    return f"report:{report.pk}:message:{token}"


def _opened(report: Report, key: bytes) -> list[Said]:
    rows: Iterable[ReportMessage] = report.messages.all()
    return [Said(row.side, _text(key, report, row), row.at, row.read_at) for row in rows]


def _text(key: bytes, report: Report, row: ReportMessage) -> str:
    """A message that does not open does not hide the others."""
    try:
        return sealing.opened(key, bytes(row.sealed), _place(report, row.token)).decode()
    except NotOpened:
        return "(Không mở được lời nhắn này.)"


def _heard_by(report: Report) -> dict[UUID, Person]:
    """Whoever opens it; where a case went on, the people responsible there, alone once they open
    it too. Nobody who is barred."""
    boxes = report.keys.filter(handed_on_at=None).select_related("unit_key__unit")
    openers = [person for row in boxes for person in keys.openers(row.unit_key)]
    carrying = people_carrying(report)
    alone = carrying and reading_units([report])
    people = carrying if alone else [*openers, *carrying]
    return {one.pk: one for one in people if not is_barred(one, report)}


def _tell(report: Report, token: str) -> None:
    people = _heard_by(report)
    tell_many(
        Message(
            template="report_answered",
            key=f"report_answered:{token}:{person.pk}",
            to=person.email,
            person_id=person.pk,
            link="/ban-lam-viec/",
        )
        for person in people.values()
    )
