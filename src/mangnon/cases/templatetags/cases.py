"""Small words of the cases' pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mangnon.base.ui.templatetags.ui import icon
from mangnon.cases.figures.reach import can_see_figures
from mangnon.cases.queries.exports import can_export
from mangnon.cases.remaining import left_words, tone_at
from mangnon.kit import clock
from mangnon.reports.api import Report

register = template.Library()

_RISK = {
    "safe": "Đang ở chỗ an toàn",
    "hurt": "Bị đau, bị thương",
    "die": "Nghĩ đến cái chết",
    "with_them": "Đang ở cùng người đó",
}
_ANSWERS = {"yes": "có", "no": "không", "unsure": "không rõ", "unknown": "không rõ"}


@register.simple_tag(takes_context=True)
def case_tabs(context: template.Context) -> list[tuple[str, str, bool]]:
    """The parts of the cases' pages, the one that is open marked."""
    request = context["request"]
    closed = request.GET.get("xem") == "da-xong"
    cases, reports, need = (reverse(name) for name in ("cases", "case_reports", "case_need"))
    return [
        ("Đang xử lý", cases, request.path == cases and not closed),
        ("Tin báo", reports, request.path == reports),
        ("Đã kết thúc", f"{cases}?xem=da-xong", request.path == cases and closed),
        ("Mở khi cần", need, request.path == need),
        *_figures_tab(request),
        *_outside_tabs(request),
    ]


def _figures_tab(request: Any) -> list[tuple[str, str, bool]]:
    if not can_see_figures(request.user):
        return []
    figures = reverse("case_figures")
    return [("Số liệu", figures, request.path == figures)]


def _outside_tabs(request: Any) -> list[tuple[str, str, bool]]:
    """What people outside ask for, and what leaves."""
    asked, exports = reverse("subject_requests"), reverse("case_exports")
    tabs = [("Yêu cầu về dữ liệu", asked, request.path == asked)]
    if can_export(request.user):
        tabs.append(("Kết xuất", exports, request.path == exports))
    return tabs


@register.filter
def at(moment: datetime | None) -> str:
    """ "14:05 29/11/2026": minutes count here."""
    return f"{clock.local(moment):%H:%M %d/%m/%Y}" if moment else ""


@register.filter
def received(report: Report) -> str:
    """When it came, as its staff may know it: the hour, of what was told on one's own device."""
    about = "khoảng " if report.is_rounded else ""
    return about + at(report.counted_from)


@register.filter
def row_tone(row: Any) -> str:
    """By the share of its time that has passed on the clock; grey without a clock."""
    if row.due_at is None:
        return "grey"
    now = clock.now()
    whole, passed = row.due_at - row.started_at, now - row.started_at
    return tone_at(round(100 * passed / whole) if whole else 100, over=row.due_at <= now)


@register.filter
def until(due_at: datetime) -> str:
    return left_words(due_at, clock.now())


@register.filter
def until_tone(due_at: datetime, since: datetime) -> str:
    """By the share of the time since then that has passed."""
    now = clock.now()
    passed = round(100 * (now - since) / (due_at - since)) if due_at > since else 100
    return tone_at(passed, over=due_at <= now)


@register.filter
def request_due(asked: Any) -> datetime:
    """The clock of a request that is waited on: of its first answer, then of the doing."""
    due_at: datetime = asked.due_at if asked.answered_at else asked.answer_due_at
    return due_at


@register.filter
def request_tone(asked: Any) -> str:
    return until_tone(request_due(asked), asked.received_at)


@register.simple_tag
def time_left(due_at: datetime, tone: str) -> SafeString:
    shape = icon("alert" if tone == "red" else "clock")
    return format_html(
        '<span class="due tone-{}">{}{}</span>', tone, shape, left_words(due_at, clock.now())
    )


@register.filter
def triage_facts(report: Any) -> list[tuple[str, str]]:
    """What triage reads in clear."""
    rows = [
        ("Hiện nay", report.get_state_display()),
        ("Nơi nhận", report.receiving_unit.name),
        ("Nơi xảy ra", report.commune.name if report.commune else "chưa biết"),
        ("Trường", report.school.name if report.school else ""),
        ("Ai báo", report.get_lane_display()),
        ("Tuổi của trẻ", report.get_age_band_display()),
        ("Trên mạng", report.platform),
        *((_RISK.get(name, name), _ANSWERS.get(said, said)) for name, said in report.risk.items()),
        ("Lý do", report.reason),
        ("Trùng với", report.duplicate_of.number if report.duplicate_of else ""),
        ("Người thứ hai", str(report.second) if report.second else ""),
    ]
    return [row for row in rows if row[1]]
