"""What script adds to the letters' pages, and that all is there without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mangnon.directives.models import Directive
from tests.directives.work.cast import Cast, make_cast, make_draft, make_issued, move, work_of

pytestmark = pytest.mark.django_db(transaction=True)
Visit = Callable[..., Any]
TEXT = "SỞ Y TẾ\nV/v an toàn trên mạng\n1. Tuyên truyền về an toàn trên môi trường mạng."


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def draft_with_text(cast: Cast) -> Directive:
    draft = make_draft(cast)
    Directive.objects.filter(pk=draft.pk).update(
        text=TEXT, reading={"spans": {"subject": [[12, 29, 1]], "clauses.0": [[33, 78, 1]]}}
    )
    return draft


def review(visit: Visit, cast: Cast, draft: Directive, **how: bool) -> Any:
    return visit(reverse("letter_review", args=[draft.pk]), person=cast.officer, **how)


def test_a_field_lights_its_place_in_the_letter(visit: Visit, cast: Cast) -> None:
    draft = draft_with_text(cast)
    page = review(visit, cast, draft)
    clause = draft.clauses.get(order=1)
    mark = page.locator(f'[data-mark="clause-{clause.pk}"]')
    page.locator(f"#id_clause-{clause.pk}-text").focus()
    expect(mark).to_have_class("mark mark--clauses lit")
    page.locator("#id_place").focus()
    expect(mark).to_have_class("mark mark--clauses")


def test_a_chosen_piece_of_the_letter_fills_the_field(visit: Visit, cast: Cast) -> None:
    page = review(visit, cast, draft_with_text(cast))
    page.locator("#id_subject").focus()
    page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('.letter [data-mark=subject]'))"
    )
    button = page.get_by_role("button", name="Dùng đoạn đã chọn cho “Trích yếu”")
    button.click()
    expect(page.locator("#id_subject")).to_have_value("an toàn trên mạng")
    expect(button).to_be_hidden()


def test_a_mark_leads_to_its_field(visit: Visit, cast: Cast) -> None:
    page = review(visit, cast, draft_with_text(cast))
    page.locator(".letter [data-mark=subject]").click()
    expect(page.locator("#id_subject")).to_be_focused()


def test_the_whole_review_works_without_script(visit: Visit, cast: Cast) -> None:
    draft = draft_with_text(cast)
    page = review(visit, cast, draft, scripts=False)
    page.fill("#id_subject", "Bảo vệ trẻ em")
    page.get_by_role("button", name="Giao việc cho 2 đơn vị").click()
    page.get_by_role("button", name="Giao việc cho 2 đơn vị").click()
    page.wait_for_url("**/theo-doi/")
    draft.refresh_from_db()
    assert (draft.subject, draft.assignments.count()) == ("Bảo vệ trẻ em", 4)


def test_what_was_typed_into_a_report_survives_a_lost_session(visit: Visit, cast: Cast) -> None:
    work = work_of(make_issued(cast), cast.house.son_ha)
    move(cast.worker, cast.house.son_ha, work, "acknowledge")
    page = visit(reverse("return", args=[work.pk]), person=cast.worker, phone=True)
    page.fill("#id_text", "Đã phát thanh 12 buổi.")
    page.reload()
    expect(page.locator("#id_text")).to_have_value("Đã phát thanh 12 buổi.")
    # Once it is sent, nothing of it stays in the browser.
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.wait_for_url(f"**/viec/{work.pk}/")
    assert page.evaluate("localStorage.length") == 0


def test_all_schools_are_ticked_at_once(visit: Visit, cast: Cast) -> None:
    work = work_of(make_issued(cast), cast.house.son_ha)
    move(cast.worker, cast.house.son_ha, work, "acknowledge")
    page = visit(reverse("hand_down", args=[work.pk]), person=cast.worker, phone=True)
    page.get_by_role("button", name="Chọn tất cả 3 đơn vị").click()
    assert page.locator("[data-pick] input:checked").count() == 3
    page.get_by_role("button", name="Bỏ chọn tất cả").click()
    assert page.locator("[data-pick] input:checked").count() == 0
