"""The things a letter asks for: the top-level items of the list that follows the request."""

import re
from typing import NamedTuple

from mangnon.directives.letters.layout import Block
from mangnon.directives.letters.marks import Mark, mark_of
from mangnon.directives.letters.model import Clause, Span
from mangnon.directives.letters.repair import ends_sentence

_REQUEST = re.compile(
    r"đề nghị|yêu cầu|giao\b|chỉ đạo|có ý kiến|nội dung sau|nhiệm vụ sau|việc sau|thực hiện"
    r"|triển khai|hướng dẫn|lưu ý|tập trung|khẩn trương|cung cấp|phối hợp|quan tâm|đôn đốc|mong"
    r"|thống nhất"
)
_PLEA = re.compile(
    r"đề nghị|yêu cầu|giao\b|có ý kiến|nội dung sau|nhiệm vụ sau|việc sau|chỉ đạo|nội dung như sau"
)
_STATUS = re.compile(
    r"tình hình|kết quả đạt|tồn tại|hạn chế|khó khăn|nổi lên|xảy ra|ghi nhận|thực trạng|cho thấy"
    r"|phát hiện|thống kê|nguyên nhân|qua kiểm tra|qua theo dõi|vi phạm|thủ đoạn|dấu hiệu"
    r"|biểu hiện|gồm|bao gồm|kèm theo|hồ sơ|liên hệ|thông tin như sau|cụ thể như sau|đầu mối"
    r"|số liệu"
)
_LONGEST_HEADING = 100
_TABLE = re.compile(r"[|].*[|]?$")


class Item(NamedTuple):
    """One item: its mark and the blocks from `first` up to `end`."""

    mark: Mark
    first: int
    end: int


class Group(NamedTuple):
    """A list of one kind of marks, and the block that leads to it (-1 when there is none)."""

    items: list[Item]
    intro: int


def request_items(body: list[Block]) -> list[Item]:
    """The items asked for, in order; empty when the letter asks in running paragraphs."""
    groups = _groups(body)
    asked = [group for group in groups if _asks(body, group, len(groups) == 1)]
    if not asked:
        asked = [group for group in groups if _follows_plea(body, group)]
    return [item for group in asked for item in group.items]


def _follows_plea(body: list[Block], group: Group) -> bool:
    """True for a list under a heading ("Đối với các trường:") somewhere below the request."""
    intro = body[group.intro]
    heading = len(intro.text) < _LONGEST_HEADING and not _STATUS.search(intro.text.lower())
    return heading and any(_PLEA.search(block.text.lower()) for block in body[: group.intro])


def clause_of(body: list[Block], item: Item) -> tuple[Clause, tuple[Span, ...]]:
    """The clause in an item and its places: one span a block."""
    blocks = [block for block in body[item.first : item.end] if not is_row(block)]
    head = blocks[0]
    spans = [head.span(item.mark.length)] + [block.span() for block in blocks[1:]]
    texts = [head.text[item.mark.length :]] + [block.text for block in blocks[1:]]
    return Clause(item.mark.label, "\n".join(texts).removesuffix("./.").rstrip()), tuple(spans)


def is_row(block: Block) -> bool:
    """True for a row of a table, its cells between bars."""
    return block.text[:1] == "|" and _TABLE.fullmatch(block.text) is not None


def _groups(body: list[Block]) -> list[Group]:
    marks = [None if is_row(block) else mark_of(block.text) for block in body]
    groups: list[Group] = []
    index, intro = 0, -1
    while index < len(body):
        mark = marks[index]
        if mark is None:
            if not is_row(body[index]):
                intro = index
            index += 1
            continue
        items, index = _run(body, marks, index, mark)
        groups.append(Group(items, intro))
    return groups


def _run(
    body: list[Block], marks: list[Mark | None], start: int, lead: Mark
) -> tuple[list[Item], int]:
    """The list that begins at a marked block, and the index after it."""
    starts, order, end = [start], lead.order, start + 1
    while end < len(body):
        mark = marks[end]
        if mark is None:
            if not _resumes(body, marks, end, lead, order):
                break
        elif _next_in(lead, order, mark):
            starts.append(end)
            order = mark.order
        elif mark.kind < lead.kind or (mark.kind == lead.kind and mark.order == 1):
            break
        end += 1
    ends = [*starts[1:], end]
    items = [
        Item(mark, first, stop)
        for first, stop in zip(starts, ends, strict=True)
        if (mark := marks[first]) is not None
    ]
    return items, end


def _next_in(lead: Mark, order: int, mark: Mark) -> bool:
    """True when the mark goes on with the list; one number may be missing or misread."""
    if mark.kind != lead.kind:
        return False
    return lead.order == 0 or order < mark.order <= order + 2 or mark.order == order > 1


def _resumes(body: list[Block], marks: list[Mark | None], at: int, lead: Mark, order: int) -> bool:
    """True when the list goes on after a block without mark: it is a part of the item above."""
    if at and not is_row(body[at]) and _waits(body[at - 1], marks[at - 1]):
        return True
    unordered = lead.order == 0
    if unordered and body[at].text.endswith(":"):
        return False
    for mark in marks[at + 1 :]:
        if mark is None:
            continue
        if _next_in(lead, order, mark):
            return True
        if mark.kind <= lead.kind:
            return False
    return False


def _waits(before: Block, mark: Mark | None) -> bool:
    """True for the heading of an item: what it asks stands in the next block."""
    return (
        mark is not None
        and not is_row(before)
        and (before.text.endswith(":") or not ends_sentence(before.text))
    )


def _asks(body: list[Block], group: Group, alone: bool) -> bool:
    """True when the block before the list asks for something to be done."""
    if group.intro < 0:
        return True
    intro = body[group.intro].text.lower()
    last = re.split(r"(?<=[.;])\s", intro)[-1]
    if _PLEA.search(last):
        return True
    if _STATUS.search(last):
        return False
    return alone or _REQUEST.search(last) is not None
