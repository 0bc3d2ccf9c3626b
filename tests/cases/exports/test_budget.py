"""Two exports are laid side by side and subtracted: what is left over is never fewer than five."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, product

import pytest

from mangnon.cases.actions.exports import take_export
from mangnon.cases.budget import Told, in_the_way, masked_beside
from mangnon.cases.exporting import HIDDEN_WORDS, Matter, table_rows
from mangnon.cases.models import Case, Export
from mangnon.cases.queries.exports import told_to
from mangnon.cases.refusals import Refusal
from mangnon.kit import clock
from mangnon.units.choices import Role
from tests.cases.exports.test_taking import ask, more_cases
from tests.cases.machine.cast import Cast
from tests.cast import make_person

FIRST = date(2026, 1, 1)


def matter(n: int, day: date, kind: str = "Bạo lực", place: str = "Xã Sơn Hà") -> Matter:
    return Matter(str(n), day, place, kind, "Khẩn cấp", "Rà soát", n, 0)


def one_a_day(count: int) -> list[Matter]:
    return [matter(n, FIRST + timedelta(days=n)) for n in range(count)]


def told_of(matters: list[Matter], *, table: bool = False) -> Told:
    return Told("KX2611-TRUOC1", frozenset(one.mix for one in matters), table)


def test_a_list_of_one_day_more_tells_nothing_of_that_day() -> None:
    january = one_a_day(20)
    found, cases = masked_beside([told_of(january[:19])], january, [], "muoi")
    assert {one.mix for one in cases} == {one.mix for one in january[:19]}
    assert (len(found.rows), found.left_out) == (19, True)


def test_a_list_of_one_day_less_tells_nothing_that_could_be_taken_away() -> None:
    january = one_a_day(20)
    found, cases = masked_beside([told_of(january)], january[1:], january[:1], "muoi")
    assert (found.rows, cases, found.left_out) == ((), [], True)


def test_five_days_more_are_told_and_the_same_days_again() -> None:
    january = one_a_day(20)
    before = [told_of(january[:15])]
    assert len(masked_beside(before, january, [], "muoi")[0].rows) == 20
    assert len(masked_beside(before, january[:15], [], "muoi")[0].rows) == 15


def test_what_three_lists_share_is_no_smaller_than_five_either() -> None:
    """Days 1-12 and 10-20 are one thing each; days 1-20 would give the three of 10-12."""
    january = one_a_day(20)
    early, late = january[:12], january[9:]
    second, of_second = masked_beside([told_of(early)], late, early[:9], "muoi")
    assert {one.mix for one in of_second} == {one.mix for one in january[12:]}
    assert len(second.rows) == 8
    third, _ = masked_beside([told_of(early), told_of(of_second)], january, [], "muoi")
    assert len(third.rows) == 20


def test_a_table_of_one_day_more_is_refused_and_of_other_days_or_the_same_is_not() -> None:
    january = one_a_day(20)
    before = told_of(january[:15], table=True)
    assert in_the_way([before], january[:16], [], table=True) == before
    assert in_the_way([before], january[:14], january[14:15], table=True) == before
    assert in_the_way([before], january[:15], [], table=True) is None
    assert in_the_way([before], january[15:18], january[:15], table=True) is None
    assert in_the_way([before], january, [], table=True) is None
    two_places = [*january, matter(99, FIRST, place="Xã Sơn Hạ")]
    assert in_the_way([before], two_places, [], table=True) == before


# --- whoever takes what there is and subtracts ---------------------------------------------------


class Attacker:
    """Knows which cases stand behind every number that was told, to judge what a sum isolates."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.cells: list[dict[tuple[str, ...], frozenset[str]]] = []

    def takes_list(self, asked: list[Matter], others: list[Matter], salt: str) -> None:
        if in_the_way(self.told, asked, others, table=False) is not None:
            return
        found, cases = masked_beside(self.told, asked, others, salt)
        self.told.append(Told(salt, frozenset(one.mix for one in cases)))
        by_met = {one.met: one.mix for one in cases}
        cells: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for row in found.rows:
            for name in (("kind", row.kind), ("row", row.time, row.kind)):
                cells[name].add(by_met[row.met])
        self.cells.append({name: frozenset(them) for name, them in cells.items()})

    def takes_table(self, asked: list[Matter], others: list[Matter], number: str) -> bool:
        if in_the_way(self.told, asked, others, table=True) is not None:
            return False
        self.told.append(Told(number, frozenset(one.mix for one in asked), True))
        heads, *lines = table_rows(asked)
        cells: dict[tuple[str, ...], frozenset[str]] = {}
        for line in lines:
            for head, value in zip(heads[1:], line[1:], strict=True):
                if value != HIDDEN_WORDS:
                    cells[_name(str(line[0]), str(head))] = _those(asked, str(line[0]), str(head))
        self.cells.append(cells)
        return True

    def isolated(self) -> Iterator[frozenset[str]]:
        """Fewer than five, by adding and taking away the same cell of up to three exports."""
        for some in (*combinations(self.cells, 2), *combinations(self.cells, 3)):
            for name in set().union(*some):
                sets = [one.get(name, frozenset()) for one in some]
                for signs in product((1, -1), repeat=len(sets)):
                    if few := _left(sets, signs):
                        yield few


def _name(place: str, kind: str) -> tuple[str, ...]:
    if place == "Tổng số":
        return ("kind", kind)
    return (place, kind)


def _those(asked: list[Matter], place: str, kind: str) -> frozenset[str]:
    return frozenset(
        one.mix
        for one in asked
        if place in (one.commune, "Tổng số") and kind in (one.kind, "Tổng số")
    )


