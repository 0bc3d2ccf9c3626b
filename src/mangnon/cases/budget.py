"""What several exports tell together: no sum or difference of them isolates fewer than five. Pure.

The exports that a unit has taken, and the one it asks for, cut the cases into atoms: those that are
in the same of them. Whatever is added up or taken away, from as many exports as there are, consists
of whole atoms. So where an atom is cut, either side of a cell has none of it or at least five: of
month and kind in a list, of place and kind in a table.

A list leaves out what is fewer, and masks every atom by itself. A table has totals, out of which
nothing can be left: it is refused, unless it is one that was told already or has no case in common
with any. And a list has no case in common with a table: what it left out or told less exactly would
be the difference to a total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from mangnon.cases.exporting import MaskedList, Matter, Placed, arranged, placed
from mangnon.kit.cells import SMALL

Cell = Callable[[Matter], Hashable]


@dataclass(frozen=True)
class Told:
    """An earlier export of the unit: its number, the cases that it told of, and how."""

    number: str
    cases: frozenset[str]
    is_table: bool = False


@dataclass
class Atom:
    """Cases in the same earlier exports: those asked for now, and those not."""

    told_before: bool
    inside: list[Matter] = field(default_factory=list)
    outside: list[Matter] = field(default_factory=list)


def atoms_of(told: Sequence[Told], asked: Iterable[Matter], others: Iterable[Matter]) -> list[Atom]:
    """`others`: what was told before and is not asked for now."""
    found: dict[tuple[int, ...], Atom] = {}
    for rows, is_asked in ((asked, True), (others, False)):
        for one in rows:
            signs = tuple(n for n, each in enumerate(told) if one.mix in each.cases)
            atom = found.setdefault(signs, Atom(bool(signs)))
            (atom.inside if is_asked else atom.outside).append(one)
    return list(found.values())


def by_month(one: Matter) -> Hashable:
    return f"{one.received_on:%Y-%m}", one.kind


def by_place(one: Matter) -> Hashable:
    return one.commune, one.kind


def few(matters: Iterable[Matter], cell: Cell) -> frozenset[Hashable]:
    """The cells into which fewer than five of them fall, but at least one."""
    counts = Counter(map(cell, matters))
    return frozenset(name for name, count in counts.items() if count < SMALL)


def masked_beside(
    told: Sequence[Told], asked: Iterable[Matter], others: Iterable[Matter], salt: str
) -> tuple[MaskedList, list[Matter]]:
    """The list, and the cases that it tells of. Without earlier exports, `exporting.masked`."""
    rows: list[Placed] = []
    left_out = False
    for atom in atoms_of(told, asked, others):
        kept = _kept(atom)
        found, rare = placed(kept)
        rows += found
        left_out = left_out or rare or len(kept) < len(atom.inside)
    return arranged(rows, left_out, salt), [one for _, one in rows]


def _kept(atom: Atom) -> list[Matter]:
    """Of an atom that is cut, the cells of which either side has enough, as exactly as before: the
    others would be found by taking one list from the other."""
    if not (atom.told_before and atom.outside):
        return atom.inside
    bare = few(atom.inside, by_month) | few(atom.outside, by_month)
    return [one for one in atom.inside if by_month(one) not in bare]


def in_the_way(
    told: Sequence[Told], asked: Collection[Matter], others: Iterable[Matter], *, table: bool
) -> Told | None:
    """The earlier export beside which this one may not be told; None for one that may."""
    wanted = frozenset(one.mix for one in asked)
    shared = [one for one in told if not wanted.isdisjoint(one.cases)]
    other = next((one for one in shared if one.is_table != table), None)
    if other is not None or not table or not shared:
        return other
    if any(one.cases == wanted for one in shared):
        return None
    bound = _bound(shared, told)
    known = frozenset[str]().union(*(one.cases for one in bound))
    beside = [one for one in others if one.mix in known]
    for atom in atoms_of(bound, asked, beside):
        if few(atom.inside, by_place) or few(atom.outside, by_place):
            return shared[-1]
    return None


def _bound(shared: Sequence[Told], told: Sequence[Told]) -> list[Told]:
    """With all that have cases in common with these, or with those, and so on."""
    found, left = list(shared), [one for one in told if one not in shared]
    known = frozenset[str]().union(*(one.cases for one in found))
    while near := [one for one in left if not known.isdisjoint(one.cases)]:
        found += near
        known = known.union(*(one.cases for one in near))
        left = [one for one in left if one not in near]
    return found
