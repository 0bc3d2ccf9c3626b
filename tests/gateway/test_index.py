"""The mapped index says what the slow reference says, for any rules and any name."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.gateway.compiling import Building
from mangnon.gateway.engine import fingerprint, index, names
from mangnon.gateway.engine.decide import Asking, Decider
from mangnon.gateway.engine.index import BadIndex, Index
from mangnon.gateway.engine.rules import Reach, Rule
from mangnon.gateway.lists.catalogue import Listed
from tests.gateway.reference import Said, blocking_categories

LABELS = st.sampled_from(["a", "b", "www", "ads1", "x-y", "example", "vn", "com"])
NAMES = st.lists(LABELS, min_size=2, max_size=5).map(".".join)
QTYPES = st.sampled_from(["A", "AAAA", "HTTPS"])
GROUPS = st.sampled_from(["thcs", "staff"])


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    narrow = draw(st.booleans()) and draw(st.booleans())
    return Rule(
        draw(NAMES).encode(),
        draw(st.sampled_from(list(Reach))),
        allow=draw(st.booleans()),
        important=draw(st.booleans()),
        qtypes=frozenset(draw(st.sets(QTYPES, max_size=2))) if narrow else frozenset(),
        clients=frozenset(draw(st.sets(GROUPS, max_size=1))) if narrow else frozenset(),
        denyallow=tuple(n.encode() for n in draw(st.lists(NAMES, max_size=1))) if narrow else (),
    )


PATTERNS = st.sampled_from([Rule(b"", pattern=r"^ads[0-9]"), Rule(b"", pattern=r"\.vn$")])
SAID = st.builds(Said, st.sampled_from(["adult", "games", "ads"]), rules() | PATTERNS)


def built(said: list[Said], folder: Path) -> Index:
    building = Building()
    for number, each in enumerate(said):
        listed = Listed(f"list{number}", "plain", each.category)
        building.add_list(listed, [(1, each.rule)])
    index.write(building.contents(), folder / "index.bin")
    return Index(folder / "index.bin")


@given(
    said=st.lists(SAID, min_size=1, max_size=12),
    asked=st.lists(NAMES, min_size=1, max_size=6),
    qtype=QTYPES,
    group=GROUPS,
)
def test_the_index_agrees_with_the_reference(
    said: list[Said], asked: list[str], qtype: str, group: str
) -> None:
    asking = Asking(qtype, frozenset({group}))
    with TemporaryDirectory() as folder:
        mapped = built(said, Path(folder))
        decider = Decider(mapped)
        for name in [*asked, *(each.rule.name.decode() for each in said if each.rule.name)]:
            mask = decider.touched(names.wire(name.encode()), asking).mask
            seen = {category for category in mapped.categories if mask & mapped.bit(category)}
            assert seen == blocking_categories(said, name, asking), name


@given(name=NAMES)
def test_wire_and_text_are_two_ways_of_one_name(name: str) -> None:
    assert names.text(names.wire(name.encode())) == name


@given(raw=st.binary(min_size=1, max_size=60), prime=st.just(fingerprint.new_prime()))
def test_a_fingerprint_grows_from_the_right(raw: bytes, prime: int) -> None:
    """The step that the compiled loop takes: F(byte + rest) = byte + 256 F(rest)."""
    rest = fingerprint.of(raw[1:], prime) - 1
    assert fingerprint.of(raw, prime) == (raw[0] + 256 * rest) % prime + 1


def test_the_modulus_is_prime_and_has_all_its_bits() -> None:
    prime = fingerprint.new_prime()
    assert prime.bit_length() == fingerprint.BITS
    assert fingerprint.is_prime(prime)
    assert fingerprint.is_prime((1 << 61) - 1)
    assert not fingerprint.is_prime(3_215_031_751)  # a strong pseudoprime to 2, 3, 5, 7


def test_an_exception_lifts_only_blocks_of_its_own_category(tmp_path: Path) -> None:
    said = [
        Said("gambling", Rule(b"casino.example")),
        Said("ads", Rule(b"casino.example")),
        Said("ads", Rule(b"casino.example", allow=True)),
    ]
    mapped = built(said, tmp_path)
    mask = Decider(mapped).touched(names.wire(b"www.casino.example")).mask
    assert mask == mapped.bit("gambling")


def test_a_list_of_help_sites_excepts_everything(tmp_path: Path) -> None:
    building = Building()
    building.add_list(Listed("xau", "plain", "adult"), [(1, Rule(b"giup.example"))])
    building.add_list(Listed("giup", "plain", "help", "allow"), [(1, Rule(b"giup.example"))])
    index.write(building.contents(), tmp_path / "index.bin")
    assert Decider(Index(tmp_path / "index.bin")).touched(names.wire(b"giup.example")).mask == 0


@pytest.mark.parametrize("damage", ["cut", "magic", "longer", "header", "empty"])
def test_a_damaged_index_is_refused_by_name(tmp_path: Path, damage: str) -> None:
    built([Said("adult", Rule(b"a.example"))], tmp_path)
    path = tmp_path / "index.bin"
    whole = path.read_bytes()
    path.write_bytes(
        {
            "cut": whole[:-3],
            "magic": b"X" + whole[1:],
            "longer": whole + b"x",
            "header": whole[:16] + b"}" + whole[17:],
            "empty": b"",
        }[damage]
    )
    with pytest.raises(BadIndex, match=r"index\.bin: "):
        Index(path)
