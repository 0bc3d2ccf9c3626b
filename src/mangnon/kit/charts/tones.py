"""Colours of states: CSS custom properties of the look, each with a fallback, so that a drawing
stands alone on paper. A state is always told by its letter as well."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mangnon.kit.svg import Svg, element, group

INK = "var(--ink, #16241d)"
INK_SOFT = "var(--ink-soft, #4a5950)"
RULE = "var(--rule, #dfe3da)"
RULE_STRONG = "var(--rule-strong, #b9c2b8)"
PAPER = "var(--white, #fff)"
LAND = "var(--bamboo-50, #f1f7f2)"
LAND_EDGE = "var(--bamboo-200, #c8e2d0)"
ACCENT = "var(--bamboo-600, #237354)"
ALARM = "var(--red-600, #a8281c)"


@dataclass(frozen=True, slots=True)
class Tone:
    """A fill and the ink that is legible on it (contrast at least 4.5)."""

    fill: str
    ink: str


TONES: Mapping[str, Tone] = {
    "grey": Tone("var(--grey-100, #eceeea)", INK_SOFT),
    "blue": Tone("var(--blue-100, #e0edf7)", "var(--blue-700, #1b4f78)"),
    "teal": Tone("var(--teal-100, #dbf0f1)", "var(--teal-700, #0d5a61)"),
    "violet": Tone("var(--violet-100, #ece7f6)", "var(--violet-700, #4f3a80)"),
    "amber": Tone("var(--shoot-200, #fbe0b4)", "var(--shoot-700, #7a4405)"),
    "green": Tone("var(--bamboo-700, #1a5d45)", PAPER),
    "leaf": Tone("var(--bamboo-200, #c8e2d0)", "var(--bamboo-900, #0e3b2a)"),
    "red": Tone(ALARM, PAPER),
}


@dataclass(frozen=True, slots=True)
class State:
    """A state as charts show it: a letter, words, and the name of a tone."""

    key: str
    words: str
    letter: str
    tone: str = "grey"

    @property
    def colours(self) -> Tone:
        """Fill and ink; an unknown tone is grey."""
        return TONES.get(self.tone, TONES["grey"])


UNKNOWN = State("", "Không rõ", "?")


def find(states: Sequence[State], key: str) -> State:
    """The state of that key, or the unknown one."""
    return next((state for state in states if state.key == key), UNKNOWN)


def width(said: str, size: float) -> float:
    """About how wide a line is in the house font."""
    return sum(_share(letter) for letter in unicodedata.normalize("NFC", said)) * size


def _share(letter: str) -> float:
    if letter in " .,:;!|'iljtfI()[]-/":
        return 0.33
    return 0.7 if letter.isupper() or letter in "mw%" else 0.57


def wrapped(said: str, *, size: float, room: float, most: int) -> list[str]:
    """Lines no wider than `room`, at most `most`; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in said.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
    return lines


def label(
    said: str,
    x: float,
    y: float,
    *,
    size: float,
    ink: str = INK,
    anchor: str = "start",
    weight: int = 400,
) -> Svg:
    """A line of text, its foot at y."""
    return element(
        "text",
        said,
        x=x,
        y=y,
        font_size=size,
        fill=ink,
        text_anchor=None if anchor == "start" else anchor,
        font_weight=None if weight == 400 else weight,
    )


def legend(
    states: Sequence[State], counts: Mapping[str, int], *, room: float, top: float
) -> tuple[Svg, float]:
    """Swatches with letter, words and count in rows; returns them and the height they take."""
    size, line, x, y = 15.0, 30.0, 0.0, top
    parts: list[Svg] = []
    for state in states:
        words = f"{state.words}: {counts.get(state.key, 0)}"
        long = 34 + width(words, size) + 22
        if x and x + long > room:
            x, y = 0.0, y + line
        parts.append(_swatch(state, x, y))
        parts.append(label(words, x + 32, y + 17, size=size, ink=INK_SOFT))
        x += long
    return group(*parts, class_="chart__legend"), (y - top + line if states else 0)


def _swatch(state: State, x: float, y: float) -> Svg:
    colours = state.colours
    back = element(
        "rect", x=x, y=y, width=24, height=24, rx=5, fill=colours.fill, stroke=RULE_STRONG
    )
    mark = label(
        state.letter, x + 12, y + 17, size=14, ink=colours.ink, anchor="middle", weight=700
    )
    return group(back, mark)


def counted(states: Sequence[State], counts: Mapping[str, int]) -> str:
    """The counts in words, for those who hear the chart."""
    return "; ".join(f"{state.words}: {counts.get(state.key, 0)}" for state in states)
