"""The giver judges returns, answers requests for time, and ends letters."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from mangnon.directives.choices import DirectiveState, ReturnState, State
from mangnon.directives.models import Assignment, Directive, Extension, Return
from tests.directives.screens.conftest import Browse
from tests.directives.screens.pages import words_of
from tests.directives.work.cast import (
    Cast,
    in_days,
    make_draft,
    make_issued,
    move,
    returned,
    work_of,
)

pytestmark = pytest.mark.django_db


def waiting(cast: Cast) -> Assignment:
    return returned(cast, work_of(make_issued(cast), cast.house.son_ha))


def judge(client: Any, work: Assignment, **data: object) -> Any:
    version = Assignment.objects.get(pk=work.pk).version
    address = reverse("judge", args=[work.pk])
    return client.post(address, {"version": str(version), **data}, follow=True)


def test_a_return_is_accepted_and_the_next_one_comes(cast: Cast, browse: Browse) -> None:
    first = waiting(cast)
    second = returned(cast, work_of(first.directive, cast.house.son_ha, "2"))
    answer = judge(browse(cast.officer), first, do="accept")
    assert answer.redirect_chain[-1][0] == reverse("judge", args=[second.pk])
    answer = judge(browse(cast.officer), second, do="accept")
    assert "Không có báo cáo nào chờ duyệt" in words_of(answer)
    assert set(Return.objects.values_list("state", flat=True)) == {ReturnState.ACCEPTED}


def test_a_return_is_sent_back_with_a_reason(cast: Cast, browse: Browse) -> None:
    work = waiting(cast)
    without = judge(browse(cast.officer), work, do="back", reason=" ")
    assert without.status_code == 422
    assert Return.objects.get().state == ReturnState.SUBMITTED
    judge(browse(cast.officer), work, do="back", reason="Thiếu ảnh")
    assert Return.objects.get().reason == "Thiếu ảnh"


def test_several_returns_are_accepted_together(cast: Cast, browse: Browse) -> None:
    first = waiting(cast)
    second = returned(cast, work_of(first.directive, cast.house.son_ha, "2"))
    address = reverse("judging", args=[first.directive_id])
    client = browse(cast.officer)
    none = client.post(address, follow=True)
    assert "Hãy đánh dấu" in words_of(none)
    answer = client.post(address, {"chosen": [first.pk, second.pk]}, follow=True)
    assert "Đã chấp nhận 2 báo cáo." in words_of(answer)


def test_a_unit_cannot_accept_its_own_work(cast: Cast, browse: Browse) -> None:
    work = waiting(cast)
    assert judge(browse(cast.worker), work, do="accept").status_code == 403
    answer = browse(cast.worker).post(
        reverse("judging", args=[work.directive_id]), {"chosen": [work.pk]}
    )
    assert answer.status_code in {302, 403}
    work.refresh_from_db()
    assert work.state == State.RETURNED


def test_a_request_for_time_is_answered(cast: Cast, browse: Browse) -> None:
    work = work_of(make_issued(cast), cast.house.son_ha)
    move(cast.worker, cast.house.son_ha, work, "ask_extension", until=in_days(50), reason="Mưa lũ")
    work.refresh_from_db()
    client = browse(cast.officer)
    page = client.get(reverse("extensions", args=[work.directive_id]))
    assert "Mưa lũ" in words_of(page)
    address = reverse("extension_answer", args=[work.pk])
    bad = client.post(address, {"granted": "no", "version": str(work.version)})
    assert "Hãy ghi lý do không đồng ý." in words_of(bad)
    day = in_days(45)
    given = {"granted": "yes", "until": day.isoformat(), "version": str(work.version)}
    client.post(address, given)
    work.refresh_from_db()
    assert (work.due_on, Extension.objects.get().granted) == (day, True)


@pytest.mark.parametrize(
    ("page", "state"),
    [("letter_close", DirectiveState.CLOSED), ("letter_withdraw", DirectiveState.WITHDRAWN)],
)
def test_a_letter_is_ended_with_a_reason(
    cast: Cast, browse: Browse, page: str, state: DirectiveState
) -> None:
    letter = make_issued(cast)
    client, address = browse(cast.officer), reverse(page, args=[letter.pk])
    without = client.post(address, {"version": str(letter.version)})
    assert without.status_code == 422
    given = {"reason": "Đã có văn bản mới", "version": str(letter.version)}
    client.post(address, given)
    letter.refresh_from_db()
    assert letter.state == state
    told = browse(cast.worker).get(reverse("letter_work", args=[letter.pk]))
    assert "Đã có văn bản mới" in words_of(told)


def test_a_replacement_begins_as_a_copy(cast: Cast, browse: Browse) -> None:
    letter = make_issued(cast)
    address = reverse("letter_replace", args=[letter.pk])
    answer = browse(cast.officer).post(address, follow=True)
    draft = Directive.objects.get(replaces=letter)
    assert answer.redirect_chain[-1][0] == reverse("letter_review", args=[draft.pk])
    assert draft.clauses.count() == letter.clauses.count()


def test_a_commune_judges_what_its_school_did(cast: Cast, browse: Browse) -> None:
    # Given work that the commune handed down to its school, which has answered
    work = work_of(make_issued(cast), cast.house.son_ha)
    move(cast.worker, cast.house.son_ha, work, "acknowledge")
    school = cast.house.lower_secondary
    move(cast.worker, cast.house.son_ha, work, "hand_down", units=[school], due_on=in_days(9))
    child = work.children.get()
    move(cast.principal, school, child, "acknowledge")
    move(cast.principal, school, child, "submit", text="Đã dạy 6 lớp.")
    # Then the commune finds it and accepts it; the health department does not judge it
    client = browse(cast.worker)
    page = client.get(reverse("judging", args=[work.directive_id]))
    assert "Đã dạy 6 lớp." in words_of(page)
    assert reverse("board_map", args=[work.directive_id]).encode() not in page.content
    assert browse(cast.officer).get(reverse("judge", args=[child.pk])).status_code == 403
    judge(client, child, do="accept")
    child.refresh_from_db()
    assert child.state == State.ACCEPTED


def test_work_given_by_mistake_is_stopped_with_a_reason(cast: Cast, browse: Browse) -> None:
    work = work_of(make_issued(cast), cast.house.son_ha)
    address = reverse("freeze", args=[work.pk])
    version = {"version": str(work.version)}
    assert browse(cast.officer).post(address, version).status_code == 422
    browse(cast.officer).post(address, {**version, "reason": "Giao nhầm"})
    work.refresh_from_db()
    assert work.state == State.FROZEN
    assert "Giao nhầm" in words_of(browse(cast.worker).get(reverse("assignment", args=[work.pk])))


def test_a_replaced_letter_leads_to_the_new_one(cast: Cast, browse: Browse) -> None:
    letter = make_issued(cast)
    client = browse(cast.officer)
    client.post(reverse("letter_replace", args=[letter.pk]))
    draft = Directive.objects.get(replaces=letter)
    Directive.objects.filter(pk=draft.pk).update(deadline_on=in_days(40))
    client.post(reverse("letter_issue", args=[draft.pk]), {"version": str(draft.version)})
    page = browse(cast.worker).get(reverse("letter_work", args=[letter.pk]))
    assert reverse("letter", args=[draft.pk]).encode() in page.content


@pytest.mark.parametrize("page", ["letter_close", "letter_withdraw", "letter_replace"])
def test_a_draft_has_no_work_to_end(cast: Cast, browse: Browse, page: str) -> None:
    draft = make_draft(cast)
    answer = browse(cast.officer).get(reverse(page, args=[draft.pk]))
    assert answer.status_code == 403
    assert Directive.objects.get(pk=draft.pk).state == DirectiveState.DRAFT
