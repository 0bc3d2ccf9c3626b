"""Answers that are asked for many times a second, remembered for a moment.

For what may be two seconds old without harm: who is told, the names of communes, the unit of a
place. Never a right, never a key. "Nobody" and "nothing" are asked anew each time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")
SECONDS: float = 2.0
_MOST = 1024


def briefly(ask: Callable[P, T]) -> Callable[P, T]:
    """Decorator. The arguments are hashable, and tell all that the answer depends on."""
    kept: dict[Hashable, tuple[float, T]] = {}

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        about, now = (args, *kwargs.items()), time.monotonic()
        if (known := kept.get(about)) and now - known[0] < SECONDS:
            return known[1]
        answer = ask(*args, **kwargs)
        if answer:
            if len(kept) >= _MOST:
                kept.clear()
            kept[about] = (now, answer)
        return answer

    return cast(Callable[P, T], asked)
