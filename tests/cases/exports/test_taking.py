"""Figures of cases leave only masked, few times, large ones with a second person, once."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.db import IntegrityError, transaction

from mangnon.base.audit.api import rows_about
from mangnon.base.notices.models import Notice
from mangnon.cases.actions.exports import answer_export, ask_export, take_export
from mangnon.cases.actions.opening import open_case
from mangnon.cases.models import Export
from mangnon.cases.queries.exports import export_for, exports_to_grant
from mangnon.cases.refusals import Invalid, NotAllowed, Refusal
from mangnon.kit import clock
from mangnon.reports.models import Barred
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cases.machine.cast import Cast
from tests.cast import make_person
from tests.reports.cast import tell


def more_cases(cast: Cast, count: int) -> None:
    for _ in range(count):
        report = tell().report
        type(report).objects.filter(pk=report.pk).update(receiving_unit=cast.house.health)
        open_case(
            by=cast.officer,
            unit=cast.house.health,
            report_id=report.pk,
            commune_of_event=cast.house.son_ha.commune,
            commune_of_residence=None,
            token=uuid4().hex,
        )


def ask(by: Person, **more: Any) -> Export:
    today = clock.today()
    told: dict[str, Any] = {
        "kind": "rows",
        "format": "xlsx",
        "first": today - timedelta(days=30),
        "last": today,
        "reason": "Báo cáo giao ban",
        "token": uuid4().hex,
    }
    return ask_export(by=by, **{**told, **more})


@pytest.fixture
def second(cast: Cast) -> Person:
    return make_person(Role.PROVINCIAL_OFFICER, cast.house.health, name="Cao Thị Hai")


def test_a_small_list_is_taken_once_and_names_nobody(cast: Cast) -> None:
    more_cases(cast, 5)
    made = ask(cast.officer)
    assert (made.rows, made.wants_second) == (6, False)

    taken = take_export(by=cast.officer, export_id=made.pk)

    sheet = openpyxl.load_workbook(io.BytesIO(taken.body)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2 + 6
    assert rows[2][:2] == (1, f"{clock.today():%m/%Y}")
    words = str(rows)
    assert cast.case.number not in words
    assert "Sơn Hà" not in words
    assert (str(cast.officer) in words, made.number in words) == (True, True)
    with pytest.raises(Refusal, match="một lần"):
        take_export(by=cast.officer, export_id=made.pk)
    acts = [row.what for row in rows_about(made)]
    assert acts == ["case_export.asked", "case_export.taken"]


def test_fewer_than_five_are_left_out_whole(cast: Cast) -> None:
    made = ask(cast.officer, format="csv")
    told = take_export(by=cast.officer, export_id=made.pk).body.decode("utf-8-sig")
    assert "không nhận ra ai" in told
    assert "Tiếp nhận" not in told


def test_a_large_one_waits_for_another_who_hears_of_it(
    cast: Cast, second: Person, settings: Any
) -> None:
    settings.EXPORT_ALONE = 0
    made = ask(cast.officer)
    with pytest.raises(Refusal, match="người thứ hai"):
        take_export(by=cast.officer, export_id=made.pk)
    with pytest.raises(NotAllowed):
        answer_export(by=cast.officer, export_id=made.pk, granted=True)
    with pytest.raises(NotAllowed):
        answer_export(by=cast.chair, export_id=made.pk, granted=True)
    assert list(exports_to_grant(cast.officer)) == []
    assert list(exports_to_grant(second)) == [made]
    told = Notice.objects.filter(subject__contains=made.number)
    assert [row.person_id for row in told] == [str(second.pk)]

    answer_export(by=second, export_id=made.pk, granted=True)
    assert take_export(by=cast.officer, export_id=made.pk).name == f"{made.number}.xlsx"
    with pytest.raises(NotAllowed, match="dành cho anh/chị"):
        take_export(by=second, export_id=made.pk)


def test_what_was_refused_or_is_a_day_old_is_not_handed_out(
    cast: Cast, second: Person, settings: Any
) -> None:
    settings.EXPORT_ALONE = 0
    no, late = ask(cast.officer), ask(cast.officer)
    answer_export(by=second, export_id=no.pk, granted=False)
    answer_export(by=second, export_id=late.pk, granted=True)
    Export.objects.filter(pk=late.pk).update(until=clock.now())
    for made, why in ((no, "chưa được"), (late, "một ngày")):
        with pytest.raises(Refusal, match=why):
            take_export(by=cast.officer, export_id=made.pk)
    with pytest.raises(NotAllowed, match="đã được trả lời"):
        answer_export(by=second, export_id=no.pk, granted=True)


def test_the_database_too_wants_another_person(cast: Cast, settings: Any) -> None:
    settings.EXPORT_ALONE = 0
    row = Export.objects.filter(pk=ask(cast.officer).pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(granted=True, answered_by=cast.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(taken_at=clock.now())


def test_the_month_has_an_end(cast: Cast, settings: Any) -> None:
    settings.EXPORTS_A_MONTH = 2
    assert ask(cast.officer, token="mot") == ask(cast.officer, token="mot")
    ask(cast.officer)
    with pytest.raises(Refusal, match="hết số lần"):
        ask(cast.officer)
    Export.objects.update(asked_at=clock.now() - timedelta(days=40))
    assert ask(cast.officer).rows == 1


def test_barred_cases_are_in_no_export_of_the_accused(cast: Cast) -> None:
    more_cases(cast, 6)
    Barred.objects.create(report=cast.case.report, person=cast.officer)
    made = ask(cast.officer)
    assert made.rows == 6
    Barred.objects.create(
        report=cast.house.health.cases.exclude(pk=cast.case.pk)[0].report, person=cast.officer
    )
    taken = take_export(by=cast.officer, export_id=made.pk)
    sheet = openpyxl.load_workbook(io.BytesIO(taken.body)).active
    assert sheet is not None
    assert sheet.max_row == 2 + 5


def test_who_may_not_carry_off_or_look_does_not(cast: Cast) -> None:
    made = ask(cast.officer)
    for who in (cast.worker, cast.police):
        with pytest.raises(NotAllowed):
            ask(who)
        with pytest.raises(Export.DoesNotExist):
            export_for(who, made.pk)
    with pytest.raises(Invalid, match="lý do"):
        ask(cast.officer, reason=" ")
    with pytest.raises(Invalid, match="ba năm"):
        ask(cast.officer, first=clock.today(), last=clock.today() - timedelta(days=1))
