"""Carrying figures of cases off: masked, few times a month, a large one only after another agreed,
downloaded once within a day, and marked with who took it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from mangnon.base.audit.api import record
from mangnon.base.notices.api import Message, tell_many
from mangnon.cases.actions.glass import reason_of
from mangnon.cases.budget import in_the_way, masked_beside
from mangnon.cases.choices import ExportFormat, ExportKind
from mangnon.cases.exporting import Matter, list_rows, table_rows
from mangnon.cases.models import Export
from mangnon.cases.perms import working_at
from mangnon.cases.queries.exports import (
    as_bytes,
    asked_since,
    can_export,
    can_grant_export,
    cases_of_export,
    matters_of,
    matters_told,
    told_to,
    who_grants,
)
from mangnon.cases.refusals import Invalid, NotAllowed, Refusal
from mangnon.cases.sheets import MIMES, Mark, to_csv, to_xlsx
from mangnon.kit import clock
from mangnon.kit.cells import SMALL
from mangnon.kit.shamir import ALPHABET
from mangnon.units.api import Person, Unit

LASTS = timedelta(days=1)
LONGEST = timedelta(days=3 * 366)
_ATTEMPTS = 6
_RARE = (
    "Những dòng quá ít để không nhận ra ai, hoặc khác lần kết xuất trước của đơn vị quá ít, không "
    "có trong danh sách."
)
_SMALL = "Ô ẩn: số từ 1 đến 4, và ô phải ẩn kèm để không tính ngược ra được."


@dataclass(frozen=True)
class Taken:
    """The file, as it is handed to who asked."""

    name: str
    mime: str
    body: bytes


def ask_export(
    *, by: Person, kind: str, format: str, first: date, last: date, reason: str, token: str
) -> Export:
    """Ask; a small one can be taken at once. One token, one request.

    Raises NotAllowed, Invalid, Refusal when the month's quota is used up.
    """
    if not can_export(by):
        raise NotAllowed("Anh/chị không kết xuất số liệu vụ việc.")
    words = reason_of(reason)
    if last < first or last - first > LONGEST:
        raise Invalid("Ngày cuối phải sau ngày đầu, và không quá ba năm.", "last_day")
    fields = {"kind": ExportKind(kind), "format": ExportFormat(format), "reason": words}
    for _ in range(_ATTEMPTS):
        if again := Export.objects.filter(token=token, asked_by=by).first():
            return again
        try:
            return _ask(by, {**fields, "first_day": first, "last_day": last}, token)
        except IntegrityError:  # the same form in another tab, or a number that is taken
            continue
    raise RuntimeError("no free number for an export")


@transaction.atomic
def _ask(by: Person, fields: dict[str, object], token: str) -> Export:
    Person.objects.select_for_update().only("pk").get(pk=by.pk)  # the quota is counted in turn
    now = clock.now()
    month = clock.start_of(clock.local(now).date().replace(day=1))
    if asked_since(by, month) >= settings.EXPORTS_A_MONTH:
        raise Refusal("Anh/chị đã dùng hết số lần kết xuất của tháng này.")
    made = Export(**fields, number=_number(), token=token, asked_by=by, asked_at=now)
    cases = cases_of_export(by, made.first_day, made.last_day)
    made.rows = cases.count()
    _refuse_too_near(made, by, matters_of(cases))  # before another person is asked to agree
    made.wants_second = made.rows > settings.EXPORT_ALONE
    made.until = None if made.wants_second else now + LASTS
    made.save(force_insert=True)
    facts = {"kind": made.kind, "rows": made.rows, "second": made.wants_second}
    record(by=by, what="case_export.asked", on=made, facts=facts)
    if made.wants_second:
        tell_many(_message(made, one) for one in who_grants(by))
    return made


def _message(made: Export, to: Person) -> Message:
    return Message(
        template="case_export_asked",
        key=f"export:{made.pk}:{to.pk}",
        to=to.email,
        person_id=to.pk,
        context={"number": made.number},
        link="/vu-viec/ket-xuat/",
    )


def _number() -> str:
    """`KX2611-7K4QXM`: drawn, as the numbers of cases are."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"KX{clock.today():%y%m}-{drawn}"


