"""Requests about data from when they come until they are answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from mangnon.base.audit.api import rows_about
from mangnon.base.notices.models import Notice
from mangnon.cases.actions.retaining import erase_what_is_over, set_hold
from mangnon.cases.actions.subject_alarms import review_requests
from mangnon.cases.actions.subject_words import read_request
from mangnon.cases.actions.subjects import (
    answer_first,
    extend_request,
    finish_request,
    forget_old_requests,
    prove_identity,
)
from mangnon.cases.models import Case, SubjectRequest
from mangnon.cases.queries.subjects import request_for, requests_open
from mangnon.cases.refusals import Invalid, NotAllowed, Refusal
from mangnon.kit import clock
from mangnon.reports.models import Barred, Report
from mangnon.units.choices import Role
from tests.cases.machine.cast import Cast
from tests.cases.subjects.asking import MOTHER, WORDS, asked
from tests.cast import make_person

DONE = {"result": "granted", "ground": "", "words": "Đã cho xem tại trụ sở."}


@pytest.fixture
def mine(cast: Cast) -> Cast:
    cast.taken()
    return cast


def test_names_are_sealed_to_the_unit_and_its_clocks_run(mine: Cast) -> None:
    made = asked(mine)

    assert made.number.startswith("YC")
    assert MOTHER.encode() not in bytes(made.sealed)
    said = read_request(mine.readers[mine.chair.pk], made)
    assert said is not None
    assert (said.name, said.words, said.answer) == (MOTHER, WORDS, "")
    assert read_request(mine.readers[mine.police.pk], made) is None
    assert made.due_at - made.answer_due_at > timedelta(days=5)
    assert [row.what for row in rows_about(made)][-2:] == ["subject.recorded", "subject.read"]


def test_the_same_form_twice_is_one_request(mine: Cast) -> None:
    assert asked(mine, token="mot-lan") == asked(mine, token="mot-lan")
    assert SubjectRequest.objects.count() == 1


def test_a_child_asks_with_who_represents_it(mine: Cast) -> None:
    with pytest.raises(Invalid, match="người đại diện"):
        asked(mine, asker="child", name="Lê Thị Ví Dụ")
    assert asked(mine, asker="child", name="Lê Thị Ví Dụ", representative=MOTHER).asker == "child"


def test_no_number_of_a_case_that_one_does_not_see(mine: Cast) -> None:
    stranger = make_person(Role.COMMUNE_LEADER, mine.house.son_haj)
    with pytest.raises(Invalid, match="anh/chị được mở"):
        asked(mine, by=stranger)
    assert SubjectRequest.objects.count() == 0


def test_it_is_answered_extended_once_and_done(mine: Cast) -> None:
    made = asked(mine)
    told = {"by": mine.chair, "request_id": made.pk}
    answer_first(**told, version=1)
    before = made.due_at
    longer = extend_request(**told, version=2, reason="Phải xem nhiều sổ")
    assert longer.due_at == before + timedelta(days=10)
    with pytest.raises(Refusal, match="một lần"):
        extend_request(**told, version=3, reason="Nữa")
    with pytest.raises(Refusal, match="trước anh/chị"):
        finish_request(**told, version=2, **DONE)
    ended = finish_request(**told, version=3, **DONE)

    said = read_request(mine.readers[mine.chair.pk], ended)
    assert said is not None
    assert (ended.result, said.answer) == ("granted", DONE["words"])
    assert not requests_open(mine.chair).exists()
    with pytest.raises(Refusal, match="trả lời xong"):
        finish_request(**told, version=4, **DONE)


def test_nothing_is_shown_before_papers_were_seen(mine: Cast) -> None:
    made = asked(mine, proved=False)
    with pytest.raises(Invalid, match="giấy tờ"):
        finish_request(by=mine.chair, request_id=made.pk, version=1, **DONE)
    prove_identity(by=mine.chair, request_id=made.pk, version=1)
    assert finish_request(by=mine.chair, request_id=made.pk, version=2, **DONE).done_at


def test_it_is_refused_only_on_a_ground_of_the_law(mine: Cast) -> None:
    made = asked(mine, proved=False)
    no = {"by": mine.chair, "request_id": made.pk, "version": 1, "result": "refused"}
    for ground in ("", "toi-khong-thich", "kept_by_law"):
        with pytest.raises(Invalid, match="pháp luật"):
            finish_request(**no, ground=ground, words="Không.")
    ended = finish_request(**no, ground="child_harm", words="Chưa thể cho xem.")
    assert (ended.result, ended.ground) == ("refused", "child_harm")


def test_a_worker_writes_it_down_and_the_chair_decides(mine: Cast) -> None:
    made = asked(mine)
    with pytest.raises(NotAllowed):
        finish_request(by=mine.worker, request_id=made.pk, version=1, **DONE)
    stranger = make_person(Role.COMMUNE_LEADER, mine.house.son_haj)
    with pytest.raises(NotAllowed):
        answer_first(by=stranger, request_id=made.pk, version=1)


def test_who_is_barred_finds_none_of_it_and_hears_of_no_clock(mine: Cast) -> None:
    made = asked(mine)
    accused = make_person(Role.COMMUNE_LEADER, mine.house.son_ha, name="Bùi Văn Khuất")
    assert request_for(accused, made.pk) == made
    Barred.objects.create(report=mine.case.report, person=accused)

    with pytest.raises(SubjectRequest.DoesNotExist):
        request_for(accused, made.pk)
    review_requests(made.due_at)
    told = set(
        Notice.objects.filter(subject__contains=made.number).values_list("person_id", flat=True)
    )
    assert str(mine.chair.pk) in told
    assert str(accused.pk) not in told


def test_each_mark_is_told_once_and_the_last_ones_to_the_province_too(mine: Cast) -> None:
    made = asked(mine)
    half = made.received_at + (made.answer_due_at - made.received_at) / 2
    assert review_requests(half - timedelta(minutes=1)) == 0
    assert review_requests(half) == 1
    assert review_requests(half) == 0
    rows = Notice.objects.filter(subject__contains=made.number)
    assert {row.person_id for row in rows} == {str(mine.chair.pk)}

    assert review_requests(made.answer_due_at) == 1
    assert str(mine.officer.pk) in {row.person_id for row in rows.all()}
    made.refresh_from_db()
    assert made.next_alarm_at is not None

    answer_first(by=mine.chair, request_id=made.pk, version=1)
    assert review_requests(made.due_at) == 1
    assert review_requests(made.due_at + timedelta(days=99)) == 0
    broken = [row.what for row in rows_about(made) if row.what == "subject.clock_broken"]
    assert len(broken) == 2


# --- erasing ------------------------------------------------------------------------------------


def closed(cast: Cast, retention: str) -> None:
    Case.objects.update(state="closed", closed_at=clock.now(), retention=retention)


ERASED = {"result": "granted", "ground": "", "words": "Đã xóa."}


@pytest.mark.parametrize(
    ("state", "retention", "why"),
    [
        ("verifying", "", "đang xử lý"),
        ("closed", "child", "phải lưu giữ"),
        ("closed", "", "lưu giữ"),
    ],
)
def test_what_is_worked_on_or_must_be_kept_is_not_erased(
    mine: Cast, state: str, retention: str, why: str
) -> None:
    made = asked(mine, kind="delete")
    Case.objects.update(state=state, closed_at=clock.now(), retention=retention)
    with pytest.raises(Invalid, match=why):
        finish_request(by=mine.chair, request_id=made.pk, version=1, **ERASED)
    assert mine.case.keys.exists()
    made.refresh_from_db()
    assert made.done_at is None


def test_a_legal_hold_keeps_it_from_time_and_from_requests(mine: Cast) -> None:
    made = asked(mine, kind="delete")
    closed(mine, "not_confirmed")
    set_hold(by=mine.officer, case_id=mine.case.pk, held=True, reason="Cơ quan điều tra yêu cầu")
    with pytest.raises(Invalid, match="pháp lý"):
        finish_request(by=mine.chair, request_id=made.pk, version=1, **ERASED)
    Case.objects.update(closed_at=clock.now() - timedelta(days=3000))
    assert erase_what_is_over() == 0
    assert mine.case.keys.exists()


def test_another_person_decides_and_then_words_keys_and_marks_go(mine: Cast) -> None:
    made = asked(mine, kind="delete", by=mine.chair)
    closed(mine, "not_confirmed")
    with pytest.raises(Invalid, match="người khác"):
        finish_request(by=mine.chair, request_id=made.pk, version=1, **ERASED)
    assert mine.case.keys.exists()

    finish_request(by=mine.officer, request_id=made.pk, version=1, **ERASED)
    assert not mine.case.keys.exists()
    assert not mine.case.marks.exists()
    erased = [row for row in rows_about(mine.case) if row.what == "case.erased"]
    assert [row.by for row in erased] == [str(mine.officer.pk)]


def test_the_report_goes_with_its_case_unless_the_law_or_another_needs_it(mine: Cast) -> None:
    made, other = (asked(mine, kind="delete", by=mine.chair, token=one) for one in "ab")
    closed(mine, "not_confirmed")
    Report.objects.update(held=True)
    with pytest.raises(Invalid, match="Tin báo của hồ sơ đang được giữ lại"):
        finish_request(by=mine.officer, request_id=made.pk, version=1, **ERASED)
    Report.objects.update(held=False)

    finish_request(by=mine.officer, request_id=made.pk, version=1, **ERASED)
    assert Report.objects.get().body  # somebody else asked and has no answer yet
    finish_request(by=mine.officer, request_id=other.pk, version=1, **ERASED)

    report = Report.objects.get()
    assert (bytes(report.body), report.keys.count()) == (b"", 0)
    erased = rows_about(report).filter(what="report.erased")
    assert [row.by for row in erased] == [str(mine.officer.pk)]


def test_the_database_too_wants_another_to_decide_on_erasing(mine: Cast) -> None:
    made = asked(mine, kind="delete")
    row = SubjectRequest.objects.filter(pk=made.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(result="granted", done_at=clock.now(), done_by=made.recorded_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(result="refused", done_at=clock.now(), done_by=mine.chair)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(done_at=clock.now())


def test_consent_is_withdrawn_in_the_case_before_the_request_is_done(mine: Cast) -> None:
    mine.make("give_consent", mine.worker, who="mẹ", purpose="hỗ trợ", child_asked=True)
    made = asked(mine, kind="withdraw")
    with pytest.raises(Invalid, match="trong vụ việc trước"):
        finish_request(by=mine.chair, request_id=made.pk, version=1, **DONE)


def test_words_of_old_requests_go_after_their_years(mine: Cast) -> None:
    made = asked(mine)
    finish_request(by=mine.chair, request_id=made.pk, version=1, **DONE)
    assert forget_old_requests() == 0
    SubjectRequest.objects.update(done_at=clock.now() - timedelta(days=800))
    assert forget_old_requests() == 1
    made.refresh_from_db()
    assert (bytes(made.sealed), bytes(made.answer), made.kind) == (b"", b"", "view")
