"""The index of all lists: one mapped file, two look-ups for a usual name.

Layout, little-endian, sections aligned to 64 bytes:

    8 bytes   magic b"MNINDEX1"
    8 bytes   length of the header
    header    JSON: prime, slots, sources, categories, meanings, narrow rules, patterns; filled up
    slots x 8 fingerprints, 0 where empty   (open addressing, linear probing)
    slots x 2 meanings, parallel to them    (x 4 when there are more than 65,535)

Nothing is read at start but the header: the arrays are mapped, and all processes of a machine share
the pages.
"""

from __future__ import annotations

import json
import mmap
import os
from array import array
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mangnon.gateway.engine import fingerprint
from mangnon.gateway.engine.meaning import Masks, masks

MAGIC = b"MNINDEX1"
ALIGN = 64
LOAD, LEAST_LOAD, MOST_LOAD = 0.72, 0.62, 0.82
HEADER_STEP = 4096  # a header may grow a little without moving what is behind it
ALL_CATEGORIES = (1 << 64) - 1
MOST_CATEGORIES = 64
MOST_HEADER = 64 * 1024 * 1024


class BadIndex(Exception):
    """A file that is no index, or is damaged; the words say what was found."""


@dataclass(frozen=True, slots=True)
class Source:
    """A list: its number is its place. `excepts_all`: its names are never blocked by others."""

    name: str
    category: str
    excepts_all: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that an index holds, before it is laid out."""

    prime: int
    names: dict[int, int]  # fingerprint -> meaning
    meanings: list[tuple[int, ...]]
    sources: list[Source]
    categories: list[str]
    narrow: list[dict[str, Any]]
    patterns: list[dict[str, Any]]
    layout: Layout | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The measures of an earlier index, kept while they serve: what differs is then little."""

    slots: int
    begin: int  # where the fingerprints stand in the file


def write(contents: Contents, path: Path) -> int:
    """Lay the index out and put it in place whole; returns its size in bytes."""
    slots = slots_for(len(contents.names), contents.layout)
    keys, values = tables(contents.names, slots, wide=len(contents.meanings) > 0xFFFF)
    header = {
        "prime": contents.prime,
        "slots": slots,
        "names": len(contents.names),
        "wide": values.itemsize == 4,
        "meanings": contents.meanings,
        "sources": [asdict(source) for source in contents.sources],
        "categories": contents.categories,
        "narrow": contents.narrow,
        "patterns": contents.patterns,
    }
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    begin = 16 + len(head) + HEADER_STEP // 4
    begin += -begin % HEADER_STEP
    if contents.layout is not None and 16 + len(head) <= contents.layout.begin <= 2 * begin:
        begin = contents.layout.begin
    head += b" " * (begin - 16 - len(head))
    first = keys.tobytes()
    parts = [MAGIC, len(head).to_bytes(8, "little"), head, first, b"\0" * (-len(first) % ALIGN)]
    _write_whole(path, [*parts, values.tobytes()])
    return path.stat().st_size


def slots_for(count: int, layout: Layout | None) -> int:
    """How many slots; those of before as long as they are neither too full nor too empty."""
    if layout is not None and LEAST_LOAD * layout.slots <= count <= MOST_LOAD * layout.slots:
        return layout.slots
    return max(8, int(count / LOAD) + 1)


def tables(names: dict[int, int], slots: int, *, wide: bool) -> tuple[array[int], array[int]]:
    """The two arrays. Names go in by the size of their fingerprints, so that the place of each
    depends on the names alone and not on the order of the lists, and one more moves few others."""
    keys = array("Q", bytes(8 * slots))
    values = array("I" if wide else "H", bytes((4 if wide else 2) * slots))
    for mark in sorted(names):
        slot = mark % slots
        while keys[slot]:
            slot = slot + 1 if slot + 1 < slots else 0
        keys[slot], values[slot] = mark, names[mark]
    return keys, values


def _write_whole(path: Path, parts: list[bytes]) -> None:
    """Write beside, then rename: a reader sees the old file or the new one, never a half."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("wb") as file:
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


class Index:
    """A mapped index. `find` costs the same whatever the number of lists and policies."""

    def __init__(self, path: Path) -> None:
        """Raises BadIndex when the file is not whole."""
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as wrong:
            raise BadIndex(f"{path.name}: không mở được ({wrong})") from None
        header = self._header(path)
        self.prime: int = header["prime"]
        self.slots: int = header["slots"]
        self.names: int = header["names"]
        self.sources = [Source(**source) for source in header["sources"]]
        self.categories: list[str] = header["categories"]
        self.meanings = [tuple(items) for items in header["meanings"]]
        self.narrow: list[dict[str, Any]] = header["narrow"]
        self.patterns: list[dict[str, Any]] = header["patterns"]
        self._map_tables(path, header)
        self._mask_meanings()

    def _header(self, path: Path) -> dict[str, Any]:
        length = int.from_bytes(self._map[8:16], "little")
        if self._map[:8] != MAGIC or not 2 <= length <= min(MOST_HEADER, len(self._map) - 16):
            raise BadIndex(f"{path.name}: không phải tệp chỉ mục")
        try:
            header = json.loads(self._map[16 : 16 + length])
        except ValueError:
            raise BadIndex(f"{path.name}: phần đầu hỏng") from None
        self.begin = 16 + length
        return dict(header)

    def _map_tables(self, path: Path, header: dict[str, Any]) -> None:
        width = 4 if header["wide"] else 2
        keys_end = self.begin + 8 * self.slots
        values_at = keys_end + (-8 * self.slots % ALIGN)
        if self.prime.bit_length() != fingerprint.BITS:
            raise BadIndex(f"{path.name}: số nguyên tố không đúng cỡ")
        if self.slots < 1 or len(self._map) != values_at + width * self.slots:
            raise BadIndex(f"{path.name}: thiếu hoặc thừa dữ liệu")
        view = memoryview(self._map)
        self.keys = view[self.begin : keys_end].cast("Q")
        self.values = view[values_at : values_at + width * self.slots].cast(
            "I" if width == 4 else "H"
        )

    def _mask_meanings(self) -> None:
        bits = [
            ALL_CATEGORIES if source.excepts_all else 1 << self.categories.index(source.category)
            for source in self.sources
        ]
        self.whole: list[Masks] = [masks(items, bits, whole=True) for items in self.meanings]
        self.above: list[Masks] = [masks(items, bits, whole=False) for items in self.meanings]

    def find(self, name: bytes) -> int:
        """The meaning of exactly these wire bytes, 0 when no list speaks of them."""
        mark = int.from_bytes(name, "little") % self.prime + 1
        keys, slot = self.keys, mark % self.slots
        while key := keys[slot]:
            if key == mark:
                return self.values[slot]
            slot = slot + 1 if slot + 1 < self.slots else 0
        return 0

    def mark(self, name: bytes) -> int:
        return fingerprint.of(name, self.prime)

    def bit(self, category: str) -> int:
        """The mask of a category, 0 when no list is of it."""
        return 1 << self.categories.index(category) if category in self.categories else 0
