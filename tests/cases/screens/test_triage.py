"""Reports that came in, on the pages of those who read them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from mangnon.base.audit.api import AuditRow, rows_about
from mangnon.cases.models import Case
from mangnon.cases.templatetags.cases import triage_facts
from mangnon.reports.answers import HIGH_RISK
from mangnon.reports.choices import ReportState, Stage
from mangnon.reports.forms import adult, child
from mangnon.reports.forms.phone import PhoneForm
from mangnon.reports.models import Report
from mangnon.units.api import Unit
from mangnon.units.choices import Role
from tests.cases.machine.cast import Cast
from tests.cases.screens.conftest import Browse
from tests.cases.screens.test_case_page import asked
from tests.cast import make_person
from tests.reports.cast import STORY, tell


@pytest.fixture
def report(cast: Cast) -> Report:
    """A new one, for the commune."""
    told = {"phone": "0900 000 111", "reporter_name": "Ngô Thị Kể"}
    made: Report = tell(commune=cast.house.son_ha.commune_id, danger_now=True, said=told).report
    return made


def at(name: str, report: Report) -> str:
    return reverse(name, args=[report.pk])


def test_a_worker_reads_a_report_once_it_is_unlocked(
    cast: Cast, browse: Browse, report: Report
) -> None:
    listed = browse(cast.worker, locked=True).get(reverse("case_reports")).content.decode()
    shut = browse(cast.worker, locked=True).get(at("case_report", report)).content.decode()
    opened = browse(cast.worker).get(at("case_report", report)).content.decode()

    assert report.number in listed
    assert "Đang nguy hiểm" in listed
    assert STORY not in shut
    assert "Mở khóa để đọc" in shut
    assert STORY in opened
    assert AuditRow.objects.filter(what="report.read").count() == 1


def test_who_told_it_is_hidden_until_two_people_decide(
    cast: Cast, browse: Browse, report: Report
) -> None:
    shown = browse(cast.worker).get(at("case_report", report)).content.decode()

    assert "Ngô Thị Kể" not in shown
    assert "0900 000 111" not in shown
    assert "đã ẩn" in shown


def test_a_report_becomes_one_case_however_often_it_is_sent(
    cast: Cast, browse: Browse, report: Report
) -> None:
    worker, here = browse(cast.worker), cast.house.son_ha.commune_id
    said = {"commune_of_event": here, "commune_of_residence": here, "token": "mot-lan"}

    answers = [worker.post(at("case_open", report), said) for _ in range(2)]

    case = Case.objects.get(report=report)
    assert [answer.url for answer in answers] == [reverse("case", args=[case.pk])] * 2
    assert case.received_at == report.counted_from
    report.refresh_from_db()
    assert report.state == ReportState.LINKED


def test_nothing_is_done_only_when_two_agree(cast: Cast, browse: Browse, report: Report) -> None:
    worker, chair = browse(cast.worker), browse(cast.chair)
    said = {"do": "no_action", "reason": "Thử máy", "version": report.version}
    assert worker.post(at("case_report_end", report), said).status_code == 302
    report.refresh_from_db()
    agreed = {"do": "agree", "version": report.version}

    alone = worker.post(at("case_report_second", report), agreed)
    report.refresh_from_db()
    assert (alone.status_code, report.state) == (403, ReportState.TRIAGED)
    assert chair.post(at("case_report_second", report), agreed).status_code == 302

    report.refresh_from_db()
    assert (report.state, report.stage) == (ReportState.NO_ACTION, Stage.DONE)
    assert (report.taken_by, report.second) == (cast.worker, cast.chair)


def test_a_twin_names_the_other_report(cast: Cast, browse: Browse, report: Report) -> None:
    other = tell("Chuyện như vậy.", commune=cast.house.son_ha.commune_id).report
    worker = browse(cast.worker)
    said: dict[str, Any] = {"do": "duplicate", "reason": "Cùng một chuyện", "version": 1}

    wrong = worker.post(at("case_report_end", report), {**said, "number": "BT0000-XXXXXX"})
    right = worker.post(at("case_report_end", report), {**said, "number": other.number.lower()})

    assert wrong.status_code == 422
    assert right.status_code == 302
    report.refresh_from_db()
    assert (report.state, report.duplicate_of) == (ReportState.DUPLICATE, other)


@pytest.mark.parametrize(
    ("do", "stage"), [("referred_out", Stage.PASSED_ON), ("content_only", Stage.HELPING)]
)
def test_it_is_passed_on_or_only_content_is_taken_down(
    cast: Cast, browse: Browse, report: Report, do: str, stage: Stage
) -> None:
    worker, page = browse(cast.worker), at("case_report_end", report)
    said = {"do": do, "reason": "Tổng đài 111", "version": 1}

    assert worker.post(page, {**said, "reason": ""}).status_code == 422
    assert worker.post(page, said).status_code == 302

    report.refresh_from_db()
    assert (report.state, report.stage, report.reason) == (do, stage, "Tổng đài 111")
    listed = worker.get(reverse("case_reports")).content.decode()
    assert at("case_report", report) not in listed


def test_who_came_second_is_told_and_nothing_changes(
    cast: Cast, browse: Browse, report: Report
) -> None:
    worker = browse(cast.worker)
    said = {"do": "no_action", "reason": "Thử máy", "version": 7}

    late = worker.post(at("case_report_end", report), said)

    assert late.status_code == 409
    report.refresh_from_db()
    assert (report.state, report.reason) == (ReportState.RECEIVED, "")


def test_the_accused_unit_and_strangers_find_nothing(
    cast: Cast, browse: Browse, report: Report
) -> None:
    stranger = make_person(Role.COMMUNE_LEADER, cast.house.nghia_lo)
    report.barred.create(unit=cast.house.son_ha)

    for person in (stranger, cast.chair, cast.worker):
        client = browse(person, locked=True)
        assert report.number not in client.get(reverse("case_reports")).content.decode()
        assert report.number not in client.get(reverse("desk")).content.decode()
        for name in ("case_report", "case_open", "case_report_end"):
            assert client.get(at(name, report)).status_code == 404
        assert client.post(at("case_report_second", report)).status_code in {403, 404}


def test_a_report_is_held_by_law_before_it_is_a_case_and_let_go_again(
    cast: Cast, browse: Browse
) -> None:
    of_desk = cast.case.report
    hold, kept = at("case_report_hold", of_desk), reverse("case_retention")
    officer, stranger = browse(cast.officer), browse(cast.worker)
    assert stranger.get(hold).status_code == 404
    assert (
        at("case_report_hold", of_desk) in officer.get(at("case_report", of_desk)).content.decode()
    )

    assert officer.post(hold, {"do": "hold", "reason": " "}).status_code == 422
    assert officer.post(hold, {"do": "hold", "reason": "Tòa án yêu cầu"}).status_code == 302
    of_desk.refresh_from_db()
    assert of_desk.held
    assert "Tòa án yêu cầu" in officer.get(kept).content.decode()

    officer.post(hold, {"do": "lift", "reason": "Đã xét xử"})
    of_desk.refresh_from_db()
    last = of_desk.holds.get()
    assert (of_desk.held, last.by, last.lifted_by) == (False, cast.officer, cast.officer)
    assert "Đã xét xử" in officer.get(hold).content.decode()
    assert [row.what for row in rows_about(of_desk)][-2:] == ["report.held", "report.released"]


def test_a_commune_sees_that_its_report_is_held_and_does_not_decide(
    cast: Cast, browse: Browse, report: Report
) -> None:
    worker, page = browse(cast.worker), at("case_report_hold", report)

    shown = worker.get(page).content.decode()
    answer = worker.post(page, {"do": "hold", "reason": "Xin giữ"})

    assert "Đầu mối cấp tỉnh và công an phụ trách" in shown
    assert answer.status_code == 403
    report.refresh_from_db()
    assert not report.held


def test_every_answer_about_danger_is_shown_in_words() -> None:
    asked = {
        name: [value for value, _ in form.base_fields[name].choices if value]
        for form in (child.Safety, adult.Safety, PhoneForm)
        for name in HIGH_RISK.keys() & form.base_fields.keys()
    }
    assert sorted(asked) == ["hurt", "safe", "with_them"]
    told = {"safe": "không rõ", "hurt": "có", "with_them": "không"}
    for name, values in asked.items():
        assert sorted(values) == ["no", "unsure", "yes"], name
    report = Report(receiving_unit=Unit(name="Ủy ban nhân dân xã Sơn Hà"))
    report.risk = {"safe": "unsure", "hurt": "yes", "with_them": "no"}
    shown = triage_facts(report)
    assert [words for _, words in shown if words in told.values()] == list(told.values())
    assert not [row for row in shown if {"unsure", "safe", "hurt", "with_them"} & set(row)]


def test_the_page_of_a_report_asks_at_most_fifteen_times(
    cast: Cast, browse: Browse, report: Report
) -> None:
    worker = browse(cast.worker)
    worker.get(at("case_report", report))

    assert len(asked(worker, at("case_report", report))) <= 15
