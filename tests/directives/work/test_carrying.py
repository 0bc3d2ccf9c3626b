"""A unit carries its work out and the giver judges it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mangnon.base.audit.api import AuditRow
from mangnon.base.notices.api import Notice
from mangnon.base.notices.models import Outbox
from mangnon.directives import api
from mangnon.directives.api import Event, State
from mangnon.directives.models import Assignment, AssignmentEvent, Extension, Return
from tests.directives.work.cast import Cast, in_days, make_issued, move, returned, work_of


def test_work_goes_from_issue_to_acceptance(cast: Cast) -> None:
    # Given a letter issued to two communes
    directive = make_issued(cast)
    work = work_of(directive, cast.house.son_ha)
    assert (work.state, work.version, work.due_on) == (State.ISSUED, 1, in_days(30))
    # When the worker takes it up, tells progress and returns, and the officer accepts
    move(cast.worker, cast.house.son_ha, work, Event.ACKNOWLEDGE)
    move(cast.worker, cast.house.son_ha, work, Event.PROGRESS, percent=40, note="Đã họp thôn")
    move(cast.worker, cast.house.son_ha, work, Event.SUBMIT, text="Xong", figure=Decimal(12))
    done = move(cast.officer, cast.house.health, work, Event.ACCEPT)
    # Then the work is done, its return accepted and every step told in order
    assert (done.state, done.percent, done.version) == (State.ACCEPTED, 100, 5)
    made = Return.objects.get()
    assert (made.state, made.figure, made.judged_by) == ("accepted", 12, cast.officer)
    events = AssignmentEvent.objects.filter(assignment=work).values_list("event", flat=True)
    assert list(events) == ["issue", "acknowledge", "progress", "submit", "accept"]
    whats = AuditRow.objects.filter(what__startswith="assignment.").values_list("what", flat=True)
    assert sorted(whats) == [
        "assignment.accept",
        "assignment.acknowledge",
        "assignment.progress",
        "assignment.submit",
    ]


def test_a_return_sent_back_is_kept_and_the_next_round_is_new(cast: Cast) -> None:
    directive = make_issued(cast)
    work = returned(cast, work_of(directive, cast.house.son_ha))
    move(cast.officer, cast.house.health, work, Event.SEND_BACK, reason="Thiếu số liệu")
    move(cast.worker, cast.house.son_ha, work, Event.SUBMIT, text="Bổ sung: 12 buổi, 900 người")
    rounds = Return.objects.order_by("round").values_list("round", "state", "reason")
    assert list(rounds) == [(1, "sent_back", "Thiếu số liệu"), (2, "submitted", "")]
    assert Notice.objects.filter(
        person_id=str(cast.worker.pk), subject__startswith="Báo cáo cần bổ sung"
    ).exists()


def test_sending_back_needs_a_reason_and_nothing_changes_without(cast: Cast) -> None:
    directive = make_issued(cast)
    work = returned(cast, work_of(directive, cast.house.son_ha))
    with pytest.raises(api.Invalid, match="cần bổ sung") as refusal:
        move(cast.officer, cast.house.health, work, Event.SEND_BACK, reason="  ")
    assert refusal.value.field == "reason"
    assert work_of(directive, cast.house.son_ha).state == State.RETURNED


def test_the_same_form_sent_twice_is_one_effect(cast: Cast) -> None:
    directive = make_issued(cast)
    work = work_of(directive, cast.house.son_ha)
    move(cast.worker, cast.house.son_ha, work, Event.ACKNOWLEDGE)
    version = work_of(directive, cast.house.son_ha).version
    for _ in range(2):
        api.apply(
            by=cast.worker,
            unit=cast.house.son_ha,
            assignment_id=work.pk,
            event=Event.SUBMIT,
            version=version,
            data={"text": "Đã phát thanh 12 buổi."},
        )
    assert Return.objects.count() == 1
    assert work_of(directive, cast.house.son_ha).version == version + 1


def test_who_comes_second_is_shown_both_values(cast: Cast) -> None:
    # Given two colleagues looking at the same return
    directive = make_issued(cast)
    work = returned(cast, work_of(directive, cast.house.son_ha))
    seen = work_of(directive, cast.house.son_ha).version
    common = {"unit": cast.house.health, "assignment_id": work.pk, "version": seen}
    # When the first accepts it and the second sends it back
    api.apply(by=cast.officer, event=Event.ACCEPT, **common)  # type: ignore[arg-type]
    with pytest.raises(api.Conflict) as conflict:
        api.apply(  # type: ignore[arg-type]
            by=cast.mate, event=Event.SEND_BACK, data={"reason": "Thiếu ảnh"}, **common
        )
    # Then the second is told by whom and how it stands, and it still stands accepted
    (difference,) = conflict.value.differences
    assert (difference.yours, difference.theirs) == ("Trả lại để bổ sung", "Hoàn thành")
    assert "Cán bộ Sở" in str(conflict.value)
    assert work_of(directive, cast.house.son_ha).state == State.ACCEPTED


def test_one_touch_acknowledges_a_whole_letter(cast: Cast) -> None:
    directive = make_issued(cast)
    common = {"by": cast.worker, "unit": cast.house.son_ha, "directive": directive}
    assert api.acknowledge_all(**common) == 2  # type: ignore[arg-type]
    assert api.acknowledge_all(**common) == 0  # type: ignore[arg-type]
    other = work_of(directive, cast.house.son_haj)
    assert other.state == State.ISSUED


def test_accepting_many_leaves_what_does_not_wait(cast: Cast) -> None:
    directive = make_issued(cast)
    first = returned(cast, work_of(directive, cast.house.son_ha, "1"))
    second = work_of(directive, cast.house.son_ha, "2")
    count = api.accept_many(
        by=cast.officer, unit=cast.house.health, assignment_ids=[first.pk, second.pk]
    )
    assert count == 1
    assert work_of(directive, cast.house.son_ha, "2").state == State.ISSUED


def test_when_the_last_work_is_accepted_the_unit_is_thanked_once(cast: Cast) -> None:
    directive = make_issued(cast)
    ids = [returned(cast, work_of(directive, cast.house.son_ha, mark)).pk for mark in "12"]
    api.accept_many(by=cast.officer, unit=cast.house.health, assignment_ids=ids)
    thanks = Notice.objects.filter(subject__startswith="Đã hoàn thành")
    assert {notice.person_id for notice in thanks} == {str(cast.worker.pk), str(cast.leader.pk)}


def test_more_time_is_asked_and_granted(cast: Cast) -> None:
    directive = make_issued(cast)
    work = work_of(directive, cast.house.son_ha)
    move(
        cast.worker,
        cast.house.son_ha,
        work,
        Event.ASK_EXTENSION,
        until=in_days(40),
        reason="Mưa lũ",
    )
    move(cast.officer, cast.house.health, work, Event.ANSWER_EXTENSION, granted=True)
    fresh = work_of(directive, cast.house.son_ha)
    assert (fresh.due_on, fresh.state) == (in_days(40), State.ISSUED)
    asked = Extension.objects.get()
    assert (asked.granted, asked.granted_until) == (True, in_days(40))
    note = AssignmentEvent.objects.filter(event=Event.ANSWER_EXTENSION).get().note
    assert note == f"Gia hạn từ {in_days(30):%d/%m/%Y} đến {in_days(40):%d/%m/%Y}"


def test_more_time_refused_leaves_the_deadline(cast: Cast) -> None:
    directive = make_issued(cast)
    work = work_of(directive, cast.house.son_ha)
    ask = {"until": in_days(40), "reason": "Mưa lũ"}
    move(cast.worker, cast.house.son_ha, work, Event.ASK_EXTENSION, **ask)
    move(
        cast.officer,
        cast.house.health,
        work,
        Event.ANSWER_EXTENSION,
        granted=False,
        answer="Cần báo cáo Bộ đúng hạn",
    )
    assert work_of(directive, cast.house.son_ha).due_on == in_days(30)
    with pytest.raises(api.IllegalMove, match="Không có đề nghị gia hạn"):
        move(cast.officer, cast.house.health, work, Event.ANSWER_EXTENSION, granted=True)


@pytest.mark.parametrize("until", [date(2020, 1, 1), None, "mai"])
def test_more_time_must_lie_after_the_deadline(cast: Cast, until: object) -> None:
    directive = make_issued(cast)
    work = work_of(directive, cast.house.son_ha)
    with pytest.raises(api.Invalid):
        move(cast.worker, cast.house.son_ha, work, Event.ASK_EXTENSION, until=until, reason="Bận")
    assert not Extension.objects.exists()


def test_a_teacher_is_handed_work_and_tells_progress_only(cast: Cast) -> None:
    # Given work of the school that the principal hands to the teacher
    school = cast.house.lower_secondary
    directive = make_issued(cast, school)
    work = work_of(directive, school)
    move(cast.principal, school, work, Event.ACKNOWLEDGE)
    move(cast.principal, school, work, Event.HAND_ON, person=cast.teacher)
    # Then the teacher may tell progress, but not answer for the school
    after = move(cast.teacher, school, work, Event.PROGRESS, percent=50)
    assert (after.state, after.person) == (State.IN_PROGRESS, cast.teacher)
    with pytest.raises(api.NotAllowed):
        move(cast.teacher, school, work, Event.SUBMIT, text="Xong")
    # And is told of the work
    notice = Notice.objects.get(person_id=str(cast.teacher.pk))
    assert notice.subject.startswith("Anh/chị được giao việc")
    assert notice.link == f"/cong-van/viec/{work.pk}/"


def test_a_step_that_does_not_exist_is_refused(cast: Cast) -> None:
    work = work_of(make_issued(cast), cast.house.son_ha)
    with pytest.raises(api.IllegalMove, match="Không có bước"):
        move(cast.worker, cast.house.son_ha, work, "bay-len-troi")


def test_work_is_handed_on_to_people_of_the_unit_only(cast: Cast) -> None:
    directive = make_issued(cast)
    work = work_of(directive, cast.house.son_ha)
    move(cast.worker, cast.house.son_ha, work, Event.ACKNOWLEDGE)
    with pytest.raises(api.Invalid, match="không thuộc"):
        move(cast.worker, cast.house.son_ha, work, Event.HAND_ON, person=cast.neighbour)
    assert work_of(directive, cast.house.son_ha).person is None


def test_work_is_handed_down_to_schools_and_comes_back(cast: Cast) -> None:
    # Given a commune that hands its work down to two of its schools
    school, other = cast.house.lower_secondary, cast.house.primary
    directive = make_issued(cast)
    work = work_of(directive, cast.house.son_ha)
    move(cast.worker, cast.house.son_ha, work, Event.ACKNOWLEDGE)
    assert set(api.units_to_hand_down(cast.house.son_ha, work)) == {
        cast.house.kindergarten,
        school,
        other,
    }
    move(
        cast.worker,
        cast.house.son_ha,
        work,
        Event.HAND_DOWN,
        units=[school, other],
        due_on=in_days(20),
    )
    child = work_of(directive, school)
    assert (child.given_by, child.parent, child.due_on) == (cast.house.son_ha, work, in_days(20))
    told = Outbox.objects.get(to=cast.principal.email)
    assert "Ủy ban nhân dân xã Sơn Hà giao cho đơn vị" in told.body
    assert f"Hạn báo cáo: {in_days(20):%d/%m/%Y}" in told.body
    # When the school returns and the commune accepts
    move(cast.principal, school, child, Event.ACKNOWLEDGE)
    move(cast.principal, school, child, Event.SUBMIT, text="Đã dạy 8 lớp")
    with pytest.raises(api.NotAllowed):
        move(cast.officer, cast.house.health, child, Event.ACCEPT)
    move(cast.worker, cast.house.son_ha, child, Event.ACCEPT)
    # Then the commune's own work goes on and shows how far its schools are
    page = api.assignment_for(cast.worker, cast.house.son_ha, work.pk)
    assert (page.work.child_count, page.work.child_done) == (2, 1)
    assert page.work.assignment.state == State.IN_PROGRESS
    assert api.units_to_hand_down(cast.house.son_ha, work) == (cast.house.kindergarten,)


@pytest.mark.parametrize("whose", ["neighbour", "again"])
def test_work_is_handed_down_only_to_own_units_and_once(cast: Cast, whose: str) -> None:
    directive = make_issued(cast)
    work = work_of(directive, cast.house.son_ha)
    move(cast.worker, cast.house.son_ha, work, Event.ACKNOWLEDGE)
    unit = cast.house.son_haj if whose == "neighbour" else cast.house.primary
    down = {"units": [cast.house.primary], "due_on": in_days(20)}
    if whose == "again":
        move(cast.worker, cast.house.son_ha, work, Event.HAND_DOWN, **down)
    before = Assignment.objects.count()
    with pytest.raises(api.Invalid):
        move(
            cast.worker,
            cast.house.son_ha,
            work,
            Event.HAND_DOWN,
            units=[unit],
            due_on=in_days(20),
        )
    assert Assignment.objects.count() == before
