"""What the words after `Kính gửi` mean, on the whole demo province."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mangnon.units import api
from mangnon.units.api import Resolution, Unit, UnitKind

ON = date(2026, 8, 3)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo province once, in a transaction around those of the tests."""
    whole: Any = transaction.atomic()
    whole._from_testcase = True  # as Django's own around a test
    with django_db_blocker.unblock(), whole:
        api.seed_demo()
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


@pytest.fixture
def province() -> dict[str, Unit]:
    return {unit.code: unit for unit in Unit.objects.all()}


@pytest.fixture
def education(province: dict[str, Unit]) -> Unit:
    return province["51-SGDDT"]


def read(text: str, issuer: Unit, on: date = ON) -> Resolution:
    return api.resolve_addressee(text, issuer=issuer, on=on)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Công an tỉnh", "51-CAT"),
        ("- Giám đốc Công an tỉnh;", "51-CAT"),
        ("Sở Giáo dục và Đào tạo", "51-SGDDT"),
        ("Sở GD&ĐT", "51-SGDDT"),
        ("SỞ Y TẾ TỈNH QUẢNG NGÃI", "51-SYT"),
        ("Sở Văn hoá Thể thao và Du lịch", "51-SVHTTDL"),
        ("UBND tỉnh (để báo cáo)", "51"),
        ("UBND xã Sơn Hà", "21289"),
        ("UBND xã Sơn Hạ.", "21292"),
        ("Chủ tịch UBND xã Ba Tơ", "21484"),
        ("đặc khu Lý Sơn", "21548"),
        ("Hiệu trưởng Trường Tiểu học và THCS Hoa Mai", "TD-CS-01"),
        ("Trường Tiểu học Cánh Diều, phường Nghĩa Lộ", "TD-TH-01"),
    ],
)
def test_one_unit_is_named(education: Unit, text: str, code: str) -> None:
    found = read(text, education)

    assert found.question is None
    assert [unit.code for unit in found.units] == [code]


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("UBND các xã, phường, đặc khu", 96),
        ("UBND cấp xã", 96),
        ("Chủ tịch UBND các xã, phường, đặc khu trên địa bàn tỉnh", 96),
        ("UBND các phường", 9),
        ("UBND các xã: Sơn Hà, Sơn Hạ và Sơn Tây", 3),
        ("Các sở, ban, ngành", 7),
        ("Các sở, ban, ngành và UBND các xã, phường, đặc khu", 103),
        ("Thủ trưởng các đơn vị, trường học trực thuộc Sở", 24),
        ("Các trường THPT", 4),
        ("Hiệu trưởng các trường mầm non, tiểu học, THCS", 21),
        ("Các cơ sở giáo dục trên địa bàn tỉnh", 24),
        ("Sở Y tế, Công an tỉnh và UBND xã Sơn Hà", 3),
    ],
)
def test_a_group_is_named(education: Unit, text: str, many: int) -> None:
    found = read(text, education)

    assert found.question is None
    assert len(found.units) == len({unit.pk for unit in found.units}) == many


def test_a_tone_makes_another_commune_and_no_marks_make_a_question(education: Unit) -> None:
    found = read("UBND xa Son Ha", education)

    assert found.units == ()
    assert found.question is not None
    assert [choice.units[0].code for choice in found.choices] == ["21289", "21292"]


def test_an_office_that_is_gone_is_asked_about(education: Unit) -> None:
    found = read("Các Trưởng phòng GD&ĐT", education)

    assert found.units == ()
    assert found.question is not None
    assert "không còn phòng giáo dục và đào tạo" in found.question
    assert "Hôm nay nghĩa là gì?" in found.question
    schools, communes, both = (len(choice.units) for choice in found.choices)
    assert (schools, communes, both) == (21, 96, 117)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("UBND xã Bình Hải, huyện Bình Sơn", {"21061"}),
        ("Phường Quyết Thắng", {"23293"}),
        ("UBND huyện Sơn Hà", {"21289", "21292", "21307", "21319", "21325"}),
    ],
)
def test_an_old_place_is_proposed_by_todays_name(
    education: Unit, text: str, codes: set[str]
) -> None:
    found = read(text, education)

    assert found.units == ()
    assert "01/7/2025" in (found.question or "")
    assert {unit.code for unit in found.choices[0].units} == codes