def _left(sets: list[frozenset[str]], signs: tuple[int, ...]) -> frozenset[str]:
    """Who is left, when the rest cancels and what is left is fewer than five."""
    every = {one: sum(s for s, them in zip(signs, sets, strict=True) if one in them)
             for one in frozenset().union(*sets)}  # fmt: skip
    rest = {one: count for one, count in every.items() if count}
    if set(rest.values()) in ({1}, {-1}) and 0 < len(rest) < 5:
        return frozenset(rest)
    return frozenset()


def drawn(chance: random.Random, count: int) -> list[Matter]:
    kinds, places = ("Bạo lực", "Xâm hại"), ("Xã Sơn Hà", "Xã Sơn Hạ")
    return [
        matter(n, FIRST + timedelta(days=chance.randrange(90)), chance.choice(kinds),
               chance.choice(places))
        for n in range(count)
    ]  # fmt: skip


def days_of(chance: random.Random, matters: list[Matter]) -> tuple[list[Matter], list[Matter]]:
    first = FIRST + timedelta(days=chance.choice((0, 0, 10, 31, 33)))
    last = FIRST + timedelta(days=chance.choice((30, 45, 58, 60, 89, 89)))
    asked = [one for one in matters if first <= one.received_on <= last]
    return asked, [one for one in matters if one not in asked]


def test_nobody_subtracts_down_to_fewer_than_five() -> None:
    tables = 0
    for seed in range(150):
        chance = random.Random(seed)
        matters, attacker = drawn(chance, chance.choice((30, 60, 120))), Attacker()
        for n in range(5):
            asked, others = days_of(chance, matters)
            told = frozenset().union(*(one.cases for one in attacker.told))
            before = [one for one in others if one.mix in told]
            if chance.random() < 0.5:
                attacker.takes_list(asked, before, f"KX{n}")
            else:
                tables += attacker.takes_table(asked, before, f"KX{n}")
        assert list(attacker.isolated()) == [], seed
    assert tables > 100


def test_without_the_budget_the_same_attack_finds_somebody() -> None:
    attacker = Attacker()
    january = one_a_day(20)
    for asked in (january, january[:19]):
        attacker.told = []
        attacker.takes_list(asked, [], "KX")
    assert frozenset({"19"}) in set(attacker.isolated())


# --- as it is asked for ---------------------------------------------------------------------------


def days_back(cast: Cast) -> None:
    """Eleven cases of today, and one of yesterday."""
    more_cases(cast, 11)
    yesterday = clock.now() - timedelta(days=1)
    Case.objects.filter(pk=cast.case.pk).update(received_at=yesterday)


def test_a_second_table_of_fewer_days_is_refused_in_clear_words(cast: Cast) -> None:
    days_back(cast)
    today = clock.today()
    taken = ask(cast.officer, kind="table")
    take_export(by=cast.officer, export_id=taken.pk)

    with pytest.raises(Refusal) as refused:
        ask(cast.officer, kind="table", first=today)

    assert str(refused.value) == (
        f"Đơn vị đã nhận kết xuất {taken.number}: bảng tổng hợp xã và loại việc, từ "
        f"{today - timedelta(days=30):%d/%m/%Y} đến {today:%d/%m/%Y}. Trừ hai bảng cho nhau sẽ lộ "
        "nhóm dưới 5 vụ việc. Hãy chọn đúng những ngày đó, hoặc những ngày chưa kết xuất lần nào."
    )
    assert Export.objects.count() == 1
    assert take_export(by=cast.officer, export_id=ask(cast.officer, kind="table").pk).body


def test_the_budget_is_the_units_and_not_the_persons(cast: Cast) -> None:
    days_back(cast)
    today = clock.today()
    take_export(by=cast.officer, export_id=ask(cast.officer, kind="table").pk)
    colleague = make_person(Role.PROVINCIAL_OFFICER, cast.house.health, name="Cao Thị Hai")
    with pytest.raises(Refusal, match="Trừ hai bảng"):
        ask(colleague, kind="table", first=today)
    commune = ask(cast.chair, kind="table", first=today)
    assert commune.asked_by == cast.chair


def test_a_second_list_leaves_the_one_case_out_that_would_be_left_over(cast: Cast) -> None:
    days_back(cast)
    today = clock.today()
    first = ask(cast.officer, format="csv", first=today)
    take_export(by=cast.officer, export_id=first.pk)
    assert [len(one.cases) for one in told_to(cast.officer)] == [11]

    second = ask(cast.officer, format="csv")
    told = take_export(by=cast.officer, export_id=second.pk).body.decode("utf-8-sig")

    assert second.rows == 12
    assert [len(one.cases) for one in told_to(cast.officer)] == [11, 11]
    assert "khác lần kết xuất trước của đơn vị quá ít" in told


def test_a_list_beside_a_table_of_the_same_cases_is_refused(cast: Cast) -> None:
    days_back(cast)
    take_export(by=cast.officer, export_id=ask(cast.officer, kind="table").pk)
    with pytest.raises(Refusal, match="Đặt cạnh nhau sẽ lộ nhóm dưới 5 vụ việc"):
        ask(cast.officer)


def test_what_was_judged_when_it_was_asked_is_judged_again_when_it_is_taken(
    cast: Cast, settings: object
) -> None:
    days_back(cast)
    today = clock.today()
    whole, part = ask(cast.officer, kind="table"), ask(cast.officer, kind="table", first=today)
    take_export(by=cast.officer, export_id=whole.pk)
    with pytest.raises(Refusal, match="Trừ hai bảng"):
        take_export(by=cast.officer, export_id=part.pk)
    part.refresh_from_db()
    assert part.taken_at is None
