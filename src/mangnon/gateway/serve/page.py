"""The page that a blocked site leads to: what, why, whose rule, a button to ask, where help is.

A whole page in one answer: no script, nothing from elsewhere. It is made for whoever asks, from the
address and the `Host` they came with.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from importlib import resources

from mangnon.gateway.engine import names
from mangnon.gateway.engine.data import rows_of
from mangnon.gateway.engine.judge import Judged
from mangnon.gateway.engine.plan import GroupPlan, Plan
from mangnon.gateway.serve.asks import NotAskedFor
from mangnon.gateway.serve.web import Fields
from mangnon.gateway.serve.words import category_words, page_words

ASKING = "/.mangnon/xin-mo"  # no site has this path
_DOTS = '<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>'
LOOK_S, MOST_LOOKS = 5, 720  # for an hour the page looks again by itself


@dataclass(frozen=True)
class Visit:
    """Who came for which site. host: the name that was asked for, blank when it is none; shown: as
    the browser wrote it, with a port; group: its number in the plan."""

    host: str
    shown: str
    group: int
    judged: Judged

    @property
    def name(self) -> bytes:
        """The name in wire form; blank for what is none."""
        return wire_of(self.host)

    @property
    def may_ask(self) -> bool:
        return bool(self.host) and self.judged.blocked and not self.judged.locked


def blocked_page(visit: Visit, plan: Plan) -> str:
    group = plan.groups[visit.group]
    said, category = page_words(group.key), visit.judged.category
    care = _care().get((category, _asking(group).look), "")
    parts = [f"<h1>{escape(said.title)}</h1><p>{escape(said.words)}</p>"]
    parts += [f'<p class="care">{escape(care)}</p>'] if care else []
    parts += [_form()] if visit.may_ask else []
    parts += [_facts(visit, plan)]
    return _whole(said.title, group, "".join(parts))


def waiting_page(visit: Visit, plan: Plan, looks: int) -> str:
    """After an ask: thanks, and it looks again by itself. looks: how often it has."""
    group = plan.groups[visit.group]
    again = f"{ASKING}?lan={looks + 1}"
    refresh = f'<meta http-equiv="refresh" content="{LOOK_S};url={again}">'
    waits = f"<p>Trang này tự xem lại sau mỗi {LOOK_S} giây{_DOTS}</p>"
    parts = f"""<h1>Đã gửi lời xin mở trang</h1><p>{escape(_asking(group).thanks)}</p>
{waits if looks < MOST_LOOKS else ""}<p><a class="again" href="{again}">Xem lại ngay</a></p>
{_facts(visit, plan)}"""
    head = refresh if looks < MOST_LOOKS else ""
    return _whole("Đã gửi lời xin mở trang", group, parts, head)


def opened_page(visit: Visit, plan: Plan, *, is_asked_for: bool) -> str:
    """The site is open for the group. is_asked_for: the browser wanted to go there and was led here
    by an address that it has not forgotten yet (some keep one for a minute): it tries again."""
    group = plan.groups[visit.group]
    if is_asked_for:
        then = f"""<p>Máy này còn nhớ địa chỉ cũ: trang tự hiện ra trong vòng một phút{_DOTS}</p>"""
    else:
        to = escape(f"//{visit.shown}/")
        then = f'<p><a class="go" href="{to}">Vào trang {escape(visit.host)}</a></p>'
    parts = f"<h1>Đã mở</h1><p>{escape(_asking(group).opened)}</p>{then}"
    again = f'<meta http-equiv="refresh" content="{LOOK_S}">' if is_asked_for else ""
    return _whole("Đã mở", group, parts, again)


def refusal_page(visit: Visit, plan: Plan, why: NotAskedFor) -> str:
    group = plan.groups[visit.group]
    parts = f"<h1>{escape(why.title)}</h1><p>{escape(why.words)}</p>{_facts(visit, plan)}"
    return _whole(why.title, group, parts)


def _form() -> str:
    return f"""<form method="post" action="{ASKING}"><button>Xin mở trang này</button>
<small>Chỉ gửi tên trang và nhóm tuổi, không gửi tên ai.</small></form>"""


def _facts(visit: Visit, plan: Plan) -> str:
    category = visit.judged.category
    rows = [
        ("Trang", visit.host or visit.shown),
        ("Loại nội dung", category_words(category) if category else ""),
        ("Quy tắc của", plan.site),
        ("Áp dụng cho", plan.groups[visit.group].words),
    ]
    listed = "".join(
        f"<div><dt>{escape(said)}</dt><dd>{escape(value)}</dd></div>"
        for said, value in rows
        if value
    )
    return f"<dl>{listed}</dl>"


def _whole(title: str, group: GroupPlan, inside: str, head: str = "") -> str:
    help_words = escape(page_words(group.key).help)
    return f"""<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>
<meta name="viewport" content="width=device-width,initial-scale=1">{head}
<style>{_style()}</style></head><body class="{_asking(group).look}"><main>
<article>{_static("sprout.svg")}{inside}</article>
<aside><a href="tel:111" aria-label="Gọi 111">111</a><p>{help_words}</p></aside>
<p class="who">Trang này do bộ lọc của trường tạo ra. Bộ lọc không ghi lại ai đã xem trang nào.</p>
</main></body></html>
"""


@lru_cache(maxsize=1)
def headers() -> Fields:
    """What a browser may do with the page: show it with its own style and send its one form."""
    style = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{style}'; form-action 'self'"
    return (
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("content-security-policy", f"{policy}; base-uri 'none'; frame-ancestors 'none'"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
    )


def visited(said: str) -> tuple[str, str]:
    """The name in a `Host` and how it is shown; the name is blank for what is no site that could
    have been blocked."""
    shown = said[: names.MOST_BYTES + 6].lower()
    name, colon, port = shown.rpartition(":")
    host = name if colon and port.isdigit() and port.isascii() else shown
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return (host, shown) if wire_of(host) else ("", shown)
    return "", ""


def wire_of(host: str) -> bytes:
    try:
        return names.wire(names.checked(host.encode()))
    except names.BadName:
        return b""


@dataclass(frozen=True, slots=True)
class _Asking:
    """look: little, young or grown: how the page is drawn."""

    look: str
    thanks: str
    opened: str


@lru_cache(maxsize=1)
def _askings() -> dict[str, _Asking]:
    return {
        row["group"]: _Asking(row["look"], row["thanks"], row["opened"])
        for row in rows_of("page_asking.csv")
    }


def _asking(group: GroupPlan) -> _Asking:
    return _askings().get(group.key, _askings()["guests"])


@lru_cache(maxsize=1)
def _care() -> dict[tuple[str, str], str]:
    """Words for who may be in need, by category and look."""
    return {
        (row["category"], look): row["words"]
        for row in rows_of("page_care.csv")
        for look in row["looks"].split()
    }


@lru_cache(maxsize=2)
def _static(name: str) -> str:
    place = resources.files("mangnon.gateway.serve").joinpath("static", name)
    return place.read_text(encoding="utf-8").strip()


def _style() -> str:
    return _static("page.css")
