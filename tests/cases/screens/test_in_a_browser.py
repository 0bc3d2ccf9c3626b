"""The pages of a case on a desk and on a phone: whole, spoken, within the page's policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.browser.conftest import visit
from tests.browser.watching import faults
from tests.cases.machine.cast import make_cast
from tests.cases.screens.conftest import let_in
from tests.cases.subjects.asking import asked
from tests.reports.cast import PASSPHRASE, tell

Visit = Callable[..., Any]
__all__ = ["visit"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_worker_opens_the_key_and_reads_on_every_page(visit: Visit) -> None:
    cast = make_cast()
    let_in(cast, cast.worker)
    cast.planned()
    report = tell(commune=cast.house.son_ha.commune_id, danger_now=True).report
    case = reverse("case", args=[cast.case.pk])
    page = visit(case, phone=True, person=cast.worker)
    root = page.url.removesuffix(case)

    page.get_by_role("link", name="Mở khóa để đọc", exact=True).first.click()
    page.locator("input[name=passphrase]").fill(PASSPHRASE)
    page.locator("main button[type=submit]").first.click()
    assert page.url == root + case
    page.get_by_text("Cho trẻ ở nhà bà").wait_for()

    paper = cast.case.papers.get(form="02")
    for path in (
        case,
        reverse("cases"),
        reverse("case_reports"),
        reverse("case_report", args=[report.pk]),
        reverse("case_report_end", args=[report.pk]),
        reverse("case_move", args=[cast.case.pk, "withdraw_plan"]),
        reverse("case_draft", args=[cast.case.pk, "02"]),
        reverse("case_paper", args=[cast.case.pk, paper.pk]),
        reverse("case_referral_new", args=[cast.case.pk]),
        reverse("case_service_new", args=[cast.case.pk]),
        *(reverse(f"case_{one}", args=[cast.case.pk]) for one in ("sharing", "hold", "duplicate")),
        *(reverse(one) for one in ("case_search", "subject_requests", "subject_new")),
        reverse("subject_request", args=[asked(cast).pk]),
        reverse("desk"),
    ):
        page.goto(root + path)
        assert (path, faults(page)) == (path, [])
