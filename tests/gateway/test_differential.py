"""Any lists, any plan, any moment: both hot paths answer what the slow reference says."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.gateway.engine import hot, hotpy, message, names
from mangnon.gateway.engine.decide import Asking
from mangnon.gateway.engine.hotpy import Answers, Hot
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.plan import Plan, compiled
from tests.gateway.plans import ASKABLE, CATEGORIES, moments, plans
from tests.gateway.reference import Said, Slow
from tests.gateway.test_hotpy import query, response
from tests.gateway.test_index import PATTERNS, built, rules

SAID = st.builds(Said, st.sampled_from(CATEGORIES), rules() | PATTERNS)
KINDS = [hotpy.Hot, *([hot.CompiledHot] if hot.COMPILED else [])]
TYPES = {"A": 1, "AAAA": 28, "HTTPS": 65}
PAGE = ip_address("10.1.0.1").packed
GUESSES = {1: "adult", 2: "gambling"}


def looks(name: str) -> str:
    """Some names look like something: an invented model."""
    return GUESSES.get(len(name) % 4, "")


def guess(name: bytes) -> int:
    return {"": 0, "adult": 1, "gambling": 2}[looks(names.text(name))]


def slow(said: list[Said], index: Index, plan: Plan, group: int, at: datetime) -> Slow:
    return Slow(said, index.categories, plan, plan.groups[group], at, looks)


def kept(of: Hot, name: str, qtype: int, targets: list[str]) -> None:
    packet = query(name, qtype, edns=False)
    question = message.read_question(packet)
    assert question is not None
    wires = tuple(names.wire(each.encode()) for each in targets)
    of.put(question, response(packet, b"\xc0\x00\x02\x07"), 9, 0.0, targets=wires)


@settings(max_examples=250, deadline=None)
@given(
    said=st.lists(SAID, min_size=1, max_size=10),
    plan=plans(),
    asked=st.lists(ASKABLE, min_size=1, max_size=5),
    qtype=st.sampled_from(list(TYPES)),
    at=moments(),
)
def test_every_answer_and_every_count_is_the_references(
    said: list[Said], plan: Plan, asked: list[str], qtype: str, at: datetime
) -> None:
    with TemporaryDirectory() as folder:
        index = built(said, Path(folder))
        table = compiled(plan, index, at)
        for kind in KINDS:
            of = kind(index, table, Answers.for_page("null", "", "", lambda *_: ""), guess=guess)
            expected: Counter[tuple[int, str]] = Counter()
            for name in asked:
                kept(of, name, TYPES[qtype], [])
                for group, key in enumerate(table.groups):
                    asking = Asking(qtype, frozenset({key}))
                    blocked, word = slow(said, index, plan, group, at).verdict(name, asking)
                    expected[group, word] += 1
                    answer = of.decide_for(query(name, TYPES[qtype]), group, 1.0)
                    assert answer is not None
                    assert (b"\xc0\x00\x02\x07" not in answer) is blocked, (name, key, word)
            assert of.taken().answers == expected


@settings(max_examples=150, deadline=None)
@given(
    said=st.lists(SAID, min_size=1, max_size=10),
    plan=plans(),
    name=ASKABLE,
    targets=st.lists(ASKABLE, min_size=1, max_size=3),
    at=moments(),
)
def test_where_a_name_leads_is_judged_as_the_reference_does(
    said: list[Said], plan: Plan, name: str, targets: list[str], at: datetime
) -> None:
    with TemporaryDirectory() as folder:
        index = built(said, Path(folder))
        table = compiled(plan, index, at)
        for kind in KINDS:
            of = kind(index, table, Answers.for_page("null", "", "", lambda *_: ""), guess=guess)
            kept(of, name, 1, targets)
            for group, key in enumerate(table.groups):
                asking, there = Asking("A", frozenset({key})), slow(said, index, plan, group, at)
                blocked, word = there.verdict(name, asking)
                by_way = "" if blocked else there.way(name, targets, asking)
                of.decide_for(query(name), group, 1.0)
                assert of.taken().answers == {(group, by_way or word): 1}, (name, key)
