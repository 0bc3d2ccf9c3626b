"""What is published says no more than it should: not in a year, not beside another list."""

from __future__ import annotations

from datetime import date

from mangnon.cases.figures import periods
from mangnon.cases.figures.hiding import Wanted, crossed, published, rank
from mangnon.cases.figures.wording import change, number, share

WORDS = {"a": "Bắt nạt", "b": "Lừa đảo", "c": "Bỏ mặc"}


def cells(wanted: Wanted) -> dict[str, tuple[int | None, ...]]:
    (listed,) = published([wanted])
    return {line.key: line.cells for line in (*listed.lines, listed.total)}


def test_a_small_number_takes_another_with_it_so_that_no_sum_gives_it_back() -> None:
    shown = cells(Wanted("kind", "", WORDS, ({"a": 20, "b": 9, "c": 2},)))

    assert shown == {"a": (20,), "b": (None,), "c": (None,), "": (31,)}


def test_a_year_is_hidden_where_one_of_its_quarters_is() -> None:
    counts = ({"a": 20, "b": 9, "c": 2}, {"a": 20, "b": 9, "c": 30})
    (listed,) = published([Wanted("kind", "", WORDS, counts)])

    assert [line.whole for line in listed.lines] == [40, None, None]
    assert [line.cells for line in listed.lines] == [(20, 20), (None, 9), (None, 30)]
    assert listed.total.whole == 90


def test_a_list_that_hides_its_total_keeps_the_quarter_of_the_others_back() -> None:
    """3 and 3 add up to 6; the months would tell the 6 that the kinds must not tell."""
    kinds = Wanted("kind", "", WORDS, ({"a": 3, "b": 3}, {"a": 7}))
    months = Wanted("month", "", {"1": "Tháng 1"}, ({"1": 6}, {"1": 7}))

    by_kind, by_month = published([kinds, months])

    assert [line.cells[0] for line in by_kind.lines] == [None, None, None]
    assert by_month.lines[0].cells == (None, 7)
    assert by_month.total.cells == (None, 7)


def test_a_unit_hidden_among_the_others_tells_nothing_of_its_own() -> None:
    (listed,) = published([Wanted("kind", "", WORDS, ({"a": 6},))], kept_back=[True])

    assert listed.total.cells == (None,)
    assert [line.cells for line in listed.lines] == [(None,)] * 3


def test_nothing_at_all_is_no_secret() -> None:
    (listed,) = published([Wanted("kind", "", WORDS, ({},))], kept_back=[True])

    assert listed.total.cells == (0,)


def test_clocks_are_compared_with_the_quarter_before_or_summed_to_a_year() -> None:
    words, columns = {"ack": "Xác nhận"}, ("met", "broken")
    quarters = [{("ack", "met"): 10, ("ack", "broken"): 6}, {("ack", "met"): 20}]

    (quarter, _), (year, total) = (
        crossed(words, columns, quarters, compared=compared) for compared in (True, False)
    )

    assert (quarter.cells, quarter.before) == ((20, 0), (10, 6))
    assert (year.cells, year.before) == ((30, 6), ())
    assert total.cells == (30, 6)


def test_half_and_nine_in_ten_need_five_cases() -> None:
    assert rank({1: 1, 2: 3}, 0.5) is None
    assert rank({10: 2, 30: 1, 40: 2}, 0.5) == 30
    assert rank({10: 5, 30: 4, 90: 1}, 0.9) == 30
    assert rank({}, 0.9) is None


def test_numbers_read_as_an_office_writes_them() -> None:
    assert [number(1234567), number(None)] == ["1.234.567", "ẩn"]
    assert [share(7, 8), share(0, 0), share(None, 9), share(9, 9)] == ["87,5%", "–", "ẩn", "100%"]
    assert [change(15, 12), change(1, 1200), change(4, 4), change(None, 3)] == [
        "tăng 3",
        "giảm 1.199",
        "không đổi",
        "–",
    ]


def test_an_address_asks_for_a_quarter_a_year_or_the_present() -> None:
    today = date(2026, 11, 29)

    assert periods.asked("2026-q1", today).quarters == (
        periods.Quarter(2025, 4),
        periods.Quarter(2026, 1),
    )
    assert periods.asked("2025", today).words == "năm 2025"
    for nonsense in ("", "x", "2026-q5", "²⁰²⁶", "99999", "0001-q1", "2026-q1-q1"):
        assert periods.asked(nonsense, today).words == "quý IV năm 2026"
    assert periods.Quarter(2026, 4).until == date(2027, 1, 1)
