"""States, moves and tabs of the letters' pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from mangnon.base.ui.templatetags import ui
from mangnon.base.ui.words import WEEKDAYS
from mangnon.directives import api
from mangnon.directives.api import Cell
from mangnon.directives.choices import (
    STATE_LETTERS,
    ClauseKind,
    DirectiveState,
    Event,
    State,
    spoken,
)
from mangnon.directives.models import Directive
from mangnon.directives.workflow import Move
from mangnon.units.api import Unit

register = template.Library()

STATE_TONES: dict[str, str] = {
    State.ISSUED: "grey",
    State.ACKNOWLEDGED: "blue",
    State.IN_PROGRESS: "teal",
    State.RETURNED: "violet",
    State.SENT_BACK: "amber",
    State.ACCEPTED: "green",
    State.FROZEN: "grey",
}
LETTER_TONES: dict[str, str] = {
    DirectiveState.READING: "blue",
    DirectiveState.REFUSED: "red",
    DirectiveState.DRAFT: "amber",
    DirectiveState.ISSUED: "teal",
    DirectiveState.CLOSED: "green",
    DirectiveState.WITHDRAWN: "grey",
    DirectiveState.REPLACED: "grey",
}
EVENT_TONES: dict[str, str] = {
    Event.ACKNOWLEDGE: "blue",
    Event.START: "teal",
    Event.PROGRESS: "teal",
    Event.SUBMIT: "violet",
    Event.SEND_BACK: "amber",
    Event.ACCEPT: "green",
}


@dataclass(frozen=True)
class Door:
    """Where a move is made: its page, or with `post` one touch."""

    url: str
    words: str
    icon: str
    post: bool = False


DOORS: dict[str, Door] = {
    Event.ACKNOWLEDGE: Door("move", "Tiếp nhận", "check", post=True),
    Event.START: Door("move", "Bắt đầu thực hiện", "progress", post=True),
    Event.PROGRESS: Door("progress", "Cập nhật tiến độ", "progress"),
    Event.HAND_ON: Door("hand_on", "Giao cho người thực hiện", "hand-on"),
    Event.HAND_DOWN: Door("hand_down", "Giao xuống đơn vị trực thuộc", "school"),
    Event.SUBMIT: Door("return", "Báo cáo kết quả", "send"),
    Event.ASK_EXTENSION: Door("extension", "Xin gia hạn", "hourglass"),
    Event.SEND_BACK: Door("judge", "Duyệt báo cáo", "checks"),
    Event.ANSWER_EXTENSION: Door("extension_answer", "Trả lời xin gia hạn", "hourglass"),
    Event.FREEZE: Door("freeze", "Dừng việc này", "withdraw"),
}
# What a unit is most likely to do next, the first that is allowed.
FIRST = (Event.ACKNOWLEDGE, Event.SEND_BACK, Event.SUBMIT)


@register.simple_tag
def state_tag(state: str) -> SafeString:
    """Where a piece of work stands."""
    return ui.tag(State(state).label, STATE_TONES[state], STATE_LETTERS[state])


@register.simple_tag
def letter_tag(directive: Directive) -> SafeString:
    """Where a letter stands."""
    return ui.tag(directive.get_state_display(), LETTER_TONES[directive.state])


@register.simple_tag
def kind_words(kind: str) -> str:
    return str(ClauseKind(kind).label)


@register.simple_tag
def state_words(state: str) -> str:
    return str(State(state).label)


@register.simple_tag
def legend() -> list[tuple[str, str, str]]:
    """`(state, its letter, its words)`, in the order of the work."""
    return [(state, STATE_LETTERS[state], str(State(state).label)) for state in State]


@register.filter
def full_day(day: date | None) -> str:
    """`thứ Ba, 08/12/2026`."""
    return f"{WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}" if day else ""


@register.simple_tag
def newer(directive: Directive) -> Directive | None:
    """The letter that took a replaced one's place."""
    return api.replacement_of(directive) if directive.state == DirectiveState.REPLACED else None


