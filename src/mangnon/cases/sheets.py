"""A sheet with its watermark as XLSX or CSV. Pure: who, when and the number are handed in.

The mark stands in the first line, in head and foot of every printed page, and in the properties of
the file. No cell can become a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from mangnon.kit import clock

# A text that begins so would be a formula, or a command in older programs.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
MIMES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_WIDTHS = (26, 18, 28, 18, 28, 14, 14)


@dataclass(frozen=True)
class Mark:
    """Who took the file out, when, under which number."""

    number: str
    who: str
    at: datetime

    @property
    def words(self) -> str:
        moment = f"{clock.local(self.at):%H:%M ngày %d/%m/%Y}"
        return f"Kết xuất số {self.number}, {self.who}, {moment}. Không chuyển tiếp."


def plain(value: object) -> object:
    """A value as a cell takes it: what looks like a formula gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    clean = "".join(letter for letter in value if letter >= " " or letter in "\n\t")
    return f"'{clean}" if clean.lstrip(" ").startswith(_DANGEROUS) else clean


def to_csv(rows: Sequence[Sequence[object]], notes: Sequence[str], mark: Mark) -> bytes:
    """With a mark of UTF-8 for spreadsheet programs; the watermark first, notes last."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([plain(mark.words)])
    writer.writerows([plain(value) for value in row] for row in rows)
    writer.writerows([plain(note)] for note in notes)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_xlsx(
    title: str, rows: Sequence[Sequence[object]], notes: Sequence[str], mark: Mark
) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title[:31]
    sheet.append([plain(mark.words)])
    for row in rows:
        sheet.append([plain(value) for value in row])
    for note in notes:
        sheet.append([plain(note)])
    _dress(sheet, len(rows[0]) if rows else 1)
    _sign(book, sheet, mark)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _dress(sheet: Any, wide: int) -> None:
    for number in range(wide):
        letter = sheet.cell(row=2, column=number + 1).column_letter
        sheet.column_dimensions[letter].width = _WIDTHS[min(number, len(_WIDTHS) - 1)]
        sheet.cell(row=2, column=number + 1).font = Font(bold=True)
        sheet.cell(row=2, column=number + 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(row=1, column=1).font = Font(italic=True)
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _sign(book: Workbook, sheet: Any, mark: Mark) -> None:
    """On each printed page, and where the file tells of itself; `&` begins a code there."""
    words = mark.words.replace("&", "&&")
    sheet.oddHeader.left.text = words
    sheet.oddFooter.left.text = words
    sheet.oddFooter.right.text = "&P/&N"
    told = book.properties
    told.creator, told.lastModifiedBy = mark.who, mark.who
    told.title, told.identifier = f"Kết xuất {mark.number}", mark.number
    told.description = mark.words
