"""With the words of a case go those of the report behind it, unless something else needs them.

Every case here was closed on 29 November 2026 as “not confirmed”: two years.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from mangnon.base.audit.api import rows_about, verify
from mangnon.base.files.api import missing_blobs
from mangnon.cases.actions.opening import open_case
from mangnon.cases.actions.retaining import erase_what_is_over, set_hold
from mangnon.cases.models import Case, SubjectRequest
from mangnon.kit import clock
from mangnon.kit.crypto import NotOpened
from mangnon.reports.actions import evidence
from mangnon.reports.api import (
    ReportState,
    answer_no_action,
    ask_no_action,
    end_elsewhere,
    key_for,
    read_report,
    said_by_staff,
)
from mangnon.reports.evidence import arrived
from mangnon.reports.models import Evidence, Receipt, Report
from tests.cases.machine.cast import Cast, make_cast
from tests.cases.subjects.asking import asked
from tests.reports.cast import tell

CLOSED = datetime(2026, 11, 29, 9, tzinfo=clock.VIETNAM)
LAST_DAY = datetime(2028, 11, 29, 23, 59, tzinfo=clock.VIETNAM)
DAY_AFTER = datetime(2028, 11, 30, 2, 10, tzinfo=clock.VIETNAM)


@pytest.fixture
def ended(db: None) -> Cast:
    """The desk read a message and a file of it, answered, and the case was closed."""
    cast = make_cast(said={"contact_phone": "0900 000 111"})
    report, reader = cast.case.report, cast.readers[cast.officer.pk]
    said_by_staff(reader=reader, report=report, text="Cô đã nhận được tin.", token="mot")
    key = key_for(reader, report.keys.all())
    evidence.take(report=report, key=key, file=arrived("Bạn ấy nhắn.".encode(), "chat.txt"))
    Report.objects.filter(pk=report.pk).update(platform="Zalo", risk={"alone": True})
    close(cast.case)
    return cast


def close(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(
        state="closed", closed_at=CLOSED, retention="not_confirmed"
    )


def another_case(cast: Cast) -> Case:
    """A second child of the same report."""
    return open_case(
        by=cast.officer,
        unit=cast.house.health,
        report_id=cast.case.report_id,
        commune_of_event=cast.house.son_ha.commune,
        commune_of_residence=cast.house.son_ha.commune,
        token="chau-thu-hai",
    )


def on(when: datetime) -> int:
    """The night's work of that day."""
    with time_machine.travel(when, tick=False):
        return erase_what_is_over()


def words_of(report: Report) -> int:
    """What is left to read, or to open with."""
    now = Report.objects.get(pk=report.pk)
    rows = (now.keys, now.messages, now.marks, now.evidence.exclude(original=""))
    receipts = Receipt.objects.filter(report=report)
    return bool(now.body) + sum(row.count() for row in rows) + receipts.count()


def erased(report: Report) -> int:
    return rows_about(report).filter(what="report.erased").count()


