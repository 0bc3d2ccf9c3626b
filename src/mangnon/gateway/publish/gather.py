"""The lists read once more, this time with their names: an index holds only fingerprints.

What is told to another resolver is told in names. `gathered` keeps each name once, as a sort key,
and an index of the rules that need no condition, so that the engine's own `Judge` has the last word
about every one of them.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mangnon.gateway.building import Building
from mangnon.gateway.engine import index, names
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.rules import Rule
from mangnon.gateway.lists.catalogue import Listed, catalogue_of
from mangnon.gateway.lists.model import Numbered, Tally
from mangnon.gateway.lists.reading import read_rules


@dataclass(frozen=True)
class Conditional:
    """Rules of one category that hold only under a condition, by which one."""

    category: str
    allow: bool
    reason: str


@dataclass(frozen=True)
class Gathered:
    """Every name that a rule without conditions speaks of, in order, and what is said of it.

    keys: see `key_of`, each once, sorted: a name comes right before everything below it; meanings:
    parallel to them, numbers of the index; conditional: where the other rules stand.
    """

    index: Index
    keys: list[bytes]
    meanings: array[int]
    conditional: dict[Conditional, list[str]]


def key_of(name: bytes) -> bytes:
    """Text of a name to its sort key: labels from the right, split by a byte below every letter."""
    return b"\0".join(name.split(b".")[::-1])


def name_of(key: bytes) -> bytes:
    """The text of a name from its sort key."""
    return b".".join(key.split(b"\0")[::-1])


def gathered(folder: Path) -> Gathered:
    """Reads every list of the folder that blocks or allows. Raises BadCatalogue."""
    building = Building()
    keys: list[bytes] = []
    conditional: dict[Conditional, list[str]] = {}
    for listed in catalogue_of(folder):
        if listed.use == "benign":
            continue
        lines = (folder / listed.file).read_bytes().splitlines()
        rules = read_rules(lines, listed.form, Tally())
        building.add_list(listed, _plain(listed, rules, keys, conditional))
        building.lines.clear()  # which line said it is not told to other resolvers
    found = _index(building)
    keys = _each_once(keys)
    meanings = array("I", (found.find(names.wire(name_of(key))) for key in keys))
    return Gathered(found, keys, meanings, conditional)


def _plain(
    listed: Listed, rules: Numbered, keys: list[bytes], conditional: dict[Conditional, list[str]]
) -> Iterator[tuple[int, Rule]]:
    """The rules without conditions; their names are kept, the others counted."""
    for line, rule in rules:
        if rule.plain:
            keys.append(key_of(rule.name))
            yield line, rule
            continue
        allow = rule.allow or listed.use == "allow"
        said = Conditional(listed.category, allow, _condition(rule))
        conditional.setdefault(said, []).append(f"{listed.file} dòng {line}")


def _condition(rule: Rule) -> str:
    if rule.pattern:
        return "mẫu hoặc biểu thức, không phải một tên"
    if rule.qtypes or rule.not_qtypes:
        return "chỉ cho vài loại bản ghi ($dnstype)"
    if rule.clients or rule.not_clients:
        return "chỉ cho vài máy ($client)"
    return "trừ vài tên bên dưới ($denyallow)"


def _index(building: Building) -> Index:
    """The index of a building; its file is gone as soon as it is mapped."""
    with tempfile.TemporaryDirectory(prefix="mangnon-publish-") as folder:
        index.write(building.contents(), Path(folder) / "index.bin")
        return Index(Path(folder) / "index.bin")


def _each_once(keys: list[bytes]) -> list[bytes]:
    keys.sort()
    last = b""
    kept = 0
    for key in keys:
        if key != last:
            keys[kept] = last = key
            kept += 1
    del keys[kept:]
    return keys
