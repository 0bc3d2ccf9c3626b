"""The page that a teacher uses in a lesson: who sees what, one tap, the words that come back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from mangnon.gateway.actions.allowing import allow, pass_up
from mangnon.gateway.actions.asking import take_asks
from mangnon.gateway.choices import AskState
from mangnon.gateway.models import Allowance, Site, UnblockRequest
from mangnon.kit import clock
from mangnon.units.api import Unit
from tests.gateway.asking.conftest import Browse, ask, asked
from tests.gateway.cast import Cast

LESSON = timedelta(minutes=45)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("who", "status", "buttons"),
    [
        ("teacher", 200, True),
        ("keeper", 200, True),
        ("principal", 200, True),
        ("stranger", 200, False),
        ("officer", 200, False),
        ("education", 200, False),
        ("leader", 200, False),
        ("auditor", 200, False),
        ("away", 200, False),
        ("counsellor", 403, False),
        ("nobody", 403, False),
    ],
)
def test_who_opens_the_page_and_has_a_button(
    cast: Cast, browse: Browse, who: str, status: int, buttons: bool
) -> None:
    asked(cast)
    answer = browse(getattr(cast, who)).get(reverse("filters_asks"))
    assert answer.status_code == status
    assert ("tro-choi.example" in text_of(answer)) == buttons
    assert ("Mở 45 phút (một tiết)" in text_of(answer)) == buttons


def test_one_tap_opens_for_a_lesson(cast: Cast, browse: Browse) -> None:
    request, teacher = asked(cast), browse(cast.teacher)
    before = clock.now()

    answer = teacher.post(
        reverse("filters_ask_allow", args=[request.pk]), {"how_long": "tiet"}, follow=True
    )

    allowance = Allowance.objects.get()
    assert before + LESSON <= allowance.until <= clock.now() + LESSON
    assert (allowance.group, allowance.what, allowance.made_by) == (
        "thcs",
        "tro-choi.example",
        cast.teacher,
    )
    said = text_of(answer)
    assert "tro-choi.example: Đã mở đến" in said
    assert "Không có đề nghị nào chờ anh/chị" in said
    assert "Đóng lại" in said

    second = teacher.post(
        reverse("filters_ask_allow", args=[request.pk]), {"how_long": "tiet"}, follow=True
    )
    assert "vừa được người khác trả lời" in text_of(second)
    assert Allowance.objects.count() == 1


def test_the_day_ends_at_midnight_or_after_the_teachers_hours(cast: Cast, browse: Browse) -> None:
    request = asked(cast)
    browse(cast.teacher).post(reverse("filters_ask_allow", args=[request.pk]), {"how_long": "ngay"})
    until = Allowance.objects.get().until
    midnight = clock.start_of(clock.today() + timedelta(days=1))
    assert until == midnight or until <= clock.now() + timedelta(hours=12)
    assert until <= midnight


def test_what_is_open_is_closed_again(cast: Cast, browse: Browse) -> None:
    allow(by=cast.teacher, request=asked(cast), until=clock.now() + LESSON)
    pk = Allowance.objects.get().pk
    for who in ("stranger", "counsellor", "away", "nobody"):
        answer = browse(getattr(cast, who)).post(reverse("filters_allowance_end", args=[pk]))
        assert answer.status_code == 404
    for who in ("leader", "auditor"):
        answer = browse(getattr(cast, who)).post(reverse("filters_allowance_end", args=[pk]))
        assert answer.status_code == 403
    assert Allowance.objects.get().ended_at is None

    browse(cast.keeper).post(reverse("filters_allowance_end", args=[pk]))
    assert Allowance.objects.get().ended_at is not None


def test_other_ways_to_answer_stand_on_the_requests_own_page(cast: Cast, browse: Browse) -> None:
    Unit.objects.filter(pk=cast.site.unit_id).update(levels=["tieu_hoc", "thcs"])
    teacher, request = browse(cast.teacher), asked(cast)
    page = reverse("filters_ask", args=[request.pk])
    assert "Mở cho mọi nhóm học sinh" in text_of(teacher.get(page))

    until = (clock.local(clock.now()) + timedelta(hours=2)).replace(second=0, microsecond=0)
    said = {"do": "open", "how_long": "chon", "until": f"{until:%Y-%m-%dT%H:%M}"}
    missing = teacher.post(page, {**said, "until": ""})
    assert missing.status_code == 422
    assert "Hãy chọn ngày và giờ." in text_of(missing)
    far = f"{until + timedelta(days=2):%Y-%m-%dT%H:%M}"
    assert "nhiều nhất 12 giờ" in text_of(teacher.post(page, {**said, "until": far}))
    assert Allowance.objects.count() == 0

    teacher.post(page, {**said, "all_pupils": "on", "why": "Tiết tin học"})
    rows = Allowance.objects.order_by("group").values_list("group", "until", "why")
    assert list(rows) == [
        ("thcs", until, "Tiết tin học"),
        ("tieu_hoc", until, "Tiết tin học"),
    ]


def test_a_no_keeps_its_kind_word(cast: Cast, browse: Browse) -> None:
    request = asked(cast)
    page = reverse("filters_ask", args=[request.pk])
    browse(cast.teacher).post(page, {"do": "refuse", "word": "", "own": "Để cuối giờ nhé."})
    request.refresh_from_db()
    assert (request.state, request.note) == (AskState.REFUSED, "Để cuối giờ nhé.")
    assert "Để cuối giờ nhé." in text_of(browse(cast.keeper).get(page))


def test_the_province_answers_what_was_passed_up(cast: Cast, browse: Browse) -> None:
    request = asked(cast)
    page = reverse("filters_ask", args=[request.pk])
    browse(cast.teacher).post(page, {"do": "up", "why": "Cần cho nhiều trường"})
    request.refresh_from_db()
    assert request.state == AskState.PASSED_UP

    officer = browse(cast.officer)
    seen = text_of(officer.get(reverse("filters_asks")))
    assert "tro-choi.example" in seen
    assert cast.site.unit.name in seen
    assert "Cần cho nhiều trường" in seen
    until = clock.local(clock.now()) + timedelta(days=90)
    officer.post(page, {"do": "open", "how_long": "chon", "until": f"{until:%Y-%m-%dT%H:%M}"})
    assert Allowance.objects.get().made_by == cast.officer


def test_who_may_not_answer_is_refused_on_the_page_too(cast: Cast, browse: Browse) -> None:
    request = asked(cast, "hen-ho.example", "dating")
    page = reverse("filters_ask", args=[request.pk])
    said = {"do": "open", "how_long": "tiet"}
    for who, status in (("leader", 403), ("auditor", 403), ("stranger", 404), ("away", 404)):
        assert browse(getattr(cast, who)).post(page, said).status_code == status
    assert browse(cast.teacher).post(page, said).status_code == 403
    assert browse(cast.teacher).get(page).status_code == 200
    tap = reverse("filters_ask_allow", args=[request.pk])
    assert browse(cast.teacher).post(tap, {"how_long": "tiet"}).status_code == 403
    assert Allowance.objects.count() == 0


def test_a_category_is_opened_before_anybody_asks(cast: Cast, browse: Browse) -> None:
    teacher, page = browse(cast.teacher), reverse("filters_open")
    shown = text_of(teacher.get(page))
    assert "Trò chơi" in shown
    assert "Hẹn hò" not in shown  # the school may not

    nothing = teacher.post(page, {"group": "thcs", "how_long": "tiet"})
    assert "Hãy chọn một mục, hoặc ghi một trang." in text_of(nothing)
    said = {"group": "thcs", "how_long": "hai_tiet", "thing": "nhóm:games", "why": "Lập trình"}
    done = teacher.post(page, said, follow=True)
    assert "Trò chơi" in text_of(done)
    assert Allowance.objects.get().what == "nhóm:games"
    for who in ("counsellor", "leader", "auditor", "nobody"):
        assert browse(getattr(cast, who)).get(page).status_code == 403


def test_with_several_sites_the_site_is_chosen_first(cast: Cast, browse: Browse) -> None:
    Site.objects.create(unit=cast.site.unit, name="Điểm lẻ", fallback_group="thcs")
    teacher, page = browse(cast.teacher), reverse("filters_open")
    assert "Mở ở điểm trường nào?" in text_of(teacher.get(page))
    assert "Điểm chính" in text_of(teacher.get(f"{page}?diem={cast.site.pk}"))
    assert browse(cast.stranger).get(f"{page}?diem={cast.site.pk}").status_code in {403, 404}


def test_the_page_asks_as_much_for_one_request_as_for_thirty(
    cast: Cast, browse: Browse, django_assert_num_queries: Any
) -> None:
    pass_up(by=cast.teacher, request=asked(cast, "mot.example"))
    allow(by=cast.teacher, request=asked(cast, "hai.example"), until=clock.now() + LESSON)
    asked(cast, "ba.example")
    teacher = browse(cast.teacher)
    teacher.get(reverse("filters_asks"))
    with django_assert_num_queries(10):
        teacher.get(reverse("filters_asks"))
    take_asks(cast.site, [ask(f"trang-{number}.example") for number in range(30)])
    for request in UnblockRequest.objects.filter(name__startswith="trang-1"):
        allow(by=cast.teacher, request=request, until=clock.now() + LESSON)
    with django_assert_num_queries(10):
        teacher.get(reverse("filters_asks"))
