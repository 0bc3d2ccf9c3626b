"""The page of figures and the report of a quarter."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cases.figures.cast import clocked, moment, opened, received
from tests.cast import House, make_person, make_province, sign_in

pytestmark = pytest.mark.django_db
QUARTER = {"ky": "2026-q3"}


@pytest.fixture
def house() -> House:
    house = make_province()
    received(9, house.son_ha, moment(5, 3))
    received(12, house.son_ha, moment(8, 3))
    received(7, house.son_haj, moment(8, 3), kind="scam")
    received(2, house.nghia_lo, moment(8, 3), kind="labour")
    for number, case in enumerate(opened(16, house.son_ha, moment(8, 3))):
        clocked(case, "initial_risk", moment(8, 3, 20), "met" if number < 9 else "met_late")
    return house


@pytest.fixture
def officer(house: House) -> Person:
    return make_person(Role.PROVINCIAL_OFFICER, house.health, name="Đỗ Thị Tỉnh")


def page(person: Person, **asked: str) -> str:
    answer = sign_in(Client(), person).get(reverse("case_figures"), {**QUARTER, **asked})
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def taken_away(person: Person, kind: str) -> bytes:
    answer = sign_in(Client(), person).get(reverse("case_figures_file", args=[kind]), QUARTER)
    assert answer.status_code == 200, answer.content.decode()
    assert answer.headers["Cache-Control"].count("no-store") == 1
    return answer.content


def test_an_officer_reads_tables_and_charts_that_lead_to_no_row(officer: Person) -> None:
    shown = page(officer)

    assert "Ủy ban nhân dân tỉnh Quảng Ngãi, quý III năm 2026" in shown
    assert "Bắt nạt, đe dọa, làm nhục" in shown
    assert "56,2%" in shown or "56,3%" in shown
    assert ">ẩn<" in shown
    assert shown.count("chart chart--") == 5
    assert "/vu-viec/tin-bao/00" not in shown
    assert "VV-" not in shown
    assert "BT-" not in shown


def test_a_leader_has_the_own_commune_and_no_other(house: House) -> None:
    leader = make_person(Role.COMMUNE_LEADER, house.son_haj, name="Hồ Văn Xã")
    browser = sign_in(Client(), leader)

    own = page(leader)
    other = browser.get(reverse("case_figures"), {"don_vi": house.son_ha.pk})
    nonsense = browser.get(reverse("case_figures"), {"don_vi": "²"})

    assert "Ủy ban nhân dân xã Sơn Hạ, quý III" in own
    assert "xã Sơn Hà<" not in own
    assert [other.status_code, nonsense.status_code] == [404, 404]


@pytest.mark.parametrize(
    "role", [Role.COMMUNE_WORKER, Role.POLICE_LIAISON, Role.DEPARTMENT_OFFICER, Role.TEACHER]
)
def test_others_have_no_figures(house: House, role: Role) -> None:
    units = {
        Role.POLICE_LIAISON: house.police,
        Role.DEPARTMENT_OFFICER: house.health,
        Role.TEACHER: house.primary,
    }
    browser = sign_in(Client(), make_person(role, units.get(role, house.son_ha)))

    assert browser.get(reverse("case_figures")).status_code == 403
    assert browser.get(reverse("case_figures_file", args=["docx"])).status_code == 403
    assert 'href="/vu-viec/so-lieu/"' not in browser.get(reverse("cases")).content.decode()


def test_a_year_shows_its_quarters_and_their_sum(officer: Person) -> None:
    shown = page(officer, ky="2026")

    assert "Cả năm" in shown
    assert "Quý I/2026" in shown
    assert "So với quý trước" not in shown


def test_the_report_is_a_word_file_in_official_layout(officer: Person) -> None:
    with ZipFile(BytesIO(taken_away(officer, "docx"))) as parts:
        text = parts.read("word/document.xml").decode()

    assert "BÁO CÁO" in text
    assert "bảo vệ trẻ em quý III năm 2026" in text
    assert "(quý trước: 9)" in text
    assert "số từ 1 đến 4 được ghi “ẩn”" in text


def test_the_same_figures_give_the_same_report(officer: Person) -> None:
    assert taken_away(officer, "docx") == taken_away(officer, "docx")


def test_the_report_prints(officer: Person) -> None:
    with pdfium.PdfDocument(taken_away(officer, "pdf")) as document:
        text = document[0].get_textpage().get_text_range()

    assert "TIẾP NHẬN TIN BÁO" in text


def test_the_workbook_has_numbers_and_hides_what_is_hidden(officer: Person) -> None:
    book = load_workbook(BytesIO(taken_away(officer, "xlsx")))
    kinds = {row[0]: row[1:] for row in book["Tin báo theo chuyện xảy ra"].values}

    assert kinds["Tổng số"] == (9, 37, "tăng 28")
    assert kinds["Bắt làm việc nặng, bóc lột"] == (0, "ẩn", "–")
    assert book["Cách tính"]["A1"].value == "Cách tính"


def test_an_unknown_kind_of_file_is_not_there(officer: Person) -> None:
    address = reverse("case_figures_file", args=["exe"])

    assert sign_in(Client(), officer).get(address).status_code == 404
