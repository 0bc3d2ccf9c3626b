"""What the figures count, and for whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mangnon.cases.figures import periods
from mangnon.cases.figures.compiling import Figures, figures
from mangnon.cases.figures.tables import sheet
from mangnon.kit import clock
from mangnon.reports.models import Barred
from mangnon.units.choices import Role
from mangnon.units.models import Person, Unit
from mangnon.units.perms import keep_scope
from tests.cases.figures.cast import clocked, moment, opened, received, referred
from tests.cast import House, make_person, make_province

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_province()


@pytest.fixture
def officer(house: House) -> Person:
    return make_person(Role.PROVINCIAL_OFFICER, house.health, name="Đỗ Thị Tỉnh")


def third_quarter(person: Person, unit: Unit) -> Figures:
    return figures(person, unit, periods.asked("2026-q3", date(2026, 11, 29)))


def rows(found: Figures, key: str) -> dict[str, tuple[str, ...]]:
    one = sheet(found, key)
    return {name: tuple(said) for name, *said in (*one.rows, one.total) if name}


def test_reports_count_in_the_quarter_in_which_they_came(house: House, officer: Person) -> None:
    received(9, house.son_ha, moment(6, 30, 23))
    received(12, house.son_ha, moment(7, 1, 0))
    received(7, house.son_ha, moment(9, 30, 23), kind="scam", age_band="6_10", channel="qr")
    received(5, house.son_ha, moment(10, 1, 0))
    received(6, house.son_ha, moment(8, 1), is_test=True)

    found = third_quarter(officer, house.root)

    assert rows(found, "kind") == {
        "Bắt nạt, đe dọa, làm nhục": ("9", "12", "tăng 3"),
        "Lừa đảo": ("0", "7", "tăng 7"),
        "Tổng số": ("9", "19", "tăng 10"),
    }
    assert rows(found, "channel")["Mã QR của trường, của xã"] == ("0", "7", "tăng 7")
    assert rows(found, "month")["Tháng thứ ba của quý"] == ("9", "7", "giảm 2")
    assert rows(found, "commune")["xã Sơn Hà"] == ("9", "19", "tăng 10")


def test_a_broken_clock_stays_broken_also_when_it_was_met_later(
    house: House, officer: Person
) -> None:
    due = moment(8, 3, 20)
    cases = opened(24, house.son_ha, moment(8, 3))
    states = ["met"] * 12 + ["met_late"] * 5 + ["breached"] * 4 + ["void"]
    for case, state in zip(cases, states, strict=False):
        clocked(case, "initial_risk", due, state)
    clocked(cases[22], "initial_risk", due, "armed")  # over, and nobody was told yet

    found = third_quarter(officer, house.root)

    assert rows(found, "clocks") == {
        "Đánh giá nguy cơ ban đầu (Mẫu 02)": ("12", "10", "0", "54,5%", "–"),
        "Tổng số": ("12", "10", "0", "54,5%", "–"),
    }


def test_clocks_of_services_are_one_row_and_what_runs_is_neither(
    house: House, officer: Person
) -> None:
    later = clock.now() + timedelta(days=2)
    cases = opened(12, house.son_ha, clock.now() - timedelta(hours=1))
    for number, case in enumerate(cases):
        clocked(case, f"service:{number}", later, "armed")

    span = periods.of_quarter(periods.quarter_of(clock.local(later).date()))
    found = figures(officer, house.root, span)

    assert rows(found, "clocks")["Thực hiện một dịch vụ trong kế hoạch"][:4] == (
        "0",
        "0",
        "12",
        "–",
    )


def test_hours_to_the_first_action_are_those_of_half_and_of_nine_in_ten(
    house: House, officer: Person
) -> None:
    for hours in range(1, 11):
        opened(1, house.son_ha, moment(8, 3), acted_minutes=60 * hours)
    opened(3, house.son_ha, moment(8, 3))
    opened(4, house.son_ha, moment(4, 3), acted_minutes=90)

    found = third_quarter(officer, house.root)

    before, now = found.taken
    assert (now.median, now.nine_in_ten) == (5 * 60, 9 * 60)
    assert (before.median, before.nine_in_ten) == (None, None)


def test_outcomes_and_referrals_without_an_answer(house: House, officer: Person) -> None:
    ended = {"state": "closed", "closed_at": moment(9, 1), "close_reason": "safe_at_home"}
    opened(8, house.son_ha, moment(7, 3), **ended)
    cases = opened(9, house.son_ha, moment(7, 3), state="assessment", crime="reported")
    for case, state in zip(cases, ["sent"] * 3 + ["acknowledged"] * 3, strict=False):
        referred(case, house.nghia_lo, moment(7, 5), state)

    found = third_quarter(officer, house.root)

    assert rows(found, "outcome") == {
        "Đang xử lý": ("0", "9", "tăng 9"),
        "Kết thúc: trẻ an toàn trong gia đình": ("0", "8", "tăng 8"),
        "Tổng số": ("0", "17", "tăng 17"),
    }
    assert rows(found, "crime")["Đã báo công an"] == ("0", "9", "tăng 9")
    assert rows(found, "referral")["Chưa được trả lời"] == ("0", "6", "tăng 6")


def test_what_is_barred_from_somebody_is_in_none_of_their_counts(house: House) -> None:
    leader = make_person(Role.COMMUNE_LEADER, house.son_ha, name="Hồ Văn Xã")
    reports = received(20, house.son_ha, moment(8, 3))
    cases = opened(10, house.son_ha, moment(8, 3))
    for report in (*reports[:3], *(case.report for case in cases[:2])):
        Barred.objects.create(report=report, person=leader)

    found = third_quarter(leader, house.son_ha)

    assert found.reports == (0, 25)
    assert found.cases == (0, 8)


def test_a_commune_whose_number_the_list_of_the_province_hides_tells_it_nowhere(
    house: House, officer: Person
) -> None:
    """Nghĩa Lộ had 2; Sơn Hà's 6 would give them away beside the total."""
    received(6, house.son_ha, moment(8, 3))
    received(2, house.nghia_lo, moment(8, 3))
    received(40, house.son_haj, moment(8, 3))

    by_unit = rows(third_quarter(officer, house.root), "unit")

    assert by_unit["Ủy ban nhân dân xã Sơn Hà"][1] == "ẩn"
    assert by_unit["Ủy ban nhân dân phường Nghĩa Lộ"][1] == "ẩn"
    assert third_quarter(officer, house.son_ha).reports == (0, None)
    assert third_quarter(officer, house.son_haj).reports == (0, 40)


def test_all_figures_of_a_year_are_a_dozen_questions(
    house: House, officer: Person, django_assert_max_num_queries: object
) -> None:
    opened(6, house.son_ha, moment(8, 3))
    keep_scope(officer)

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        figures(officer, house.root, periods.asked("2026", date(2026, 11, 29)))
