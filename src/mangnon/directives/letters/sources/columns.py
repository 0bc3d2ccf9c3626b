"""Words with places on a page put into lines, and a page's two-column parts into reading order."""

import re
from statistics import median
from typing import NamedTuple

from mangnon.directives.letters.addressees import SALUTE
from mangnon.directives.letters.bodies import is_capitals, starts_authority, starts_post
from mangnon.directives.letters.foot import COPIES

_STATE = re.compile(r"C.NG\s+H.A\s+X|Đ.C\s+L.P|ng.y\s.{0,12}th.ng", re.IGNORECASE)
_POINTS_A_SPACE = 6.0
_GAP_IN_LINE = 1.6  # of the height of a line: wider is another column or cell
_TALL_GAP = 1.75  # of the usual step between lines: taller parts paragraphs


class Word(NamedTuple):
    """A word and its box in points; y grows downwards."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


class Stretch(NamedTuple):
    """Words that follow each other on one line without a wide gap."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


Row = list[Stretch]


def page_text(words: list[Word], page_width: float) -> str:
    """The text of a page: columns one after the other, indents as leading spaces, gaps as blank lines."""
    rows = _rows(_stretches(words))
    if not rows:
        return ""
    head, foot = _head_end(rows), _foot_start(rows)
    lines = _columns(rows[:head], page_width)
    lines += _body(rows[head : max(head, foot)])
    return "\n".join(lines + _columns(rows[max(head, foot) :], page_width))


def _stretches(words: list[Word]) -> list[Stretch]:
    """Neighbours in the file that stand beside each other; then neighbours on the page."""
    found: list[list[Word]] = []
    for word in words:
        if found and _beside(found[-1][-1], word):
            found[-1].append(word)
        else:
            found.append([word])
    return [
        Stretch(
            " ".join(word.text for word in group),
            group[0].left,
            group[-1].right,
            min(word.top for word in group),
            max(word.bottom for word in group),
        )
        for group in found
    ]


def _beside(one: Word | Stretch, other: Word | Stretch) -> bool:
    height = max(one.bottom - one.top, other.bottom - other.top, 1.0)
    level = abs((one.top + one.bottom) - (other.top + other.bottom)) < height * 0.8
    return level and -height * 0.5 < other.left - one.right < height * _GAP_IN_LINE


def _rows(stretches: list[Stretch]) -> list[Row]:
    rows: list[Row] = []
    for each in sorted(stretches, key=lambda stretch: stretch.middle):
        if rows and _level(rows[-1], each):
            rows[-1].append(each)
        else:
            rows.append([each])
    return [_joined(sorted(row, key=lambda stretch: stretch.left)) for row in rows]


def _level(row: Row, other: Stretch) -> bool:
    first = row[0]
    height = min(first.bottom - first.top, other.bottom - other.top)
    return abs(first.middle - other.middle) < max(2.0, height * 0.45)


def _joined(row: Row) -> Row:
    joined = row[:1]
    for each in row[1:]:
        last = joined[-1]
        if _beside(last, each):
            joined[-1] = Stretch(
                f"{last.text} {each.text}",
                last.left,
                max(last.right, each.right),
                min(last.top, each.top),
                max(last.bottom, each.bottom),
            )
        else:
            joined.append(each)
    return joined


def _head_end(rows: list[Row]) -> int:
    """Rows above "Kính gửi"; without it those with the motto or a date among the first."""
    for index, row in enumerate(rows[:30]):
        if SALUTE.match(row[0].text):
            return index
    known = [index for index, row in enumerate(rows[:14]) if any(_STATE.search(each.text) for each in row)]
    return known[-1] + 1 if known else 0


def _foot_start(rows: list[Row]) -> int:
    for index, row in enumerate(rows):
        for each in row:
            if COPIES.match(each.text) and len(each.text) < 20:
                return index
            if starts_authority(each.text) and is_capitals(each.text):
                return index
            if each.left > rows[0][0].left and len(each.text) < 45 and is_capitals(each.text) and starts_post(each.text):
                return index
    return len(rows)


def _columns(rows: list[Row], page_width: float) -> list[str]:
    """Left column, then right; what crosses the gap between them parts the page above and below."""
    gaps = [(one.right + other.left) / 2 for row in rows for one, other in zip(row, row[1:], strict=False)]
    gutter = median(gaps) if gaps else page_width / 2
    lines: list[str] = []
    left: list[Stretch] = []
    right: list[Stretch] = []
    for row in rows:
        for each in row:
            if each.left < gutter - 25 and each.right > gutter + 25 and len(row) == 1:
                lines += [*_column(left), *_column(right), each.text]
                left, right = [], []
            else:
                (left if (each.left + each.right) / 2 < gutter else right).append(each)
    return [*lines, *_column(left), *_column(right)]


def _column(stretches: list[Stretch]) -> list[str]:
    return [*(each.text for each in stretches), ""] if stretches else []


def _body(rows: list[Row]) -> list[str]:
    if not rows:
        return []
    margin = _margin(rows)
    steps = [below[0].middle - above[0].middle for above, below in zip(rows, rows[1:], strict=False)]
    step = median(steps) if steps else 0.0
    lines: list[str] = []
    for index, row in enumerate(rows):
        if index and step and steps[index - 1] > step * _TALL_GAP:
            lines.append("")
        if len(row) > 1:
            lines.append("| " + " | ".join(each.text for each in row) + " |")
        else:
            lines.append(" " * max(0, round((row[0].left - margin) / _POINTS_A_SPACE)) + row[0].text)
    return lines


def _margin(rows: list[Row]) -> float:
    """Where most lines begin."""
    counts: dict[int, int] = {}
    for row in rows:
        place = round(row[0].left / 4)
        counts[place] = counts.get(place, 0) + 1
    return 4.0 * max(counts, key=lambda place: counts[place])
