"""Who told something tells more after somebody had decided: it waits again."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from mangnon.base.audit.api import rows_about
from mangnon.reports import api
from mangnon.reports.actions import evidence, messages
from mangnon.reports.actions.receipts import Shown, open_receipt
from mangnon.reports.choices import ReportState, Stage
from mangnon.reports.evidence import arrived
from mangnon.reports.models import Report
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.reports.cast import make_province, member, tell, with_key

pytestmark = pytest.mark.django_db
REASON = "Không thấy gì phải làm"


@dataclass
class Told:
    report: Report
    shown: Shown
    worker: Person
    chair: Person


@pytest.fixture
def told() -> Told:
    house = make_province()
    worker = member(Role.COMMUNE_WORKER, house.son_ha)
    chair = member(Role.COMMUNE_LEADER, house.son_ha)
    with_key(worker)
    opened = tell(commune="21289")
    return Told(opened.report, open_receipt(opened.receipt), worker, chair)


def end(told: Told, state: str) -> None:
    given = {"report_id": told.report.pk, "by": told.worker, "reason": REASON, "version": 1}
    if state == ReportState.NO_ACTION:
        api.ask_no_action(**given)
        api.answer_no_action(report_id=told.report.pk, by=told.chair, agrees=True, version=2)
    elif state == ReportState.DUPLICATE:
        api.mark_duplicate(**given, of=tell("Chuyện khác.", commune="21289").report)
    else:
        api.end_elsewhere(**given, state=ReportState(state))


def more(told: Told, text: str = "Hôm nay lại bị nữa.") -> None:
    messages.said_by_reporter(shown=told.shown, text=text, token="them")


def waits(told: Told) -> bool:
    return told.report in api.reports_waiting(told.worker)


@pytest.mark.parametrize("state", ["no_action", "duplicate", "referred_out", "content_only"])
def test_new_words_bring_back_whatever_had_been_decided(told: Told, state: str) -> None:
    end(told, state)
    assert not waits(told)

    more(told)

    report = Report.objects.get(pk=told.report.pk)
    assert waits(told)
    assert (report.state, report.stage) == (ReportState.RECEIVED, Stage.RECEIVED)
    assert (report.reason, report.second, report.duplicate_of) == ("", None, None)
    assert told.shown.report.stage == Stage.RECEIVED
    assert [row.what for row in rows_about(report)].count("report.reopened") == 1


def test_a_file_brings_it_back_too_and_the_same_file_again_changes_nothing(told: Told) -> None:
    end(told, ReportState.NO_ACTION)
    file = arrived("Bạn ấy nhắn.".encode(), "chat.txt")

    for _ in range(2):
        evidence.take(report=told.report, key=told.shown.key, file=file)

    assert waits(told)
    assert [row.what for row in rows_about(told.report)].count("report.reopened") == 1


def test_nobody_agrees_to_do_nothing_without_the_new_words(told: Told) -> None:
    api.ask_no_action(report_id=told.report.pk, by=told.worker, reason=REASON, version=1)

    more(told)

    with pytest.raises(api.Refusal, match="xử lý tin báo này trước"):
        api.answer_no_action(report_id=told.report.pk, by=told.chair, agrees=True, version=2)
    assert Report.objects.get(pk=told.report.pk).reason == ""


def test_what_waits_or_became_a_case_stays_where_it_is(told: Told) -> None:
    more(told)
    assert Report.objects.get(pk=told.report.pk).version == 1
    api.mark_linked(told.report.pk, by=told.worker)

    more(told, "Và hôm sau nữa.")

    assert Report.objects.get(pk=told.report.pk).state == ReportState.LINKED
    assert not rows_about(told.report).filter(what="report.reopened").exists()


def test_passed_on_and_content_only_say_why_and_the_reporter_reads_it_plainly(told: Told) -> None:
    given = {"report_id": told.report.pk, "by": told.worker, "version": 1}
    with pytest.raises(api.Invalid, match="lý do"):
        api.end_elsewhere(**given, reason=" ", state=ReportState.REFERRED_OUT)
    with pytest.raises(api.Invalid, match="chọn kết quả"):
        api.end_elsewhere(**given, reason=REASON, state=ReportState.NO_ACTION)

    ended = api.end_elsewhere(**given, reason="Tổng đài 111", state=ReportState.REFERRED_OUT)

    assert (ended.stage, ended.taken_by, ended.reason) == (
        Stage.PASSED_ON,
        told.worker,
        "Tổng đài 111",
    )
