"""Wrapped lines of the body put together again into paragraphs.

Three signs tell whether a line goes on with the one before: a mark begins an item; a line that does
not end a sentence goes on; and a line so full that the next word had no room on it was wrapped.
"""

import re

from mangnon.directives.letters.layout import Line, Piece, Role
from mangnon.directives.letters.marks import Kind, Mark, mark_of
from mangnon.directives.letters.repair import ends_sentence

_CLOSING = re.compile(
    r"(?:Đề nghị|Yêu cầu|Trên đây|Nhận được|Trong quá trình|Kết quả|Trân trọng|Báo cáo|Văn bản này"
    r"|Công văn này|Kính đề nghị|Rất mong|Các (?:cơ quan|đơn vị|địa phương|trường|sở)|Thời gian"
    r"|Mọi |Giao |UBND|Nơi nhận|Hồ sơ|Căn cứ|Sở |Thủ trưởng|Số liệu|Thông tin|Quá trình)"
)
_SPACES = re.compile(r"\s{2,}|\t")
_END_OF_LETTER = re.compile(r"[./]{2,3}$|\./\.?$")
_LEAST_WIDTH = 40
_ROOMY = 140


def paragraphs(lines: list[Line], whole: bool) -> list[Piece]:
    """The paragraphs of some lines of running text, in order."""
    if not lines:
        return []
    joiner = _Joiner(lines, whole)
    pieces: list[list[str]] = []
    pages: list[int] = []
    before: Line | None = None
    for index, line in enumerate(lines):
        if before is not None and joiner.goes_on(before, line, index):
            pieces[-1].append(line.text)
        else:
            pieces.append([line.text])
            pages.append(line.page)
        before = line
    return [
        Piece(Role.BODY, _single_spaced(" ".join(words)), page)
        for words, page in zip(pieces, pages, strict=True)
    ]


def _single_spaced(text: str) -> str:
    return _SPACES.sub(" ", text) if "  " in text or "\t" in text else text


class _Joiner:
    """Knows the width, the gaps and the indents of a text, and the last numbers of its lists."""

    def __init__(self, lines: list[Line], whole: bool) -> None:
        lengths = sorted(len(line.text) for line in lines)
        self.width = lengths[-1 - len(lengths) // 20]
        gaps = sum(line.after_gap for line in lines)
        loose = sum(not ends_sentence(line.text) for line in lines)
        # Wrapped text pasted into Word has a paragraph a line: it is whole in name alone.
        self.whole = whole and not (self.width < _ROOMY and loose > 0.4 * len(lines))
        self.airy = gaps > 0.8 * len(lines) and loose > 0.4 * len(lines)
        self.margin, self.indented = _indents(lines)
        self.last_mark = max(
            (index for index, line in enumerate(lines) if mark_of(line.text)), default=0
        )
        self.closing = self._closing_line(lines)
        self.orders: dict[Kind, int] = {}

    def _closing_line(self, lines: list[Line]) -> int | None:
        """The first line below the last item that plainly begins a closing paragraph.

        Without one, whatever can begin a paragraph there does: hardly a letter has no closing.
        """
        for index in range(self.last_mark + 1, len(lines)):
            if _CLOSING.match(lines[index].text) and ends_sentence(lines[index - 1].text):
                return index
        return None

    def goes_on(self, before: Line, line: Line, index: int) -> bool:
        mark = mark_of(line.text)
        if mark is not None and self._begins_item(mark, before, line):
            self.orders[mark.kind] = mark.order
            return False
        if line.text[0] == "|" or before.text[-1] == "|":
            return False
        if before.text.endswith("./."):
            return False
        return self._unmarked_goes_on(before, line, index)

    def _begins_item(self, mark: Mark, before: Line, line: Line) -> bool:
        if ends_sentence(before.text) or self.whole or _END_OF_LETTER.search(before.text):
            return mark.order == 0 or self._expected(mark) or ends_sentence(before.text)
        if self.indented and line.indent > max(self.margin + 1, before.indent - 1):
            return mark.order == 0 or self._expected(mark)
        if mark.order:
            apart = (line.after_gap and not self.airy) or self._is_short(before)
            numbered = mark.kind is not Kind.LETTER and mark.order > 1
            return self._expected(mark) and (apart or numbered)
        after_mark = line.text[mark.length :][:1]
        return not (after_mark.islower() or self._is_full(before, line)) or self._is_short(before)

    def _expected(self, mark: Mark) -> bool:
        return mark.order in (1, self.orders.get(mark.kind, 0) + 1)

    def _unmarked_goes_on(self, before: Line, line: Line, index: int) -> bool:
        first = line.text.lstrip("\"“”'(«[")[:1]
        if not ends_sentence(before.text):
            if first.islower() or first.isdigit():
                return True
            return not self.whole and not self._is_short(before)
        if first.islower():
            return not before.text.endswith(":") or not line.after_gap
        if self.whole or before.text.endswith(":") or (line.after_gap and not self.airy):
            return False
        if self.indented and (line.indent <= self.margin + 1 or line.indent >= before.indent):
            return line.indent <= self.margin + 1
        if index > self.last_mark and (self.closing is None or index >= self.closing):
            return before.text.endswith((",", ";"))
        return self._is_full(before, line)

    def _is_short(self, line: Line) -> bool:
        return len(line.text) < max(_LEAST_WIDTH, min(self.width, _ROOMY) * 0.6)

    def _is_full(self, before: Line, line: Line) -> bool:
        word = len(line.text.partition(" ")[0])
        return self.width < _ROOMY and len(before.text) + 1 + word > self.width


def _indents(lines: list[Line]) -> tuple[int, bool]:
    """The left margin, and whether first lines of paragraphs stand to the right of it."""
    counts: dict[int, int] = {}
    for line in lines:
        counts[line.indent] = counts.get(line.indent, 0) + 1
    margin = min(
        indent for indent, count in counts.items() if count > 1 or len(counts) == len(lines)
    )
    deeper = sum(count for indent, count in counts.items() if indent > margin + 1)
    return margin, 2 <= deeper <= 0.9 * len(lines)
