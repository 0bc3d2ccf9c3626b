"""How long to wait before the next try: longer each time up to a minute, never all at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

FIRST_S, LONGEST_S = 1.0, 60.0
_chance = secrets.SystemRandom()


@dataclass
class Backoff:
    failures: int = 0

    def next(self) -> float:
        """Seconds: between half and the whole of a span that doubles."""
        span = min(FIRST_S * (1 << self.failures), LONGEST_S)
        self.failures = min(self.failures + 1, 16)
        return span * (0.5 + _chance.random() / 2)

    def reset(self) -> None:
        self.failures = 0


def spread(seconds: float) -> float:
    """A moment within so many seconds, another for each filter."""
    return _chance.random() * max(seconds, 0.0)
