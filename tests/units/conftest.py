"""The cast of every test about units and people."""

import pytest

from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cast import House, make_person, make_province


@pytest.fixture
def house(db: None) -> House:
    return make_province()


@pytest.fixture
def far_house(db: None) -> House:
    """Another province, where nobody of the first one has any say."""
    return make_province("80")


@pytest.fixture
def officer(house: House) -> Person:
    return make_person(Role.PROVINCIAL_OFFICER, house.health, name="Cán bộ tỉnh")


@pytest.fixture
def mate(house: House) -> Person:
    """A colleague in the same province who manages nobody."""
    return make_person(Role.COMMUNE_WORKER, house.son_ha, name="Người cùng tỉnh")


@pytest.fixture
def stranger(house: House) -> Person:
    """Signed in, without any role."""
    return make_person(None, None, name="Người lạ")


@pytest.fixture
def far_officer(far_house: House) -> Person:
    return make_person(Role.PROVINCIAL_OFFICER, far_house.health, name="Cán bộ tỉnh khác")