def test_on_its_last_day_all_is_there_and_the_day_after_both_are_gone(
    ended: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    report, before = ended.case.report, words_of(ended.case.report)
    assert before == 6  # the body, its key, the answer, the mark of a number, the file, the receipt
    assert (on(LAST_DAY), words_of(report), erased(report)) == (0, before, 0)
    with django_capture_on_commit_callbacks(execute=True):
        assert on(DAY_AFTER) == 2  # the case and its report
    assert (words_of(report), ended.case.keys.count(), erased(report)) == (0, 0, 1)
    assert (verify(), missing_blobs()) == ([], 0)
    assert on(DAY_AFTER) == 0


def test_what_names_nobody_stays_and_the_page_says_why_the_rest_is_gone(ended: Cast) -> None:
    stays = ("number", "received_at", "kind", "age_band", "commune", "state", "stage")
    before = Report.objects.values(*stays).get()
    on(DAY_AFTER)
    report = Report.objects.get()
    assert Report.objects.values(*stays).get() == before
    assert (report.platform, report.risk, report.reason) == ("", {}, "")
    file = Evidence.objects.get()
    assert (file.state, len(file.sha256), bytes(file.wrapped_key)) == ("destroyed", 64, b"")
    last = file.custody.last()
    assert last is not None
    assert (last.what, last.by, last.why) == ("destroyed", None, "Hết hạn lưu giữ")
    with pytest.raises(NotOpened, match="đã xóa vì hết hạn lưu giữ"):
        read_report(ended.readers[ended.officer.pk], report)


def test_another_case_of_the_report_keeps_it_until_that_is_over_too(ended: Cast) -> None:
    report, other = ended.case.report, another_case(ended)
    before = words_of(report)
    assert on(DAY_AFTER) == 1  # the words of the first case alone
    assert (words_of(report), erased(report)) == (before, 0)
    close(other)
    assert on(DAY_AFTER) == 2  # the other, and the report of both
    assert (words_of(report), erased(report)) == (0, 1)


def test_a_case_held_by_law_keeps_its_report_and_so_does_a_report_that_is(ended: Cast) -> None:
    report = ended.case.report
    before = words_of(report)
    set_hold(by=ended.officer, case_id=ended.case.pk, held=True, reason="Cơ quan điều tra yêu cầu")
    assert (on(DAY_AFTER), words_of(report)) == (0, before)
    set_hold(by=ended.officer, case_id=ended.case.pk, held=False, reason="Đã xét xử xong")
    Report.objects.update(held=True)
    assert (on(DAY_AFTER), words_of(report)) == (1, before)
    Report.objects.update(held=False)
    assert (on(DAY_AFTER), words_of(report)) == (1, 0)


def test_a_request_about_the_data_keeps_the_report_until_it_is_answered(ended: Cast) -> None:
    report = ended.case.report
    before = words_of(report)
    asked(ended, by=ended.officer)
    assert (on(DAY_AFTER), words_of(report)) == (1, before)
    SubjectRequest.objects.update(done_at=DAY_AFTER, result="granted")
    assert (on(DAY_AFTER), words_of(report)) == (1, 0)


def test_the_report_of_a_case_void_as_the_same_stays_as_long_as_the_other_case(ended: Cast) -> None:
    report = ended.case.report
    living = replace(ended, case=open_other(ended)).case
    Case.objects.filter(pk=ended.case.pk).update(duplicate_of=living)
    on(DAY_AFTER)
    assert (words_of(report) > 0, erased(report)) == (True, 0)
    close(living)
    on(DAY_AFTER)
    assert (words_of(report), words_of(living.report)) == (0, 0)


def test_a_report_that_told_of_the_same_goes_with_it(ended: Cast) -> None:
    twin, alone = tell().report, tell().report
    Report.objects.filter(pk=twin.pk).update(duplicate_of=ended.case.report, state="duplicate")
    on(DAY_AFTER)
    assert (words_of(twin), erased(twin), erased(alone)) == (0, 1, 0)
    assert words_of(alone) > 0


@pytest.mark.django_db
def test_a_report_that_became_no_case_has_a_time_of_its_own() -> None:
    cast, said = make_cast(), {"reason": "Thử máy", "version": 1}
    idle, passed = (tell(commune=cast.house.son_ha.commune_id).report for _ in range(2))
    with time_machine.travel(CLOSED, tick=False):
        ask_no_action(report_id=idle.pk, by=cast.chair, **said)
        answer_no_action(report_id=idle.pk, by=cast.worker, agrees=True, version=2)
        end_elsewhere(report_id=passed.pk, by=cast.chair, state=ReportState.REFERRED_OUT, **said)

    assert (on(LAST_DAY), words_of(idle) > 0) == (0, True)
    Report.objects.filter(pk=idle.pk).update(held=True)
    assert (on(DAY_AFTER), erased(idle)) == (0, 0)
    Report.objects.filter(pk=idle.pk).update(held=False)
    assert (on(DAY_AFTER), words_of(idle), erased(idle)) == (1, 0, 1)
    assert words_of(passed) > 0
    later = CLOSED.replace(year=CLOSED.year + 15)
    assert (on(later), words_of(passed) > 0) == (0, True)
    assert (on(later + timedelta(days=1)), words_of(passed)) == (1, 0)


def open_other(cast: Cast) -> Case:
    """A case upon a report of its own."""
    report = tell().report
    report.receiving_unit = cast.house.health
    report.save(update_fields=["receiving_unit"])
    return open_case(
        by=cast.officer,
        unit=cast.house.health,
        report_id=report.pk,
        commune_of_event=None,
        commune_of_residence=None,
        token="vu-viec-khac",
    )
