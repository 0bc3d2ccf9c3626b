"""Places as a honeycomb: each gets one hexagon near where it lies, none overlap, few gaps.

Three steps, all without chance, so that a place is found again where it was yesterday:
spread the crowded ones, choose the cells, hand the cells out so that the sum of squared ways is
small.
"""

from __future__ import annotations

import math
from functools import lru_cache

Place = tuple[float, float]
Cell = tuple[int, int]

STEPS = 160
PULL = 0.12
NEAREST = 3
FARTHEST = 4.0
JOINING_ROUNDS = 4
SWAP_ROUNDS = 40
ROW = math.sqrt(3) / 2  # rows of a honeycomb stand this far apart when cells are 1 wide
NEIGHBOURS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1))


def flat(lon_lat: tuple[Place, ...]) -> tuple[Place, ...]:
    """Degrees as a plane, x to the east, y to the south; a degree of longitude is shorter up here
    than one of latitude, by the cosine of the middle latitude."""
    if not lon_lat:
        return ()
    middle = math.radians(sum(lat for _, lat in lon_lat) / len(lon_lat))
    return tuple((lon * math.cos(middle), -lat) for lon, lat in lon_lat)


@lru_cache(maxsize=64)
def honeycomb(
    lon_lat: tuple[Place, ...], islands: frozenset[int] = frozenset()
) -> tuple[Cell, ...]:
    """A cell (column, row in axial coordinates) for each place, in their order.

    `islands` are the numbers of places that the sea keeps apart: they are not drawn to the land,
    and at least one empty cell stays around them.
    """
    if not lon_lat:
        return ()
    spread = _spread(_scaled(flat(lon_lat), islands), islands)
    land = [number for number in range(len(spread)) if number not in islands]
    cells = _one_land([spread[number] for number in land])
    given = dict(zip(land, cells, strict=True))
    for number in sorted(islands):
        shore = {(c + x, r + y) for c, r in given.values() for x, y in ((0, 0), *NEIGHBOURS)}
        given[number] = _nearest_free(spread[number], shore)
    return tuple(given[number] for number in range(len(spread)))


def centre(cell: Cell) -> Place:
    """The middle of a cell, with cells one unit wide."""
    return cell[0] + cell[1] / 2, cell[1] * ROW


def _scaled(places: tuple[Place, ...], islands: frozenset[int]) -> list[Place]:
    """Places so that the land, taken as a share of its box, has one cell for each."""
    land = [place for number, place in enumerate(places) if number not in islands] or places
    width = max(x for x, _ in land) - min(x for x, _ in land)
    height = max(y for _, y in land) - min(y for _, y in land)
    area = max(width * height * 0.56, 1e-9)
    scale = math.sqrt(len(land) * ROW / area)
    return [(x * scale, y * scale) for x, y in places]


def _spread(places: list[Place], islands: frozenset[int]) -> list[Place]:
    """Push crowded places apart and draw far neighbours near, until most stand a cell apart."""
    bonds = _bonds([place for n, place in enumerate(places) if n not in islands])
    land = [n for n in range(len(places)) if n not in islands]
    now = list(places)
    for _ in range(STEPS):
        moves = [[0.0, 0.0] for _ in now]
        for first, second, x, y, away in _close_pairs(now):
            _part(moves, first, second, x * (1 - away) / 4, y * (1 - away) / 4)
        for first, second in ((land[a], land[b]) for a, b in bonds):
            x, y = now[second][0] - now[first][0], now[second][1] - now[first][1]
            slack = max(0.0, 1 - 1 / max(math.hypot(x, y), 1e-9))
            _part(moves, first, second, -x * slack * PULL, -y * slack * PULL)
        now = [(x + move[0], y + move[1]) for (x, y), move in zip(now, moves, strict=True)]
    return _carry_islands(places, now, islands)


def _part(moves: list[list[float]], first: int, second: int, x: float, y: float) -> None:
    moves[first][0] -= x
    moves[first][1] -= y
    moves[second][0] += x
    moves[second][1] += y


def _carry_islands(before: list[Place], now: list[Place], islands: frozenset[int]) -> list[Place]:
    """An island keeps its way from the coast that lies nearest; one far out at sea is drawn in
    that direction, FARTHEST cells away, so that the land does not shrink for it."""
    coast = [n for n in range(len(before)) if n not in islands]
    moved = list(now)
    for island in islands:
        if coast:
            near = min(coast, key=lambda n: (math.dist(before[n], before[island]), n))
            x, y = before[island][0] - before[near][0], before[island][1] - before[near][1]
            short = min(1.0, FARTHEST / max(math.hypot(x, y), 1e-9))
            moved[island] = (now[near][0] + x * short, now[near][1] + y * short)
    return moved


def _bonds(places: list[Place]) -> list[tuple[int, int]]:
    """Who stays beside whom: the nearest few of each, and the shortest tree through all."""
    found: set[tuple[int, int]] = set()
    for one, place in enumerate(places):
        others = sorted((math.dist(place, other), n) for n, other in enumerate(places) if n != one)
        found |= {(min(one, n), max(one, n)) for _, n in others[:NEAREST]}
    reach = {n: (math.dist(places[0], places[n]), 0) for n in range(1, len(places))}
    while reach:
        one = min(reach, key=lambda n: (reach[n], n))
        _, other = reach.pop(one)
        found.add((min(one, other), max(one, other)))
        for n, (away, _) in reach.items():
            reach[n] = min((away, reach[n][1]), (math.dist(places[one], places[n]), one))
    return sorted(found)


