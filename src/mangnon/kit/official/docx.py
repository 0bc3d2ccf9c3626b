"""A letter as DOCX, in the layout of Decree 30/2020, appendix I."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mangnon.kit.official import layout, ooxml
from mangnon.kit.official.letter import (
    Align,
    Block,
    Heading,
    Line,
    OfficialLetter,
    Paragraph,
    Quote,
    Run,
    Table,
    Text,
)
from mangnon.kit.official.measure import MM_PER_POINT, column_widths, width_mm
from mangnon.kit.official.ooxml import cell, paragraph, row, rule_line, run, table
from mangnon.kit.official.package import pack
from mangnon.kit.official.words import (
    AnnexWords,
    LetterWords,
    clean,
    heading_line,
    quote_line,
    words,
)

MARGINS = (
    layout.MARGIN_TOP,
    layout.MARGIN_RIGHT,
    layout.MARGIN_BOTTOM,
    layout.MARGIN_LEFT,
)
HALF = layout.TEXT_WIDTH / 2


def to_docx(letter: OfficialLetter) -> bytes:
    """The letter as a DOCX file. Equal letters give equal bytes."""
    said = words(letter)
    parts = [*_corner(said), _head(said), *_title(said), *_addressees(said.addressees)]
    parts += _body(said.blocks, width=layout.TEXT_WIDTH)
    parts.append(_signing(said))
    parts += _notes(said.notes)
    portrait = True
    for annex in said.annexes:
        parts.append(_section_break(portrait))
        parts += _annex(annex)
        portrait = not annex.landscape
    if not said.annexes and not said.notes:
        parts.append(_tail())
    parts.append(_section(portrait))
    return pack("".join(parts), title=said.pdf_title, author=clean(letter.issuer).strip())


def _section(portrait: bool) -> str:
    header = layout.PAGE_NUMBER_FROM_TOP
    return ooxml.section(landscape=not portrait, margins_mm=MARGINS, header_mm=header)


def _section_break(portrait: bool) -> str:
    """Ends a section: its properties ride on a paragraph all but without height."""
    return f"<w:p><w:pPr>{_tiny()}{_section(portrait)}</w:pPr></w:p>"


def _tiny() -> str:
    return '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'


def _tail() -> str:
    """Word wants a paragraph after a last table; it must not make a page of its own."""
    return f"<w:p><w:pPr>{_tiny()}</w:pPr></w:p>"


# --- head ---------------------------------------------------------------------------------------


def _head(said: LetterWords) -> str:
    left, right = layout.LEFT_COLUMN, layout.RIGHT_COLUMN
    number = _centred(said.number, size=layout.SIZE_NUMBER, before=7) if said.number else ""
    date = _centred(said.place_date, size=layout.SIZE_DATE, italic=True, before=7)
    rows = [
        row(cell(*_issuer(said), width_mm=left), cell(*_state(), width_mm=right)),
        row(
            cell(*filter(None, [number]), *_under_number(said), width_mm=left),
            cell(date, width_mm=right),
        ),
    ]
    return table(*rows, widths_mm=(left, right), lines=False)


def _corner(said: LetterWords) -> Iterator[str]:
    """The mark of a form, at the right above all."""
    if said.form:
        mark = run(said.form, size=layout.SIZE_ABOUT, bold=True)
        yield paragraph(mark, align="right", after=6)


def _centred(
    text: str, *, size: float, before: float = 0, bold: bool = False, italic: bool = False
) -> str:
    mark = run(text, size=size, bold=bold, italic=italic)
    return paragraph(mark, align="center", before=before)


def _issuer(said: LetterWords) -> Iterator[str]:
    size = layout.SIZE_ISSUER
    for line in said.parent:
        yield _centred(line, size=size)
    for line in said.issuer:
        yield _centred(line, size=size, bold=True)
    widest = max((width_mm(line, size=size, bold=True) for line in said.issuer), default=40)
    yield _rule(widest * 0.42, layout.LEFT_COLUMN)  # a third to a half of the name


def _state() -> Iterator[str]:
    yield _centred(layout.STATE, size=layout.SIZE_STATE, bold=True)
    yield _centred(layout.MOTTO, size=layout.SIZE_MOTTO, bold=True)
    length = width_mm(layout.MOTTO, size=layout.SIZE_MOTTO, bold=True)
    yield _rule(length, layout.RIGHT_COLUMN)


def _rule(width: float, column: float) -> str:
    return rule_line(width_mm=width, column_mm=column, points=layout.RULE)


def _under_number(said: LetterWords) -> Iterator[str]:
    if said.about:
        about = ooxml.lines(said.about, size=layout.SIZE_ABOUT)
        yield paragraph(about, align="center", before=3)
    if said.stamp:
        ink = layout.STAMP_INK
        width = layout.STAMPS[said.stamp]
        border, side = ooxml.box(width_mm=width, column_mm=layout.LEFT_COLUMN, colour=ink)
        mark = run(said.stamp, size=layout.SIZE_DATE, bold=True, colour=ink)
        yield paragraph(
            mark,
            align="center",
            before=8,
            line=layout.STAMP_HEIGHT / MM_PER_POINT - 6,
            exact=True,
            left_mm=side,
            right_mm=side,
            border=border,
        )


def _title(said: LetterWords) -> Iterator[str]:
    if not said.title and not said.summary:
        return
    size, summary = layout.SIZE_TITLE, ooxml.lines(said.summary, size=layout.SIZE_TITLE, bold=True)
    if said.title:
        title = run(said.title, size=size, bold=True)
        yield paragraph(title, align="center", style="Title", before=16)
        yield paragraph(summary, align="center")
    else:
        yield paragraph(summary, align="center", style="Title", before=16)
    yield _rule(summary_rule(said.summary), layout.TEXT_WIDTH)


def summary_rule(summary: tuple[str, ...]) -> float:
    """The rule under a summary: a third to a half of its longest line."""
    size = layout.SIZE_TITLE
    return max((width_mm(line, size=size, bold=True) for line in summary), default=40) * 0.4


def _addressees(names: tuple[str, ...]) -> Iterator[str]:
    size, label = layout.SIZE_BODY, "Kính gửi:"
    if not names:
        yield paragraph(run("", size=6), after=6)
    elif len(names) == 1:
        yield paragraph(run(f"{label} {names[0]}", size=size), align="center", before=14, after=10)
    else:
        yield from _many_addressees(names, label, size)


def _many_addressees(names: tuple[str, ...], label: str, size: float) -> Iterator[str]:
    """The dashes stand in line under the colon (appendix I, part II, 9a)."""
    start = addressee_start(names)
    dash = start + width_mm(label, size=size) - 1
    yield paragraph(run(label, size=size), left_mm=start, before=14, line=layout.LINE)
    for place, name in enumerate(names):
        after = 10 if place == len(names) - 1 else 0
        hang = width_mm("- ", size=size)
        yield paragraph(
            run(name, size=size),
            left_mm=dash + hang,
            hanging_mm=hang,
            line=layout.LINE,
            after=after,
        )


def addressee_start(names: tuple[str, ...]) -> float:
    """Millimetres from the left at which "Kính gửi:" and its list stand in the middle."""
    size = layout.SIZE_BODY
    longest = max(width_mm(name, size=size) for name in names)
    whole = longest + width_mm("Kính gửi:", size=size)
    return max(layout.FIRST_LINE, (layout.TEXT_WIDTH - whole) / 2)


# --- body ---------------------------------------------------------------------------------------


def _body(blocks: tuple[Block, ...], *, width: float) -> Iterator[str]:
    for place, block in enumerate(blocks):
        yield from _block(block, width=width, keep=place == len(blocks) - 1)


def _block(block: Block, *, width: float, keep: bool) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _paragraph(block, keep)
        case Heading():
            yield _heading(block)
        case Line():
            yield from _line(block, width, keep)
        case Quote():
            text = run(quote_line(block), size=layout.SIZE_BODY, italic=True)
            first = layout.FIRST_LINE
            yield _running([text], align="justify", left=first, right=6, keep=keep)
        case Table():
            yield from _table(block, width)


def _running(
    runs: Iterable[str],
    *,
    align: str,
    first: float = 0,
    left: float = 0,
    right: float = 0,
    keep: bool = False,
    style: str = "",
    before: float = 0,
    tab: float = 0,
) -> str:
    return paragraph(
        *runs,
        align=align,
        style=style,
        before=before,
        after=layout.AFTER,
        line=layout.LINE,
        first_mm=first,
        left_mm=left,
        right_mm=right,
        keep_next=keep,
        tab_mm=tab,
    )


def _paragraph(block: Paragraph, keep: bool) -> str:
    first = layout.FIRST_LINE if block.indent else 0
    return _running(_runs(block.text), align=block.align.value, first=first, keep=keep)


def _line(block: Line, width: float, keep: bool) -> Iterator[str]:
    """A label with what was written, or with dots to the edge and more lines of dots."""
    size, first = layout.SIZE_BODY, layout.FIRST_LINE
    label = run(f"{block.label}: ", size=size)
    if block.value:
        said = [label, run(block.value, size=size)]
        yield _running(said, align="left", first=first, keep=keep)
        return
    dots = ooxml.dots(size=size)
    for place in range(block.room):
        start = [label] if place == 0 else []
        indent = first if place == 0 else 0
        yield _running([*start, dots], align="left", first=indent, keep=keep, tab=width)


def _runs(text: Text) -> list[str]:
    runs = (Run(text),) if isinstance(text, str) else text
    size = layout.SIZE_BODY
    return [run(part.text, size=size, bold=part.bold, italic=part.italic) for part in runs]


def _heading(block: Heading) -> str:
    mark = run(heading_line(block), size=layout.SIZE_BODY, bold=block.level < 3)
    style = f"Heading{min(block.level, 3)}"
    return _running(
        [mark], align="justify", first=layout.FIRST_LINE, keep=True, style=style, before=3
    )


def _table(block: Table, width: float) -> Iterator[str]:
    size = layout.SIZE_TABLE
    if block.caption:
        mark = run(block.caption, size=layout.SIZE_NUMBER, bold=True)
        yield paragraph(mark, align="center", before=4, after=4, keep_next=True)
    widths = column_widths(block, width)
    centre = (Align.CENTRE,) * len(widths)
    rows = [row(*_cells(block.header, widths, centre, size, bold=True), header=True)]
    rows += [row(*_cells(line, widths, block.align, size)) for line in block.rows]
    if block.total:
        rows.append(row(*_cells(block.total, widths, block.align, size, bold=True)))
    yield table(*rows, widths_mm=widths, lines=True, padding_mm=layout.CELL_PADDING)
    yield paragraph(run("", size=4), line=layout.AFTER, exact=True)


def _cells(
    texts: tuple[str, ...],
    widths: tuple[float, ...],
    aligns: tuple[Align, ...],
    size: float,
    *,
    bold: bool = False,
) -> Iterator[str]:
    for text, width, align in zip(texts, widths, aligns, strict=True):
        content = paragraph(run(text, size=size, bold=bold), align=align.value, mark=size)
        yield cell(content, width_mm=width, middle=True)


# --- end ----------------------------------------------------------------------------------------


def _signing(said: LetterWords) -> str:
    left = cell(*(_copies(said.copies) if said.copies else ()), width_mm=HALF)
    right = cell(*_signature(said), width_mm=HALF)
    return table(row(left, right), widths_mm=(HALF, HALF), lines=False)


def _copies(copies: tuple[str, ...]) -> Iterator[str]:
    label = run("Nơi nhận:", size=layout.SIZE_COPIES_LABEL, bold=True, italic=True)
    yield paragraph(label, before=8)
    for line in copies:
        hang = width_mm("- ", size=layout.SIZE_COPIES)
        text = run(line, size=layout.SIZE_COPIES)
        yield paragraph(text, left_mm=hang, hanging_mm=hang, right_mm=4)


def _signature(said: LetterWords) -> Iterator[str]:
    size, before = layout.SIZE_BODY, 8.0
    for line in (*said.authority, said.position):
        if line:
            yield _centred(line, size=size, bold=True, before=before)
            before = 0
    if said.signing_note:
        yield _centred(said.signing_note, size=layout.SIZE_DATE, italic=True)
    yield paragraph(run("", size=2), line=layout.SIGNING_SPACE / MM_PER_POINT, exact=True)
    yield _centred(said.name, size=size, bold=True)


def _notes(notes: tuple[str, ...]) -> list[str]:
    """What a form says to its reader, small, under the signature."""
    size = layout.SIZE_COPIES
    last = len(notes) - 1
    return [
        paragraph(
            run(note, size=size),
            align="justify",
            before=1 if place else 10,
            keep_next=place < last,
        )
        for place, note in enumerate(notes)
    ]


def annex_width(annex: AnnexWords) -> float:
    """Width of an annex's text in millimetres, upright or across."""
    side = layout.PAGE_HEIGHT if annex.landscape else layout.PAGE_WIDTH
    return side - layout.MARGIN_LEFT - layout.MARGIN_RIGHT


def _annex(annex: AnnexWords) -> Iterator[str]:
    size = layout.SIZE_TITLE
    width = annex_width(annex)
    label = run(annex.label, size=size, bold=True)
    yield paragraph(label, align="center", style="Heading1")
    yield _centred(annex.title, size=size, bold=True)
    yield _centred(annex.belongs, size=layout.SIZE_DATE, italic=True)
    yield _rule(min(width_mm(annex.belongs, size=size), width) * 0.4, width)
    yield paragraph(run("", size=4), line=8, exact=True)
    yield from _body(annex.blocks, width=width)
