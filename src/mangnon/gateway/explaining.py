"""Why is a name blocked, for whom, until when, by which rule, by which line of which list.

Everything is asked of the same `Judge` as in the filter, so that the two cannot disagree.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mangnon.gateway.compiling import RECORD_BYTES
from mangnon.gateway.engine import data, message, names
from mangnon.gateway.engine.decide import Asking, Decider
from mangnon.gateway.engine.hotpy import QTYPES
from mangnon.gateway.engine.index import BadIndex, Index
from mangnon.gateway.engine.judge import ORDERED, OWN, Guess, Judge, Judged, no_guess
from mangnon.gateway.engine.plan import SERVICE, GroupPlan, Plan
from mangnon.gateway.engine.table import FIRST_SERVICE, Rule, Table, compiled, letters_at
from mangnon.gateway.policies import UnknownGroup, Verdict, strictest
from mangnon.gateway.serve.special import Elsewhere, Specials, canaries
from mangnon.gateway.serve.words import category_words

FAR = timedelta(days=8)
MOST_CHANGES = 100


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of a list that speaks of the name. line: 0 when the lines are not here."""

    file: str
    line: int
    category: str
    says: str
    at: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The verdict for a group and everything that was weighed.

    category: the word under which it is blocked (a category, `own`, `dv:…`, `ordered`, `looks-…`),
    blank when open; verdict: who may open it, None when nothing speaks of the name; rule: the rule
    of the site that decides, in words; special: what becomes of an open name that the filter
    answers by itself; until: when the verdict changes, blank when not within days.
    """

    name: str
    group: str
    blocked: bool
    category: str
    verdict: Verdict | None
    why: str
    rule: str
    special: str
    until: str
    reasons: tuple[Reason, ...]


class Lines:
    """The sorted records (fingerprint, source, line) of a bundle, mapped."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            empty = path.stat().st_size == 0
            self._map = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if len(self._map) % RECORD_BYTES:
            raise BadIndex(f"{path.name}: thiếu hoặc thừa dữ liệu")

    @staticmethod
    def of_bundle(bundle: Path) -> Lines | None:
        """None where the bundle came without its lines. Raises BadIndex."""
        path = bundle / "lines.bin"
        return Lines(path) if path.exists() else None

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


def explained(
    index: Index,
    lines: Lines | None,
    plan: Plan,
    name: str,
    group: str,
    at: datetime,
    *,
    qtype: str = "A",
    guess: Guess = no_guess,
) -> Explanation:
    """What the filter that follows this index and plan does with a name at a moment, and why.

    Raises BadName, and UnknownGroup for a group that the plan has not.
    """
    text = names.checked(name.strip().encode())
    wire, keys = names.wire(text), [each.key for each in plan.groups]
    if group not in keys:
        raise UnknownGroup(f"không có nhóm {group!r}: chọn {', '.join(keys)}")
    number, asking = keys.index(group), Asking(qtype, frozenset({group}))
    table = compiled(plan, index, at)
    judge = Judge(index, table, guess)
    judged = judge.judge(wire, number, asking)
    who, local = plan.groups[number], at.astimezone(ZoneInfo(plan.timezone))
    verdict = _verdict(judge, judged, wire, number, letters_at(who, local), who, asking)
    reasons = tuple(_reasons(index, lines, wire, asking))
    return Explanation(
        name=text.decode(),
        group=group,
        blocked=judged.blocked,
        category=judged.category,
        verdict=verdict,
        why=_why(text.decode(), who, judged, verdict, reasons),
        rule=_rule(plan, judge, judged, text.decode(), number),
        special="" if judged.blocked else _special(plan, wire, qtype, number),
        until=_until(plan, index, judge, (wire, number, asking), judged, local),
        reasons=reasons,
    )


def _verdict(
    judge: Judge,
    judged: Judged,
    name: bytes,
    number: int,
    letters: dict[str, str],
    who: GroupPlan,
    asking: Asking,
) -> Verdict | None:
    """Who may open it: for several categories the strictest counts."""
    if judged.locked:
        return Verdict.LOCKED
    if not judged.blocked:
        return Verdict.OPEN if judged.opened else None
    if judged.category.startswith("looks-"):
        return Verdict.ASK if who.unknown == "ask" else Verdict.BLOCKED
    if judged.category.startswith(SERVICE):
        return Verdict(letters[judged.category])
    if judged.category == OWN:
        return Verdict.BLOCKED
    hit = judge.touched(name, asking).mask & judge.table.masks[number]
    categories = [each for each in judge.index.categories if hit & judge.index.bit(each)]
    return strictest([letters.get(each, who.fallback) for each in categories])


