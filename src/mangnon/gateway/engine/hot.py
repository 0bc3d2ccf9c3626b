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

from mangnon.gateway.engine import grams, hotpy
from mangnon.gateway.engine.clients import FRESH_S, Clients, Neighbour, nobody
from mangnon.gateway.engine.decide import Asking, Decider
from mangnon.gateway.engine.hotpy import QTYPES, Note
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.judge import (
    ALLOWED,
    ALTHOUGH_LISTED,
    FLAGGED,
    LOOKS,
    ORDERED,
    OWN,
    Guess,
    no_guess,
)
from mangnon.gateway.engine.kept import Answers, Counted, Kept, Key, key_of, text_of
from mangnon.gateway.engine.meaning import Masks
from mangnon.gateway.engine.message import Question
from mangnon.gateway.engine.table import FIRST_SERVICE, Rule, Table, strength

FACE = 3  # as in native/core.h: one that was built for other sources is not used

try:
    from mangnon.gateway.engine import _hot

    COMPILED = _hot.FACE == FACE
except (ImportError, AttributeError):  # nothing could be compiled here, or long ago
    COMPILED = False

MOST_WORDS = 16  # that Python may count under, besides those of the core
ROUTER, BIT_SHIFT = 1 << 24, 25  # in what the core is told of a client, see native/clients.h
# Kinds of own rules: blocked, locked, open, open whatever a list says, by an allowance.
BLOCKS, LOCKS, OPENS, ALLOWS, LIFTS = range(1, 6)
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
        guess: Guess = no_guess,
        neighbour: Neighbour = nobody,
        note: Note | None = None,
        before: hotpy.Hot | None = None,
    ) -> None:
        super().__init__(
            index,
            table,
            answers,
            special,
            cache=cache,
            per_client=per_client,
            guess=guess,
            neighbour=neighbour,
            note=note,
            before=before,
        )
        words = self._words = _words(index.categories, table.services)
        self._columns: dict[str, int] = {}
        for column, word in enumerate(words):
            self._columns.setdefault(word, column)
        self._own_words = len(words) + MOST_WORDS
        same = isinstance(before, CompiledHot) and self._top is before._top
        top = before._core.top_state() if isinstance(before, CompiledHot) and same else b""
        if before is not None and before.prime != index.prime:
            top = b""  # names are known by their fingerprints there
        letters = [grams.needed(rule["pattern"]) for rule in index.patterns]
        self._core: _hot.Core = _hot.Core(
            keys=index.keys,
            values=index.values,
            wide=index.values.itemsize == 4,
            prime=index.prime,
            seed=secrets.randbits(64),
            whole=_packed(index.whole),
            above=_packed(index.above),
            conditions=not all(letters),
            grams=grams.bitmap(letters) if letters else b"",
            masks=array("Q", [mask & _MASK for mask in table.masks]),
            opened=array("Q", [mask & _MASK for mask in table.opened]),
            unknown=bytes(table.unknown),
            locked=table.locked & _MASK,
            categories=len(index.categories),
            columns=self._own_words,
            looks=len(words) - 2 * len(LOOKS),
            marks=array("Q", table.rules),
            rows=array("H", [rule for row in table.rules.values() for rule in row]),
            kinds=_kinds(table, self._columns),
            special=array("Q", [index.mark(name) for name in self._special]),
            nxdomain=answers.mode == "nxdomain",
            v4=answers.v4,
            v6=answers.v6,
            cache=self.cache,
            touched=_Toucher(index, table),
            text=lambda column, group: text_of(answers, words[column], table.groups[group]),
            group_of=_Told(table, self.clients),
            guess=self._judge.guess,
            most_number=len(table.groups) * (1 + len(table.trails)),
            per_client=per_client,
            fresh=FRESH_S if self.clients.by_mac else 0.0,
            top=top,
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
        word: str,
        *,
        kept: Kept | None = None,
        seen: list[int] | None = None,
        end: int = 0,
    ) -> bytes:
        del kept, seen, end  # the core counts TTLs down itself, and names
        self._count((group, word))
        column = self._columns.get(word)
        if column is None and len(self._words) < self._own_words:
            column = self._columns[word] = len(self._words)
            self._words.append(word)
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
        self._core.forget(*key_of(question))
        return kept

    def taken(self) -> Counted:
        taken = super().taken()
        counts, up, over, top = self._core.taken()
        for group, column, count in counts:
            key = group, self._words[column]
            taken.answers[key] = taken.answers.get(key, 0) + count
        for group, column, name, count in top:
            seen = group, self._words[column], name
            taken.top[seen] = taken.top.get(seen, 0) + count
        taken.up += up
        taken.over += over
        return taken


