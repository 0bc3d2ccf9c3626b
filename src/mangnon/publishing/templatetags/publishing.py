"""How posts and files are said on the pages."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse

from mangnon.base.ui.templatetags.ui import tabs
from mangnon.kit import clock
from mangnon.library.api import ProductFile
from mangnon.publishing.channels import channels
from mangnon.publishing.choices import State
from mangnon.publishing.models import Receipt
from mangnon.studio.genres import genres

register = template.Library()

_TONES = {
    State.DRAFT: "grey",
    State.SCHEDULED: "blue",
    State.SENDING: "teal",
    State.SENT: "green",
    State.CORRECTED: "green",
    State.WAITING_HAND: "amber",
    State.UNSURE: "red",
    State.FAILED: "red",
    State.CANCELLED: "grey",
    State.RECALL_DUE: "violet",
    State.RECALLING: "violet",
    State.HAND_RECALL: "amber",
    State.RECALLED: "grey",
    State.CORRECT_DUE: "violet",
    State.CORRECTING: "violet",
    State.HAND_CORRECT: "amber",
}
_TABS = (
    ("Lịch đăng", "posts"),
    ("Đăng sản phẩm", "post_choose"),
    ("Tài khoản kênh", "channel_accounts"),
    ("Sản phẩm mới cho đơn vị", "following"),
)


@register.filter
def tone(state: str) -> str:
    return _TONES.get(State(state), "grey")


@register.filter
def state_words(state: str) -> str:
    return str(State(state).label)


@register.filter
def channel_words(name: str) -> str:
    known = channels().get(name)
    return known.words if known else name


@register.filter
def genre_words(name: str) -> str:
    known = genres().get(name)
    return known.words if known else name


@register.filter
def moment(at: datetime | None) -> str:
    """07:30 ngày 02/12/2026, on a Vietnamese clock."""
    return f"{clock.local(at):%H:%M ngày %d/%m/%Y}" if at else ""


@register.filter
def hour(at: datetime | None) -> str:
    return f"{clock.local(at):%H:%M}" if at else ""


@register.filter
def receipt_words(receipt: Receipt) -> str:
    return state_words(receipt.what)


@register.filter
def size(count: int) -> str:
    """870 KB or 4,2 MB."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / 1024 / 1024:.1f} MB".replace(".", ",")


@register.filter
def kind_of(file: ProductFile) -> str:
    """PDF, PNG: what people call the file."""
    return PurePosixPath(file.name).suffix.lstrip(".").upper()


@register.inclusion_tag("ui/parts/tabs.html", takes_context=True)
def publishing_tabs(context: RequestContext) -> dict[str, Any]:
    here = context["request"].path
    items = [(words, reverse(name), reverse(name) == here) for words, name in _TABS]
    found: dict[str, Any] = tabs(items, "Các phần của đăng tải")
    return found
