"""Whether what came is believed to be the list, and what changed in it.

A list that is suddenly half as long, mostly different, or mostly no list at all is more often an
accident of its publisher, or somebody else's page at its address, than news.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mangnon.gateway.engine.rules import Rule
from mangnon.gateway.lists.model import Tally
from mangnon.gateway.lists.reading import read_rules

MOST_SHRINK = 0.5
MOST_CHURN = 0.4
# Adblock lists speak mostly of parts of pages, which a filter of names rightly leaves out; UT1's
# lists of names hold up to a third of bare addresses.
MOST_REJECTED = {"abp": 0.97}
MOST_REJECTED_OTHERWISE = 0.5
# Below this many rules a few changes are a large share, and a person can look at them all.
LEAST_JUDGED = 50
_PAGE_STARTS = (b"<!doctype", b"<html", b"<?xml")
_SHOWN, _LINE_SHOWN = 10, 120


@dataclass(frozen=True)
class Digest:
    """A list as it was read: a mark for each rule, and the account of its lines.

    Marks are Python's hashes, which hold within one process: a list is compared, never stored.
    """

    marks: frozenset[int] = frozenset()
    tally: Tally = field(default_factory=Tally)

    @property
    def rejected(self) -> int:
        return sum(self.tally.rejected.values())


@dataclass(frozen=True)
class Change:
    """How many rules came and went, with a few of each by name."""

    added: int = 0
    removed: int = 0
    examples: dict[str, list[str]] = field(default_factory=dict)


def digest(text: bytes, form: str) -> Digest:
    """Read a list through. Raises UnknownFormat."""
    tally = Tally()
    marks = frozenset(hash(rule) for _, rule in read_rules(text.splitlines(), form, tally))
    return Digest(marks, tally)


def change(before: tuple[bytes, Digest], after: tuple[bytes, Digest], form: str) -> Change:
    """What is new in `after` and what is gone; each is (text, its digest)."""
    added, removed = after[1].marks - before[1].marks, before[1].marks - after[1].marks
    examples = {
        "added": _names(after[0], form, added.__contains__),
        "removed": _names(before[0], form, removed.__contains__),
    }
    return Change(len(added), len(removed), examples)


def _names(text: bytes, form: str, wanted: Callable[[int], bool]) -> list[str]:
    found: list[str] = []
    rules = (rule for _, rule in read_rules(text.splitlines(), form, Tally()))
    for rule in rules:
        if wanted(hash(rule)) and (said := _said(rule)) not in found:
            found.append(said)
            if len(found) == _SHOWN:
                break
    return found


def _said(rule: Rule) -> str:
    return (rule.pattern or rule.name.decode())[:_LINE_SHOWN]


def rejected_lines(text: bytes, tally: Tally) -> dict[str, dict[str, object]]:
    """reason -> its count and a few lines with their numbers, for a person to look at."""
    lines = text.splitlines() if tally.examples else []
    return {
        reason: {"count": count, "examples": list(_shown(lines, tally.examples.get(reason, [])))}
        for reason, count in sorted(tally.rejected.items(), key=lambda entry: -entry[1])
    }


def _shown(lines: list[bytes], numbers: list[int]) -> Iterator[list[object]]:
    for number in numbers:
        yield [number, lines[number - 1].decode("utf-8", "replace").strip()[:_LINE_SHOWN]]


def doubts(text: bytes, form: str, before: Digest | None, after: Digest) -> str:
    """Why a version is not taken by itself; "" when nothing speaks against it."""
    if text.lstrip()[:16].lower().startswith(_PAGE_STARTS):
        return "Địa chỉ trả về một trang web, không phải danh sách."
    if not after.marks:
        return "Không đọc được tên nào trong tệp."
    lines = len(after.marks) + after.rejected
    if after.rejected > lines * MOST_REJECTED.get(form, MOST_REJECTED_OTHERWISE):
        bad, of = _said_of(after.rejected), _said_of(lines)
        return f"{bad} trên {of} dòng không dùng được: có thể đã đổi định dạng."
    if before is None or len(before.marks) < LEAST_JUDGED:
        return ""
    return _against(before.marks, after.marks)


def _against(before: frozenset[int], after: frozenset[int]) -> str:
    if len(after) < len(before) * MOST_SHRINK:
        return f"Chỉ còn {_said_of(len(after))} quy tắc so với {_said_of(len(before))} đang dùng."
    # A name that took another's place is one change, not two.
    changed, of = max(len(after - before), len(before - after)), max(len(before), len(after))
    if changed > MOST_CHURN * of:
        share = round(100 * changed / of)
        return f"{_said_of(changed)} quy tắc đổi ({share} % danh sách) trong một lần cập nhật."
    return ""


def _said_of(count: int) -> str:
    """A count as it is written in Vietnamese: 65.759."""
    return f"{count:,}".replace(",", ".")