def _why(
    name: str,
    who: GroupPlan,
    judged: Judged,
    verdict: Verdict | None,
    reasons: tuple[Reason, ...],
) -> str:
    if judged.blocked and verdict is not None:
        words = category_words(judged.category)
        return f"{name} thuộc nhóm “{words}”; với {who.words}: {verdict.words}."
    if judged.opened:
        sign, word = judged.opened[0], category_words(judged.opened[1:])
        how = {"=": "được cho mở một thời gian", "?": "giống", "+": "mở"}[sign]
        if sign == "?":
            return f"{name} không có trong danh sách nào, nhưng {how} trang {word}; vẫn mở."
        return f"{name} thuộc nhóm “{word}”; với {who.words}: {how}."
    if any(reason.says == PASSES for reason in reasons):
        return f"{name} được một danh sách cho qua."
    if reasons:
        return f"{name} có trong danh sách nhưng không luật nào áp dụng cho lần hỏi này."
    return f"{name} không có trong danh sách nào; với {who.words}: mở."


def _rule(plan: Plan, judge: Judge, judged: Judged, name: str, number: int) -> str:
    """The rule of the site that decides; blank when the lists and letters do."""
    if judged.locked and judged.category != ORDERED and not judged.category.startswith(SERVICE):
        return "khóa với mọi người: nội dung trái pháp luật hoặc bị khóa trong kế hoạch"
    rule, who = judge.rule(names.wire(name.encode()), number), plan.groups[number]
    if rule >= FIRST_SERVICE:
        key = judge.table.services[(rule - FIRST_SERVICE) // 4]
        return f"dịch vụ {category_words(key)}"
    if rule == Rule.ORDERED:
        return f"lệnh chặn: {plan.ordered[_above(name, list(plan.ordered))]}"
    if rule == Rule.HELP:
        return f"nơi trẻ em tìm giúp đỡ: {_above(name, list(data.help_sites()))}"
    if rule == Rule.BLOCK:
        return f"danh sách chặn của nhóm: {_above(name, list(who.own_block))}"
    if rule == Rule.ALLOW:
        return f"danh sách mở của nhóm: {_above(name, list(who.own_allow))}"
    if rule == Rule.OPENED:
        return f"được mở một thời gian: {_above(name, [each.what for each in who.allowances])}"
    if judged.opened.startswith("="):
        return "nhóm nội dung được mở một thời gian"
    return ""


def _above(name: str, some: list[str]) -> str:
    """Which of these names the name is or stands below, the nearest."""
    fitting = [each for each in some if name == each or name.endswith(f".{each}")]
    return max(fitting, key=len, default="")


def _special(plan: Plan, name: bytes, qtype: str, number: int) -> str:
    """What the slow road does with an open name of its own."""
    code = {word: code for code, word in QTYPES.items()}.get(qtype, message.A)
    found = Specials(plan).of(name, code, number)
    if found is None:
        return ""
    if isinstance(found, Elsewhere):
        return f"dẫn đến bản an toàn: {names.text(found.target)}"
    if name in canaries():
        return "không trả lời: trình duyệt hỏi tên này để đi vòng bộ lọc"
    return "bộ lọc tự trả lời"


def _until(
    plan: Plan,
    index: Index,
    judge: Judge,
    asked: tuple[bytes, int, Asking],
    judged: Judged,
    local: datetime,
) -> str:
    """The first moment at which the filter would say otherwise."""
    table: Table = judge.table
    for _ in range(MOST_CHANGES):
        at = table.until
        if at > local + FAR:
            break
        table = compiled(plan, index, at)
        then = Judge(index, table, judge.guess).judge(*asked)
        if (then.blocked, then.category) != (judged.blocked, judged.category):
            return at.astimezone(local.tzinfo).isoformat(timespec="minutes")
    return ""


PASSES = "cho qua"


def _reasons(index: Index, lines: Lines | None, name: bytes, asking: Asking) -> list[Reason]:
    reasons = []
    for found in Decider(index).found(name, asking):
        source = index.sources[found.source]
        line = found.line
        if not line and found.at and lines is not None:
            line = lines.of(index.mark(found.at)).get(found.source, 0)
        says = PASSES if found.allow else "chặn, ưu tiên" if found.important else "chặn"
        at = names.text(found.at) if found.at else "(mẫu)"
        reasons.append(Reason(source.name, line, source.category, says, at))
    return reasons
