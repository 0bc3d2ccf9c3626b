"""Small words of WordprocessingML: paragraphs, tables and sections as text, in schema order.

Written by hand because the layout is exact and the bytes must repeat; the schema's order of
children matters to Word, so only these functions write tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from mangnon.kit.official.letter import BOX, LINE_BREAK, TICKED

TWIPS_PER_MM = 1440 / 25.4
BOXES = (BOX, TICKED)
APART = re.compile(f"([{BOX}{TICKED}{LINE_BREAK}])")
BOX_NAME = "MS Gothic"  # what Word itself takes for its check boxes
BOX_FONT = (
    f'<w:rFonts w:ascii="{BOX_NAME}" w:hAnsi="{BOX_NAME}" w:eastAsia="{BOX_NAME}"'
    ' w:hint="eastAsia"/>'
)
THIN = 'w:val="single" w:sz="6" w:space="0" w:color="000000"'


def twips(mm: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(mm * TWIPS_PER_MM)


def run(
    text: str,
    *,
    size: float,
    bold: bool = False,
    italic: bool = False,
    colour: str = "",
) -> str:
    """A run of text; `size` in points, `colour` RRGGBB. Boxes come from a font that has them."""
    marks = "<w:b/><w:bCs/>" if bold else ""
    marks += "<w:i/><w:iCs/>" if italic else ""
    marks += f'<w:color w:val="{colour}"/>' if colour else ""
    half = round(size * 2)
    marks += f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    return "".join(_piece(part, marks) for part in APART.split(text) if part) or _piece("", marks)


def _piece(text: str, marks: str) -> str:
    if text == LINE_BREAK:
        return "<w:r><w:br/></w:r>"
    style = f"<w:rPr>{BOX_FONT if text in BOXES else ''}{marks}</w:rPr>"
    return f'<w:r>{style}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def dots(*, size: float) -> str:
    """A tab to the right edge, filled with dots: room for a pen in a paragraph with `tab_mm`."""
    return f'<w:r><w:rPr><w:sz w:val="{round(size * 2)}"/></w:rPr><w:tab/></w:r>'


def lines(texts: Iterable[str], *, size: float, bold: bool = False) -> str:
    """Runs with a line break between them, in one paragraph."""
    return "<w:r><w:br/></w:r>".join(run(text, size=size, bold=bold) for text in texts)


def paragraph(
    *runs: str,
    align: str = "left",
    style: str = "",
    before: float = 0,
    after: float = 0,
    line: float = 0,
    exact: bool = False,
    first_mm: float = 0,
    left_mm: float = 0,
    right_mm: float = 0,
    hanging_mm: float = 0,
    keep_next: bool = False,
    border: str = "",
    mark: float = 0,
    tab_mm: float = 0,
) -> str:
    """A paragraph; spaces and `line` in points (0: single), indents in millimetres.

    `mark` is the size of its end mark, which sets the height of a paragraph without text;
    `tab_mm` where dots after it end.
    """
    parts = [f'<w:pStyle w:val="{style}"/>' if style else ""]
    parts.append("<w:keepNext/>" if keep_next else "")
    parts.append(f"<w:pBdr>{border}</w:pBdr>" if border else "")
    if tab_mm:
        stop = f'<w:tab w:val="right" w:leader="dot" w:pos="{twips(tab_mm)}"/>'
        parts.append(f"<w:tabs>{stop}</w:tabs>")
    rule = f'w:line="{round(line * 20)}" w:lineRule="{"exact" if exact else "atLeast"}"'
    spacing = rule if line else 'w:line="240" w:lineRule="auto"'
    parts.append(
        f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" {spacing}/>'
    )
    first = f' w:firstLine="{twips(first_mm)}"' if first_mm else ""
    first = f' w:hanging="{twips(hanging_mm)}"' if hanging_mm else first
    if first or left_mm or right_mm:
        sides = f'w:left="{twips(left_mm)}" w:right="{twips(right_mm)}"'
        parts.append(f"<w:ind {sides}{first}/>")
    parts.append(f'<w:jc w:val="{"both" if align == "justify" else align}"/>')
    parts.append(f'<w:rPr><w:sz w:val="{round(mark * 2)}"/></w:rPr>' if mark else "")
    return f"<w:p><w:pPr>{''.join(parts)}</w:pPr>{''.join(runs)}</w:p>"


def rule_line(*, width_mm: float, column_mm: float, points: float, gap: float = 2) -> str:
    """A centred line of exact length: an all but empty paragraph with a border on top."""
    side = max(0.0, (column_mm - width_mm) / 2)
    border = f'<w:top w:val="single" w:sz="{round(points * 8)}" w:space="0" w:color="000000"/>'
    return paragraph(
        run("", size=2), before=gap, line=3, exact=True, left_mm=side, right_mm=side, border=border
    )


def cell(*content: str, width_mm: float, middle: bool = False) -> str:
    """A table cell, its text at the top or in the middle; Word refuses one without a paragraph."""
    width = f'<w:tcW w:w="{twips(width_mm)}" w:type="dxa"/>'
    height = '<w:vAlign w:val="center"/>' if middle else ""
    return f"<w:tc><w:tcPr>{width}{height}</w:tcPr>{''.join(content) or paragraph()}</w:tc>"


def row(*cells: str, header: bool = False) -> str:
    """A row that never breaks across pages; a header row repeats on each."""
    mark = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, widths_mm: tuple[float, ...], lines: bool, padding_mm: float = 0) -> str:
    """A fixed-width table, centred; `lines` draws the grid."""
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f"<w:{edge} {THIN}/>" for edge in edges) if lines else ""
    pad = "".join(
        f'<w:{side} w:w="{twips(width)}" w:type="dxa"/>'
        for side, width in (
            ("top", 0.4),
            ("left", padding_mm),
            ("bottom", 0.4),
            ("right", padding_mm),
        )
    )
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths_mm)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(map(twips, widths_mm))}" w:type="dxa"/>'
        f'<w:jc w:val="center"/>'
        + (f"<w:tblBorders>{borders}</w:tblBorders>" if borders else "")
        + f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{pad}</w:tblCellMar></w:tblPr>'
        + f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def box(*, width_mm: float, column_mm: float, colour: str) -> tuple[str, float]:
    """Border and side indent of a framed paragraph of exact width centred in a column."""
    edge = f'w:val="single" w:sz="12" w:space="3" w:color="{colour}"'
    sides = "".join(f"<w:{name} {edge}/>" for name in ("top", "left", "bottom", "right"))
    return sides, max(0.0, (column_mm - width_mm) / 2)


def section(
    *, landscape: bool, margins_mm: tuple[float, float, float, float], header_mm: float
) -> str:
    """Section properties: A4, margins top, right, bottom, left; number from the second page."""
    width, height = (297.0, 210.0) if landscape else (210.0, 297.0)
    turn = ' w:orient="landscape"' if landscape else ""
    top, right, bottom, left = (twips(margin) for margin in margins_mm)
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>'
        '<w:headerReference w:type="first" r:id="rId4"/><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turn}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
        f' w:header="{twips(header_mm)}" w:footer="{twips(10)}" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )
