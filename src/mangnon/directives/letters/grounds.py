"""The documents that a letter rests on: numbered references before the first thing asked for."""

import re
from collections.abc import Iterator

from mangnon.directives.letters.dates import DAY, iso_of
from mangnon.directives.letters.layout import Block
from mangnon.directives.letters.model import Ground, Span

_CODE = r"[A-ZĐƯÔ][A-Za-zĐđƯưÔô0-9&.]{0,20}(?:\s?[-–]\s?[A-ZĐƯÔ][A-Za-zĐđƯưÔô0-9&]{0,20}){0,4}"
_NOTATION = re.compile(
    rf"(?<![\w/])(?P<number>\d{{1,6}}[a-z]?)(?P<year>/\d{{4}})?(?P<type>\s?-\s?[A-ZĐ]{{1,6}})?\s?/\s?(?P<code>{_CODE})"
)
_DATED = re.compile(rf"\bngày\s{{0,4}}{DAY}")
_ISSUED_BY = re.compile(
    r"\bcủa\s{1,3}(?P<issuer>[^,;:()\n]{2,120}?)(?=[,;:()\n]|\.\s|\.?$|\s(?:về|ngày|phê duyệt|ban hành|hướng dẫn"
    r"|quy định|sửa đổi|triển khai|thực hiện|tại|đề nghị|yêu cầu|và\s(?:Công|Quyết|Kế|Nghị|Thông|Chỉ|Văn)|kèm theo|gửi"
    r"|thông báo|chỉ đạo|giao|v/v|V/v|liên quan|đã|được|có)(?!\w))"
)
_STOP = re.compile(r"[;)]|\s(?:về (?:việc|tăng|công)|về|V/v)\s|\bcăn cứ\b", re.IGNORECASE)
_REACH = 220


def grounds_in(blocks: list[Block]) -> Iterator[tuple[Ground, Span]]:
    """Each reference once, in order, with its place."""
    seen: set[str] = set()
    for block in blocks:
        hits = list(_NOTATION.finditer(block.text)) if "/" in block.text else []
        ends = [*(hit.start() for hit in hits[1:]), len(block.text)]
        for hit, end in zip(hits, ends, strict=False):
            notation = "".join(hit[0].split())
            if notation in seen or not _is_notation(hit):
                continue
            seen.add(notation)
            yield _ground(notation, block.text[hit.end() : min(end, hit.end() + _REACH)]), block.span(*hit.span())


def _is_notation(hit: re.Match[str]) -> bool:
    code = hit["code"]
    return len(code) > 1 and sum(map(str.isupper, code)) > 1


def _ground(notation: str, after: str) -> Ground:
    stop = _STOP.search(after)
    said = after[: stop.start()] if stop else after
    dated = _DATED.search(said)
    issued = _ISSUED_BY.search(said)
    return Ground(
        notation,
        iso_of(dated) if dated else None,
        issued["issuer"].strip().removesuffix("./").rstrip(" .") if issued else None,
    )
