"""A spreadsheet as rows of words under known headings. Pure: bytes in, rows or a refusal out.

Traps seen in real lists: several encodings and separators of CSV, formulas where a value should
be, codes that lost their zeros, title lines above the headings, sheets with a million empty rows.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import openpyxl

from mangnon.kit.vietnamese import key, nfc

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 80 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 60
MAX_CELL = 500
_HEADING_WITHIN = 15  # lines of title that may stand above the headings
_EXAMPLE = "VD-"  # rows whose first cell begins so are the template's examples


class BadTable(Exception):
    """A file that cannot be read as a list; the words say what to do."""


@dataclass(frozen=True)
class Row:
    """One line of the list: its number in the file and its words by column name."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Heading:
    """A column: its printed name, other spellings, and whether the list needs it."""

    name: str
    also: tuple[str, ...] = ()
    needed: bool = False

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(_heading_key(name) for name in (self.name, *self.also))


@dataclass(frozen=True)
class Table:
    rows: tuple[Row, ...]
    unknown_columns: tuple[str, ...] = field(default=())


def read_table(data: bytes, name: str, headings: tuple[Heading, ...]) -> Table:
    """The list in an XLSX or CSV file, by its headings. Raises BadTable."""
    if len(data) > MAX_BYTES:
        raise BadTable("Tệp lớn hơn 5 MB. Hãy bỏ hình ảnh, trang thừa hoặc chia làm nhiều tệp.")
    if not data.strip(b"\0 \r\n\t"):
        raise BadTable("Tệp trống.")
    lines = _xlsx_lines(data) if data[:4] == b"PK\x03\x04" else _csv_lines(data, name)
    return _under_headings(lines, headings)


# --- XLSX ---------------------------------------------------------------------------------------


def _xlsx_lines(data: bytes) -> Iterator[list[str]]:
    _refuse_bomb(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for cells in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
            yield [_words(cell) for cell in cells]
    except (BadTable, MemoryError):
        raise
    except Exception as wrong:
        # openpyxl answers a broken file with whatever its parser met: KeyError, ValueError, …
        raise BadTable(_BROKEN_XLSX) from wrong


_BROKEN_XLSX = "Không mở được tệp Excel này. Hãy mở bằng Excel rồi lưu lại dạng .xlsx."


def _refuse_bomb(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            unpacked = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as wrong:
        raise BadTable(_BROKEN_XLSX) from wrong
    if not any(name.startswith("xl/") for name in names):
        raise BadTable("Đây không phải là bảng tính Excel. Hãy dùng tệp .xlsx hoặc .csv.")
    if unpacked > MAX_UNPACKED_BYTES:
        raise BadTable("Bảng tính quá lớn khi mở ra. Hãy chỉ giữ trang có danh sách.")


def _words(cell: Any) -> str:
    """A cell as words: 21289.0 -> "21289", a day -> "2026-11-23", a formula -> "=…"."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if not isinstance(cell, (str, int, float, bool)):
        return "="  # an array formula
    return _tidy(str(cell))


def _tidy(words: str) -> str:
    return re.sub(r"\s+", " ", nfc(words).replace("\u200b", "")).strip()


# --- CSV ----------------------------------------------------------------------------------------


def _csv_lines(data: bytes, name: str) -> Iterator[list[str]]:
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadTable(f"“{name}” không phải là bảng tính. Hãy dùng tệp .xlsx hoặc .csv.")
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        for cells in reader:
            yield [_tidy(cell) for cell in cells[:MAX_COLUMNS]]
    except csv.Error as wrong:
        raise BadTable(
            f"Dòng {reader.line_num} của tệp CSV bị hỏng (dấu nháy hoặc xuống dòng)."
        ) from wrong


def _decoded(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with one, else Windows-1258: what Excel writes here."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1258"]:
        try:
            return nfc(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise BadTable("Không đọc được chữ trong tệp. Hãy lưu lại dạng “CSV UTF-8” hoặc .xlsx.")


def _separator(text: str) -> str:
    """The mark that parts the fullest of the first lines."""
    lines = text.splitlines()[:_HEADING_WITHIN]
    counts = {mark: max((line.count(mark) for line in lines), default=0) for mark in ",;\t|"}
    return max(counts, key=lambda mark: counts[mark])


# --- headings -----------------------------------------------------------------------------------


def _heading_key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", key(name))


def _under_headings(lines: Iterable[list[str]], headings: tuple[Heading, ...]) -> Table:
    numbered = enumerate(lines, 1)
    names, unknown = _find_headings(numbered, headings)
    rows: list[Row] = []
    for line, cells in numbered:
        if not any(cells) or cells[0].startswith(_EXAMPLE):
            continue
        if len(rows) == MAX_ROWS:
            raise BadTable(
                f"Danh sách dài hơn {MAX_ROWS // 1000}.000 dòng. Hãy chia làm nhiều tệp."
            )
        rows.append(Row(line, _named(names, cells)))
    if not rows:
        raise BadTable("Dưới dòng tiêu đề chưa có dòng nào (dòng ví dụ VD-… không tính).")
    return Table(tuple(rows), unknown)


def _named(names: dict[int, str], cells: list[str]) -> dict[str, str]:
    return {
        name: cells[place][: MAX_CELL + 1] for place, name in names.items() if place < len(cells)
    }


def _find_headings(
    numbered: Iterator[tuple[int, list[str]]], headings: tuple[Heading, ...]
) -> tuple[dict[int, str], tuple[str, ...]]:
    """The line with at least half of the needed headings; which column is which."""
    needed = [heading for heading in headings if heading.needed]
    for line, cells in numbered:
        names, unknown = _match(cells, headings)
        found = set(names.values())
        missing = [heading.name for heading in needed if heading.name not in found]
        if len(missing) * 2 <= len(needed) and len(missing) < len(needed):
            if missing:
                raise BadTable(f"Thiếu cột {', '.join(missing)} (tiêu đề ở dòng {line}).")
            return names, unknown
        if line >= _HEADING_WITHIN:
            break
    wanted = ", ".join(heading.name for heading in needed)
    raise BadTable(
        f"Không thấy dòng tiêu đề có các cột {wanted}. Hãy dùng tệp mẫu; nếu chữ trong tệp bị lỗi "
        "phông, hãy lưu lại dạng “CSV UTF-8” hoặc .xlsx."
    )


def _match(
    cells: list[str], headings: tuple[Heading, ...]
) -> tuple[dict[int, str], tuple[str, ...]]:
    names: dict[int, str] = {}
    unknown: list[str] = []
    for place, cell in enumerate(cells):
        heading = next((h for h in headings if _heading_key(cell) in h.keys), None)
        if heading is None:
            unknown += [cell] if cell else []
        elif heading.name in names.values():
            raise BadTable(f"Có hai cột “{heading.name}”.")
        else:
            names[place] = heading.name
    return names, tuple(unknown)
