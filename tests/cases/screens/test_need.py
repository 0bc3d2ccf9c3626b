"""Reading in need and asking who told: always a second person, on pages of their own."""

from __future__ import annotations

from django.urls import reverse

from mangnon.reports.models import Report
from mangnon.units.choices import Role
from tests.cases.machine.cast import Cast
from tests.cases.screens.conftest import Browse
from tests.cast import make_person


def test_a_colleague_opens_in_need_and_the_supervisor_shuts_it(cast: Cast, browse: Browse) -> None:
    cast.taken()
    other = make_person(Role.COMMUNE_WORKER, cast.house.son_ha, name="Phan Thị Gần")
    case, need = reverse("case", args=[cast.case.pk]), reverse("case_need")
    colleague, officer = browse(other, locked=True), browse(cast.officer)
    assert colleague.get(case).status_code == 404

    wrong = colleague.post(need, {"number": "VV0000-XXXXXX", "reason": "Trẻ đang cần"})
    right = colleague.post(need, {"number": cast.case.number, "reason": "Trẻ đang cần"})
    assert (wrong.status_code, right.url) == (422, case)
    assert colleague.get(case).status_code == 200

    assert "Trẻ đang cần" in officer.get(need).content.decode()
    glass = cast.case.broken_glass.get()
    judged = officer.post(reverse("case_glass_judge", args=[glass.pk]), {"do": "wrong"})
    assert judged.status_code == 302
    assert colleague.get(case).status_code == 404


def test_who_told_is_shown_to_the_worker_once_another_grants_it(cast: Cast, browse: Browse) -> None:
    cast.taken()
    worker, officer = browse(cast.worker), browse(cast.officer)
    ask = reverse("case_identity", args=[cast.case.pk])
    assert worker.post(ask, {"reason": ""}).status_code == 422
    assert worker.post(ask, {"reason": "Cần gặp người báo"}).status_code == 302
    asked = cast.case.identity_requests.get()
    answer = reverse("case_identity_answer", args=[asked.pk])

    assert worker.post(answer, {"do": "grant"}).status_code == 404
    assert officer.post(answer, {"do": "grant"}).status_code == 302

    asked.refresh_from_db()
    assert (asked.granted, asked.answered_by) == (True, cast.officer)
    assert Report.objects.count() == 1


def test_every_page_that_asks_for_a_reason_says_that_it_is_not_sealed(
    cast: Cast, browse: Browse
) -> None:
    case, report = cast.case.pk, cast.case.report_id
    cast.taken()
    officer = browse(cast.officer)
    pages = [
        reverse("case_need"),
        reverse("case_hold", args=[case]),
        reverse("case_report_hold", args=[report]),
        reverse("case_report_end", args=[report]),
        reverse("case_identity", args=[case]),
    ]

    said = {page: "Không ghi tên trẻ" in officer.get(page).content.decode() for page in pages}

    assert said == dict.fromkeys(pages, True)
