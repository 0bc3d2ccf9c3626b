"""How a letter reads: the exact lines, blanks, dashes and end marks, for either writer."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from mangnon.kit.official import layout
from mangnon.kit.official.letter import (
    Align,
    Annex,
    Block,
    Heading,
    Items,
    Kind,
    LetterDate,
    Line,
    OfficialLetter,
    Paragraph,
    Quote,
    Run,
    Table,
    Text,
)
from mangnon.kit.official.measure import break_name, even_lines

HARD = "\u00a0"
BLANK = HARD * 8
SHORT_BLANK = HARD * 6
END = "./."
FORBIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
LEAD_MARK = re.compile(r"^[-–—+*•\s]+")
END_MARK = re.compile(r"[\s.;,:/]+$")
STACKED = re.compile(r"\s+(?=(?:TM|KT|TL|TUQ|Q)\.\s*[^\s.])")
ABOUT = re.compile(r"^\s*(?:v/v|về việc)\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AnnexWords:
    """An annex as printed: "Phụ lục I", its title, and what it goes with."""

    label: str
    title: str
    belongs: str
    blocks: tuple[Block, ...]
    landscape: bool


@dataclass(frozen=True, slots=True)
class LetterWords:
    """Every line of a letter as it is printed, in order of the page."""

    parent: tuple[str, ...]
    issuer: tuple[str, ...]
    number: str
    place_date: str
    about: tuple[str, ...]
    stamp: str
    title: str
    summary: tuple[str, ...]
    addressees: tuple[str, ...]
    blocks: tuple[Block, ...]
    authority: tuple[str, ...]
    position: str
    name: str
    copies: tuple[str, ...]
    annexes: tuple[AnnexWords, ...]
    pdf_title: str
    form: str = ""
    signing_note: str = ""
    notes: tuple[str, ...] = ()


def clean(text: str) -> str:
    """NFC without characters that XML or a printer refuses; tabs and line breaks become spaces."""
    return (
        unicodedata.normalize("NFC", FORBIDDEN.sub(" ", text)).replace("\t", " ").replace("\n", " ")
    )


def words(letter: OfficialLetter) -> LetterWords:
    """The letter as printed lines. Nothing is ever "None": what is missing is room for a pen."""
    return LetterWords(
        parent=_name_lines(letter.parent or "", bold=False),
        issuer=_name_lines(letter.issuer, bold=True),
        number=number_line(letter.number, letter.symbol) if letter.numbered else "",
        place_date=place_date(letter.place, letter.date),
        about=_about(letter) if letter.kind is Kind.DISPATCH else (),
        stamp=letter.urgency.value if letter.urgency else "",
        title="" if _untitled(letter) else letter.kind.value.upper(),
        summary=_summary(letter),
        addressees=_addressees(letter.addressees),
        blocks=_ended(_blocks(letter.body)) if letter.ended else _blocks(letter.body),
        authority=_authority(letter.signer.authority),
        position=clean(letter.signer.position or "").upper(),
        name=clean(letter.signer.name or ""),
        copies=_copies(letter),
        annexes=_annexes(letter),
        pdf_title=" – ".join(
            part for part in (clean(letter.issuer).strip(), _subject(letter)) if part
        )
        or "Văn bản",
        form=clean(letter.form).strip(),
        signing_note=clean(letter.signer.note).strip(),
        notes=tuple(line for line in (clean(note).strip() for note in letter.notes) if line),
    )


def _untitled(letter: OfficialLetter) -> bool:
    """A công văn has no title; a form with a heading of its own says that instead."""
    return letter.kind is Kind.DISPATCH or bool(letter.heading)


def number_line(number: str | None, symbol: str | None) -> str:
    """ "Số: 512/UBND-VHXH", with room for what is not given yet."""
    said = clean(number or "").strip()
    said = f"0{said}" if said.isdecimal() and len(said) == 1 else said
    tail = clean(symbol or "").strip().lstrip("/")
    return f"Số: {said or BLANK}/{tail or BLANK}"


def place_date(place: str | None, date: LetterDate) -> str:
    """ "Quảng Ngãi, ngày 05 tháng 02 năm 2026"; days below 10 and months 1, 2 carry a nought."""
    day = SHORT_BLANK if date.day is None else f"{date.day:02d}"
    year = BLANK if date.year is None else str(date.year)
    where = clean(place or "").strip() or BLANK * 2
    return f"{where}, ngày {day} tháng {_month(date.month)} năm {year}"


def _month(month: int | None) -> str:
    if month is None:
        return SHORT_BLANK
    return f"{month:02d}" if month < 3 else str(month)


def reference(letter: OfficialLetter) -> str:
    """What an annex goes with: "Công văn số 12/SYT-BTXH ngày 05 tháng 02 năm 2026 của Sở Y tế"."""
    number = number_line(letter.number, letter.symbol).removeprefix("Số: ")
    date = place_date("x", letter.date).removeprefix("x, ")
    issuer = clean(letter.issuer).strip()
    return f"{_capital(letter.kind.value)} số {number} {date} của {issuer}"


def _name_lines(name: str, *, bold: bool) -> tuple[str, ...]:
    lines = [clean(line).upper().strip() for line in name.splitlines()]
    text = "\n".join(line for line in lines if line)
    if not text:
        return ()
    return break_name(text, width=layout.LEFT_COLUMN - 1, size=layout.SIZE_ISSUER, bold=bold)


def _subject(letter: OfficialLetter) -> str:
    return END_MARK.sub("", ABOUT.sub("", clean(letter.subject))).strip()


def _summary(letter: OfficialLetter) -> tuple[str, ...]:
    """The summary in lines of even length, so that no word stands alone under the others."""
    if letter.kind is Kind.DISPATCH and not letter.heading:
        return ()
    said = clean(letter.heading).strip().upper() or _capital(_subject(letter))
    return even_lines(said, width=layout.TEXT_WIDTH - 4, size=layout.SIZE_TITLE)


def _about(letter: OfficialLetter) -> tuple[str, ...]:
    """ "V/v …" under the number, in even lines as well."""
    width, size = layout.LEFT_COLUMN - 2, layout.SIZE_ABOUT
    return even_lines(f"V/v {_subject(letter)}", width=width, size=size, bold=False)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(text: str) -> str:
    return END_MARK.sub("", LEAD_MARK.sub("", clean(text))).strip()


def _authority(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Stacked authorities, each on its line: "TM. … KT. …" given in one line is two."""
    parts = [part for line in lines for part in STACKED.split(clean(line).upper().strip())]
    return tuple(part.strip() for part in parts if part.strip())