def _packed(masks: Iterable[Masks]) -> array[int]:
    numbers = array("Q")
    for each in masks:
        numbers.extend((each.block, each.important, each.allow, int(each.narrow)))
    return numbers


def _words(categories: list[str], services: tuple[str, ...]) -> list[str]:
    """The word of each column, in the order that native/verdict.h counts on."""
    words = [*categories, OWN, ""]
    for sign in (ALTHOUGH_LISTED, ALLOWED):
        words += [sign + category for category in categories]
    words += [ALLOWED + OWN, ORDERED]
    for key in services:
        words += [key, ALTHOUGH_LISTED + key, ALLOWED + key]
    return [*words, *(f"looks-{looks}" for looks in LOOKS), *(FLAGGED + looks for looks in LOOKS)]


def _kinds(table: Table, columns: Mapping[str, int]) -> array[int]:
    """Each rule as the core knows it: kind, strength, column."""
    said = {
        Rule.BLOCK: (BLOCKS, OWN),
        Rule.ALLOW: (ALLOWS, ""),
        Rule.OPENED: (LIFTS, ""),
        Rule.HELP: (OPENS, ""),
        Rule.ORDERED: (LOCKS, ORDERED),
    }
    numbers = array("H")
    for rule in range(FIRST_SERVICE):
        kind, word = said.get(Rule(rule), (0, "")) if rule in set(Rule) else (0, "")
        numbers.extend((kind, strength(rule), columns[word]))
    for place, key in enumerate(table.services):
        words = (key, ALTHOUGH_LISTED + key, ALLOWED + key, key)
        for each, (kind, word) in enumerate(zip((BLOCKS, OPENS, OPENS, LOCKS), words, strict=True)):
            strong = strength(FIRST_SERVICE + 4 * place + each)
            numbers.extend((kind, strong, columns[word]))
    return numbers


class _Told:
    """What the core is told of a client: its number, whether it is a router, its bit.

    It knows nothing of the core's owner: the collector does not look into the core, and a circle
    through it would keep every index that was ever in force, with its file.
    """

    def __init__(self, table: Table, clients: Clients) -> None:
        self._routers, self._clients = table.routers, clients

    def __call__(self, address: bytes, mac: bytes) -> int:
        router = ROUTER if address in self._routers else 0
        bit = self._clients.bit(address, mac)
        return self._clients.number(address, mac) | router | bit << BIT_SHIFT


class _Toucher:
    """What all rules together say of a name; asked once for each name, type and group."""

    def __init__(self, index: Index, table: Table) -> None:
        self._decider, self._groups = Decider(index), table.groups

    def __call__(self, name: bytes, qtype: int, group: int) -> tuple[int, int, bool]:
        asking = Asking(QTYPES.get(qtype, str(qtype)), frozenset({self._groups[group]}))
        touched = self._decider.touched(name, asking)
        return touched.mask & _MASK, touched.excepted & _MASK, touched.spoken


if TYPE_CHECKING:
    Hot = hotpy.Hot
else:
    Hot = CompiledHot if COMPILED else hotpy.Hot
