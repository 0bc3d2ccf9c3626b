"""The country's places, the home province's offices, the demo."""

import pytest
from django.conf import settings

from mangnon.units import api
from mangnon.units.choices import UnitKind
from mangnon.units.models import Commune, Contact, Person, Province, Unit, UnitName

pytestmark = pytest.mark.django_db


def test_the_whole_country_is_there() -> None:
    api.load_places()

    assert Province.objects.count() == 34
    assert Commune.objects.count() == 3321
    assert str(Commune.objects.get(code="21289")) == "Xã Sơn Hà"
    assert str(Commune.objects.get(code="21292")) == "Xã Sơn Hạ"
    assert Commune.objects.get(code="21548").name_in_text == "đặc khu Lý Sơn"


def test_the_home_province_has_its_offices() -> None:
    api.load_places()

    root = api.province_unit("51")
    assert root.name == "Ủy ban nhân dân tỉnh Quảng Ngãi"
    communes = Unit.objects.filter(kind=UnitKind.COMMUNE)
    assert communes.count() == 96
    assert communes.get(code="21289").name == "Ủy ban nhân dân xã Sơn Hà"
    assert api.units_under(root).count() == Unit.objects.count() == 1 + 9 + 96
    assert UnitName.objects.count() == Unit.objects.count()


def test_a_second_load_changes_nothing(django_assert_max_num_queries) -> None:
    api.load_places()
    before = list(Unit.objects.values_list("pk", "path"))

    with django_assert_max_num_queries(6):
        api.load_places()

    assert list(Unit.objects.values_list("pk", "path")) == before
    assert Contact.objects.count() == 7


def test_the_demo_is_seeded_once(django_assert_max_num_queries) -> None:
    api.seed_demo()
    people = Person.objects.count()

    with django_assert_max_num_queries(3):
        api.seed_demo()

    assert Person.objects.count() == people == 14
    assert Unit.objects.filter(kind=UnitKind.SCHOOL).count() == 24
    assert api.demo_leftovers() == 14
    assert not Person.objects.filter(is_demo=False).exists()


def test_first_of_all_contacts_is_111_and_the_old_number_is_nowhere() -> None:
    api.load_places()

    shown = list(api.contacts_shown(settings.PROVINCE_CODE))

    assert [one.value for one in shown[:3]] == ["111", "113", "115"]
    assert not any("18001567" in one.value for one in shown)
    assert shown[1].get_certainty_display() == "chưa đối chiếu"