def _close_pairs(places: list[Place]) -> list[tuple[int, int, float, float, float]]:
    """Pairs nearer than one cell: their numbers, the direction from first to second, the distance.
    Places on one spot part in a direction of their own."""
    boxes: dict[Cell, list[int]] = {}
    for number, (x, y) in enumerate(places):
        boxes.setdefault((math.floor(x), math.floor(y)), []).append(number)
    found = []
    for (column, row), members in boxes.items():
        near = [
            other
            for across in (-1, 0, 1)
            for down in (-1, 0, 1)
            for other in boxes.get((column + across, row + down), ())
        ]
        for first in members:
            for second in near:
                if second <= first:
                    continue
                x, y = places[second][0] - places[first][0], places[second][1] - places[first][1]
                away = math.hypot(x, y)
                if away >= 1:
                    continue
                if away < 1e-6:
                    x, y, away = math.cos(second), math.sin(second), 1e-6
                    found.append((first, second, x, y, away))
                else:
                    found.append((first, second, x / away, y / away, away))
    return found


def _one_land(places: list[Place]) -> tuple[Cell, ...]:
    """Cells for the land; parts that came to lie apart are moved up to the largest one."""
    cells = _hand_out(places, _choose(places))
    for _ in range(JOINING_ROUNDS):
        main, *others = _parts(cells)
        if not others:
            break
        for part in others:
            x, y = _gap(part, main)
            places = [
                (at[0] + x, at[1] + y) if cell in part else at
                for at, cell in zip(places, cells, strict=True)
            ]
        cells = _hand_out(places, _choose(places))
    return cells


def _parts(cells: tuple[Cell, ...]) -> list[set[Cell]]:
    """The cells by what hangs together, the largest part first."""
    left, parts = set(cells), []
    while left:
        part, edge = set(), [min(left)]
        while edge:
            cell = edge.pop()
            if cell in left:
                left.remove(cell)
                part.add(cell)
                edge += [(cell[0] + across, cell[1] + down) for across, down in NEIGHBOURS]
        parts.append(part)
    return sorted(parts, key=lambda part: (-len(part), min(part))) or [set()]


def _gap(part: set[Cell], main: set[Cell]) -> Place:
    """How far a part is to move so that it touches the main one."""
    pairs = ((math.dist(centre(one), centre(two)), one, two) for one in part for two in main)
    away, one, two = min(pairs)
    (from_x, from_y), (to_x, to_y) = centre(one), centre(two)
    share = (away - 0.9) / away
    return (to_x - from_x) * share, (to_y - from_y) * share


def _choose(places: list[Place]) -> list[Cell]:
    """As many cells as places: greedily the nearest free one, then gaps inside are filled from
    the rim."""
    taken: set[Cell] = set()
    for place in sorted(places, key=lambda at: (round(at[0] + at[1], 6), at)):
        taken.add(_nearest_free(place, taken))
    return _fill_gaps(taken)


def _nearest_free(place: Place, taken: set[Cell]) -> Cell:
    row = round(place[1] / ROW)
    start = (round(place[0] - row / 2), row)
    reach = 0
    best: tuple[float, Cell] | None = None
    while best is None or reach * ROW - 1 <= math.sqrt(best[0]):
        for cell in _ring(start, reach):
            if cell not in taken:
                way = (_way(place, cell), cell)
                best = way if best is None else min(best, way)
        reach += 1
    return best[1]


def _ring(middle: Cell, reach: int) -> list[Cell]:
    if reach == 0:
        return [middle]
    column, row = middle[0] - reach, middle[1] + reach
    ring = []
    for across, down in ((1, 0), (1, -1), (0, -1), (-1, 0), (-1, 1), (0, 1)):
        for _ in range(reach):
            ring.append((column, row))
            column, row = column + across, row + down
    return ring


def _way(place: Place, cell: Cell) -> float:
    x, y = centre(cell)
    return (x - place[0]) ** 2 + (y - place[1]) ** 2


def _fill_gaps(taken: set[Cell]) -> list[Cell]:
    """Move the loosest cells of the rim into holes; far islands (no neighbour) stay."""
    for _ in range(len(taken)):
        holes = [cell for cell in _rim(taken) if _held(cell, taken) >= 5]
        loose = [cell for cell in sorted(taken) if 1 <= _held(cell, taken) <= 3]
        if not holes or not loose:
            break
        hole = min(holes)
        x, y = centre(hole)
        giver = min(loose, key=lambda cell: (_held(cell, taken), _way((x, y), cell), cell))
        taken.remove(giver)
        taken.add(hole)
    return sorted(taken)


def _held(cell: Cell, taken: set[Cell]) -> int:
    return sum((cell[0] + across, cell[1] + down) in taken for across, down in NEIGHBOURS)


def _rim(taken: set[Cell]) -> set[Cell]:
    beside = {(column + across, row + down) for column, row in taken for across, down in NEIGHBOURS}
    return beside - taken


def _hand_out(places: list[Place], cells: list[Cell]) -> tuple[Cell, ...]:
    """Cells to places: sorted along one line first, then swapped while a swap shortens the ways."""
    order = sorted(range(len(places)), key=lambda number: (places[number][1], places[number][0]))
    by_row = sorted(cells, key=lambda cell: (centre(cell)[1], centre(cell)[0]))
    given = dict(zip(order, by_row, strict=True))
    for _ in range(SWAP_ROUNDS):
        if not _swap_once(places, given):
            break
    return tuple(given[number] for number in range(len(places)))


def _swap_once(places: list[Place], given: dict[int, Cell]) -> bool:
    better = False
    for first in range(len(places)):
        for second in range(first + 1, len(places)):
            mine, theirs = given[first], given[second]
            now = _way(places[first], mine) + _way(places[second], theirs)
            then = _way(places[first], theirs) + _way(places[second], mine)
            if then < now - 1e-9:
                given[first], given[second] = theirs, mine
                better = True
    return better
