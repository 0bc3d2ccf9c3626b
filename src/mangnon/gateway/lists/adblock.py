"""AdGuard and Adblock Plus lists: the part of them that speaks of names.

`||name^` blocks the name and all below it, `@@` excepts, `$important` outweighs exceptions,
`$dnstype`, `$denyallow`, `$client` narrow. What needs the page (elements, scripts, paths, the site
that asks) is beyond DNS and counted with its reason. Source: the DNS filtering syntax that AdGuard
publishes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mangnon.gateway.engine.names import BadName, checked
from mangnon.gateway.engine.rules import Blank, Reach, Rejected, Rule
from mangnon.gateway.lists.names import hosts

_ELEMENT = re.compile(rb"#[@?$%]{0,2}#|\$\$|\$@\$")
_SIMPLE = re.compile(rb"\|\|([a-z0-9._-]+)\^?(?:\$all)?")
_HOST_MARK = re.compile(rb"(\|\|)?([^/^$|]*)(\^)?(\|)?")
# Said of requests of a page, not of a name: the rule would block too much without them.
_OF_PAGES = frozenset(
    b"domain third-party 3p first-party 1p script image stylesheet subdocument xmlhttprequest xhr "
    b"popup object media font websocket ping other document doc generichide genericblock elemhide "
    b"csp redirect redirect-rule removeparam queryprune replace cookie app network match-case "
    b"badfilter-page frame popunder inline-script inline-font content jsinject urlblock".split()
)
_HARMLESS = frozenset({b"all", b"~third-party", b"~3p"})
_PATTERN_MOST = 512


@dataclass(frozen=True)
class _Options:
    important: bool = False
    badfilter: bool = False
    qtypes: frozenset[str] = frozenset()
    not_qtypes: frozenset[str] = frozenset()
    denyallow: tuple[bytes, ...] = ()
    clients: frozenset[str] = frozenset()
    not_clients: frozenset[str] = frozenset()


class BadFilter(Exception):
    """A line that takes back the rule it names."""

    def __init__(self, rules: list[Rule]) -> None:
        super().__init__("badfilter")
        self.rules = rules


def adblock(line: bytes) -> list[Rule]:
    """The rules of a line. Raises Blank, Rejected, or BadFilter with the rules to take back."""
    line = line.strip()
    quick = _SIMPLE.fullmatch(line)
    if quick is not None:
        return [Rule(_name(quick[1]))]
    if not line or line.startswith((b"!", b"[Adblock", b"# ")) or line == b"#":
        raise Blank
    if _ELEMENT.search(line):
        raise Rejected("luật ẩn phần tử trong trang")
    allow, body = line.startswith(b"@@"), line.removeprefix(b"@@")
    body, options = _split_options(body)
    rules = _rules(body, allow, options)
    if options.badfilter:
        raise BadFilter(rules)
    return rules


def _rules(body: bytes, allow: bool, options: _Options) -> list[Rule]:
    if body[:1].isdigit() and (b" " in body or b"\t" in body):
        return hosts(body)
    bare = replace(
        Rule(b"", allow=allow),
        important=options.important,
        qtypes=options.qtypes,
        not_qtypes=options.not_qtypes,
        denyallow=options.denyallow,
        clients=options.clients,
        not_clients=options.not_clients,
    )
    if len(body) > 2 and body.startswith(b"/") and body.endswith(b"/"):
        return [replace(bare, pattern=_expression(body[1:-1]))]
    return [_named(body, bare)]


def _named(body: bytes, bare: Rule) -> Rule:
    body = re.sub(rb"^\|https?://", b"|", body)
    if body.startswith(b"|") and not body.startswith(b"||"):
        body, begins = body[1:], b"="
    else:
        begins = b"||" if body.startswith(b"||") else b""
    found = _HOST_MARK.fullmatch(body if begins != b"=" else body.rstrip(b"/"))
    if found is None or not found[2]:
        raise Rejected("nêu đường dẫn trong trang, DNS không thấy")
    host, closed = found[2].lower(), bool(found[3] or found[4])
    if b"*" in host.removeprefix(b"*."):
        return replace(bare, pattern=_wildcard(host, begins, closed))
    if not begins:
        return replace(bare, name=_name(host), reach=Reach.EXACT)
    # `||name` without `^` would also meet `name-and-more`; many lists write it and mean the name.
    if host.startswith(b"*."):
        return replace(bare, name=_name(host[2:]), reach=Reach.BELOW)
    return replace(bare, name=_name(host), reach=Reach.EXACT if begins == b"=" else Reach.SUBTREE)


def _split_options(body: bytes) -> tuple[bytes, _Options]:
    """The part before `$` and the options after it; a `$` in an expression is its own."""
    if body.startswith(b"/") and b"/$" not in body:
        return body, _Options()
    head, mark, tail = body.rpartition(b"/$") if body.startswith(b"/") else body.partition(b"$")
    if body.startswith(b"/"):
        head += b"/"
    return (head, _options(tail)) if mark else (body, _Options())


def _options(tail: bytes) -> _Options:
    options = _Options()
    for word in tail.split(b","):
        name, _, value = word.strip().partition(b"=")
        options = _with(options, name.lower(), value)
    return options


def _with(options: _Options, name: bytes, value: bytes) -> _Options:
    if name in _HARMLESS:
        return options
    if name == b"important":
        return replace(options, important=True)
    if name == b"badfilter":
        return replace(options, badfilter=True)
    if name == b"dnstype":
        yes, no = _sides(value.upper())
        return replace(options, qtypes=yes, not_qtypes=no)
    if name == b"client":
        yes, no = _sides(value.replace(b"'", b"").replace(b'"', b""))
        return replace(options, clients=yes, not_clients=no)
    if name == b"denyallow":
        return replace(options, denyallow=tuple(_name(each) for each in value.split(b"|")))
    if name in {b"dnsrewrite", b"ctag"}:
        raise Rejected(f"tùy chọn chưa dùng: {name.decode()}")
    if name.lstrip(b"~") in _OF_PAGES:
        raise Rejected("chỉ áp dụng cho một phần của trang, DNS không thấy")
    raise Rejected("tùy chọn lạ")


def _sides(value: bytes) -> tuple[frozenset[str], frozenset[str]]:
    words = [word.decode("utf-8", "replace") for word in value.split(b"|") if word]
    no = frozenset(word[1:] for word in words if word.startswith("~"))
    return frozenset(word for word in words if not word.startswith("~")), no


def _name(raw: bytes) -> bytes:
    try:
        return checked(raw)
    except BadName as wrong:
        raise Rejected(str(wrong)) from None


def _wildcard(host: bytes, begins: bytes, closed: bool) -> str:
    """`*` stands for any run of characters; `||` for the start of the name or of a label."""
    if len(host.replace(b"*", b"").strip(b".")) < 3:
        raise Rejected("mẫu quá rộng")
    body = re.escape(host.decode("ascii", "replace")).replace(r"\*", ".*")
    start = {b"||": r"(?:^|\.)", b"=": "^"}.get(begins, "")
    return f"{start}{body}{'$' if closed else ''}"


def _expression(raw: bytes) -> str:
    """A regular expression of the list, when it is short, compiles and asks about names only."""
    try:
        source = raw.decode("ascii")
        re.compile(source)
    except (UnicodeDecodeError, re.error, RecursionError, OverflowError):
        raise Rejected("biểu thức không dùng được") from None
    if len(source) > _PATTERN_MOST or re.search(r"\)[*+]|\}[*+]|\\[1-9]", source):
        raise Rejected("biểu thức có thể chạy rất lâu")
    if "\\/" in source or "/" in source or "?" in source.replace("(?", ""):
        raise Rejected("nêu đường dẫn trong trang, DNS không thấy")
    return source


__all__ = ["BadFilter", "Blank", "adblock"]
