"""The documents that a letter rests on: numbered references before the first thing asked for."""

import re
from collections.abc import Iterator

from mangnon.directives.letters.dates import DAY, iso_of
from mangnon.directives.letters.layout import Block
from mangnon.directives.letters.model import Ground, Span

_CODE = r"[A-ZĐƯÔ][A-Za-zĐđƯưÔô0-9&.]{0,20}(?:\s?[-–]\s?[A-ZĐƯÔ][A-Za-zĐđƯưÔô0-9&]{0,20}){0,4}"
_NOTATION = re.compile(
    rf"(?<![\w/:])(?P<number>\d{{1,6}}[a-z]?)(?P<year>/\d{{4}})?(?P<type>\s?-\s?[A-ZĐ][A-Za-zĐđ]{{0,5}})?\s?/\s?(?P<code>{_CODE})"
)
_DATED = re.compile(rf"\W{{0,4}}ngày\s{{0,4}}{DAY}")
# Words that never stand inside the name of a body: there the name has ended.
_AFTER_NAME = (
    "về|ngày|phê duyệt|ban hành|hướng dẫn|quy định|sửa|triển khai|thực hiện|tại|đề nghị"
    "|yêu cầu|kèm|gửi|thông báo|chỉ đạo|giao|v/v|V/v|liên quan|đã|được|có|mở|dành|cho|nêu|trong"
    "|nhằm|từ|để|theo|với|là|cùng|khi|như|do|vào|thì|đến|sẽ|phải|tổ chức|lấy|gồm|bảo đảm"
    "|tăng cường|phát động|xây dựng|kiểm tra|công bố|mới|chưa|này|nói|kêu gọi|cảnh báo|hiện|vừa|số"
    "|khóa|khoá|gồm|kết luận|trả lời|phúc đáp|chấn chỉnh|đôn đốc|nhấn|công nhận"
    "|và (?:Công văn|Quyết|Kế hoạch|Nghị|Thông tư|Chỉ thị|Văn bản|hướng dẫn|các|đề|yêu|ý kiến"
    "|chỉ đạo|thực hiện|căn cứ)"
)
_ISSUED_BY = re.compile(
    rf"\W{{0,4}}của\s{{1,3}}(?P<issuer>[^,;:()\n]{{2,120}}?)(?=[,;:()\n]|\.\s|\.?$|\s(?:{_AFTER_NAME})(?!\w))"
)
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
            yield (
                _ground(notation, block.text[hit.end() : min(end, hit.end() + _REACH)]),
                block.span(*hit.span()),
            )


def _is_notation(hit: re.Match[str]) -> bool:
    code = hit["code"]
    return len(code) > 1 and sum(map(str.isupper, code)) > 1


def _ground(notation: str, after: str) -> Ground:
    dated = _DATED.match(after)
    issued = _ISSUED_BY.match(after, dated.end() if dated else 0)
    if issued and not dated:
        dated = _DATED.match(after, issued.end())
    return Ground(
        notation,
        iso_of(dated) if dated else None,
        issued["issuer"].strip().removesuffix("./").rstrip(" .") if issued else None,
    )
