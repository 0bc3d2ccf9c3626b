"""What must be said with a move: its words, its kind, and whether it is sealed. One table."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from mangnon.cases.choices import Urgency
from mangnon.cases.machine.facts import Data
from mangnon.cases.refusals import Invalid

_CLOSINGS = Path(__file__).parent.parent / "data" / "closings.csv"
LONGEST = 4000
_NUMBER = re.compile(r"\d[\w./&-]{0,39}")
# What may be said beside a consent; the guard `child_asked_from_seven` asks for one of them.
CHILD_ASKED = ("child_asked", "under_seven")


@cache
def closings() -> dict[str, str]:
    """The reasons for which a case may end, by code."""
    with _CLOSINGS.open(encoding="utf-8", newline="") as file:
        return {row["closing"]: row["words"] for row in csv.DictReader(file)}


def _words(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST


def _short(value: object) -> bool:
    return _words(value) and len(str(value)) <= 40


def _moment(value: object) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None


def _day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _numbered(value: object) -> bool:
    """`12/QĐ-UBND`: a number and signs without a space, which holds no name of a child."""
    return isinstance(value, str) and _NUMBER.fullmatch(value) is not None


def _yes_or_no(value: object) -> bool:
    return isinstance(value, bool)


def _row(value: object) -> bool:
    return getattr(value, "pk", None) is not None


def _paper(value: object) -> bool:
    """A document's number and day; or, for a move with a form, the answers of that form."""
    return _words(value) or (isinstance(value, dict) and bool(value))


def _urgency(value: object) -> bool:
    return value in (Urgency.URGENT, Urgency.NOT_URGENT)


def _closing(value: object) -> bool:
    return value in closings()


@dataclass(frozen=True)
class Need:
    """`label` for the screen, `holds` whether a value will do, `sealed`: words about a child."""

    label: str
    holds: Callable[[object], bool]
    asked: str
    sealed: bool = True


NEEDS: dict[str, Need] = {
    "unit": Need("Đơn vị nhận", _row, "Hãy chọn đơn vị nhận.", sealed=False),
    "person": Need("Người phụ trách", _row, "Hãy chọn người phụ trách.", sealed=False),
    "reason": Need("Lý do", _words, "Hãy ghi lý do."),
    "urgency": Need("Mức khẩn cấp", _urgency, "Hãy chọn khẩn cấp hay không khẩn cấp.", False),
    "measure": Need("Biện pháp đã áp dụng", _words, "Hãy ghi biện pháp đã áp dụng."),
    "measured_at": Need("Áp dụng lúc", _moment, "Hãy ghi giờ, ngày áp dụng."),
    "paper": Need("Văn bản", _paper, "Hãy ghi số, ngày của văn bản."),
    # Of the decision itself: kept in clear beside its hash (`models.decision`).
    "number": Need("Số quyết định", _numbered, "Hãy ghi số, ví dụ 12/QĐ-UBND.", sealed=False),
    "signed_on": Need("Ngày ký", _day, "Hãy ghi ngày ký quyết định.", sealed=False),
    "still_at_risk": Need("Còn nguy cơ", _yes_or_no, "Hãy chọn còn hay hết nguy cơ.", False),
    "stable": Need("Đã ổn định", _yes_or_no, "Hãy chọn đã hay chưa ổn định.", False),
    "closing": Need("Kết quả", _closing, "Hãy chọn kết quả khi kết thúc.", sealed=False),
    "retention": Need("Nhóm lưu giữ", _short, "Hãy chọn nhóm lưu giữ hồ sơ.", sealed=False),
    "received_at": Need("Nhận tin lúc", _moment, "Hãy ghi giờ, ngày nhận tin mới."),
    "until": Need("Đến hết ngày", _day, "Hãy chọn ngày kết thúc.", sealed=False),
    "asked_by_body": Need("Cơ quan đề nghị", _words, "Hãy ghi cơ quan đề nghị gia hạn."),
    "outcome": Need("Nội dung quyết định", _words, "Hãy ghi nội dung quyết định."),
    "address": Need("Địa chỉ của nội dung", _words, "Hãy ghi địa chỉ của nội dung."),
    "who": Need("Ai đồng ý", _words, "Hãy ghi ai nói ý kiến này."),
    "purpose": Need("Để làm gì", _words, "Hãy ghi chia sẻ để làm gì."),
}


def missing(names: tuple[str, ...], data: Data) -> Invalid | None:
    """The first thing that is not said or cannot be taken; None when all is there."""
    for name in names:
        if not NEEDS[name].holds(data.get(name)):
            return Invalid(NEEDS[name].asked, name)
    return None


def sealed_words(data: Data) -> dict[str, str]:
    """What was said with a move and tells of a child, as text, to be sealed with its event.

    The answers of a form are no part of it: they are sealed as a paper of the case.
    """
    return {
        name: value.isoformat() if isinstance(value, datetime) else str(value)
        for name, value in data.items()
        if name in NEEDS and NEEDS[name].sealed and NEEDS[name].holds(value)
        if not isinstance(value, dict)
    } | {name: "có" for name in CHILD_ASKED if data.get(name) is True}
