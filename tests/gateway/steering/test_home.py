"""What each person sees first."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from mangnon.base.jobs.api import run_due
from mangnon.gateway.actions.settings import Wish, set_rules
from mangnon.gateway.models import Allowance, Site, UnblockRequest
from mangnon.gateway.queries.sites import overview, releasing, school_rows, schools_found
from mangnon.kit import clock
from tests.gateway.steering.cast import Cast
from tests.gateway.steering.conftest import Browse


def test_a_keeper_sees_the_own_school(cast: Cast, browse: Browse) -> None:
    UnblockRequest.objects.create(
        site=cast.site, group="thcs", name="hoc-toan.example", category="games", times=4
    )
    until = clock.now() + timedelta(minutes=40)
    Allowance.objects.create(site=cast.site, group="thcs", what="nhóm:games", until=until)

    page = browse(cast.keeper).get(reverse("filters")).content.decode()

    assert "<h1>Trường THCS Hoa Mai</h1>" in page
    assert "Chưa có máy lọc" in page
    assert "hoc-toan.example" in page
    assert "4 lần xin" in page
    assert "<strong>Trò chơi</strong>" in page
    table = page.split('aria-label="Bảng chặn và mở"')[1].split("</table>")[0]
    # 36 categories for pupils of that age, staff and guests
    assert table.count('class="cell cell--letter') == 36 * 3
    assert table.count("cell--locked") == 3 * 3
    assert "Sửa chính sách" in page


def test_a_teacher_sees_the_same_and_changes_nothing(cast: Cast, browse: Browse) -> None:
    page = browse(cast.teacher).get(reverse("filters")).content.decode()

    assert "<h1>Trường THCS Hoa Mai</h1>" in page
    assert "Sửa chính sách" not in page
    assert "Xem chính sách" in page


def test_the_province_sees_every_school_and_what_waits(cast: Cast, browse: Browse) -> None:
    UnblockRequest.objects.create(site=cast.site, group="thcs", name="hoc-toan.example")
    set_rules(by=cast.keeper, unit=cast.school, group="", wishes=[Wish("category:ai", "X")])

    page = browse(cast.officer).get(reverse("filters")).content.decode()
    figures = overview(cast.officer)
    rows = {row.school: row for row in school_rows(list(schools_found(cast.officer)))}

    assert all(school.name in page for school in cast.house.schools)
    assert (figures.schools, figures.with_filter, figures.waiting, figures.own_rules) == (
        4,
        0,
        1,
        1,
    )
    mine, other = rows[cast.school], rows[cast.house.primary]
    assert (mine.words, mine.waiting, mine.own_rules) == ("Chưa có máy lọc", 1, 1)
    assert (other.words, other.waiting, other.own_rules) == ("Chưa khai báo", 0, 0)


def test_a_commune_sees_only_its_own_schools(cast: Cast) -> None:
    assert set(schools_found(cast.commune)) == {
        cast.house.kindergarten,
        cast.house.primary,
        cast.house.lower_secondary,
    }
    assert list(schools_found(cast.editor)) == []


def test_the_way_of_a_change_through_the_schools_is_shown(cast: Cast, browse: Browse) -> None:
    run_due()
    assert releasing() is None
    set_rules(by=cast.officer, unit=cast.province, group="", wishes=[Wish("category:ai", "X")])

    under_way = browse(cast.officer).get(reverse("filters")).content.decode()
    run_due()
    after = browse(cast.officer).get(reverse("filters")).content.decode()

    assert "Đang áp dụng quy tắc mới" in under_way
    assert "Đang áp dụng quy tắc mới" not in after
    assert Site.objects.get().revision == 1
