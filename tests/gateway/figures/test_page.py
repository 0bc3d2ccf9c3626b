"""The figures' page: sums of groups for whoever may look, small numbers hidden, nobody's row."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from mangnon.gateway.models import Site
from mangnon.gateway.periods import before, choices, period
from mangnon.gateway.queries.figures import change_words, figures, took_words
from mangnon.gateway.timestore import api as timestore
from mangnon.kit import clock
from tests.gateway.cast import Cast
from tests.gateway.figures.conftest import Browse

TODAY = date(2026, 3, 31)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def counted(cast: Cast) -> Cast:
    """A lesson now, another 35 days ago, and a second school with little."""
    now, before_ = clock.now(), clock.now() - timedelta(days=35)
    day = str(clock.today())
    rows = [
        (f"{now:%Y-%m-%dT%H:%MZ}", "thcs", "", 400),
        (f"{now:%Y-%m-%dT%H:%MZ}", "thcs", "games", 60),
        (f"{now:%Y-%m-%dT%H:%MZ}", "thcs", "adult", 3),
        (f"{now:%Y-%m-%dT%H:%MZ}", "staff", "ads", 12),
        (f"{now:%Y-%m-%dT%H:%MZ}", "thcs", "?adult", 8),
        (f"{now:%Y-%m-%dT%H:%MZ}", "thcs", "=games", 9),
        (f"{before_:%Y-%m-%dT%H:%MZ}", "thcs", "games", 50),
    ]
    top = [
        (day, "thcs", "games", "tro-choi.example", 44),
        (day, "thcs", "?adult", "la-la.example", 6),
    ]
    timestore.add(cast.gateway.pk, cast.site.pk, rows, top, "b-1")
    other = Site.objects.create(
        unit=cast.house.upper_secondary, name="Điểm chính", fallback_group="thpt"
    )
    little = [(f"{now:%Y-%m-%dT%H:%MZ}", "thpt", "games", 4)]
    timestore.add(uuid4(), other.pk, little, [], "b-1")
    return cast


def test_a_school_is_summed_by_category_group_hour_and_day(counted: Cast) -> None:
    found = figures(counted.teacher, counted.site.unit, period("30", clock.today()))

    assert (found.totals.asked, found.totals.blocked, found.totals.allowed) == (492, 75, 9)
    assert [(each.key, each.value, each.before) for each in found.categories] == [
        ("games", 60, 50),
        ("ads", 12, 0),
        ("adult", 3, 0),
    ]
    assert [(each.key, each.asked, each.blocked) for each in found.groups] == [
        ("thcs", 480, 63),
        ("staff", 12, 12),
    ]
    assert [(each.key, each.value) for each in found.flagged] == [("adult", 8)]
    assert [(each.name, each.answers) for each in found.names] == [("tro-choi.example", 44)]
    now = clock.local(clock.now())
    week = dict(enumerate(row for _, row in found.week))
    assert week[now.weekday()][now.hour] == 75
    assert sum(map(sum, week.values())) == 75
    assert [point.blocked for point in found.days] == [75]


def test_small_numbers_of_a_school_are_hidden_also_in_the_tables(
    counted: Cast, browse: Browse
) -> None:
    page = text_of(browse(counted.teacher).get(reverse("filters_figures")))
    row = page[page.index(">Nội dung người lớn</th>") :].split("</tr>")[0]
    assert "&lt; 5" in row
    assert ">3<" not in row

    table = browse(counted.teacher).get(reverse("filters_figures_csv"))
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert ["nội dung người lớn", "< 5", "0"] in rows
    assert ["trò chơi", "60", "50"] in rows


@pytest.mark.parametrize(
    ("who", "status", "seen"),
    [
        ("teacher", 200, "492"),
        ("principal", 200, "492"),
        ("leader", 200, "492"),  # the commune's schools: the other one is elsewhere
        ("officer", 200, "496"),
        ("education", 200, "496"),
        ("auditor", 200, "496"),
        ("stranger", 200, "< 5"),
        ("away", 200, "Chưa có số đếm nào"),
        ("counsellor", 403, ""),
        ("nobody", 403, ""),
    ],
)
def test_whose_figures_each_sees(
    counted: Cast, browse: Browse, who: str, status: int, seen: str
) -> None:
    answer = browse(getattr(counted, who)).get(reverse("filters_figures"))
    assert answer.status_code == status
    assert seen.replace("<", "&lt;") in text_of(answer)
    school = f"?truong={counted.site.unit_id}"
    one = browse(getattr(counted, who)).get(reverse("filters_figures") + school)
    reaches = {"teacher", "principal", "leader", "officer", "education", "auditor"}
    assert one.status_code == (200 if who in reaches else 404 if status == 200 else 403)


def test_the_workbook_holds_the_same(counted: Cast, browse: Browse) -> None:
    answer = browse(counted.officer).get(reverse("filters_figures_xlsx"))
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == [
        "Tổng số",
        "Theo loại",
        "Theo nhóm",
        "Theo ngày",
        "Tên nhiều nhất",
        "Theo trường",
    ]
    schools = [[cell.value for cell in row] for row in book["Theo trường"].rows]
    assert schools[1:] == [
        [counted.site.unit.name, 492, 75],
        [counted.house.upper_secondary.name, 4, 4],
    ]


def test_the_month_is_a_report_to_print(counted: Cast, browse: Browse) -> None:
    month = f"{clock.today():%Y-%m}"
    said = text_of(browse(counted.principal).get(reverse("filters_month") + f"?ky={month}"))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said
    assert counted.site.unit.name.upper() in said
    assert f"Kết quả lọc truy cập Internet tháng {clock.today():%m/%Y}" in said
    old = text_of(browse(counted.principal).get(reverse("filters_month") + "?ky=2020-01"))
    assert "chưa có số đếm nào" in old


def test_a_store_that_is_away_is_said(cast: Cast, browse: Browse, settings: Any) -> None:
    settings.COUNTERS_URL = "clickhouse://ai@127.0.0.1:9/counters"
    answer = browse(cast.teacher).get(reverse("filters_figures"))
    assert answer.status_code == 503
    assert "Chưa đọc được số đếm" in text_of(answer)


def test_the_page_asks_as_much_for_one_school_as_for_many(
    counted: Cast, browse: Browse, django_assert_num_queries: Any
) -> None:
    officer = browse(counted.officer)
    officer.get(reverse("filters_figures"))
    with django_assert_num_queries(8):
        officer.get(reverse("filters_figures"))
    for number in range(5):
        Site.objects.create(
            unit=counted.house.primary, name=f"Điểm {number}", fallback_group="tieu_hoc"
        )
    with django_assert_num_queries(8):
        officer.get(reverse("filters_figures"))


@pytest.mark.parametrize(
    ("key", "since", "until", "earlier"),
    [
        ("7", date(2026, 3, 25), date(2026, 4, 1), date(2026, 3, 18)),
        ("30", date(2026, 3, 2), date(2026, 4, 1), date(2026, 1, 31)),
        ("2026-03", date(2026, 3, 1), date(2026, 4, 1), date(2026, 2, 1)),
        ("2026-01", date(2026, 1, 1), date(2026, 2, 1), date(2025, 12, 1)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1), date(2026, 11, 1)),
        ("hôm qua", date(2026, 3, 2), date(2026, 4, 1), date(2026, 1, 31)),
        ("2026-13", date(2026, 3, 2), date(2026, 4, 1), date(2026, 1, 31)),
    ],
)
def test_a_period_and_the_one_before_it(key: str, since: date, until: date, earlier: date) -> None:
    found = period(key, TODAY)
    assert (found.since, found.until) == (since, until)
    assert before(found, TODAY).since == earlier


def test_words_of_change_and_of_time() -> None:
    assert change_words(112, 100) == "tăng 12 % so với"
    assert change_words(75, 100) == "giảm 25 % so với"
    assert change_words(100, 100) == "không đổi so với"
    assert change_words(5, 0) == ""
    assert [took_words(each) for each in (None, 7, 119, 3000)] == [
        "–",
        "7 phút",
        "2 giờ",
        "2 ngày",
    ]
    assert choices(TODAY)[2:5] == [
        ("90", "90 ngày qua"),
        ("2026-03", "Tháng 03/2026"),
        ("2026-02", "Tháng 02/2026"),
    ]
