"""What a check says of a file, and the words by which texts are compared."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report. `holds` None: not looked at, `seen` says for want of what."""

    name: str
    of: str
    holds: bool | None
    seen: Any = ""

    def as_values(self) -> dict[str, Any]:
        told = {"check": self.name, "of": self.of, "seen": self.seen}
        return told | ({"skipped": True} if self.holds is None else {"holds": self.holds})


def wrong(name: str, of: str, found: Iterable[str]) -> Check:
    """A check that holds when nothing was found; else the first faults are told."""
    faults = list(found)
    return Check(name, of, not faults, faults[:5])


def lacking(name: str, of: str, *programs: str) -> Check | None:
    """The line of a check that cannot be made on this machine."""
    missing = [one for one in programs if not shutil.which(one)]
    return Check(name, of, None, f"no {', '.join(missing)} here") if missing else None


def words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def lost(said: str, shown: str) -> list[str]:
    """Words of `said` that `shown` has fewer times."""
    return sorted((Counter(words(said)) - Counter(words(shown))).elements())


def likeness(said: str, read: str) -> float:
    """The part of the signs of `said` that is found again in order in `read`, 0 to 1."""
    wanted, found = " ".join(words(said)), " ".join(words(read))
    blocks = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(wanted) if wanted else 1.0
