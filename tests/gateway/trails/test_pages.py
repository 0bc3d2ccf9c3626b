"""The pages of matters: what each of the cast sees, and that reading leaves a trace and no copy."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from mangnon.base.audit.api import AuditRow
from mangnon.gateway.actions.trails import take_records
from mangnon.gateway.choices import MatterState
from mangnon.gateway.models import Matter
from mangnon.kit import clock
from tests.gateway.cast import Cast
from tests.gateway.trails.conftest import Browse, asked, opened
from tests.gateway.trails.test_matters import told

WHO = [
    *("principal", "keeper", "teacher", "counsellor", "stranger", "officer", "education"),
    *("health", "leader", "auditor", "away", "nobody"),
]


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("who", WHO)
def test_who_opens_which_page(cast: Cast, browse: Browse, who: str) -> None:
    matter = opened(cast)
    take_records(cast.gateway, matter.pk, 0, told(matter, "trang-bi-mat.example"))
    visitor = browse(getattr(cast, who))
    listed = visitor.get(reverse("filters_trails"))
    shown = visitor.get(reverse("filters_trail", args=[matter.pk]))
    read = visitor.get(reverse("filters_trail_read", args=[matter.pk]))

    two = who in {"principal", "counsellor"}
    enters = two or who in {"officer", "auditor", "away"}
    assert listed.status_code == (200 if enters else 403)
    assert shown.status_code == (200 if two or who == "auditor" else 404)
    assert read.status_code == (200 if two else 403 if who == "auditor" else 404)
    assert ("trang-bi-mat.example" in text_of(read)) == two
    assert ("10.1.0.25" in text_of(shown)) == two
    assert ("Hồ sơ 12/2026" in text_of(listed)) == (two or who == "auditor")
    assert AuditRow.objects.filter(what="matter.read").count() == int(two)


def test_a_matter_from_the_asking_to_the_end(cast: Cast, browse: Browse) -> None:
    counsellor, principal = browse(cast.counsellor), browse(cast.principal)
    day = clock.today() + timedelta(days=3)
    said = {
        "site": cast.site.pk,
        "client": "10.1.0.25",
        "reason": "Hồ sơ 12/2026: nghi bị dụ dỗ",
        "until": day,
    }
    wrong = counsellor.post(reverse("filters_trail_new"), {**said, "client": "máy cuối lớp"})
    assert wrong.status_code == 422
    assert Matter.objects.count() == 0
    sent = counsellor.post(reverse("filters_trail_new"), said, follow=True)
    assert "Chưa ghi gì cho đến khi người thứ hai đồng ý" in text_of(sent)
    matter = Matter.objects.get()
    assert matter.until == clock.start_of(day + timedelta(days=1))

    page = reverse("filters_trail_answer", args=[matter.pk])
    assert counsellor.post(page, {"do": "open"}).status_code == 403
    assert "Anh/chị là người thứ hai" in text_of(
        principal.get(reverse("filters_trail", args=[matter.pk]))
    )
    principal.post(page, {"do": "open"})
    matter.refresh_from_db()
    assert matter.state == MatterState.OPEN

    counsellor.post(page, {"do": "end", "why": "Đã làm rõ"})
    matter.refresh_from_db()
    assert (matter.state, matter.answer) == (MatterState.ENDED, "Đã làm rõ")


def test_an_officer_of_the_province_can_be_the_second(cast: Cast, browse: Browse) -> None:
    matter = asked(cast)
    officer = browse(cast.officer)
    assert "Chờ anh/chị" in text_of(officer.get(reverse("filters_trails")))
    page = reverse("filters_trail_answer", args=[matter.pk])
    assert browse(cast.away).post(page, {"do": "open"}).status_code == 404
    officer.post(page, {"do": "open"})
    matter.refresh_from_db()
    assert matter.second == cast.officer


def test_what_is_read_is_kept_by_no_browser(cast: Cast, browse: Browse) -> None:
    matter = opened(cast)
    for name in ("filters_trail", "filters_trail_read"):
        answer = browse(cast.principal).get(reverse(name, args=[matter.pk]))
        assert "no-store" in answer["Cache-Control"]


def test_the_law_stands_on_the_page_with_its_source(cast: Cast, browse: Browse) -> None:
    said = text_of(browse(cast.counsellor).get(reverse("filters_trail_new")))
    assert "Nghị định 356/2025/NĐ-CP, Điều 4 khoản 1 điểm l" in said
    assert "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15" in said


def test_a_long_trail_is_opened_a_page_at_a_time(
    cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mangnon.gateway.views.trails.LINES_A_PAGE", 2)
    matter = opened(cast)
    take_records(cast.gateway, matter.pk, 0, told(matter, "a.example", "b.example", "c.example"))
    page = reverse("filters_trail_read", args=[matter.pk])
    first, second = (text_of(browse(cast.principal).get(f"{page}?page={n}")) for n in (1, 2))
    assert ("b.example" in first, "c.example" in first) == (True, False)
    assert ("b.example" in second, "c.example" in second) == (False, True)
    reads = AuditRow.objects.filter(what="matter.read").order_by("seq")
    assert [row.facts["lines"] for row in reads] == [2, 1]
