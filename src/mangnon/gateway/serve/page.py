"""The page that a blocked site leads to: what, why, whose rule, and where help is.

A whole page in one answer: no script, no picture, nothing from elsewhere. It is made for whoever
asks, from the address and the `Host` they came with; nothing is written down.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from mangnon.gateway.engine import names
from mangnon.gateway.engine.judge import Judge
from mangnon.gateway.engine.plan import Plan
from mangnon.gateway.serve.web import Fields
from mangnon.gateway.serve.words import category_words, page_words

_STYLE = """
body{margin:0;background:#f3f7f1;color:#1d2a1f;
font:1.15rem/1.6 "Be Vietnam Pro",system-ui,sans-serif}
main{max-width:38rem;margin:0 auto;padding:2.5rem 1.25rem}
article{background:#fff;border-top:.5rem solid #2f7d4f;border-radius:.5rem;padding:1.5rem 1.75rem}
h1{font-size:1.75rem;line-height:1.25;margin:.25rem 0 1rem;text-wrap:balance}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1rem;
font-size:1rem;margin:1.5rem 0}
dt{color:#4b5a4e}dd{margin:0;overflow-wrap:anywhere;font-weight:600}
a.ask{display:inline-block;background:#2f7d4f;color:#fff;padding:.6rem 1.1rem;border-radius:.35rem}
aside{background:#fff6d6;border-radius:.5rem;padding:1rem 1.25rem;margin-top:1.25rem}
aside p{margin:0}
p.who{color:#4b5a4e;font-size:.95rem}
@media(max-width:30rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}}
"""
HEADERS: Fields = (
    ("content-type", "text/html; charset=utf-8"),
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
)


@dataclass(frozen=True)
class Asker:
    """Who came, for which site. host: as the browser wrote it, blank when it did not."""

    host: str
    group: int


def page(asker: Asker, plan: Plan, judge: Judge, ask: str = "") -> str:
    """The whole page as HTML. ask: where one may ask to open a site; blank: nowhere."""
    group, said = plan.groups[asker.group], page_words(plan.groups[asker.group].key)
    category = _category(asker, judge)
    rows = [("Trang", asker.host), ("Loại nội dung", category_words(category) if category else "")]
    rows += [("Quy tắc của", plan.site), ("Áp dụng cho", group.words)]
    listed = "".join(f"<dt>{escape(a)}</dt><dd>{escape(b)}</dd>" for a, b in rows if b)
    asking = ""
    if ask and category and not _locked(asker, judge):
        query = urlencode({"ten": asker.host, "nhom": group.key, "loai": category})
        to = escape(f"{ask}{'&' if '?' in ask else '?'}{query}")
        asking = f'<p><a class="ask" href="{to}">Xin mở trang này</a></p>'
    return f"""<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>{escape(said.title)}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>{_STYLE}</style></head>
<body><main><article><h1>{escape(said.title)}</h1><p>{escape(said.words)}</p>
<dl>{listed}</dl>{asking}</article><aside><p>{escape(said.help)}</p></aside>
<p class="who">Trang này do bộ lọc của trường tạo ra. Bộ lọc không ghi lại ai đã xem trang nào.</p>
</main></body></html>
"""


def _category(asker: Asker, judge: Judge) -> str:
    """Why the site is blocked for the group; blank for one that is not, or was hidden behind."""
    name = _wire(asker.host)
    return judge.judge(name, asker.group).category if name else ""


def _locked(asker: Asker, judge: Judge) -> bool:
    return judge.judge(_wire(asker.host), asker.group).locked


def _wire(host: str) -> bytes:
    try:
        return names.wire(names.checked(host.encode()))
    except names.BadName:
        return b""


def host_of(said: str) -> str:
    """The name without its port; blank for an address, which is no site that was blocked."""
    name = said.rpartition(":")[0] if said.rpartition(":")[2].isdigit() and ":" in said else said
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return name[: names.MOST_BYTES].lower()
    return ""
