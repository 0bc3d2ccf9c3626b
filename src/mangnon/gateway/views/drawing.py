"""The charts of the filters' figures."""

from __future__ import annotations

from datetime import timedelta

from mangnon.gateway.queries.figures import LEAST, Figures
from mangnon.kit import charts, clock
from mangnon.kit.svg import Svg

MOST_CATEGORIES = 12


def by_category(found: Figures) -> Svg:
    rows = [
        charts.Bar(each.words[:1].upper() + each.words[1:], each.value, found.cell(each.value))
        for each in found.categories[:MOST_CATEGORIES]
    ]
    return charts.bars(rows, title="Lượt bị chặn theo loại nội dung")


def by_group(found: Figures) -> Svg:
    rows = [
        charts.Bar(each.words[:1].upper() + each.words[1:], each.blocked, found.cell(each.blocked))
        for each in found.groups
    ]
    return charts.bars(rows, title="Lượt bị chặn theo nhóm")


def by_hour(found: Figures) -> Svg:
    """A school's hours with fewer than five are drawn as empty."""
    least = LEAST if found.school is not None else 0
    rows = [(day, [n if n >= least else 0 for n in hours]) for day, hours in found.week]
    return charts.hours_field(
        rows, title="Lượt bị chặn theo giờ và ngày trong tuần", unit="lượt bị chặn"
    )


def by_day(found: Figures) -> Svg:
    """Each day of the period up to today, also those without an answer."""
    known = {clock.local(point.at).date(): point for point in found.days}
    last = min(found.period.until, clock.today() + timedelta(days=1))
    rows = []
    for number in range(max((last - found.period.since).days, 0)):
        on = found.period.since + timedelta(days=number)
        point = known.get(on)
        asked, blocked = (point.asked, point.blocked) if point else (0, 0)
        words = f"{on:%d/%m}: {found.cell(blocked)} bị chặn trong {found.cell(asked)} lượt"
        mark = f"{on:%d/%m}" if _is_marked(number, found.period.days) else ""
        rows.append(charts.Column(asked, blocked, words, mark))
    return charts.columns(rows, title="Lượt hỏi và lượt bị chặn theo ngày")


def _is_marked(number: int, days: int) -> bool:
    """A mark on each of some days, on each seventh of many."""
    return days <= 8 or number % 7 == 0