def _addressees(names: tuple[str, ...]) -> tuple[str, ...]:
    """One stands behind "Kính gửi:" as it is; several on lines with dash and end mark."""
    plain = [name for name in map(_plain, names) if name]
    if len(plain) < 2:
        return tuple(plain)
    return _dashed(plain)


def _dashed(lines: list[str]) -> tuple[str, ...]:
    last = len(lines) - 1
    return tuple(f"- {line}{'.' if place == last else ';'}" for place, line in enumerate(lines))


def _copies(letter: OfficialLetter) -> tuple[str, ...]:
    plain = [line for line in map(_plain, letter.copies) if line]
    if not plain and letter.form:
        return ()
    if not plain:
        plain = ["Như trên", "Lưu: VT"] if letter.addressees else ["Lưu: VT"]
    return _dashed(plain)


def _annexes(letter: OfficialLetter) -> tuple[AnnexWords, ...]:
    alone = len(letter.annexes) == 1
    return tuple(
        AnnexWords(
            label="Phụ lục" if alone else f"Phụ lục {roman(place)}",
            title=clean(annex.title).upper().strip(),
            belongs=f"(Kèm theo {reference(letter)})",
            blocks=_blocks(annex.body),
            landscape=annex.landscape,
        )
        for place, annex in enumerate(letter.annexes, start=1)
    )


