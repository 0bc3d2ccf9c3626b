"""The figures as a workbook: numbers as numbers, what is hidden as a word."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from mangnon.cases.figures.compiling import Figures
from mangnon.cases.figures.tables import Sheet, method, sheets_of

_TITLE = 31  # letters that a sheet's name takes


def to_xlsx(found: Figures) -> bytes:
    """A sheet a table, and one that says how it is counted."""
    book = Workbook(write_only=True)
    for one in sheets_of(found):
        _write(book, one)
    _write(
        book, Sheet("method", "Cách tính", ("Cách tính",), tuple((said,) for said in method(found)))
    )
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write(book: Workbook, one: Sheet) -> None:
    sheet: Any = book.create_sheet(one.title[:_TITLE])
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = 44
    for letter in "BCDEFG":
        sheet.column_dimensions[letter].width = 18
    sheet.append([_bold(sheet, head) for head in one.heads])
    for row in one.rows:
        sheet.append([_plain(said) for said in row])
    if one.total:
        sheet.append([_bold(sheet, _plain(said)) for said in one.total])


def _bold(sheet: Any, value: object) -> Any:
    cell = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]
    cell.font = Font(bold=True)
    return cell


def _plain(said: str) -> object:
    """ "1.234" is the number 1234. All words are ours: none can be a formula."""
    bare = said.replace(".", "")
    return int(bare) if bare.isascii() and bare.isdecimal() else said
