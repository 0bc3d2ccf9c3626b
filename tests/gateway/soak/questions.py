"""What is asked in a long run, and what is right to hear."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.gateway.soak.upstream import ALIAS, ELSEWHERE, LONG

PAGE = "127.0.0.1"
BLOCKED, KEPT = 20_000, 2_000
SIGN, OWN = "doi.example", "rieng.example"  # blocked by one of two bundles, by one of two plans
SETTLED_S = 3.0  # after a change either word is right for so long
PUPILS = ("127.0.1.5", "127.0.1.6", "127.0.2.5", "127.0.4.5")
TEACHERS = ("127.0.9.5", "127.0.9.6")


def blocked_names() -> list[str]:
    return [f"cuoc{number}.nha-cai-{number % 53}.example" for number in range(BLOCKED)]


@dataclass
class State:
    """What the filter was told last. changed: when, by the clock that never goes back."""

    sign_blocked: bool = False
    own_blocked: bool = False
    changed: dict[str, float] = field(default_factory=dict)

    def settled(self, name: str) -> bool:
        return time.monotonic() > self.changed.get(name, 0) + SETTLED_S


@dataclass(frozen=True)
class Asked:
    """A question of a client. right: the address it has to hear; blank where either is right."""

    kind: str
    name: str
    client: str
    right: str


class Questions:
    """Mixed as in a school; each is made by chance, the chance is always the same."""

    def __init__(self, state: State, seed: int) -> None:
        self._state, self._chance, self._new = state, random.Random(seed), 0
        self._blocked, self._seed = blocked_names(), seed
        self._kinds: Mapping[str, Callable[[], tuple[str, str]]] = {
            "blocked": lambda: (self._chance.choice(self._blocked), PAGE),
            "kept": lambda: (f"trang{self._chance.randrange(KEPT)}.mo.example", ELSEWHERE),
            "new": lambda: (f"moi{self._number()}.lan{seed}.example", ELSEWHERE),
            "long": lambda: (f"{LONG}{self._number()}.lan{seed}.example", ELSEWHERE),
            "alias": lambda: (f"{ALIAS}{self._chance.randrange(500)}.example", PAGE),
            "sign": lambda: (SIGN, self._changing(SIGN, self._state.sign_blocked)),
            "own": lambda: (OWN, self._changing(OWN, self._state.own_blocked)),
        }
        self._weights = (40, 30, 20, 1, 3, 3, 3)

    def next(self) -> Asked:
        (kind,) = self._chance.choices(list(self._kinds), self._weights)
        name, right = self._kinds[kind]()
        if kind == "blocked" or kind == "own":
            return Asked(kind, name, self._chance.choice(PUPILS), right)
        return Asked(kind, name, self._chance.choice((*PUPILS, *TEACHERS)), right)

    def _number(self) -> int:
        self._new += 1
        return self._new

    def _changing(self, name: str, blocked: bool) -> str:
        if not self._state.settled(name):
            return ""
        return PAGE if blocked else ELSEWHERE
