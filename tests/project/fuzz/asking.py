"""Requests as hypothesis makes them: an address of the resolver, and anything that may be sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import resolve, reverse
from hypothesis import strategies as st

from mangnon.cases.machine.deciding import EVENTS
from mangnon.cases.machine.needs import NEEDS
from tests.cases.papers.filled import FILLED
from tests.project.fuzz.world import NOBODY, PEOPLE, World
from tests.project.test_every_view import VIEWS

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
MARKUP = "<script>x7</script>"
# Values that have broken programs before.
ODD: tuple[str | bytes, ...] = (
    "", " ", "0", "-1", "7", "99999999999999999999", "1e309", "NaN", "٣", "²", "½", "true", "null",
    "[]", "{}", "2026-02-30", "0001-01-01", "9999-12-31", "99999-01-01", "24:00",
    "\0", "a\0b", MARKUP, "{{ 7|add:7 }}", "' OR 1=1 --", "../../etc/passwd", "%s%n%(x)s", "=1+1",
    "a\r\nSet-Cookie: x=1", "\u202egnp.exe", "Nguye\u0302\u0303n", "\U0001f33f" * 40, "\ufeff",
    "a" * 5_000, "ấ" * 70_000, "00000000-0000-0000-0000-000000000007", b"\xff\xfe", b"\xed\xa0\x80",
    "http://[::1", "https://a.example:99999/", "a@b", "+84" + "9" * 60, "51", "21289", "on",
)  # fmt: skip
# Names in addresses that are words, and words that stand there.
WORDS: dict[str, tuple[str, ...]] = {
    "event": ("forward", "take", "assess_risk", "protect", "acknowledge", "x"),
    "name": ("an-toan", "chuyen-gi", "o-dau", "gui", "01", "02", "03", "04", "05", "06", "07", "x"),
    "kind": ("pdf", "docx", "schools", "people", "mikrotik", "openwrt", "x"),
    "key": ("thcs", "thpt", "staff", "x"),
    "suffix": ("docx", "pdf", "x"),
    "on": ("2026-09-02", "2026-02-30", "x"),
    "code": ("21289", "TD-CS-01", "x"),
    "number": ("1", "2", "x"),
}  # fmt: skip
METHODS = ("GET",) * 4 + ("POST",) * 8 + ("PUT", "DELETE", "HEAD", "OPTIONS")
OFTEN = (NOBODY, NOBODY, "tinh", "tinh", "xa-son-ha", "xa-son-ha", "lanh-dao-son-ha", *PEOPLE)
HEADERS: dict[str, tuple[str, ...]] = {
    "HTTP_HX_REQUEST": ("true",),
    "HTTP_ACCEPT": ("*/*", "application/json", "x" * 300),
    "HTTP_ACCEPT_LANGUAGE": ("vi", "x" * 600, "en;q=9"),
    "HTTP_ACCEPT_ENCODING": ("gzip;q=x", ""),
    "HTTP_AUTHORIZATION": ("Bearer ", "Bearer \xff", "Basic e", "x"),
    "HTTP_IDEMPOTENCY_KEY": ("abcdefgh", "\xff" * 9, "a" * 201),
    "HTTP_IF_MODIFIED_SINCE": ("x", "Sat, 99 Jan 99999 00:00:00 GMT"),
    "HTTP_IF_NONE_MATCH": ('"x"', "*", "W/"),
    "HTTP_RANGE": ("bytes=5-1", "bytes=-", "x"),
    "HTTP_HOST": ("[", "a b", "xau.example"),
    "HTTP_ORIGIN": ("null", "http://[", "https://xau.example"),
    "HTTP_REFERER": ("http://[", "\xff"),
    "HTTP_X_FORWARDED_FOR": ("x, y", "\xff", "203.0.113.7"),
    "HTTP_X_REQUEST_ID": ("x" * 900, "\xff"),
    "HTTP_COOKIE": ("mangnon=x; mangnon-tam=\xff", "mangnon-tam=AAAA; mangnon-ho-so=%00", ";;=;"),
    "HTTP_CONTENT_ENCODING": ("gzip", "x"),
}
TYPES = (JSON, "text/plain; charset=x", "multipart/form-data", "multipart/form-data; boundary=\xff",
         f"{FORM}; charset=utf-7", f"{FORM}; charset=\xff", "", "x/y;;=")  # fmt: skip
# What programs send, and which other names it may have.
MESSAGES: tuple[tuple[dict[str, Any], tuple[str, ...]], ...] = (
    ({"what": "Bạn lấy cặp", "lane": "child", "commune": "21289"},
     ("child_name", "danger_now", "link", "phone")),
    ({"event": "take", "version": 1, "reason": "gấp"}, tuple(NEEDS)),
    ({"event": "take", "version": 1, "paper": FILLED["03"]}, tuple(NEEDS)),
)  # fmt: skip
FILES = (b"", b"%PDF-1.7\n%%EOF", b"PK\x03\x04" + bytes(30), b"\x89PNG\r\n\x1a\n" + bytes(40),
         b"ho_ten,email\nA,a@b.example\n", b"\xff\xd8\xff\xe0" + bytes(20),
         MARKUP.encode())  # fmt: skip
FILE_NAMES = ("a.pdf", "../../a.png", "a\u202egnp.exe", "a\0.jpg", "x" * 300 + ".xlsx", "CON", "")


@dataclass(frozen=True)
class Asked:
    """One request. `headers` are those of WSGI."""

    who: str
    view: str
    method: str
    address: str
    query: str
    body: bytes
    content_type: str
    headers: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        sent = f"{self.body[:300]!r} {self.content_type!r}" if self.body else ""
        said = f"{self.method} {self.address[:200]}?{self.query[:200]}"
        return f"{self.view}: {said} {sent} {dict(self.headers)} by {self.who or 'nobody'}"


Names = Callable[[str, str, str], dict[str, list[str]]]


@dataclass(frozen=True)
class Route:
    """A view of the resolver, with the words and converters of its address."""

    name: str
    route: str
    converters: tuple[tuple[str, str], ...]


def routes() -> list[Route]:
    found = []
    for one in VIEWS:
        match = resolve(one.path)
        kinds = match.captured_kwargs if hasattr(match, "captured_kwargs") else match.kwargs
        kept = tuple((name, type(value).__name__) for name, value in (kinds or {}).items())
        found.append(Route(one.name, match.route, kept))
    return found


ROUTES = routes()


def asked(world: World, names: Names) -> st.SearchStrategy[Asked]:
    """`names(who, view, address)`: fields of the form at an address with values they may have."""
    return _asked(world, names)


@st.composite
def _asked(draw: st.DrawFn, world: World, names: Names) -> Asked:
    route = draw(st.sampled_from(ROUTES))
    who = draw(st.sampled_from(OFTEN))
    address = draw(_address(world, route))
    method = draw(st.sampled_from(METHODS))
    fields = names(who, route.name, address)
    query = draw(_query(fields)) if draw(st.booleans()) or method == "GET" else ""
    body, kind = draw(_body(fields, world)) if method in {"POST", "PUT"} else (b"", "")
    headers = draw(_headers(world))
    if kind == JSON and draw(st.booleans()):  # else no program would come far
        headers += (("HTTP_IDEMPOTENCY_KEY", "abcdefgh"),)
    return Asked(who, route.name, method, address, query, body, kind, headers)


@st.composite
def _address(draw: st.DrawFn, world: World, route: Route) -> str:
    given = {}
    for name, kind in route.converters:
        real = world.ids(route.route, name)
        if kind == "UUID":
            given[name] = draw(st.sampled_from([*real, *real, UUID(int=7)]))
        elif kind == "int":
            given[name] = draw(st.sampled_from([*real, *real, *real, 1, 0, 2**31, 2**63, 10**30]))
        else:
            odd = [one for one in ODD if isinstance(one, str) and one and "/" not in one]
            real = [str(one) for one in real] + list(WORDS.get(name, ()))
            given[name] = draw(st.sampled_from([*(real * 6 or ["x"]), *odd]))[:3000]
    if any(name in {"uidb36", "key"} and "uidb36" in given for name in given):
        given = {"uidb36": "7", "key": "x-y"}
    return reverse(route.name, kwargs=given)


@st.composite
def _query(draw: st.DrawFn, fields: dict[str, list[str]]) -> str:
    return urlencode(draw(_pairs(fields, most=4)), doseq=True)


@st.composite
def _pairs(draw: st.DrawFn, fields: dict[str, list[str]], most: int = 40) -> dict[str, Any]:
    """Most fields as a person would fill them, some odd, some missing."""
    chosen = {}
    for name, usual in list(fields.items())[:most]:
        how = draw(st.integers(0, 9))
        if how < 5 and usual:
            chosen[name] = draw(st.sampled_from(usual))
        elif how < 9:
            chosen[name] = draw(ANYTHING)
    return chosen


ANYTHING = st.one_of(st.sampled_from(ODD), st.sampled_from(ODD), st.text(max_size=30))
WHATEVER = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20),
              st.sampled_from([one for one in ODD if isinstance(one, str)] + ["\ud800"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3),
                            st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=5,
)  # fmt: skip


@st.composite
def _body(draw: st.DrawFn, fields: dict[str, list[str]], world: World) -> tuple[bytes, str]:
    how = draw(st.integers(0, 9))
    said = draw(_pairs(fields))
    if how < 5:
        return urlencode(said, doseq=True).encode(), FORM
    if how < 7:
        files = {name: _file(draw) for name, usual in fields.items() if usual == ["file"]}
        raw = encode_multipart(BOUNDARY, said | files)
        return (raw if how == 5 else raw[: draw(st.integers(0, len(raw)))]), MULTIPART_CONTENT
    if how == 7:
        told = draw(_message(*draw(st.sampled_from(MESSAGES))))
        return json.dumps(told).encode(), JSON
    raw = draw(st.one_of(st.binary(max_size=60), st.just(b"[" * 9_000)))
    return raw, draw(st.sampled_from(TYPES))


@st.composite
def _message(draw: st.DrawFn, usual: dict[str, Any], more: tuple[str, ...]) -> Any:
    """What a program sends, with one value of any kind, or that value alone."""
    name = draw(st.sampled_from((*usual, *more)))
    told = {**usual, name: draw(WHATEVER)}
    likely: dict[str, Any] = {"event": st.sampled_from(EVENTS), "version": st.integers(1, 9)}
    for other in likely.keys() & usual.keys() - {name}:
        told[other] = draw(likely[other])
    return draw(st.sampled_from((told, told, told[name])))


def _file(draw: st.DrawFn) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("a", draw(st.sampled_from(FILES)))
    file._name = draw(st.sampled_from(FILE_NAMES)) or "a"  # type: ignore[attr-defined]
    return file


@st.composite
def _headers(draw: st.DrawFn, world: World) -> tuple[tuple[str, str], ...]:
    if draw(st.integers(0, 4)):
        return ()
    names = draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=3, unique=True))
    good = {"HTTP_AUTHORIZATION": f"Bearer {world.known['partner']}"}
    return tuple(
        (name, draw(st.sampled_from((*HEADERS[name], good.get(name, HEADERS[name][0])))))
        for name in names
    )
