"""Until when an answer is asked for, and whether it is asked for again and again."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mangnon.directives.letters.dates import DAY, iso_of
from mangnon.directives.letters.layout import Block
from mangnon.directives.letters.model import Span

_LEAD = (
    r"(?P<lead>chậm nhất(?: là)?(?: vào| đến| trước)?(?: hết)?|muộn nhất(?: là)?|hạn (?:cuối"
    r"|chót)(?: cùng)?(?: là)?:?"
    r"|xong trước|trước|đến hết|hết|không quá|trong vòng|trong thời hạn|trong|ngay sau|sau)"
)
_HOUR = r"(?:\d{1,2}\s?(?:giờ|g|h)\s?(?:\d{2})?(?:\s?phút)?\s?,?\s)?(?:thứ\s\w{2,5},?\s)?"
_WHOLE_DATE = re.compile(rf"\b{_LEAD}\s{{1,3}}{_HOUR}(?:ngày\s{{1,3}})?{DAY}", re.IGNORECASE)
_EACH = r"h[àằ]ng\s(?:ngày|tuần|tháng|quý|năm)"
_PHRASE = re.compile(
    rf"\b{_LEAD}\s{{1,3}}{_HOUR}(?P<when>"
    rf"ngày\s{{1,3}}\d{{1,2}}(?:\s(?:của\s)?(?:{_EACH}|tháng\s(?:(?:cuối|đầu"
    rf"|thứ\s\w{{2,3}})\s(?:của\s)?(?:mỗi\s)?(?:quý|kỳ|năm)|sau|tiếp theo|liền kề|kế tiếp)))"
    r"|(?:ngày\s{1,3})?\d{1,2}(?:/\d{1,2}(?![\d/])|\s?tháng\s?\d{1,2})(?:\s(?:hằng|hàng) năm)?"
    r"|(?:ngày\s{1,3})\d{1,2}(?!\d|[/.-]\d)|tháng\s\d{1,2}(?:\s?/\s?\d{4}|\snăm\s\d{4})?"
    r"|quý\s(?:[IV]{1,3}|[1-4])(?:\s?/\s?\d{4}|\snăm\s\d{4})?"
    r"|năm\s(?:\d{4}|học\s\d{4}\s?-\s?\d{4})"
    r"|(?:thời hạn\s)?\d{1,3}\s(?:\(\w{2,12}\)\s)?(?:ngày|tuần|tháng"
    r"|giờ)(?:\slàm việc)?(?:,?\s(?:kể từ|tính từ|sau)\s(?:ngày|khi)(?:\s(?:nhận được|ban hành|ký"
    r"|kết thúc)[^.,;()]{0,60}|\s[^.,;()]{0,40}))?|(?:tuần|tháng|quý)\s(?:này|tới|sau)"
    r"|khi\s(?:kết thúc|hoàn thành|nhận được)[^.,;()]{0,60})",
    re.IGNORECASE,
)
_RECURRING = re.compile(
    rf"(?:định kỳ\s)?(?P<each>{_EACH})|định kỳ\s(?:\d{{1,2}}|mỗi)\s(?:ngày|tuần|tháng|quý"
    rf"|năm)(?:(?:\s(?:và|hoặc)|,)\s(?:hằng năm|hàng năm|\d{{1,2}} tháng|cả năm|năm))?"
    r"|(?:mỗi)\s(?:tháng|quý|năm|tuần)",
    re.IGNORECASE,
)
_SENDS = re.compile(
    r"báo cáo|gửi\b|nộp\b|cung cấp|phản hồi|trả lời|tổng hợp|đăng ký|góp ý|có ý kiến|có văn bản"
    r"|thông tin về"
    r"|về (?:Sở|UBND|Ủy ban|Bộ|Cục|Phòng|Công an|Văn phòng)",
    re.IGNORECASE,
)
_RETURNS = re.compile(
    _SENDS.pattern + r"|số liệu|thu thập|bằng văn bản|trao đổi kết quả", re.IGNORECASE
)
_DOES = re.compile(
    r"hoàn thành|hoàn tất|xong|thực hiện|triển khai|tổ chức|kết thúc|rà soát|lắp đặt|kiện toàn",
    re.IGNORECASE,
)
_FINISHES = re.compile(
    r"hoàn thành|hoàn tất|\bxong\b|thời hạn|hạn cuối|hạn chót|chậm nhất|muộn nhất", re.IGNORECASE
)
_NOT_AN_END = re.compile(
    r"(?:từ|kể từ|tính đến|phát sinh|ban hành|công bố|có hiệu lực)[^.;]{0,25}$"
    r"|từ\s(?:ngày\s)?[\d/]{1,10}\s(?:đến\s)?$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;]\s")
_LEADS = ("trước ", "nhất", "hạn ", "hết ", "quá ", "trong ", "sau ")
_TIMES = re.compile(
    r"(?:trước|nhất|hạn|hết|quá|vòng|trong|sau|khi|là|vào|quý|tháng) (?:ngày |thời hạn )?[\divtnqk]"
)
_REPEATS = ("định kỳ", "hằng ", "hàng ", "mỗi ")


class Deadline(NamedTuple):
    """When an answer is due as the letter says it, and how surely this day is meant (0 to 1)."""

    value: str
    span: Span
    certainty: float
    others: int


class _Hit(NamedTuple):
    value: str
    span: Span
    sends: bool
    ends: bool
    whole: bool


def deadline_in(blocks: list[Block]) -> Deadline | None:
    """The latest day for sending something in; without such, the latest for doing something."""
    hits = [hit for block in blocks for hit in _hits(block)]
    for sends, whole in ((True, True), (True, False), (False, True), (False, False)):
        fit = [
            hit for hit in hits if hit.sends is sends and hit.whole is whole and (sends or hit.ends)
        ]
        if fit:
            best = max(fit, key=lambda hit: hit.value) if whole else fit[-1]
            others = len({hit.value for hit in fit}) - 1
            return Deadline(best.value, best.span, 0.9 if sends and not others else 0.6, others)
    return None


def recurring_in(blocks: list[Block]) -> tuple[str, Span] | None:
    """The words of repetition when a return is asked for again and again."""
    for block in reversed(blocks):
        lowered = block.text.lower()
        if not any(word in lowered for word in _REPEATS):
            continue
        for found in reversed(list(_RECURRING.finditer(block.text))):
            if _RETURNS.search(_sentence(block.text, found.start())):
                start, end = found.span("each") if found["each"] else found.span()
                return block.text[start:end], block.span(start, end)
    return None


def _hits(block: Block) -> Iterator[_Hit]:
    text = block.text
    if not _may_say_when(text):
        return
    taken: list[tuple[int, int]] = []
    for found in _WHOLE_DATE.finditer(text):
        value = iso_of(found)
        if value and not _NOT_AN_END.search(text[: found.start()][-60:]):
            taken.append(found.span())
            yield _hit(block, found.start(), found.end(), value)
    for found in _PHRASE.finditer(text):
        inside = any(start <= found.start() < end for start, end in taken)
        if not inside and not _NOT_AN_END.search(text[: found.start()][-60:]):
            start, end = _trimmed(text, found)
            yield _hit(block, start, end, None)


def _may_say_when(text: str) -> bool:
    """A cheap look before the costly ones: a word that leads to a time, and a time."""
    lowered = text.lower()
    return any(word in lowered for word in _LEADS) and _TIMES.search(lowered) is not None


def _trimmed(text: str, found: re.Match[str]) -> tuple[int, int]:
    start = found.start()
    if found["lead"].lower() == "xong trước":
        start += len("xong ")
    end = found.end()
    while text[end - 1] in " ./":
        end -= 1
    return start, end


def _hit(block: Block, start: int, end: int, value: str | None) -> _Hit:
    sentence = _sentence(block.text, start)
    return _Hit(
        value or block.text[start:end],
        block.span(start, end),
        sends=_SENDS.search(sentence) is not None,
        ends=(_FINISHES if value is None else _DOES).search(sentence) is not None
        or bool(_FINISHES.search(sentence)),
        whole=value is not None,
    )


def _sentence(text: str, at: int) -> str:
    start = max((found.end() for found in _SENTENCE_END.finditer(text, 0, at)), default=0)
    after = _SENTENCE_END.search(text, at)
    return text[start : after.start() if after else len(text)]
