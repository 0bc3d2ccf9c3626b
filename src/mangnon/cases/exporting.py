"""What of a list of cases may leave the system: rows in which nobody is recognised, tables without
small numbers. Pure.

A row says month, kind of matter, urgency, state and how many times kept and broken; not the number,
not the place. At least five rows share month and kind, else the month becomes the year, then the
kind goes, and what is still fewer than five is left out (k-anonymity with k = 5). Rows are numbered
anew in an order that says nothing. Tables go through `kit.cells`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from mangnon.kit.cells import SMALL, Table, suppressed, table_of

HIDDEN_WORDS = f"dưới {SMALL} hoặc ẩn kèm"
ANY_KIND, ANY_TIME = "Không nêu", "Không nêu"


@dataclass(frozen=True)
class Matter:
    """A case as it comes in; `mix` is anything of it that does not repeat, for the order alone."""

    mix: str
    received_on: date
    commune: str
    kind: str
    urgency: str
    state: str
    met: int
    broken: int


@dataclass(frozen=True)
class Masked:
    time: str
    kind: str
    urgency: str
    state: str
    met: int
    broken: int


@dataclass(frozen=True)
class MaskedList:
    """`left_out`: whether fewer than five rows were too rare to be in it; never how many."""

    rows: tuple[Masked, ...]
    left_out: bool


Level = tuple[str, str]
Placed = tuple[Level, Matter]


def _levels(one: Matter) -> tuple[Level, ...]:
    """What stands for the time and the kind, from the finest on."""
    month, year = f"{one.received_on:%m/%Y}", f"{one.received_on:%Y}"
    return ((month, one.kind), (year, one.kind), (year, ANY_KIND), (ANY_TIME, ANY_KIND))


def masked(matters: Iterable[Matter], salt: str) -> MaskedList:
    """The rows at the finest level at which at least five are alike. `salt`: one for each list, so
    that the order of two lists cannot be laid side by side."""
    found, left_out = placed(matters)
    return arranged(found, left_out, salt)


def placed(matters: Iterable[Matter]) -> tuple[list[Placed], bool]:
    """Each with the level at which it is told, and whether some were too rare to be told."""
    left: list[Matter] = list(matters)
    found: list[Placed] = []
    for level in range(4):
        counts = Counter(_levels(one)[level] for one in left)
        fits = [one for one in left if counts[_levels(one)[level]] >= SMALL]
        found += [(_levels(one)[level], one) for one in fits]
        left = [one for one in left if counts[_levels(one)[level]] < SMALL]
    return found, bool(left)


def arranged(found: Iterable[Placed], left_out: bool, salt: str) -> MaskedList:
    """In an order that says nothing but the time."""
    rows = sorted(found, key=lambda pair: (_by_time(pair[0]), _mixed(salt, pair[1])))
    return MaskedList(tuple(_masked(level, one) for level, one in rows), left_out)


def _by_time(level: Level) -> tuple[str, str, str]:
    month, _, year = level[0].rpartition("/")
    return (year, month, level[1])


def _mixed(salt: str, one: Matter) -> str:
    return sha256(f"{salt}\0{one.mix}".encode()).hexdigest()


def _masked(level: Level, one: Matter) -> Masked:
    return Masked(level[0], level[1], one.urgency, one.state, one.met, one.broken)


def list_rows(found: MaskedList) -> list[list[object]]:
    """The list as a sheet: its heads, then one line a case."""
    heads: list[object] = ["TT", "Thời gian nhận", "Loại việc", "Mức khẩn cấp", "Hiện nay"]
    rows: list[list[object]] = [[*heads, "Hạn đã giữ", "Hạn đã trễ"]]
    for number, one in enumerate(found.rows, start=1):
        said = [one.time, one.kind, one.urgency, one.state, one.met, one.broken]
        rows.append([number, *said])
    return rows


def table_rows(matters: Sequence[Matter]) -> list[list[object]]:
    """Communes by kinds with totals, small numbers hidden with what would give them away."""
    communes = sorted({one.commune for one in matters})
    kinds = sorted({one.kind for one in matters})
    if not matters:
        return [["Nơi xảy ra", "Tổng số"]]
    counts = Counter((one.commune, one.kind) for one in matters)
    shown = suppressed(table_of([[counts[place, kind] for kind in kinds] for place in communes]))
    return [["Nơi xảy ra", *kinds, "Tổng số"], *_lines(communes, shown)]


def _lines(communes: Sequence[str], shown: Table) -> Iterable[list[object]]:
    for place, row, total in zip(communes, shown.rows, shown.row_totals, strict=True):
        yield [place, *map(_said, row), _said(total)]
    yield ["Tổng số", *map(_said, shown.column_totals), _said(shown.total)]


def _said(count: int | None) -> object:
    return HIDDEN_WORDS if count is None else count
