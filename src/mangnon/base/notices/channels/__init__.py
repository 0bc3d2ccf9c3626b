"""Ways out of the system: a registry of channels, one module each.

A channel takes messages and says of each whether it went out. To add one (a text message, Zalo):
write a module with such a function, add a line to `CHANNELS`, and run its tests with those of
e-mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Letter:
    """One message to one address. `key` names it for ever, so that a copy can be recognised."""

    id: int
    key: str
    to: str
    subject: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What became of a letter: `error` is empty when it went out; `final`: never try again."""

    id: int
    error: str = ""
    final: bool = False


Send = Callable[[Sequence[Letter]], Iterator[Outcome]]


@dataclass(frozen=True)
class Channel:
    """`send` yields one outcome for each letter, in order, as soon as it is known."""

    name: str
    words: str
    send: Send
