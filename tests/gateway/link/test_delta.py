"""From one index to the next by what changed, never to anything else."""

from __future__ import annotations

import random
import shutil
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.gateway.compiling import compile_folder
from mangnon.gateway.link.delta import BadDelta, applied, delta, file_delta


def index_like(header: bytes, body: bytes) -> bytes:
    return b"MNINDEX1" + len(header).to_bytes(8, "little") + header + body


BODY = random.Random(7).randbytes(300_000)
BASE = index_like(b"{}".ljust(48), BODY)


def test_ten_changed_names_of_many_cost_some_hundred_bytes() -> None:
    body = bytearray(BODY)
    for place in range(1000, 300_000, 30_000):
        body[place : place + 8] = b"newname!"
    new = index_like(b"{}".ljust(48), bytes(body))

    change = delta(BASE, new)

    assert change is not None
    assert len(change) < 800
    assert applied(BASE, change) == new


def test_a_header_that_grew_moves_nothing_else() -> None:
    new = index_like(b'{"sources": ["a list more"]}'.ljust(112), BODY)

    change = delta(BASE, new)

    assert change is not None
    assert len(change) < 250
    assert applied(BASE, change) == new


def test_what_changed_more_than_half_is_sent_whole() -> None:
    assert delta(BASE, index_like(b"{}".ljust(48), random.Random(8).randbytes(300_000))) is None


def test_a_delta_fits_its_base_alone() -> None:
    change = delta(BASE, BASE + b"more")
    assert change is not None

    with pytest.raises(BadDelta, match="gói khác"):
        applied(BASE + b"!", change)


def test_a_damaged_delta_gives_nothing() -> None:
    change = delta(BASE, BASE + b"more")
    assert change is not None

    for bad in (b"", change[:40], change[:-1], b"X" + change[1:], change[:80] + zlib.compress(b"")):
        with pytest.raises(BadDelta):
            applied(BASE, bad)


def test_a_small_delta_cannot_fill_the_memory() -> None:
    change = delta(BASE, BASE + b"more")
    assert change is not None
    bomb = change[:80] + zlib.compress(bytes(50_000_000), 9)

    with pytest.raises(BadDelta, match="bị thiếu"):
        applied(BASE, bomb)


@given(st.binary(max_size=400), st.binary(max_size=400), st.integers(0, 64))
def test_any_two_files_come_out_right(one: bytes, other: bytes, header: int) -> None:
    base, new = index_like(bytes(header), one * 9), index_like(bytes(64 - header), one * 9 + other)

    change = delta(base, new)

    assert change is None or applied(base, change) == new


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_words(noise: bytes) -> None:
    change = delta(BASE, BASE + b"more")
    assert change is not None

    with pytest.raises(BadDelta):
        applied(BASE, change[:80] + noise)


def test_two_real_bundles_differ_by_little(tmp_path: Path) -> None:
    lists, one, two = tmp_path / "lists", tmp_path / "one", tmp_path / "two"
    lists.mkdir()
    (lists / "catalogue.csv").write_text(
        "file,format,category,use\ngames.txt,plain,games,block\n", encoding="utf-8"
    )
    names = [f"tro-choi-{number}.example" for number in range(3000)]
    (lists / "games.txt").write_text("\n".join(names), encoding="utf-8")
    compile_folder(lists, one)
    shutil.copytree(one, two)
    (lists / "games.txt").write_text("\n".join([*names[:-1], "moi.example"]), encoding="utf-8")
    compile_folder(lists, two)

    change = file_delta(one / "index.bin", two / "index.bin")

    assert change is not None
    assert len(change) < 1000 < (two / "index.bin").stat().st_size
    assert applied((one / "index.bin").read_bytes(), change) == (two / "index.bin").read_bytes()
