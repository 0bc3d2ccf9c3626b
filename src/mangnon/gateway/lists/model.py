"""What reading a list gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from mangnon.gateway.engine.rules import Rule

# A line as bytes without its end, to the rules in it. Raises Blank or Rejected.
LineReader = Callable[[bytes], "list[Rule]"]


@dataclass
class Tally:
    """How a list was digested: rules taken and lines rejected, by reason, with a few examples."""

    rules: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[int]] = field(default_factory=dict)

    def reject(self, reason: str, line: int) -> None:
        self.rejected[reason] = self.rejected.get(reason, 0) + 1
        seen = self.examples.setdefault(reason, [])
        if len(seen) < 3:
            seen.append(line)


# (line number from 1, rule)
Numbered = Iterator[tuple[int, Rule]]
Lines = Iterable[bytes]
