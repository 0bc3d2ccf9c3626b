"""A small change of the lists changes few bytes of the index; the same lists give the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.gateway.building import Building
from mangnon.gateway.compiling import compile_folder
from mangnon.gateway.engine import index, names
from mangnon.gateway.engine.decide import Decider
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.meaning import Meanings
from mangnon.gateway.lists.catalogue import Listed

NAMES = 200_000


def written(folder: Path, lists: dict[str, list[str]]) -> Path:
    folder.mkdir(exist_ok=True)
    rows = ["file,format,category,use"]
    for category, some in lists.items():
        (folder / f"{category}.txt").write_text("\n".join(some) + "\n")
        rows.append(f"{category}.txt,plain,{category},block")
    (folder / "catalogue.csv").write_text("\n".join(rows) + "\n")
    return folder


def bytes_of(folder: Path, lists: dict[str, list[str]], bundle: Path) -> bytes:
    compile_folder(written(folder, lists), bundle)
    return (bundle / "index.bin").read_bytes()


def share_changed(before: bytes, after: bytes) -> float:
    assert len(before) == len(after)
    return sum(a != b for a, b in zip(before, after, strict=True)) / len(before)


@pytest.mark.slow
def test_a_hundred_names_of_200_000_change_little(tmp_path: Path) -> None:
    chance = random.Random(4)
    some = [f"trang{number}.nhom{number % 977}.example" for number in range(NAMES)]
    lists = {"adult": some[:120_000], "games": some[100_000:]}
    before = bytes_of(tmp_path / "lists", lists, tmp_path / "bundle")
    gone = set(chance.sample(lists["games"], 50))
    new = [f"moi{number}.example" for number in range(50)]
    changed = {"adult": lists["adult"], "games": [n for n in lists["games"] if n not in gone] + new}
    after = bytes_of(tmp_path / "lists", changed, tmp_path / "bundle")
    assert 0 < share_changed(before, after) < 0.02
    mapped = Index(tmp_path / "bundle/index.bin")
    assert mapped.names == NAMES + 50 - len(gone & set(some[120_000:]))
    games = mapped.bit("games")
    touched = Decider(mapped).touched
    assert [touched(names.wire(each.encode())).mask & games for each in new] == [games] * 50


def test_the_same_lists_give_the_same_bytes_whatever_their_order(tmp_path: Path) -> None:
    some = [f"trang{number}.example" for number in range(3000)]
    lists = {"adult": some[:2000], "games": some[1500:]}
    bundle = tmp_path / "bundle"
    first = bytes_of(tmp_path / "lists", lists, bundle)
    assert bytes_of(tmp_path / "lists", lists, bundle) == first
    turned = {"games": some[1500:][::-1], "adult": some[:2000][::-1]}
    assert bytes_of(tmp_path / "lists", turned, bundle) == first


def test_numbers_of_lists_stay_and_those_of_gone_lists_serve_again(tmp_path: Path) -> None:
    folder, bundle = tmp_path / "lists", tmp_path / "bundle"
    names_of = {each: [f"{each}{number}.example" for number in range(20)] for each in "abcd"}
    bytes_of(folder, {each: names_of[each] for each in "abc"}, bundle)
    bytes_of(folder, {each: names_of[each] for each in "dca"}, bundle)
    mapped = Index(bundle / "index.bin")
    assert [source.name for source in mapped.sources] == ["a.txt", "d.txt", "c.txt"]
    seen = {each: Decider(mapped).touched(names.wire(f"{each}3.example".encode())).mask
            for each in "abcd"}  # fmt: skip
    assert seen == {"a": mapped.bit("a"), "b": 0, "c": mapped.bit("c"), "d": mapped.bit("d")}


@given(marks=st.sets(st.integers(1, 10_000), max_size=60), slots=st.integers(70, 90))
def test_a_name_is_found_wherever_it_stands(marks: set[int], slots: int) -> None:
    keys, values = index.tables({mark: mark % 50 + 1 for mark in marks}, slots, wide=False)
    assert sorted(key for key in keys if key) == sorted(marks)
    for mark in marks:
        slot = mark % slots
        while keys[slot] != mark:
            assert keys[slot]
            slot = (slot + 1) % slots
        assert values[slot] == mark % 50 + 1


def test_a_million_names_take_less_than_16_megabytes() -> None:
    for count in (999_999, 1_000_000, 1_250_000):
        layout = index.Layout(1_600_000, 8192)
        slots = index.slots_for(count, layout)
        assert slots * 10 <= 16_000_000


def test_a_building_begins_anew_where_most_meanings_have_gone(tmp_path: Path) -> None:
    building = Building(meanings=Meanings([(), *((number << 5,) for number in range(1200))]))
    building.sources = [index.Source(str(number), "adult") for number in range(1200)]
    index.write(building.contents(), tmp_path / "index.bin")
    after = Building.after(Index(tmp_path / "index.bin"), [Listed("a", "plain", "adult")])
    assert after.meanings.items == [()]
