"""Words with places on a page put into lines, and a page's two-column parts into reading order."""

import itertools
import re
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

from mangnon.directives.letters.addressees import SALUTE
from mangnon.directives.letters.bodies import is_capitals, starts_authority, starts_post
from mangnon.directives.letters.foot import COPIES

_STATE = re.compile(r"C.NG\s+H.A\s+X|Đ.C\s+L.P|ng.y\s.{0,12}th.ng", re.IGNORECASE)
# The right column of a letterhead, which often stands closer than any gap tells.
_OTHER_COLUMN = re.compile(r"C[ỘO]NG(?: H|$)|Độc(?: l|$)")
_POINTS_A_SPACE = 6.0
_GAP_IN_LINE = 1.6  # of the height of a line: wider is another column or cell
_HAIR = 0.06  # of the height of a line: narrower is no space at all
_SPACE = 0.12  # of the height of a line: a wider gap between letters parts words
_FAR = 150.0  # points: what steps back further is another column
_TALL_GAP = 1.75  # of the usual step between lines: taller parts paragraphs


class Word(NamedTuple):
    """A word, its sides, the line it stands on (growing downwards) and its height, in points."""

    text: str
    left: float
    right: float
    base: float
    height: float


class Stretch(NamedTuple):
    """Words that follow each other on one line without a wide gap."""

    text: str
    left: float
    right: float
    base: float
    height: float


Row = list[Stretch]


def page_text(words: list[Word], page_width: float) -> str:
    """The text of a page, a column after the other; indents and gaps as spaces and blank lines."""
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
            _spaced(group),
            group[0].left,
            group[-1].right,
            group[0].base,
            max(word.height for word in group),
        )
        for group in found
    ]


def steps_back(last: Word, word: Word) -> bool:
    """True when a word stands on the line of the one drawn before it, but not behind it.

    Where a font lacks letters, LibreOffice and Typst draw those of another font after the rest.
    """
    same_line = abs(last.base - word.base) < min(2.0, last.height * 0.2)
    return (
        same_line and word.left < last.right - last.height * 0.3 and word.right > last.left - _FAR
    )


def words_of_letters(letters: list[Word]) -> list[Word]:
    """Words put together from letters by their places alone, line after line."""
    lines: dict[int, list[Word]] = {}
    for letter in letters:
        lines.setdefault(_line_of(lines, letter), []).append(letter)
    return [
        word for _, line in sorted(lines.items()) for word in _words_on(sorted(line, key=_left))
    ]


def _line_of(lines: dict[int, list[Word]], letter: Word) -> int:
    """The key of the line that the letter stands on: its base in half points, or one step off."""
    key = round(letter.base * 2)
    return next((near for near in (key, key - 1, key + 1) if near in lines), key)


def _words_on(line: list[Word]) -> Iterator[Word]:
    word: Word | None = None
    for letter in line:
        if word is not None and _is_speck(word, letter):
            continue
        if word is not None and letter.left - word.right < letter.height * _SPACE:
            word = word._replace(text=word.text + letter.text, right=max(word.right, letter.right))
            continue
        if word is not None:
            yield word
        word = letter
    if word is not None:
        yield word


def _is_speck(word: Word, letter: Word) -> bool:
    """A horn or hook drawn again beside its letter: narrow, and over what stands there."""
    narrow = letter.right - letter.left < letter.height * 0.17
    return narrow and letter.text.isalpha() and letter.left < word.right - letter.height * 0.02


def _left(word: Word) -> float:
    return word.left


def _spaced(group: list[Word]) -> str:
    """Words with a space between, but for parts of one word that the file draws apart."""
    parts = [group[0].text]
    for last, word in itertools.pairwise(group):
        parts.append(word.text if word.left - last.right < last.height * _HAIR else " " + word.text)
    return "".join(parts)


def _beside(one: Word | Stretch, other: Word | Stretch) -> bool:
    if _OTHER_COLUMN.match(other.text):
        return False
    height = max(one.height, other.height, 1.0)
    level = abs(one.base - other.base) < height * 0.4
    return level and -height * 0.5 < other.left - one.right < height * _GAP_IN_LINE


def _rows(stretches: list[Stretch]) -> list[Row]:
    rows: list[Row] = []
    for each in sorted(stretches, key=lambda stretch: stretch.base):
        if rows and _level(rows[-1], each):
            rows[-1].append(each)
        else:
            rows.append([each])
    return [_joined(sorted(row, key=lambda stretch: stretch.left)) for row in rows]


def _level(row: Row, other: Stretch) -> bool:
    return abs(row[0].base - other.base) < max(2.0, min(row[0].height, other.height) * 0.35)


def _joined(row: Row) -> Row:
    joined = row[:1]
    for each in row[1:]:
        last = joined[-1]
        if _beside(last, each):
            joined[-1] = Stretch(
                f"{last.text} {each.text}",
                last.left,
                max(last.right, each.right),
                last.base,
                max(last.height, each.height),
            )
        else:
            joined.append(each)
    return joined


def _head_end(rows: list[Row]) -> int:
    """Rows above "Kính gửi"; without it those with the motto or a date among the first."""
    for index, row in enumerate(rows[:30]):
        if SALUTE.match(row[0].text):
            return index
    known = [
        index
        for index, row in enumerate(rows[:14])
        if any(_STATE.search(each.text) for each in row)
    ]
    return known[-1] + 1 if known else 0


def _foot_start(rows: list[Row]) -> int:
    for index, row in enumerate(rows):
        for each in row:
            if COPIES.match(each.text) and len(each.text) < 20:
                return index
            if starts_authority(each.text) and is_capitals(each.text):
                return index
            if (
                each.left > rows[0][0].left
                and len(each.text) < 45
                and is_capitals(each.text)
                and starts_post(each.text)
            ):
                return index
    return len(rows)


def _columns(rows: list[Row], page_width: float) -> list[str]:
    """Left column, then right; what crosses the gap between them parts the page above and below."""
    gaps = [(one.right + other.left) / 2 for row in rows for one, other in itertools.pairwise(row)]
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
    steps = [below[0].base - above[0].base for above, below in itertools.pairwise(rows)]
    step = median(steps) if steps else 0.0
    lines: list[str] = []
    for index, row in enumerate(rows):
        if index and step and steps[index - 1] > step * _TALL_GAP:
            lines.append("")
        if len(row) > 1:
            lines.append("| " + " | ".join(each.text for each in row) + " |")
        else:
            lines.append(
                " " * max(0, round((row[0].left - margin) / _POINTS_A_SPACE)) + row[0].text
            )
    return lines


def _margin(rows: list[Row]) -> float:
    """Where the leftmost lines begin; a lone one further out does not count."""
    counts: dict[int, int] = {}
    for row in rows:
        place = round(row[0].left / 4)
        counts[place] = counts.get(place, 0) + 1
    return 4.0 * min((place for place, count in counts.items() if count > 1), default=min(counts))