@transaction.atomic
def answer_export(*, by: Person, export_id: UUID, granted: bool) -> None:
    """Agree or not, once, never to one's own. Raises NotAllowed."""
    made = Export.objects.select_for_update(of=("self",)).get(pk=export_id)
    if not can_grant_export(by, made):
        raise NotAllowed("Anh/chị không quyết định đề nghị này.")
    waiting = Export.objects.filter(pk=made.pk, wants_second=True, granted=None)
    now = clock.now()
    until = now + LASTS if granted else None
    if waiting.update(granted=granted, answered_by=by, answered_at=now, until=until) != 1:
        raise NotAllowed("Đề nghị này đã được trả lời.")
    record(by=by, what="case_export.answered", on=made, facts={"granted": granted})


@transaction.atomic
def take_export(*, by: Person, export_id: UUID) -> Taken:
    """The file, once, within the day, made from what the asker sees now.

    Raises NotAllowed, Refusal.
    """
    now = clock.now()
    made = Export.objects.select_for_update(of=("self",)).get(pk=export_id)
    if made.asked_by_id != by.pk or not can_export(by):
        raise NotAllowed("Tệp này không dành cho anh/chị.")
    if made.wants_second and not made.granted:
        raise Refusal("Đề nghị này chưa được người thứ hai đồng ý.")
    if made.taken_at is not None:
        raise Refusal("Tệp này đã được tải một lần. Cần nữa thì đề nghị lại.")
    if made.until is None or now >= made.until:
        raise Refusal("Đã quá một ngày nên không tải được nữa. Cần nữa thì đề nghị lại.")
    cases = cases_of_export(by, made.first_day, made.last_day, until=made.asked_at)
    matters = matters_of(cases)
    if len(matters) > max(made.rows, settings.EXPORT_ALONE):
        raise Refusal("Số vụ việc anh/chị xem được đã tăng nhiều: hãy đề nghị lại.")
    telling = _telling(made, by, matters)
    kept = {"unit": working_at(by)[0], "told": as_bytes(telling.cases)}
    Export.objects.filter(pk=made.pk, taken_at=None).update(taken_at=now, **kept)
    record(by=by, what="case_export.taken", on=made, facts={"rows": len(matters)})
    return _file(made, Mark(made.number, str(by), now), telling)


@dataclass(frozen=True)
class _Telling:
    """The lines of a file with their notes, and the cases of which they tell."""

    rows: list[list[object]]
    notes: list[str]
    cases: list[Matter]


def _telling(made: Export, by: Person, matters: list[Matter]) -> _Telling:
    """What may be told beside what the unit was told before. Raises Refusal."""
    # Two who take at once are judged one after the other.
    list(Unit.objects.select_for_update().filter(pk__in=[one.pk for one in working_at(by)]))
    told = told_to(by)
    _refuse_too_near(made, by, matters)
    if made.kind == ExportKind.ROWS:
        others = matters_told(told, matters)
        found, cases = masked_beside(told, matters, others, made.number)
        return _Telling(list_rows(found), [_RARE] if found.left_out else [], cases)
    return _Telling(table_rows(matters), [_SMALL], matters)


def _refuse_too_near(made: Export, by: Person, matters: list[Matter]) -> None:
    """Raises Refusal, with what to choose instead."""
    told, table = told_to(by), made.kind == ExportKind.TABLE
    other = in_the_way(told, matters, matters_told(told, matters), table=table)
    if other is not None:
        raise Refusal(_too_near(Export.objects.get(number=other.number), table))


def _too_near(last: Export, table: bool) -> str:
    days = f"{last.first_day:%d/%m/%Y} đến {last.last_day:%d/%m/%Y}"
    what = ExportKind(last.kind).label.lower()
    beside = "Trừ hai bảng cho nhau" if table and last.kind == ExportKind.TABLE else "Đặt cạnh nhau"
    same = "đúng những ngày đó" if beside.startswith("Trừ") else "đúng loại đó"
    return (
        f"Đơn vị đã nhận kết xuất {last.number}: {what}, từ {days}. {beside} sẽ lộ nhóm dưới "
        f"{SMALL} vụ việc. Hãy chọn {same}, hoặc những ngày chưa kết xuất lần nào."
    )


def _file(made: Export, mark: Mark, telling: _Telling) -> Taken:
    rows, notes = telling.rows, telling.notes
    title = ExportKind(made.kind).label
    body = (
        to_csv(rows, notes, mark)
        if made.format == ExportFormat.CSV
        else to_xlsx(str(title), rows, notes, mark)
    )
    return Taken(f"{made.number}.{made.format}", MIMES[made.format], body)