def test_an_island_left_out_of_the_words_is_asked_about(education: Unit) -> None:
    found = read("UBND các xã, phường", education)

    assert "UBND đặc khu Lý Sơn" in (found.question or "")
    assert [len(choice.units) for choice in found.choices] == [96, 95]


def test_an_office_of_another_province_is_not_ours(education: Unit) -> None:
    found = read("Sở Y tế tỉnh Tây Ninh", education)

    assert (found.units, found.choices) == ((), ())
    assert "thuộc tỉnh khác" in (found.question or "")


@pytest.mark.parametrize("text", ["Như trên", "- Như Kính gửi;", "Lưu: VT, BTXH (05b)."])
def test_some_lines_are_no_addressee(education: Unit, text: str) -> None:
    found = read(text, education)

    assert (found.units, found.question) == ((), None)
    assert found.note == "Không phải một nơi nhận riêng"


@pytest.mark.parametrize(
    "text", ["", "Hội đồng xyz", "UBND các xã miền núi", "Cục Bà mẹ và Trẻ em"]
)
def test_what_is_not_known_is_asked(education: Unit, text: str) -> None:
    found = read(text, education)

    assert found.units == ()
    assert found.question


def test_schools_of_the_department_are_asked_about_when_another_department_writes(
    province: dict[str, Unit],
) -> None:
    found = read("Thủ trưởng các đơn vị, trường học trực thuộc Sở", province["51-SYT"])

    assert found.units == ()
    assert [len(choice.units) for choice in found.choices] == [24]


def test_a_letter_from_before_the_communes_of_today_is_asked_about(education: Unit) -> None:
    found = read("UBND xã Sơn Hạ", education, on=date(2024, 11, 20))

    assert found.units == ()
    assert [unit.code for unit in found.choices[0].units] == ["21292"]


def test_a_commune_writes_to_its_own_schools(province: dict[str, Unit]) -> None:
    found = read("Các trường học trên địa bàn", province["21289"])

    assert {unit.code for unit in found.units} == {"TD-MN-02", "TD-TH-02", "TD-CS-01"}


def test_the_address_book_is_opened_once_for_a_letter(
    education: Unit, django_assert_num_queries
) -> None:
    with django_assert_num_queries(3):
        api.resolve_addressees(["Công an tỉnh", "UBND xã Sơn Hà"] * 5, issuer=education, on=ON)


WORDS = """UBND các xã phường đặc khu , ; : và sở ban ngành trường THCS tiểu học Sơn Hà Hạ huyện
tỉnh trực thuộc ( ) - Các Trưởng phòng GD&ĐT Quảng Ngãi thị trấn công an \u0301 [ \\ * +"""


def test_what_is_clear_is_kept_beside_what_is_asked(education: Unit) -> None:
    found = read("Các sở, ban, ngành; UBND các xã, phường, thị trấn", education)

    assert found.units == ()
    assert "không còn thị trấn" in (found.question or "")
    assert [len(choice.units) for choice in found.choices] == [103, 7]


class AnyWords(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.issuer = Unit.objects.get(code="51-SGDDT")
        cls.kinds = {UnitKind.SCHOOL, UnitKind.COMMUNE}

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(st.sampled_from(WORDS.split()), max_size=14).map(" ".join) | st.text(max_size=80)
    )
    def test_any_words_end_in_units_or_a_question(self, text: str) -> None:
        found = read(text, self.issuer)

        assert found.question is None or (found.question and not found.units)
        assert found.units or found.question or found.note == "Không phải một nơi nhận riêng"
        assert all(unit.province_id == "51" for unit in found.units)
