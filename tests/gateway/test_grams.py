"""A name that a pattern fits has the letters that the compiled path looks for first."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.gateway.engine import grams, hot, hotpy, names
from mangnon.gateway.engine.hotpy import Answers
from mangnon.gateway.engine.plan import compiled
from mangnon.gateway.engine.rules import Rule
from tests.gateway.reference import Said
from tests.gateway.site import NOON, site_plan
from tests.gateway.test_hotpy import PUPIL, query
from tests.gateway.test_index import built

PIECES = st.sampled_from(
    ["casino", "bong88", r"(?:^|\.)", "[a-z]", "[^]x]{2,4}", r"\.", r"\-", "x?", "vip*", "ga+me",
     "(nha|cai)", "ab{2}c", r"\d+", "^", "$", ".*", "tai-xiu", "_"]
)  # fmt: skip
PATTERNS = st.lists(PIECES, min_size=1, max_size=5).map("".join)


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        (r"(?:^|\.)ads.*\.autodaily\.vn", b"toda"),
        (r"nhanvimomo2021\.weebly\.com.*", b"imom"),
        (r"^ads[0-9]", b""),
        ("casino|poker", b""),
        ("(casino|poker)88vip", b"88vi"),
        ("casinos?", b"asin"),
        ("(?i)casino", b""),
        ("a{1000}b", b""),
        (r"[\]abcd]x", b""),
    ],
)
def test_the_letters_that_a_pattern_needs(pattern: str, letters: bytes) -> None:
    assert grams.needed(pattern) == letters


@given(data=st.data(), pattern=PATTERNS)
def test_what_fits_has_them(data: st.DataObject, pattern: str) -> None:
    name = data.draw(st.from_regex(pattern))
    assert grams.needed(pattern).decode() in name


@settings(max_examples=60, deadline=None)
@given(
    patterns=st.lists(PATTERNS, min_size=1, max_size=3),
    asked=st.lists(st.text("abcasinovip8.-", min_size=3, max_size=30), min_size=1, max_size=6),
    odd=st.binary(min_size=1, max_size=8),
)
@pytest.mark.skipif(not hot.COMPILED, reason="the hot path was not compiled here")
def test_both_paths_meet_the_same_patterns(
    patterns: list[str], asked: list[str], odd: bytes
) -> None:
    said = [Said("adult", Rule(b"", pattern=re.compile(each).pattern)) for each in patterns]
    with TemporaryDirectory() as folder:
        index = built(said, Path(folder))
        table = compiled(site_plan(), index, NOON)
        both = [kind(index, table, Answers()) for kind in (hotpy.Hot, hot.CompiledHot)]
    wires = [b"".join(bytes([len(part)]) + part.encode() for part in name.split(".") if part)
             for name in asked] + [bytes([len(odd)]) + odd]  # fmt: skip
    for wire in wires:
        packet = query("a.vn")[:12] + wire + query("a.vn")[17:]
        assert len({of.decide(packet, PUPIL, 0.0) for of in both}) == 1, names.text(wire)
