"""How the filters' pages show letters, groups and the way between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import template
from django.template.defaultfilters import date as as_date
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mangnon.gateway.forms.policy import KINDS
from mangnon.gateway.inheriting import name_of
from mangnon.gateway.perms import can_see_filters
from mangnon.gateway.policies import GROUPS
from mangnon.gateway.queries.asking import waiting_count
from mangnon.gateway.queries.trails import can_see_matters
from mangnon.kit import clock
from mangnon.units.api import Person

register = template.Library()

LETTER_TONES = {"L": "locked", "X": "blocked", "A": "ask", "O": "open"}
LETTER_SHORT = {"L": "Khóa", "X": "Chặn", "A": "Giáo viên mở", "O": "Mở"}
GROUP_SHORT = {
    "mam_non": "Mầm non",
    "tieu_hoc": "Tiểu học",
    "thcs": "THCS",
    "thpt": "THPT",
    "staff": "Giáo viên",
    "guests": "Khách",
}


@dataclass(frozen=True)
class Tab:
    """One part of the filters' pages; `name` is the name of its address."""

    words: str
    name: str
    shown: Callable[[Person], bool] = can_see_filters
    count: Callable[[Person], int] | None = None  # what waits there for this person


TABS = (
    Tab("Tổng quan", "filters"),
    Tab("Chính sách", "filters_policy"),
    Tab("Điểm trường", "filters_sites"),
    Tab("Máy lọc", "filters_fleet"),
    Tab("Đề nghị mở", "filters_asks", count=waiting_count),
    Tab("Danh sách", "filters_lists"),
    Tab("Số liệu", "filters_figures"),
    Tab("Vụ việc", "filters_trails", can_see_matters),
    Tab("Đạt chuẩn", "filters_conformance"),
)


@register.simple_tag(takes_context=True)
def filter_tabs(context: template.Context) -> list[tuple[str, str, bool, int | None]]:
    """The parts that exist and that this person may see; the nearest one is marked."""
    request = context["request"]
    shown = [tab for tab in TABS if tab.shown(request.user)]
    found = [(tab, href) for tab in shown if (href := address(tab.name))]
    here = max((href for _, href in found if request.path.startswith(href)), key=len, default="")
    return [(tab.words, href, href == here, _waiting(tab, request.user)) for tab, href in found]


def _waiting(tab: Tab, person: Person) -> int | None:
    return (tab.count(person) or None) if tab.count else None


@register.simple_tag
def address(name: str, *args: object) -> str:
    """Where a page is, or "" when this installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag
def letter(value: str, note: str = "", shown: str = "") -> SafeString:
    """A letter in its colour, with its words for whoever does not see or know it; `shown` writes
    them out where there is room."""
    words = LETTER_SHORT.get(value, value)
    return format_html(
        '<span class="cell cell--letter cell--{}" title="{}">{}<span class="{}">{}</span></span>',
        LETTER_TONES.get(value, "none"),
        f"{words}. {note}" if note else words,
        value,
        "cell__words" if shown else "govuk-visually-hidden",
        f" {words}",
    )


@register.filter
def figure(value: int) -> str:
    """A number as it is written in Vietnamese."""
    return f"{value:,}".replace(",", ".")


@register.simple_tag
def letter_words(value: str) -> SafeString:
    """The letter and its words side by side."""
    return format_html(
        '<span class="said"><span class="cell cell--letter cell--{}" aria-hidden="true">{}</span>'
        "{}</span>",
        LETTER_TONES.get(value, "none"),
        value,
        LETTER_SHORT.get(value, value),
    )


@register.simple_tag
def letter_legend() -> list[tuple[str, str]]:
    return [
        ("L", "Khóa: không ai mở được"),
        ("X", "Chặn"),
        ("A", "Chặn; giáo viên được mở trong tiết học"),
        ("O", "Mở"),
    ]


@register.filter
def group_words(key: str) -> str:
    """A group for the screen; blank means all of them."""
    return GROUPS.get(key, "mọi nhóm")


@register.filter
def group_short(key: str) -> str:
    return GROUP_SHORT.get(key, "Mọi nhóm")


@register.filter
def moment(value: object) -> str:
    """A time as people say it: today by the clock, else with the day."""
    if not value:
        return "chưa lần nào"
    local = clock.local(value)  # type: ignore[arg-type]
    if local.date() == clock.today():
        return f"{as_date(local, 'H:i')} hôm nay"
    if local.date() == clock.today() - timedelta(days=1):
        return f"{as_date(local, 'H:i')} hôm qua"
    return as_date(local, "H:i d/m/Y")


_SHORT_DAYS = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]


@register.filter
def days_words(span: Mapping[str, Any]) -> str:
    """The days of the week of a span of hours: "T2–T6"."""
    days = list(span["days"])
    if days == list(range(7)):
        return "mọi ngày"
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{_SHORT_DAYS[days[0]]}–{_SHORT_DAYS[days[-1]]}"
    return ", ".join(_SHORT_DAYS[day] for day in days)


@register.filter
def dates_words(span: Mapping[str, Any]) -> str:
    """From which to which date a span of hours holds."""
    since, until = (_day(span[name]) for name in ("from_on", "until_on"))
    if since and until:
        return f"từ {since} đến {until}"
    return f"từ {since}" if since else f"đến {until}"


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else ""


@register.filter
def kind_words(kind: str) -> str:
    return KINDS.get(kind, kind)


@register.filter
def what_of_key(key: str) -> str:
    """A category or a service of a plan's letters, in words."""
    return name_of(key)
