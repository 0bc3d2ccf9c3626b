"""The work on cases as indicators of letters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mangnon.cases import indicators
from mangnon.directives.api import Asked
from mangnon.directives.queries.indicators import indicator
from mangnon.reports.models import Barred
from tests.cases.figures.cast import clocked, moment, opened, received
from tests.cast import House, make_province

pytestmark = pytest.mark.django_db


def asked(*units: int) -> Asked:
    return Asked(7, frozenset(units), date(2026, 7, 1), date(2026, 9, 30))


@pytest.fixture
def house() -> House:
    return make_province()


def test_every_indicator_is_known_to_letters() -> None:
    names = ("reports_received", "assessed_in_12_hours", "plans_approved", "clocks_met", "ended")

    assert all(indicator(f"cases.{name}") is not None for name in names)


def test_reports_of_the_units_asked_within_the_days_asked(house: House) -> None:
    received(6, house.son_ha, moment(7, 1, 0))
    received(5, house.son_haj, moment(9, 30, 23))
    received(9, house.son_ha, moment(10, 1, 0))
    received(8, house.nghia_lo, moment(8, 1))

    told = indicators.reports_received(asked(house.son_ha.pk, house.son_haj.pk))

    assert (told.value, told.of, told.given_by) == (Decimal(11), None, None)


def test_a_small_number_is_unknown_not_nought(house: House) -> None:
    received(4, house.son_ha, moment(8, 1))

    told = indicators.reports_received(asked(house.son_ha.pk))

    assert (told.value, told.given_by) == (Decimal(0), 0)
    assert told.note == "số nhỏ hơn 5 nên không công bố"


def test_a_share_is_told_when_neither_part_is_small(house: House) -> None:
    cases = opened(13, house.son_ha, moment(8, 1))
    for number, case in enumerate(cases):
        clocked(case, "initial_risk", moment(8, 1, 20), "met" if number < 8 else "met_late")
        clocked(case, "approval", moment(8, 9), "met" if number < 12 else "breached")

    risk = indicators.assessed_in_12_hours(asked(house.son_ha.pk))
    plans = indicators.plans_approved_in_time(asked(house.son_ha.pk))
    every = indicators.clocks_met(asked(house.son_ha.pk))

    assert (risk.value, risk.of) == (Decimal(8), Decimal(13))
    assert (plans.value, plans.given_by) == (Decimal(0), 0)
    assert (every.value, every.of) == (Decimal(20), Decimal(26))


def test_what_is_barred_from_a_unit_is_not_in_its_figure(house: House) -> None:
    reports = received(9, house.son_ha, moment(8, 1))
    Barred.objects.create(report=reports[0], unit=house.son_ha)

    assert indicators.reports_received(asked(house.son_ha.pk)).value == Decimal(8)


def test_cases_that_ended_within_the_days(house: House) -> None:
    opened(7, house.son_ha, moment(3, 1), state="closed", closed_at=moment(8, 1))
    opened(6, house.son_ha, moment(3, 1), state="closed", closed_at=moment(6, 1))

    assert indicators.cases_ended(asked(house.son_ha.pk)).value == Decimal(7)
