"""From bytes to a document: letters by the reader of letters, web pages and the rest as prose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import count

from mangnon.directives.letters import Letter, NotALetter, Reading, read_letter
from mangnon.studio.maps import clean
from mangnon.studio.model import Paragraph, Source
from mangnon.studio.reading.document import Document, Part, Role
from mangnon.studio.reading.html import looks_like_html, read_html
from mangnon.studio.reading.naming import office_name
from mangnon.studio.refusals import CannotMake

_MARK = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2})*[.)/]|[a-zđ][.)]|[-–•*+●▪]|[IVX]{1,5}[.)])\s+", re.IGNORECASE
)
_NUMBERED = re.compile(r"^(?:\d{1,2}[.)]|[IVX]{1,5}\.|(?:Phần|Chương|Mục|Bài)\s)", re.IGNORECASE)
_GROUND = re.compile(r"^(?:Căn cứ|Thực hiện|Trên cơ sở|Tiếp theo|Theo|Xét)\b")
_CLOSING = re.compile(
    r"^(?:Nhận được|Đề nghị các|Trên đây|Trong quá trình|Mọi (?:vướng mắc|thông tin)|Trân trọng"
    r"|Kính (?:mong|gửi))"
)
LONGEST_HEADING = 90
FEWEST_WORDS = 20  # of a document from which anything can be said


def read_document(data: bytes, *, name: str) -> Document:
    """Read one file of any kind.

    name: its name, which helps to tell the kind and becomes the title when the file has none.
    Raises CannotMake, or mangnon.directives.letters.Refusal; both say what to do.
    """
    if looks_like_html(data):
        title, lines = read_html(data)
        return _checked(_prose(title, lines, name))
    try:
        reading = read_letter(data, name=name)
    except NotALetter as other:
        if other.reading is None:
            raise
        lines = [(line, False) for line in other.reading.text.splitlines()]
        return _checked(_prose("", lines, name))
    return _checked(_letter(reading, name))


def _checked(document: Document) -> Document:
    words = sum(len(part.text.split()) for part in document.parts)
    if words < FEWEST_WORDS:
        raise CannotMake(
            f"Tài liệu chỉ đọc được {words} chữ, quá ít để làm sản phẩm. Hãy chọn tài liệu khác"
            " hoặc nhập chữ vào sơ đồ thông điệp."
        )
    return document


def _letter(reading: Reading, name: str) -> Document:
    """A letter: its head and foot are not content; what it asks for is."""
    letter = reading.letter
    first = min(
        (span[0].start for key, span in reading.spans.items() if key.startswith("clauses.")),
        default=0,
    )
    asked = {
        span.start: number
        for key, spans in reading.spans.items()
        if key.startswith("clauses.")
        for number, span in enumerate(spans)
    }
    start, end = _body(reading)
    parts: list[Part] = []
    numbers = count(1)
    place = 0
    for line in reading.text.splitlines(keepends=True):
        here, place = place, place + len(line)
        text = line.strip()
        if not text or not start <= here < end:
            continue
        holds = [at for at in asked if here <= at < place]
        role = _role_in_letter(text, bool(holds), here < first)
        paragraph = Paragraph(f"d{next(numbers)}", clean(text))
        parts.append(Part(paragraph, role, clean(_MARK.sub("", text)) if holds else clean(text)))
    source = Source(
        title=_title_of(letter, reading.text) or _named(name),
        issuer=office_name(clean(letter.issuer)),
        number=clean(f"{letter.number or ''}{letter.symbol or ''}") if letter.number else "",
        issued_on=_day(letter),
        paragraphs=tuple(part.paragraph for part in parts),
    )
    return Document(source, tuple(parts), reading.warnings)


def _body(reading: Reading) -> tuple[int, int]:
    """Where the body runs: after the last addressee, up to the first who gets a copy or signs."""
    heads = [
        span.end
        for key, spans in reading.spans.items()
        if key.startswith("addressees.") or key in {"subject", "symbol", "date"}
        for span in spans
    ]
    start = reading.text.find("\n", max(heads, default=0)) + 1
    foot = re.search(r"^Nơi nhận\s*:?", reading.text, re.MULTILINE)
    feet = [
        span.start
        for key, spans in reading.spans.items()
        if key.startswith(("copies.", "signer."))
        for span in spans
    ]
    ends = [*feet, *([foot.start()] if foot else [])]
    return start, min((end for end in ends if end > start), default=len(reading.text))


def _role_in_letter(text: str, is_asked: bool, before: bool) -> Role:
    if is_asked:
        return Role.ITEM
    if before:
        return Role.GROUND if _GROUND.match(text) else Role.OPENING
    return Role.CLOSING if _CLOSING.match(text) or text.endswith("./.") else Role.BODY


def _title_of(letter: Letter, text: str) -> str:
    subject = letter.subject or ""
    if not subject and (
        about := re.search(r"về việc\s+([^.;()\n]{15,110}?)(?=[.;(]|\s+(?:Để|trên cơ sở)\b)", text)
    ):
        subject = about[1]  # the head is lost: the letter that it carries on says what it is about
    return _capital(clean(subject))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _day(letter: Letter) -> date | None:
    said = letter.date
    if said.day and said.month and said.year:
        return date(said.year, said.month, said.day)
    return None


def _named(name: str) -> str:
    return _capital(clean(name.rsplit(".", 1)[0].replace("_", " ").replace("-", " "))) or "Tài liệu"


def _prose(title: str, lines: Iterable[tuple[str, bool]], name: str) -> Document:
    """Running text with headings. lines: text, and whether it is known to be a heading."""
    parts: list[Part] = []
    numbers = count(1)
    for line, is_heading in lines:
        text = clean(line)
        if not any(map(str.isalpha, text)) or text.startswith(("|", "<!--", "```")):
            continue  # rows of tables and marks of programs are not prose
        if not title and not parts and _is_heading(text):
            title = text
            continue
        role = Role.HEADING if is_heading or _is_heading(text) else _role_in_prose(text)
        paragraph = Paragraph(f"d{next(numbers)}", text)
        parts.append(Part(paragraph, role, clean(_MARK.sub("", text))))
    shown = _settled(clean(title) or _named(name))
    source = Source(title=shown, paragraphs=tuple(part.paragraph for part in parts))
    return Document(source, tuple(parts))


def _settled(title: str) -> str:
    """A title in capitals is set as a sentence."""
    return _capital(title.lower()) if title.isupper() else title


def _is_heading(text: str) -> bool:
    """Short, without the end mark of a sentence; or numbered like a chapter."""
    if len(text) > LONGEST_HEADING or text[-1] in ".!?…;,":
        return False
    if text[-1] == ":":
        return len(text.split()) <= 8
    return (
        text.isupper()
        or bool(_NUMBERED.match(text))
        or (len(text.split()) <= 12 and text[0].isupper() and not _MARK.match(text))
    )


def _role_in_prose(text: str) -> Role:
    return Role.ITEM if _MARK.match(text) else Role.BODY
