"""The letter's text with every understood value marked in it. Pure: text and spans in, HTML out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Mark:
    """One value's place: `field` ties it to its field on the screen, `tone` gives its colour."""

    field: str
    label: str
    tone: str
    start: int
    end: int


def mark_up(text: str, marks: Iterable[Mark]) -> SafeString:
    """`text`, escaped, with each mark around its place; a mark that crosses another is cut."""
    return format_html_join("", "{}", ((piece,) for piece in _pieces(text, _tidy(text, marks))))


def _tidy(text: str, marks: Iterable[Mark]) -> list[Mark]:
    """Outer before inner, nothing outside the text, nothing empty."""
    inside = (m for m in marks if 0 <= m.start < m.end <= len(text))
    return sorted(inside, key=lambda m: (m.start, -m.end))


def _pieces(text: str, marks: list[Mark]) -> Iterator[str | SafeString]:
    place, open_ends = 0, list[int]()
    seen = set[str]()
    for mark in marks:
        while open_ends and open_ends[-1] <= mark.start:
            end = open_ends.pop()
            yield text[place:end]
            yield SafeString("</mark>")
            place = max(place, end)
        yield text[place : mark.start]
        place = mark.start
        yield _opening(mark, first=mark.field not in seen)
        seen.add(mark.field)
        open_ends.append(min([mark.end, *open_ends]))
    for end in reversed(open_ends):
        yield text[place:end]
        yield SafeString("</mark>")
        place = max(place, end)
    yield text[place:]


def _opening(mark: Mark, *, first: bool) -> SafeString:
    """The label and the anchor stand once, at a value's first place."""
    if not first:
        return format_html('<mark class="mark mark--{}" data-mark="{}">', mark.tone, mark.field)
    return format_html(
        '<mark class="mark mark--{}" data-mark="{}" id="vi-tri-{}">'
        '<span class="mark__name">{}</span>',
        mark.tone,
        mark.field,
        mark.field,
        mark.label,
    )
