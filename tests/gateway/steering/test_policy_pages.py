"""Setting rules on screen: seen before it is saved, saved with a reason, said back in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mangnon.gateway.actions.settings import Wish, set_rules
from mangnon.gateway.actions.sites import SiteFacts, add_site
from mangnon.gateway.models import Setting, Site
from mangnon.gateway.planning import plan_of, resolved
from mangnon.kit import clock
from tests.gateway.steering.cast import Cast
from tests.gateway.steering.conftest import Browse
from tests.gateway.steering.lists import put_bundle


def group_page(cast: Cast, key: str = "thcs") -> str:
    return reverse("filters_policy_group", args=[cast.school.pk, key])


def test_a_change_is_shown_before_it_is_made(cast: Cast, browse: Browse) -> None:
    given = {"r-category-ai": "X", "r-dv-youtube": "A", "why": "Chưa có hướng dẫn", "xem": "1"}

    page = browse(cast.keeper).post(group_page(cast), given).content.decode()

    assert "Nếu lưu, sẽ thay đổi" in page
    assert "<strong>Trí tuệ nhân tạo tạo sinh</strong>" in page
    assert "giáo viên được mở → <strong>chặn</strong>" in page
    assert not Setting.objects.exists()


def test_a_saved_change_is_in_force_with_its_reason(cast: Cast, browse: Browse) -> None:
    keeper = browse(cast.keeper)
    given = {"r-category-ai": "X", "r-safesearch": "on", "why": "Chưa có hướng dẫn", "luu": "1"}

    answer = keeper.post(group_page(cast), given, follow=True)

    assert "Đã lưu 2 thay đổi." in answer.content.decode()
    ai = resolved(cast.school, "thcs")["category:ai"]
    assert (ai.value, ai.why) == ("X", "Chưa có hướng dẫn")
    assert "Chưa có hướng dẫn" in keeper.get(group_page(cast)).content.decode()


def test_what_was_set_is_shown_as_chosen_and_can_be_withdrawn(cast: Cast, browse: Browse) -> None:
    set_rules(by=cast.keeper, unit=cast.school, group="thcs", wishes=[Wish("category:ai", "X")])
    keeper = browse(cast.keeper)
    assert (
        '<option value="X" selected>Chặn</option>' in keeper.get(group_page(cast)).content.decode()
    )

    keeper.post(group_page(cast), {"r-category-ai": "", "why": "Đã có hướng dẫn", "luu": "1"})

    assert not Setting.objects.exists()


def test_a_change_without_a_reason_is_asked_for_one(cast: Cast, browse: Browse) -> None:
    answer = browse(cast.keeper).post(group_page(cast), {"r-category-ai": "X", "luu": "1"})

    assert answer.status_code == 422
    assert "Hãy ghi lý do thay đổi." in answer.content.decode()
    assert not Setting.objects.exists()


def test_saving_without_a_change_needs_no_reason(cast: Cast, browse: Browse) -> None:
    answer = browse(cast.keeper).post(group_page(cast), {"luu": "1"}, follow=True)

    assert "Không có gì thay đổi." in answer.content.decode()


def test_what_stands_shut_above_is_not_offered(cast: Cast, browse: Browse) -> None:
    keeper = browse(cast.keeper)

    answer = keeper.post(group_page(cast), {"r-category-gambling": "O", "why": "thử", "luu": "1"})

    assert answer.status_code == 422
    assert "Mức này không chọn được ở đây." in answer.content.decode()
    assert not Setting.objects.exists()


def test_hours_of_the_province_are_copied_when_the_school_adds_its_own(
    cast: Cast, browse: Browse
) -> None:
    lesson = {
        "days": [0],
        "begins": "07:00",
        "ends": "11:00",
        "letters": {"video": "X"},
        "title": "Giờ học",
        "kind": "lesson",
        "from_on": "",
        "until_on": "",
    }
    set_rules(by=cast.officer, unit=cast.province, group="", wishes=[Wish("hours", [lesson])])
    keeper = browse(cast.keeper)
    given: dict[str, Any] = {
        "title": "Buổi tối nội trú",
        "kind": "evening",
        "days": ["4", "5"],
        "begins": "19:00",
        "ends": "06:00",
        "from_on": "2026-09-05",
        "until_on": "2027-05-31",
        "r-music": "O",
    }

    new = reverse("filters_hour", args=[cast.school.pk, "thcs", 0])
    page = keeper.post(new, given, follow=True).content.decode()

    kept = resolved(cast.school, "thcs")["hours"].value
    assert kept == [
        lesson,
        {
            "days": [4, 5],
            "begins": "19:00",
            "ends": "06:00",
            "letters": {"music": "O"},
            "title": "Buổi tối nội trú",
            "kind": "evening",
            "from_on": "2026-09-05",
            "until_on": "2027-05-31",
        },
    ]
    assert "19:00–06:00 hôm sau · T6, T7 · từ 05/09/2026 đến 31/05/2027" in page

    second = reverse("filters_hour", args=[cast.school.pk, "thcs", 2])
    keeper.post(second, {**given, "title": "Tối cuối tuần", "days": ["5", "6"]})
    keeper.post(reverse("filters_hour", args=[cast.school.pk, "thcs", 1]), {"bo": "1"})
    assert [span["title"] for span in resolved(cast.school, "thcs")["hours"].value] == [
        "Tối cuối tuần"
    ]

    keeper.post(reverse("filters_hours", args=[cast.school.pk, "thcs"]))
    assert resolved(cast.school, "thcs")["hours"].value == [lesson]


def test_a_day_of_exams_lasts_from_midnight_to_midnight(cast: Cast, browse: Browse) -> None:
    keeper, new = browse(cast.keeper), reverse("filters_hour", args=[cast.school.pk, "thcs", 0])
    days = [str(day) for day in range(7)]
    given = {"title": "Thi học kỳ", "kind": "exam", "days": days, "begins": "00:00"}
    dates = {"ends": "00:00", "from_on": "2026-12-21", "until_on": "2026-12-24", "r-ai": "X"}

    page = keeper.post(new, {**given, **dates}, follow=True).content.decode()

    assert "cả ngày, từ 00:00 · mọi ngày · từ 21/12/2026 đến 24/12/2026" in page
    thcs = next(g for g in plan_of(cast.site).groups if g.key == "thcs")
    exam = thcs.hours[0]
    assert exam.holds(datetime(2026, 12, 22, 10, tzinfo=clock.VIETNAM))
    assert not exam.holds(datetime(2026, 12, 25, 10, tzinfo=clock.VIETNAM))


def test_hours_that_say_nothing_or_open_what_is_shut_are_refused(
    cast: Cast, browse: Browse
) -> None:
    keeper, new = browse(cast.keeper), reverse("filters_hour", args=[cast.school.pk, "thcs", 0])
    given = {"title": "Ra chơi", "days": ["0"], "begins": "09:00", "ends": "09:20"}

    empty = keeper.post(new, given).content.decode()
    backwards = keeper.post(
        new, {**given, "from_on": "2026-12-24", "until_on": "2026-12-21", "r-music": "X"}
    ).content.decode()
    barred = keeper.post(new, {**given, "r-gambling": "O"}).content.decode()

    assert "Hãy chọn ít nhất một mục được mở hay chặn" in empty
    assert "Ngày kết thúc phải sau ngày bắt đầu." in backwards
    assert "Hãy chọn một trong các mục có sẵn." in barred
    assert not Setting.objects.exists()


def test_own_names_are_read_as_they_are_copied(cast: Cast, browse: Browse) -> None:
    path = reverse("filters_names", args=[cast.school.pk, "thcs"])
    given = {
        "block": "https://www.Tan-Gau.example/phong/1?x=2\n\n*.choi.example\nwww.tan-gau.example",
        "allow": "hoc-lieu.example",
        "why": "Phụ huynh báo",
    }

    browse(cast.keeper).post(path, given)

    found = resolved(cast.school, "thcs")
    assert found["block"].value == ("www.tan-gau.example", "choi.example")
    assert found["allow"].value == ("hoc-lieu.example",)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"block": "a.example\nkhông phải tên"}, "Dòng 2: “không phải tên” không phải tên miền."),
        ({"block": "com"}, "Dòng 1: “com” chỉ có một nhãn"),
        ({"block": "vn"}, "Dòng 1"),
        ({"block": "tongdai111.vn"}, "nơi trẻ em tìm giúp đỡ, không bao giờ bị chặn"),
        ({"block": "unicef.org"}, "nơi trẻ em tìm giúp đỡ"),
        ({"block": "a.example", "allow": "a.example"}, "vừa ở “Luôn chặn” vừa ở “Luôn mở”"),
        ({"allow": "www.ca-cuoc.example"}, "thuộc nhóm “cờ bạc” mà cấp trên chặn"),
        ({"block": "\n".join(f"a{n}.example" for n in range(501))}, "Có 501 tên"),
    ],
)
def test_names_that_cannot_hold_are_said_line_by_line(
    cast: Cast, browse: Browse, tmp_path: Any, given: dict[str, str], words: str
) -> None:
    put_bundle(tmp_path)

    answer = browse(cast.keeper).post(
        reverse("filters_names", args=[cast.school.pk, "thcs"]), given
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Setting.objects.exists()


def test_the_school_opens_by_name_what_is_left_to_it(
    cast: Cast, browse: Browse, tmp_path: Any
) -> None:
    put_bundle(tmp_path)

    browse(cast.keeper).post(
        reverse("filters_names", args=[cast.school.pk, "thcs"]), {"allow": "tro-choi.example"}
    )

    assert resolved(cast.school, "thcs")["allow"].value == ("tro-choi.example",)


def test_names_from_above_are_shown_beside_the_own_ones(cast: Cast, browse: Browse) -> None:
    set_rules(
        by=cast.officer, unit=cast.province, group="", wishes=[Wish("block", ["xau.example"])]
    )

    path = reverse("filters_names", args=[cast.school.pk, "thcs"])
    page = browse(cast.keeper).get(path).content.decode()

    assert "Tỉnh, mọi nhóm" in page
    assert "<li>xau.example</li>" in page


def test_the_history_says_who_changed_what(cast: Cast, browse: Browse) -> None:
    set_rules(
        by=cast.keeper,
        unit=cast.school,
        group="thcs",
        wishes=[Wish("category:ai", "X"), Wish("block", ["a.example", "b.example"])],
    )

    path = reverse("filters_history", args=[cast.school.pk])
    page = browse(cast.teacher).get(path).content.decode()

    assert "Đặt quy tắc lọc: trung học cơ sở (11–14 tuổi)" in page
    assert "Bùi Văn Mạng" in page
    assert "Trí tuệ nhân tạo tạo sinh: theo cấp trên → chặn" in page
    assert "Danh sách chặn riêng: theo cấp trên → 2 tên" in page


def queries(browse: Browse, person: Any, path: str) -> int:
    client = browse(person)
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_pages_ask_the_database_as_often_for_many_schools_as_for_one(
    cast: Cast, browse: Browse
) -> None:
    paths = [reverse("filters"), reverse("filters_sites")]
    few = [queries(browse, cast.officer, path) for path in paths]
    for school in (cast.house.primary, cast.house.kindergarten, cast.house.upper_secondary):
        add_site(by=cast.officer, unit=school, facts=SiteFacts("Điểm chính", "mam_non"))
    Site.objects.bulk_create(
        Site(unit=cast.school, name=f"Điểm {number}", fallback_group="thcs") for number in range(20)
    )

    assert [queries(browse, cast.officer, path) for path in paths] == few


@pytest.mark.parametrize(
    ("name", "most"),
    [("filters_policy_of", 9), ("filters_policy_group", 10), ("filters_conformance_of", 25)],
)
def test_a_page_of_rules_asks_little(cast: Cast, browse: Browse, name: str, most: int) -> None:
    args = [cast.school.pk, *(["thcs"] if name == "filters_policy_group" else [])]

    assert queries(browse, cast.keeper, reverse(name, args=args)) <= most
