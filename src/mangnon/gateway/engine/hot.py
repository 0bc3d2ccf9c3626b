"""The hot path: the compiled one where it was built, else the plain one. One behaviour, two speeds.

`_hot.Core` does in C what `hotpy.Hot.decide` and `.batch` do, and asks Python for what is rare. The
kept responses stay in Python's `cache`; the core has a small front of it.
"""

from __future__ import annotations

import secrets
import socket
from array import array
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mangnon.gateway.engine import hotpy
from mangnon.gateway.engine.decide import Asking, Decider
from mangnon.gateway.engine.hotpy import QTYPES, Answers, Counted, Kept, Key, text_of
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.judge import OWN
from mangnon.gateway.engine.meaning import Masks
from mangnon.gateway.engine.message import Question
from mangnon.gateway.engine.plan import Table

FACE = 1  # as in _hot.c: one that was built for other sources is not used

try:
    from mangnon.gateway.engine import _hot

    COMPILED = _hot.FACE == FACE
except (ImportError, AttributeError):  # nothing could be compiled here, or long ago
    COMPILED = False

MOST_WORDS = 16  # that Python may count under, besides the categories
_MASK = (1 << 64) - 1
_FAMILIES = (socket.AF_INET, socket.AF_INET6)


class CompiledHot(hotpy.Hot):
    """`hotpy.Hot` with its two doors in C."""

    def __init__(
        self,
        index: Index,
        table: Table,
        answers: Answers,
        special: Mapping[bytes, object] | None = None,
        *,
        cache: dict[Key, Kept] | None = None,
        per_client: int = 0,
    ) -> None:
        super().__init__(index, table, answers, special, cache=cache, per_client=per_client)
        words = [*index.categories, OWN, ""]
        self._words = words
        self._columns = {word: column for column, word in enumerate(words)}
        self._core = _hot.Core(
            keys=index.keys,
            values=index.values,
            wide=index.values.itemsize == 4,
            prime=index.prime,
            seed=secrets.randbits(64),
            whole=_packed(index.whole),
            above=_packed(index.above),
            conditions=bool(index.patterns),
            masks=array("Q", [mask & _MASK for mask in table.masks]),
            locked=table.locked & _MASK,
            categories=len(index.categories),
            own=_own(table),
            special=array("Q", [index.mark(name) for name in self._special]),
            nxdomain=answers.mode == "nxdomain",
            v4=answers.v4,
            v6=answers.v6,
            cache=self.cache,
            touched=_Toucher(index, table),
            text=lambda column, group: text_of(answers, words[column], table.groups[group]),
            group_of=table.group_of,
            per_client=per_client,
        )

    def decide(
        self, packet: bytes, address: bytes, now: float, *, stream: bool = False
    ) -> bytes | None:
        return self._core.decide(packet, address, now, stream, self._decide)

    def decide_for(self, packet: bytes, group: int, now: float) -> bytes | None:
        return self._core.decide_for(packet, group, now, self._decide)

    def batch(
        self, sock: socket.socket, most: int, now: float
    ) -> list[tuple[bytes, tuple[str, int]]]:
        if sock.family not in _FAMILIES:
            return super().batch(sock, most, now)
        return self._core.batch(sock.fileno(), most, now, self._decide)

    def remember(
        self,
        packet: bytes,
        group: int,
        answer: bytes,
        until: float,
        category: str,
        *,
        kept: Kept | None = None,
    ) -> bytes:
        del kept  # the core counts TTLs down itself
        self._count((group, category))
        column = self._columns.get(category)
        if column is None and len(self._words) < len(self._judge.index.categories) + 2 + MOST_WORDS:
            column = self._columns[category] = len(self._words)
            self._words.append(category)
        if column is not None:
            self._core.remember(packet, group, answer, until, column)
        return answer

    def put(
        self,
        question: Question,
        response: bytes,
        ttl: float,
        now: float,
        *,
        targets: tuple[bytes, ...] = (),
        ede: int | None = None,
        text: bytes = b"",
    ) -> Kept:
        kept = super().put(question, response, ttl, now, targets=targets, ede=ede, text=text)
        self._core.forget(*hotpy.key_of(question))
        return kept

    def taken(self) -> Counted:
        taken = super().taken()
        counts, up, over = self._core.taken()
        for group, column, count in counts:
            key = group, self._words[column]
            taken.answers[key] = taken.answers.get(key, 0) + count
        taken.up += up
        taken.over += over
        return taken


def _packed(masks: Iterable[Masks]) -> array[int]:
    numbers = array("Q")
    for each in masks:
        numbers.extend((each.block, each.important, each.allow, int(each.narrow)))
    return numbers


def _own(table: Table) -> array[int]:
    numbers = array("Q")
    for (mark, group), said in table.own.items():
        numbers.extend((mark, group, said))
    return numbers


class _Toucher:
    """What all rules together say of a name; asked once for each name, type and group."""

    def __init__(self, index: Index, table: Table) -> None:
        self._decider, self._groups = Decider(index), table.groups

    def __call__(self, name: bytes, qtype: int, group: int) -> tuple[int, int]:
        asking = Asking(QTYPES.get(qtype, str(qtype)), frozenset({self._groups[group]}))
        touched = self._decider.touched(name, asking)
        return touched.mask & _MASK, touched.excepted & _MASK


if TYPE_CHECKING:
    Hot = hotpy.Hot
else:
    Hot = CompiledHot if COMPILED else hotpy.Hot
