"""A letter is closed, withdrawn or replaced: open work stops, nothing that was done is lost."""

from __future__ import annotations

import pytest

from mangnon.base.notices.api import Notice
from mangnon.directives import api
from mangnon.directives.api import Event, State
from mangnon.directives.models import Assignment, AssignmentEvent, Directive, Extension
from tests.directives.work.cast import Cast, in_days, make_issued, move, returned, work_of


def test_withdrawing_freezes_what_is_open_and_keeps_what_is_done(cast: Cast) -> None:
    # Given a letter with one accepted result and one open request for more time
    letter = make_issued(cast)
    done = returned(cast, work_of(letter, cast.house.son_ha))
    move(cast.officer, cast.house.health, done, Event.ACCEPT)
    asking = work_of(letter, cast.house.son_haj)
    ask = {"until": in_days(40), "reason": "Bận"}
    move(cast.neighbour, cast.house.son_haj, asking, Event.ASK_EXTENSION, **ask)
    # When it is withdrawn
    after = api.withdraw(
        by=cast.officer, directive=letter, version=letter.version, reason="Ban hành nhầm"
    )
    # Then the accepted work stays, the rest stops with its reason, and the units are told
    assert (after.state, after.closing_note) == ("withdrawn", "Ban hành nhầm")
    states = Assignment.objects.values_list("state", flat=True)
    assert sorted(states) == ["accepted", "frozen", "frozen", "frozen"]
    event = AssignmentEvent.objects.filter(event="freeze", assignment=asking).get()
    assert (event.from_state, event.note) == ("issued", "Ban hành nhầm")
    assert Extension.objects.get().granted is False
    assert Notice.objects.filter(
        person_id=str(cast.neighbour.pk), subject__startswith="Thu hồi văn bản"
    ).exists()
    with pytest.raises(api.IllegalMove, match="Dừng thực hiện"):
        move(cast.neighbour, cast.house.son_haj, asking, Event.ACKNOWLEDGE)


def test_withdrawing_needs_a_reason_and_the_right(cast: Cast) -> None:
    letter = make_issued(cast)
    with pytest.raises(api.Invalid):
        api.withdraw(by=cast.officer, directive=letter, version=letter.version, reason=" ")
    for person in (cast.worker, cast.stranger, cast.auditor):
        with pytest.raises(api.NotAllowed):
            api.withdraw(by=person, directive=letter, version=letter.version, reason="Nhầm")
    with pytest.raises(api.Conflict):
        api.withdraw(by=cast.officer, directive=letter, version=1, reason="Nhầm")
    assert Directive.objects.get().state == "issued"


def test_closing_twice_closes_once(cast: Cast) -> None:
    letter = make_issued(cast)
    for _ in range(2):
        after = api.close(by=cast.officer, directive=letter, version=letter.version)
    assert after.state == "closed"
    assert AssignmentEvent.objects.filter(event="freeze").count() == 4


def test_a_replacement_carries_the_work_over(cast: Cast) -> None:
    # Given a letter half done in Sơn Hà
    old = make_issued(cast)
    done = returned(cast, work_of(old, cast.house.son_ha, "1"), text="Đã phát thanh")
    move(cast.officer, cast.house.health, done, Event.ACCEPT)
    half = work_of(old, cast.house.son_ha, "2")
    move(cast.worker, cast.house.son_ha, half, Event.ACKNOWLEDGE)
    move(cast.worker, cast.house.son_ha, half, Event.PROGRESS, percent=60, note="Đã mời")
    # When a replacement is drafted, asked for twice, corrected and issued
    new = api.begin_replacement(by=cast.officer, directive=old)
    assert api.begin_replacement(by=cast.officer, directive=old) == new
    assert Directive.objects.get(pk=old.pk).state == "issued"
    assert api.what_is_missing(new) == [
        "Chưa có hạn báo cáo: văn bản không ghi, hãy chọn một ngày."
    ]
    new = api.correct(
        by=cast.officer, directive=new, version=1, deadline_on=in_days(60), number="78"
    )
    new = api.issue(by=cast.officer, directive=new, version=new.version)
    # Then the old one is replaced, and the new work knows what was done
    replaced = Directive.objects.get(pk=old.pk)
    assert (replaced.state, replaced.closing_note) == ("replaced", "Thay bằng văn bản 78/SYT-BTXH")
    assert api.replacement_of(replaced) == new
    fresh = work_of(new, cast.house.son_ha, "2")
    assert (fresh.state, fresh.percent, fresh.note) == (State.ISSUED, 60, "Đã mời")
    page = api.assignment_for(
        cast.worker, cast.house.son_ha, work_of(new, cast.house.son_ha, "1").pk
    )
    assert page.carried is not None
    assert page.carried.state == State.ACCEPTED
    assert [one.text for one in page.carried_returns] == ["Đã phát thanh"]
    carried = AssignmentEvent.objects.filter(event="carry_over", assignment=half).get()
    assert carried.note == "Thay bằng văn bản 78/SYT-BTXH"


def test_a_withdrawn_letter_may_be_replaced_a_closed_one_not(cast: Cast) -> None:
    withdrawn, closed = make_issued(cast), make_issued(cast)
    api.withdraw(by=cast.officer, directive=withdrawn, version=2, reason="Nhầm")
    api.close(by=cast.officer, directive=closed, version=2)
    assert api.begin_replacement(by=cast.mate, directive=withdrawn).replaces == withdrawn
    with pytest.raises(api.Conflict):
        api.begin_replacement(by=cast.mate, directive=closed)
