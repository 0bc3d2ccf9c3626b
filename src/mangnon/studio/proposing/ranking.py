"""Which sentences say most of what a text says: LexRank (Erkan & Radev 2004) over syllables.

Vietnamese writes a space between syllables; pairs of syllables stand in for words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

DAMPING = 0.85
ROUNDS = 30
MOST = 400  # sentences that are compared with each other; a longer text is thinned evenly
_STOP_WORDS = (
    "và của các cho là có được trong với những một này đó khi để về từ theo tại đến ra vào thì mà"
    " ở do bị sẽ đã đang nên cũng như hoặc hay nếu không cần phải việc trên qua sau trước"
)
_STOPPED = frozenset(_STOP_WORDS.split())


def terms_of(text: str) -> list[str]:
    """Syllables that carry meaning, and their neighbours in pairs."""
    syllables = ["".join(sign for sign in word if sign.isalnum()).lower() for word in text.split()]
    kept = [one for one in syllables if one and one not in _STOPPED]
    return kept + [f"{a} {b}" for a, b in pairwise(kept)]


def ranked(sentences: Sequence[str]) -> list[float]:
    """A weight for each sentence; together they are 1."""
    count = len(sentences)
    if count < 2 or count > MOST:
        return _thinned(sentences) if count > MOST else [1.0] * count
    vectors = _vectors(sentences)
    rows = [[_likeness(a, b) if a is not b else 0.0 for b in vectors] for a in vectors]
    sums = [sum(row) or 1.0 for row in rows]
    weights = [1 / count] * count
    for _ in range(ROUNDS):
        weights = [
            (1 - DAMPING) / count
            + DAMPING * sum(weights[j] * rows[j][i] / sums[j] for j in range(count))
            for i in range(count)
        ]
    return weights


def _thinned(sentences: Sequence[str]) -> list[float]:
    step = math.ceil(len(sentences) / MOST)
    some = ranked(sentences[::step])
    return [some[place // step] if place % step == 0 else 0.0 for place in range(len(sentences))]


def _vectors(sentences: Sequence[str]) -> list[dict[str, float]]:
    counted = [Counter(terms_of(sentence)) for sentence in sentences]
    spread = Counter(term for one in counted for term in one)
    count = len(sentences)
    vectors = []
    for one in counted:
        vector = {term: n * math.log(1 + count / spread[term]) for term, n in one.items()}
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        vectors.append({term: value / length for term, value in vector.items()})
    return vectors


def _likeness(a: dict[str, float], b: dict[str, float]) -> float:
    small, large = (a, b) if len(a) < len(b) else (b, a)
    return sum(value * large[term] for term, value in small.items() if term in large)
