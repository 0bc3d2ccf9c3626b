"""Lists whose lines are names: plain, wildcard, hosts, dnsmasq, Unbound."""

from __future__ import annotations

import re

from mangnon.gateway.engine.names import BadName, checked
from mangnon.gateway.engine.rules import Blank, Reach, Rejected, Rule

_SINKS = frozenset(
    {b"0.0.0.0", b"127.0.0.1", b"::", b"::1", b"0", b"255.255.255.255", b"fe80::1%lo0"}
)
_OWN_NAMES = frozenset(
    {
        b"localhost",
        b"localhost.localdomain",
        b"local",
        b"broadcasthost",
        b"ip6-localhost",
        b"ip6-loopback",
        b"ip6-localnet",
        b"ip6-mcastprefix",
        b"ip6-allnodes",
        b"ip6-allrouters",
        b"ip6-allhosts",
        b"0.0.0.0",
    }
)
_DNSMASQ = re.compile(rb"(address|server|local)\s*=\s*((?:/[^/]*)+)/(.*)")
_UNBOUND = re.compile(rb"local-zone:\s*\"?([^\"\s]+)\"?\s+\"?([a-z_]+)\"?\s*")
_REFUSING = frozenset(
    {
        b"always_nxdomain",
        b"always_refuse",
        b"always_null",
        b"always_nodata",
        b"refuse",
        b"static",
        b"deny",
        b"inform_deny",
        b"redirect",
    }
)
_ALLOWING = frozenset({b"transparent", b"always_transparent", b"typetransparent"})


def _name(raw: bytes) -> bytes:
    try:
        return checked(raw)
    except BadName as wrong:
        raise Rejected(str(wrong)) from None


def _content(line: bytes) -> bytes:
    """The line without comment and blanks. Raises Blank when nothing is left."""
    line = line.split(b"#", 1)[0].strip()
    if not line or line.startswith((b"!", b";", b"//")):
        raise Blank
    return line


def plain(line: bytes) -> list[Rule]:
    """One name a line; the name and all below it."""
    word = _content(line)
    if word.startswith(b"*."):
        return wildcard(line)
    if b" " in word or b"\t" in word:
        raise Rejected("nhiều từ trên một dòng")
    return [Rule(_name(word))]


def wildcard(line: bytes) -> list[Rule]:
    """`*.name` or `.name`: all below it. A bare name in such a list means the name too."""
    word = _content(line)
    for mark in (b"*.", b"."):
        if word.startswith(mark):
            return [Rule(_name(word[len(mark) :]), Reach.BELOW)]
    return [Rule(_name(word))]


def hosts(line: bytes) -> list[Rule]:
    """`0.0.0.0 name [name …]`. Only lines that point nowhere; others are addresses, not blocks."""
    words = _content(line).split()
    if words[0] not in _SINKS:
        if len(words) == 1:
            return [Rule(_name(words[0]))]
        raise Rejected("trỏ đến một địa chỉ thật")
    names = [word for word in words[1:] if word.lower() not in _OWN_NAMES]
    if not names:
        raise Blank
    return [Rule(_name(word)) for word in names]


def dnsmasq(line: bytes) -> list[Rule]:
    """`address=/name/`, `address=/name/0.0.0.0`, `server=/name/`, `local=/name/`; `#` lets pass."""
    found = _DNSMASQ.fullmatch(line.strip())
    if found is None:
        _content(line)
        raise Rejected("không phải dòng chặn của dnsmasq")
    target = found[3].split(b"#", 1)[0].strip() if found[3].strip() != b"#" else b"#"
    if target not in _SINKS and target not in {b"", b"#"}:
        raise Rejected("trỏ đến một địa chỉ thật")
    names = [name for name in found[2].split(b"/") if name]
    if not names:
        raise Rejected("không nêu tên miền")
    return [_dnsmasq_rule(name, allow=target == b"#") for name in names]


def _dnsmasq_rule(name: bytes, *, allow: bool) -> Rule:
    if name.startswith(b"*."):
        return Rule(_name(name[2:]), Reach.BELOW, allow)
    return Rule(_name(name.lstrip(b".")), Reach.SUBTREE, allow)


def unbound(line: bytes) -> list[Rule]:
    """`local-zone: "name" always_nxdomain` and its kin; `local-data` that points nowhere."""
    line = line.strip()
    found = _UNBOUND.match(line)
    if found is None:
        if line.startswith((b"server:", b"local-data:")):
            raise Blank
        _content(line)
        raise Rejected("không phải dòng local-zone")
    if found[2] in _ALLOWING:
        return [Rule(_name(found[1]), allow=True)]
    if found[2] not in _REFUSING:
        raise Rejected(f"loại local-zone không chặn: {found[2].decode()}")
    return [Rule(_name(found[1]))]
