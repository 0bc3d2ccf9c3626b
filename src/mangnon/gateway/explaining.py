"""Why is a name blocked, for whom, by which line of which list."""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from pathlib import Path

from mangnon.gateway.compiling import RECORD_BYTES
from mangnon.gateway.engine import names
from mangnon.gateway.engine.decide import Asking, Decider
from mangnon.gateway.engine.index import BadIndex, Index
from mangnon.gateway.policies import Group, Verdict, group_named


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of a list that speaks of the name."""

    file: str
    line: int
    category: str
    says: str
    at: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The verdict for a group and everything that was weighed."""

    name: str
    group: str
    blocked: bool
    category: str
    verdict: Verdict | None
    why: str
    reasons: tuple[Reason, ...]


class Lines:
    """The sorted records (fingerprint, source, line) of a bundle, mapped."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            empty = path.stat().st_size == 0
            self._map = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if len(self._map) % RECORD_BYTES:
            raise BadIndex(f"{path.name}: thiếu hoặc thừa dữ liệu")

    def of(self, mark: int) -> dict[int, int]:
        """source -> the first line that speaks of the fingerprint."""
        wanted, low, high = mark.to_bytes(7, "big"), 0, len(self._map) // RECORD_BYTES
        while low < high:
            middle = (low + high) // 2
            if self._at(middle)[:7] < wanted:
                low = middle + 1
            else:
                high = middle
        lines: dict[int, int] = {}
        while low * RECORD_BYTES < len(self._map) and (record := self._at(low))[:7] == wanted:
            source = int.from_bytes(record[7:9], "big")
            lines.setdefault(source, int.from_bytes(record[9:], "big"))
            low += 1
        return lines

    def _at(self, number: int) -> bytes:
        return bytes(self._map[number * RECORD_BYTES : (number + 1) * RECORD_BYTES])


class Explainer:
    """Answers from one bundle."""

    def __init__(self, bundle: Path) -> None:
        self.index = Index(bundle / "index.bin")
        self.decider = Decider(self.index)
        self.lines = Lines(bundle / "lines.bin")

    def explain(self, raw: str, group: str, *, qtype: str = "A") -> Explanation:
        """Raises BadName and UnknownGroup."""
        text = names.checked(raw.strip().encode())
        name, who = names.wire(text), group_named(group)
        asking = Asking(qtype, frozenset({group}))
        touched = self.decider.touched(name, asking)
        categories = [
            category
            for category in self.index.categories
            if touched.mask & self.index.bit(category)
        ]
        category, verdict = who.strictest(categories)
        reasons = tuple(self._reasons(name, asking))
        blocked = verdict is not None and verdict.blocks
        why = _words(text.decode(), who, category, verdict, bool(reasons), bool(touched.excepted))
        return Explanation(text.decode(), group, blocked, category, verdict, why, reasons)

    def _reasons(self, name: bytes, asking: Asking) -> list[Reason]:
        reasons = []
        for found in self.decider.found(name, asking):
            source = self.index.sources[found.source]
            line = found.line
            if not line and found.at:
                line = self.lines.of(self.index.mark(found.at)).get(found.source, 0)
            says = "cho qua" if found.allow else "chặn, ưu tiên" if found.important else "chặn"
            at = names.text(found.at) if found.at else "(mẫu)"
            reasons.append(Reason(source.name, line, source.category, says, at))
        return reasons


def _words(
    name: str,
    group: Group,
    category: str,
    verdict: Verdict | None,
    spoken_of: bool,
    excepted: bool,
) -> str:
    if verdict is not None and category:
        return f"{name} thuộc nhóm “{category}”; với {group.words}: {verdict.words}."
    if excepted:
        return f"{name} được một danh sách cho qua."
    if spoken_of:
        return f"{name} có trong danh sách nhưng không luật nào áp dụng cho lần hỏi này."
    return f"{name} không có trong danh sách nào; với {group.words}: mở."
