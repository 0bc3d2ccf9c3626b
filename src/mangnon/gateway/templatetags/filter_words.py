"""How requests, allowances and figures are said on the filters' pages."""

from __future__ import annotations

from datetime import datetime

from django import template

from mangnon.gateway.counted_words import answer_words, words_of
from mangnon.gateway.queries.figures import Figures, OfGroup
from mangnon.kit import clock

register = template.Library()


@register.filter
def what_words(what: str) -> str:
    """A category, a service or a name, as people call it."""
    said = words_of(what)
    return said[:1].upper() + said[1:] if said != what else said


@register.filter
def why_words(category: str) -> str:
    """Why something is blocked, by the word of its category."""
    return answer_words(category) if category else "chặn: không rõ danh sách nào"


@register.filter
def ago(moment: datetime) -> str:
    """How long ago, in the largest fitting unit."""
    minutes = max(int((clock.now() - moment).total_seconds()) // 60, 0)
    if minutes < 1:
        return "vừa xong"
    if minutes < 60:
        return f"{minutes} phút trước"
    if minutes < 24 * 60:
        return f"{minutes // 60} giờ trước"
    return f"{minutes // 1440} ngày trước"


@register.simple_tag
def cell(found: Figures, value: int) -> str:
    """A figure as the page may show it: small ones of a school are hidden."""
    return found.cell(value)


@register.filter
def of_category(group: OfGroup, key: str) -> int:
    """How much of a category was blocked for a group."""
    return group.by_category.get(key, 0)
