"""Board and returns as a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from mangnon.directives.choices import spoken
from mangnon.directives.models import Directive
from mangnon.directives.queries.board import BoardFilters, board
from mangnon.directives.queries.results import returns_given
from mangnon.kit import clock

_EVERYTHING = 1_000_000
# A text that begins so would be a formula, or a command in older programs.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST = 32_000  # characters that a cell takes, less some


def export_xlsx(directive: Directive) -> bytes:
    """Board and returns of a letter as XLSX bytes; no cell can become a formula."""
    book = Workbook(write_only=True)
    _sheet(book, "Theo dõi", _board_rows(directive), widths=(36,))
    _sheet(book, "Báo cáo của đơn vị", _return_rows(directive), widths=(36, 10, 60, 12, 40, 40))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def plain(value: object) -> object:
    """A value as a cell takes it: text that looks like a formula gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    clean = "".join(letter for letter in value if letter >= " " or letter in "\n\t")[:_LONGEST]
    return f"'{clean}" if clean.startswith(_DANGEROUS) else clean


def _sheet(
    book: Workbook, title: str, rows: Iterable[list[object]], *, widths: tuple[int, ...]
) -> None:
    sheet: Any = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for number, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGHIJ"[number]].width = width
    for number, row in enumerate(rows):
        cells = [plain(value) for value in row]
        sheet.append([_bold(sheet, value) for value in cells] if number == 0 else cells)


def _bold(sheet: Any, value: object) -> Any:
    cell = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]
    cell.font = Font(bold=True)
    return cell


def _board_rows(directive: Directive) -> Iterable[list[object]]:
    found = board(directive, BoardFilters(per_page=_EVERYTHING))
    yield [
        "Đơn vị",
        *(f"Nội dung {column.mark}" for column in found.columns),
        "Hoàn thành",
        "Quá hạn",
        "Tổng số",
    ]
    for row in found.rows:
        cells = ("" if cell is None else _words(cell.words, cell.late) for cell in row.cells)
        yield [row.unit_name, *cells, row.done, row.late, row.total]


def _words(state: str, late: bool) -> str:
    return f"{state} (quá hạn)" if late else state


def _return_rows(directive: Directive) -> Iterable[list[object]]:
    yield [
        "Đơn vị",
        "Nội dung",
        "Kết quả",
        "Số liệu",
        "Khó khăn, vướng mắc",
        "Đề xuất, kiến nghị",
        "Lần",
        "Trạng thái",
        "Ngày gửi",
    ]
    rows = returns_given(directive).order_by("assignment__unit__path", "assignment__clause__order")
    for one in rows.iterator(chunk_size=2000):
        yield [
            one.assignment.unit.name,
            spoken(one.assignment.clause.mark, one.assignment.clause.order),
            one.text,
            one.figure,
            one.difficulties,
            one.proposals,
            one.round,
            one.get_state_display(),
            clock.local(one.made_at).date(),
        ]
