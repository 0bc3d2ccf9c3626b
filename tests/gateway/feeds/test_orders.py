"""Names that an authority had blocked: with a paper in, with a paper out, above everything."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mangnon.base.audit.api import rows_about
from mangnon.base.jobs.api import run_due
from mangnon.gateway.actions.orders import Paper, lift_order, order_names, propose
from mangnon.gateway.engine.plan import Plan
from mangnon.gateway.models import OrderedName
from mangnon.gateway.queries.lists import order_of, order_rows, orders_shown
from mangnon.gateway.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.units.api import Person
from tests.gateway.cast import Cast, make_cast

pytestmark = pytest.mark.django_db
PAPER = Paper("215/CV-PA05", date(2025, 11, 20), "Công an tỉnh")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def ordered_at(cast: Cast) -> dict[str, str]:
    """What the plan of the school's site says now."""
    run_due()
    cast.site.refresh_from_db()
    return dict(Plan.from_json(cast.site.plan).ordered)


def test_many_names_are_ordered_at_once_and_every_site_is_told(cast: Cast) -> None:
    made = order_names(by=cast.officer, names=["xau.example", "doc.example"], paper=PAPER)

    assert ordered_at(cast) == {"doc.example": "215/CV-PA05", "xau.example": "215/CV-PA05"}
    assert [order.name for order in made] == ["xau.example", "doc.example"]
    row = rows_about(made[0])[0]
    assert (row.what, row.by) == ("filter_order.made", str(cast.officer.pk))
    assert row.facts == {"paper": "215/CV-PA05", "on": "2025-11-20", "count": 2}


def test_before_it_is_done_a_person_sees_what_would_be(cast: Cast) -> None:
    order_names(by=cast.officer, names=["xau.example"], paper=PAPER)

    seen = propose(by=cast.officer, text="https://moi.example/a\nxau.example\nvn\n")

    assert (seen.new, seen.known) == (("moi.example",), ("xau.example",))
    assert [str(line) for line in seen.bad] == [
        "Dòng 3: “vn” – chỉ có một nhãn, chặn cả đuôi tên miền."
    ]
    assert OrderedName.objects.count() == 1


def test_an_order_is_lifted_by_another_paper(cast: Cast) -> None:
    (order,) = order_names(by=cast.officer, names=["xau.example"], paper=PAPER)
    assert ordered_at(cast) == {"xau.example": "215/CV-PA05"}

    lift_order(by=cast.education, order=order, paper="301/CV-PA05", on=date(2025, 12, 1))

    assert ordered_at(cast) == {}
    order.refresh_from_db()
    assert (order.lifted_paper, order.lifted_paper_on) == ("301/CV-PA05", date(2025, 12, 1))
    assert order.lifted_by == cast.education
    lifted = rows_about(order).get(what="filter_order.lifted")
    assert lifted.facts == {"paper": "301/CV-PA05", "on": "2025-12-01"}
    with pytest.raises(Invalid, match="đã được gỡ"):
        lift_order(by=cast.officer, order=order, paper="302/CV", on=date(2025, 12, 2))
    order_names(by=cast.officer, names=["xau.example"], paper=PAPER)
    assert OrderedName.objects.filter(name="xau.example").count() == 2, "its history stays"


def test_without_a_paper_nothing_is_lifted(cast: Cast) -> None:
    (order,) = order_names(by=cast.officer, names=["xau.example"], paper=PAPER)

    with pytest.raises(Invalid, match="số, ký hiệu văn bản gỡ chặn"):
        lift_order(by=cast.officer, order=order, paper=" ", on=date(2025, 12, 1))
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Invalid, match="chưa tới"):
        lift_order(by=cast.officer, order=order, paper="1/CV", on=tomorrow)

    assert ordered_at(cast) == {"xau.example": "215/CV-PA05"}


@pytest.mark.parametrize(
    ("paper", "field"),
    [
        (Paper(" ", date(2025, 11, 20), "Công an tỉnh"), "paper"),
        (Paper("1/CV", date(2025, 11, 20), ""), "issued_by"),
        (Paper("1/CV", date(2999, 1, 1), "Công an tỉnh"), "paper_on"),
        (Paper("1/CV", date(2025, 1, 1), "Công an tỉnh", until=date(2025, 2, 1)), "until"),
        (Paper("1/CV", date(2025, 1, 1), "Công an tỉnh", directive="0" * 32), "directive"),
    ],
    ids=["number", "who", "day", "until", "letter"],
)
def test_a_paper_that_is_none_orders_nothing(cast: Cast, paper: Paper, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        order_names(by=cast.officer, names=["xau.example"], paper=paper)

    assert refused.value.field == field
    assert OrderedName.objects.count() == 0


@pytest.mark.parametrize("bad", ["vn", "gov.vn", "tongdai111.vn", "1.2.3.4"])
def test_one_bad_name_keeps_all_from_being_ordered(cast: Cast, bad: str) -> None:
    with pytest.raises(Invalid, match="hãy kiểm tra lại"):
        order_names(by=cast.officer, names=["xau.example", bad], paper=PAPER)

    assert OrderedName.objects.count() == 0


def test_a_name_is_ordered_once(cast: Cast) -> None:
    order_names(by=cast.officer, names=["xau.example"], paper=PAPER)

    with pytest.raises(Invalid, match="vừa được người khác ghi lệnh chặn"):
        order_names(by=cast.education, names=["moi.example", "xau.example"], paper=PAPER)

    assert [order.name for order in OrderedName.objects.all()] == ["xau.example"]


def test_only_who_steers_the_province_orders(cast: Cast) -> None:
    (order,) = order_names(by=cast.officer, names=["xau.example"], paper=PAPER)
    outside: list[Person] = [cast.principal, cast.teacher, cast.leader, cast.auditor, cast.health]

    for person in outside:
        with pytest.raises(NotAllowed):
            propose(by=person, text="moi.example")
        with pytest.raises(NotAllowed):
            order_names(by=person, names=["moi.example"], paper=PAPER)
        with pytest.raises(NotAllowed):
            lift_order(by=person, order=order, paper="1/CV", on=date(2025, 12, 1))

    assert [row.name for row in orders_shown()] == ["xau.example"]


def test_an_order_that_ran_out_is_history(cast: Cast) -> None:
    soon = Paper("9/CV", date(2025, 11, 20), "Công an tỉnh", until=clock.today())
    (order,) = order_names(by=cast.officer, names=["tam.example"], paper=soon)
    assert order_of("a.tam.example") == order

    OrderedName.objects.filter(pk=order.pk).update(until=clock.today() - timedelta(days=1))

    assert order_of("a.tam.example") is None
    assert list(orders_shown()) == []
    assert list(orders_shown(history=True)) == [order]


def test_an_order_falls_on_names_below_it(cast: Cast) -> None:
    (order,) = order_names(by=cast.officer, names=["xau.example"], paper=PAPER)

    assert order_of("rat.xau.example") == order
    assert order_of("khongxau.example") is None
    assert order_of("example") is None


def test_the_table_for_the_file_is_safe_to_open_in_a_spreadsheet(cast: Cast) -> None:
    risky = Paper("=1+1", date(2025, 11, 20), "@Công an tỉnh")
    order_names(by=cast.officer, names=["xau.example"], paper=risky)

    (row,) = order_rows()

    assert row[:5] == ("xau.example", "'=1+1", "20/11/2025", "'@Công an tỉnh", "")
    assert row[6:] == ("", "", "")
