"""What an official letter consists of. Values only; `words` says how they read, `docx` and `pdf`
how they look. Every part that the writer does not know yet is None and prints as a blank."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Type of document (Decree 30/2020, art. 7), by its everyday Vietnamese name."""

    DISPATCH = "công văn"
    REPORT = "báo cáo"
    PLAN = "kế hoạch"
    NOTICE = "thông báo"
    PROPOSAL = "tờ trình"
    GUIDANCE = "hướng dẫn"
    DECISION = "quyết định"
    PROGRAMME = "chương trình"
    MINUTES = "biên bản"
    TELEGRAM = "công điện"


# Type codes of Decree 30/2020, appendix III. A công văn carries none.
TYPE_CODES: dict[Kind, str] = {
    Kind.REPORT: "BC",
    Kind.PLAN: "KH",
    Kind.NOTICE: "TB",
    Kind.PROPOSAL: "TTr",
    Kind.GUIDANCE: "HD",
    Kind.DECISION: "QĐ",
    Kind.PROGRAMME: "CTr",
    Kind.MINUTES: "BB",
    Kind.TELEGRAM: "CĐ",
}


class Urgency(StrEnum):
    """The urgency stamp; its frame is given in millimetres by appendix I."""

    URGENT = "KHẨN"
    VERY_URGENT = "THƯỢNG KHẨN"
    EXPRESS = "HỎA TỐC"


class Align(StrEnum):
    """How a table column or a paragraph is set."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True, slots=True)
class LetterDate:
    """A date of which any part may still be open (a draft has no day yet)."""

    day: int | None = None
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


Text = str | tuple[Run, ...]

LINE_BREAK = "\u2028"  # a new line inside a table cell
BOX, TICKED = "☐", "☒"  # in any text: drawn as boxes, said aloud as "chưa chọn" and "đã chọn"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text; `indent` moves the first line in, as the Decree asks for running text."""

    text: Text
    indent: bool = True
    align: Align = Align.JUSTIFY


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: level 1 "I" (bold), 2 "1" (bold), 3 "a" (plain)."""

    mark: str
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `mark` is "-" or "+" before each item, or "1" / "a" to count."""

    items: tuple[Text, ...]
    mark: str = "-"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header repeats on each page.

    `widths` are shares of the text width, one per column (any scale); `align` one per column.
    Rows shorter than the header are filled with blanks, longer ones are refused.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    align: tuple[Align, ...] = ()
    caption: str = ""
    total: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        columns = len(self.header)
        uneven = [row for row in (*self.rows, self.total) if len(row) > columns]
        if not columns or uneven:
            raise ValueError("Bảng có dòng dài hơn số cột của tiêu đề.")
        if self.widths and (len(self.widths) != columns or min(self.widths) <= 0):
            raise ValueError("Mỗi cột của bảng cần đúng một độ rộng lớn hơn 0.")
        if self.align and len(self.align) != columns:
            raise ValueError("Mỗi cột của bảng cần đúng một kiểu căn lề.")


@dataclass(frozen=True, slots=True)
class Quote:
    """Another unit's words with where they come from."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a form: its label and what was written, or `room` dotted lines for a pen."""

    label: str
    value: str = ""
    room: int = 1


Block = Paragraph | Heading | Items | Table | Quote | Line


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: authority lines ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), position, name.

    `note` stands under the position of a form: "(Ký, ghi rõ họ tên)".
    """

    authority: tuple[str, ...] = ()
    position: str | None = None
    name: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex on its own pages, numbered on its own; wide tables may lie across (landscape)."""

    title: str
    body: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class OfficialLetter:
    """An official letter in the layout of Decree 30/2020.

    `symbol` is what follows the number, with or without its slash ("/SYT-BTXH", "BC-SYT").
    `subject` has no "V/v". `copies` are the lines under "Nơi nhận" without dash and end mark;
    a single line break inside `issuer` or `parent` is kept as the line to break at.

    A form of an annex says its mark in the corner (`form`), may have a `heading` of its own instead
    of a kind and subject, no number, no end mark, and `notes` under the signature.
    """

    issuer: str
    subject: str
    kind: Kind = Kind.DISPATCH
    parent: str | None = None
    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    date: LetterDate = LetterDate()
    addressees: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    signer: Signer = Signer()
    copies: tuple[str, ...] = ()
    urgency: Urgency | None = None
    annexes: tuple[Annex, ...] = ()
    form: str = ""
    heading: str = ""
    numbered: bool = True
    ended: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letterhead:
    """All of a letter but what it says: who writes to whom, when, and who signs."""

    issuer: str
    parent: str | None = None
    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    date: LetterDate = LetterDate()
    addressees: tuple[str, ...] = ()
    signer: Signer = Signer()
    copies: tuple[str, ...] = ()
    urgency: Urgency | None = None

    def letter(
        self, *, kind: Kind, subject: str, body: tuple[Block, ...], annexes: tuple[Annex, ...] = ()
    ) -> OfficialLetter:
        """The letter under this head."""
        return OfficialLetter(
            kind=kind,
            subject=subject,
            body=body,
            annexes=annexes,
            issuer=self.issuer,
            parent=self.parent,
            number=self.number,
            symbol=self.symbol,
            place=self.place,
            date=self.date,
            addressees=self.addressees,
            signer=self.signer,
            copies=self.copies,
            urgency=self.urgency,
        )
