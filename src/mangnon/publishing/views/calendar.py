"""The calendar: a month, or its list."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mangnon.kit import clock
from mangnon.publishing.channels import channels
from mangnon.publishing.models import Post
from mangnon.publishing.queries.visible import (
    posts_between,
    posts_failed,
    posts_for_hand,
    posts_over,
)
from mangnon.publishing.views.access import person_of, signed_in

SHOWN_A_DAY = 4
HAND_SHOWN = 20
WEEKDAYS = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "CN")


@dataclass(frozen=True)
class Day:
    """One field of the month; `more`: how many posts it does not show."""

    on: date
    inside: bool
    posts: list[Post]
    more: int


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    first = _month(request.GET.get("thang", ""))
    as_list = request.GET.get("kieu") == "danh-sach"
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    start, end = clock.start_of(weeks[0][0]), clock.start_of(weeks[-1][-1] + timedelta(days=1))
    posts = list(posts_between(person, start, end))
    by_hand = list(posts_for_hand(person)[:HAND_SHOWN])
    context = {
        "month": first,
        "before": _at(first - timedelta(days=1), as_list),
        "after": _at(first + timedelta(days=31), as_list),
        "tabs": [
            ("Theo tháng", f"?thang={first:%Y-%m}", not as_list),
            ("Danh sách", f"?thang={first:%Y-%m}&kieu=danh-sach", as_list),
        ],
        "as_list": as_list,
        "weeks": [[_day(day, first, posts) for day in week] for week in weeks],
        "posts": [one for one in posts if _day_of(one).month == first.month],
        "by_hand": by_hand,
        "over": list(posts_over(person)[:HAND_SHOWN]),
        "failed": list(posts_failed(person)[:HAND_SHOWN]),
        "channels": channels(),
        "today": clock.today(),
        "weekdays": WEEKDAYS,
    }
    return render(request, "publishing/calendar.html", context)


def _month(asked: str) -> date:
    try:
        return date.fromisoformat(f"{asked}-01")
    except ValueError:
        return clock.today().replace(day=1)


def _at(day: date, as_list: bool) -> str:
    return f"?thang={day:%Y-%m}" + ("&kieu=danh-sach" if as_list else "")


def _day_of(post: Post) -> date:
    return clock.local(post.due_at or post.made_at).date()


def _day(day: date, first: date, posts: list[Post]) -> Day:
    here = [one for one in posts if _day_of(one) == day]
    return Day(day, day.month == first.month, here[:SHOWN_A_DAY], max(0, len(here) - SHOWN_A_DAY))