def roman(number: int) -> str:
    """Roman numeral of a small positive number."""
    text = ""
    for value, letters in (
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        text += letters * (number // value)
        number %= value
    return text


# --- body ---------------------------------------------------------------------------------------


def _blocks(body: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(made for block in body for made in _block(block))


def _block(block: Block) -> list[Block]:
    """A block as what the writers know: paragraphs, headings, tables, quotes; text made clean."""
    match block:
        case Paragraph():
            return [replace(block, text=runs) for runs in _paragraphs(block.text)]
        case Items():
            return [
                Paragraph((Run(f"{_item_mark(block.mark, place)} "), *runs))
                for place, item in enumerate(block.items)
                for runs in _paragraphs(item)[:1]
            ]
        case Heading():
            return [Heading(clean(block.mark).strip(), clean(block.text).strip(), block.level)]
        case Line():
            return _form_line(block)
        case Quote():
            return [Quote(clean(block.text).strip(' “”"'), _plain(block.source))]
        case Table():
            return [_table(block)]


def _paragraphs(text: Text) -> list[tuple[Run, ...]]:
    if not isinstance(text, str):
        return [tuple(replace(run, text=clean(run.text)) for run in text)]
    lines = [clean(line).strip() for line in text.splitlines()]
    return [(Run(line),) for line in lines if line]


def _form_line(line: Line) -> list[Block]:
    """What was written on several lines goes on under the label."""
    written = [said for said in (clean(part).strip() for part in line.value.splitlines()) if said]
    start = Line(clean(line.label).strip(), written[0] if written else "", max(1, line.room))
    more = (Paragraph((Run(said),), indent=False, align=Align.LEFT) for said in written[1:])
    return [start, *more]


def _item_mark(mark: str, place: int) -> str:
    if mark == "1":
        return f"{place + 1}."
    if mark == "a":
        return f"{'abcdeghiklmnopqrstuvxy'[place % 22]})"
    return mark


def _table(table: Table) -> Table:
    columns = len(table.header)
    rows = tuple(_row(row, columns) for row in table.rows)
    return replace(
        table,
        header=_row(table.header, columns),
        rows=rows,
        widths=table.widths or (1.0,) * columns,
        align=table.align or tuple(_side(rows, column) for column in range(columns)),
        caption=clean(table.caption).strip(),
        total=_row(table.total, columns) if table.total else (),
    )


def _side(rows: tuple[tuple[str, ...], ...], column: int) -> Align:
    """Numbers stand in the middle of their column when nobody says otherwise."""
    cells = [row[column] for row in rows if row[column]]
    numbers = bool(cells) and all(re.fullmatch(r"[\d.,/%]+", cell) for cell in cells)
    return Align.CENTRE if numbers else Align.LEFT


def _row(row: tuple[str, ...], columns: int) -> tuple[str, ...]:
    return tuple(clean(cell).strip() for cell in row) + ("",) * (columns - len(row))


def _ended(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The body closes with "./.": on the last paragraph, or on a line of its own after a table."""
    if not blocks:
        return ()
    last = blocks[-1]
    if not isinstance(last, Paragraph) or isinstance(last.text, str) or not last.text:
        return (*blocks, Paragraph((Run(END),), indent=False, align=Align.RIGHT))
    *runs, tail = last.text
    closed = replace(tail, text=END_MARK.sub("", tail.text) + END)
    return (*blocks[:-1], replace(last, text=(*runs, closed)))


def heading_line(heading: Heading) -> str:
    """ "I. TÌNH HÌNH", "1. Truyền thông", "a) Tại trường học"."""
    if not heading.mark:
        return heading.text
    return f"{heading.mark}{')' if heading.level > 2 else '.'} {heading.text}"


def quote_line(quote: Quote) -> str:
    """“Lời trích” (Tên đơn vị)."""
    return f"“{quote.text}” ({quote.source})." if quote.source else f"“{quote.text}”."


__all__ = [
    "Annex",
    "AnnexWords",
    "LetterWords",
    "clean",
    "heading_line",
    "number_line",
    "place_date",
    "quote_line",
    "reference",
    "roman",
    "words",
]
