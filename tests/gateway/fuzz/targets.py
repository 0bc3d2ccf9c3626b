"""What is thrown at: each takes any bytes, and fails loudly when something is not as it must be."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path

from mangnon.gateway.engine import hot, hotpy, message, names
from mangnon.gateway.engine.hotpy import Answers, Hot
from mangnon.gateway.engine.plan import GroupPlan, Plan, Trail, compiled
from mangnon.gateway.engine.rules import Blank, Rejected, Rule
from mangnon.gateway.lists.adblock import BadFilter, adblock
from mangnon.gateway.lists.rpz import RpzReader
from mangnon.gateway.serve.records import BadReply, read_name, read_reply
from tests.gateway.site import NOON, site_index
from tests.gateway.test_hotpy import query, response

ROUTER, PUPIL, WATCHED = (ip_address(each).packed for each in ("10.1.0.1", "10.1.4.7", "10.1.4.8"))
KEY = "A" * 43 + "="


def question(raw: bytes) -> None:
    """A question lies inside its packet, and is read alike by all."""
    read = message.read_question(raw)
    if read is None:
        return
    assert message.HEADER + 5 <= read.end <= len(raw)
    assert len(read.name) <= 254
    assert names.suffixes(read.name) == [] or names.text(read.name)
    assert len(message.told_mac(raw, read)) in (0, 6)
    assert message.truncated(raw, read)[:2] == raw[:2]


def reply(raw: bytes) -> None:
    """A response is read whole or refused by name; what was read can be used."""
    try:
        read = read_reply(raw)
    except BadReply:
        return
    for record in (*read.answers, *read.authority):
        assert len(record.owner) <= 254
        assert record.owner == record.owner.lower()


def name(raw: bytes) -> None:
    """A name ends behind where it began, whatever its pointers say."""
    for at in range(min(len(raw), 3)):
        try:
            read, end = read_name(raw, at)
        except (BadReply, IndexError):
            continue
        assert at < end <= len(raw)
        assert len(read) <= 254


def fuzz_plan() -> Plan:
    pupils = GroupPlan("thcs", "THCS", subnets=("10.1.0.0/16",), unknown="ask",
                       letters={"adult": "X", "games": "A", "dv:tiktok": "X"},
                       own_allow=("tot.xau.example",))  # fmt: skip
    staff = GroupPlan("staff", "giáo viên", letters={"adult": "X"}, fallback="O", unknown="flag",
                      macs=("aa:bb:cc:dd:ee:01",))  # fmt: skip
    trail = Trail("vu-1", "10.1.4.8", "2026-11-24T00:00:00+07:00", KEY)
    return Plan("Trường", (pupils, staff), "thcs", page_v4="10.1.0.1", routers=("10.1.0.1",),
                ordered={"cam.example": "12/CV"}, trails=(trail,))  # fmt: skip


def fuzz_kinds() -> list[type[Hot]]:
    return [hotpy.Hot, *([hot.CompiledHot] if hot.COMPILED else [])]


def guess(wire: bytes) -> int:
    return wire[1] % 3


def noting(noted: list[tuple[bytes, str, str]]) -> hotpy.Note:
    return lambda trail, wire, group, word: noted.append((wire, group, word))


@lru_cache(maxsize=1)
def pair() -> tuple[list[Hot], list[list[tuple[bytes, str, str]]]]:
    """The plain and the compiled hot path of one site, with something kept; and their trails."""
    index = site_index(Path(tempfile.mkdtemp()))
    table, made = compiled(fuzz_plan(), index, NOON), list[Hot]()
    noted: list[list[tuple[bytes, str, str]]] = []
    answers = Answers.for_page("page", "10.1.0.1", "2001:db8::1", lambda what, who: f"{what} {who}")
    for kind in fuzz_kinds():
        noted.append([])
        made.append(kind(index, table, answers, {names.wire(b"www.example"): None}, guess=guess,
                         note=noting(noted[-1])))  # fmt: skip
        for kept in ("mo.example", "b.example"):
            packet = query(kept, edns=False)
            read = message.read_question(packet)
            assert read is not None
            targets = (names.wire(b"xau.example"),) if kept == "b.example" else ()
            made[-1].put(read, response(packet), 9, 0.0, targets=targets)
    return made, noted


def both(raw: bytes) -> None:
    """Both hot paths answer any packet from anybody alike, count it alike, note it alike."""
    made, noted = pair()
    for address in (PUPIL, ROUTER, WATCHED):
        seen = {of.decide(raw, address, 1.0, stream=bool(raw[:1] > b"\x80")) for of in made}
        assert len(seen) == 1, raw
    seen = {of.decide_for(raw, 1, 1.0) for of in made}
    assert len(seen) == 1, raw
    assert len({(tuple(sorted(c.answers.items())), c.up) for c in (of.taken() for of in made)}) == 1
    assert all(each == noted[0] for each in noted)
    for each in noted:
        each.clear()


def _rules(read: Callable[[bytes], list[Rule]], line: bytes) -> None:
    try:
        rules = read(line)
    except (Blank, Rejected):
        return
    except BadFilter as back:
        rules = back.rules
    for rule in rules:
        assert rule.pattern or names.checked(rule.name) == rule.name


def lists(raw: bytes) -> None:
    """Lines of lists are rules with good names, or refused by name."""
    reader = RpzReader()
    for line in raw.split(b"\n"):
        _rules(adblock, line)
        _rules(reader, line)


TARGETS: tuple[Callable[[bytes], None], ...] = (question, reply, name, both, lists)


def thrown(raw: bytes) -> None:
    """The first byte chooses the target."""
    if raw:
        TARGETS[raw[0] % len(TARGETS)](raw[1:])