@register.filter
def event_tone(event: str) -> str:
    return EVENT_TONES.get(event, "grey")


@register.simple_tag
def doors(work: Any) -> list[dict[str, Any]]:
    """The buttons of one piece of work, the likeliest first."""
    events = [move.event for move in _told_apart(work)]
    main = next((event for event in FIRST if event in events), None)
    ordered = sorted(events, key=lambda event: event != main)
    return [_button(work.assignment.pk, event, main=event == main) for event in ordered]


def _told_apart(work: Any) -> list[Move]:
    """Moves with a page of their own; a request for time that waits is not asked again."""
    seen: dict[str, Move] = {move.event: move for move in work.moves if move.event in DOORS}
    if work.waiting_extension is not None:
        seen.pop(Event.ASK_EXTENSION, None)
    else:
        seen.pop(Event.ANSWER_EXTENSION, None)
    return list(seen.values())


def _button(pk: int, event: str, *, main: bool) -> dict[str, Any]:
    door = DOORS[event]
    args = [pk, event] if door.post else [pk]
    return {
        "href": reverse(door.url, args=args),
        "words": door.words,
        "icon": door.icon,
        "post": door.post,
        "main": main,
    }


FOLLOWING = (
    ("Bảng theo dõi", "board"),
    ("Bản đồ", "board_map"),
    ("Tiến trình", "board_timeline"),
    ("Số liệu", "board_figures"),
    ("Duyệt báo cáo", "judging"),
    ("Xin gia hạn", "extensions"),
    ("Báo cáo tổng hợp", "result_letter"),
    ("Văn bản", "letter_text"),
)
HANDED_DOWN = (
    ("Việc của đơn vị", "letter_work"),
    ("Đã giao xuống", "board"),
    ("Duyệt báo cáo", "judging"),
    ("Xin gia hạn", "extensions"),
    ("Báo cáo tổng hợp", "result_letter"),
)


@register.simple_tag
def letter_tabs(directive: Directive, here: str) -> SafeString:
    """The issuer's pages of one letter."""
    return _tabs(FOLLOWING, directive, here, directive.issuer_id)


@register.simple_tag
def handed_tabs(directive: Directive, here: str, giver: Unit) -> SafeString:
    """The pages of a unit that handed work down."""
    return _tabs(HANDED_DOWN, directive, here, giver.pk)


def _tabs(
    pages: tuple[tuple[str, str], ...], directive: Directive, here: str, giver_id: int
) -> SafeString:
    """The tabs, with how much waits for the giver's judgement and answer. One query."""
    waits = api.waiting_for(directive, giver_id)
    counts = {"judging": waits.returns, "extensions": waits.extensions}
    items = [
        {
            "text": words,
            "href": reverse(name, args=[directive.pk]),
            "current": name == here,
            "count": counts.get(name) or None,
        }
        for words, name in pages
    ]
    context = {"label": "Các trang theo dõi", "items": items}
    return template.loader.render_to_string("ui/parts/tabs.html", context)


@register.filter
def of(table: dict[Any, Any], key: Any) -> Any:
    """The entry of a mapping, None when it has none."""
    return table.get(key)


register.filter("mark_or", spoken)


_CELL = (
    '<td><a class="cell cell--state-{0}{1}" href="/cong-van/viec/{2}/" title="{3}">{4}'
    '<span class="govuk-visually-hidden">: {3}</span></a></td>'
)
_NO_CELL = (
    '<td><span class="cell cell--none">–'
    '<span class="govuk-visually-hidden">không giao</span></span></td>'
)


@register.simple_tag
def board_cells(cells: Sequence[Cell | None]) -> SafeString:
    """A row of the board. Written here since a page has a thousand cells (`bench/board.py`); all
    that goes in are numbers and our own words."""
    return mark_safe("".join(map(_cell, cells)))  # noqa: S308


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return _NO_CELL
    late, words = (" cell--late", f"{cell.words}, quá hạn") if cell.late else ("", cell.words)
    return _CELL.format(cell.state, late, cell.assignment_id, words, cell.letter)
