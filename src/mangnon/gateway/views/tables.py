"""Figures as tables to take away: CSV and XLSX. No cell can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook

from mangnon.gateway.counted_words import answer_words, words_of
from mangnon.gateway.queries.figures import Figures
from mangnon.kit import clock

# A text that begins so would be a formula, or a command in older programs.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")

Sheet = tuple[str, Sequence[Sequence[object]]]


def sheets_of(found: Figures) -> list[Sheet]:
    """The page as tables: a title and rows, the first of them the heads."""
    sheets: list[Sheet] = [
        ("Tổng số", _totals(found)),
        ("Theo loại", _categories(found)),
        ("Theo nhóm", _groups(found)),
        ("Theo ngày", _days(found)),
        ("Tên nhiều nhất", _names(found)),
    ]
    if found.schools:
        sheets.append(("Theo trường", _schools(found)))
    return sheets


def _totals(found: Figures) -> list[list[object]]:
    totals, requests = found.totals, found.requests
    place = found.school.name if found.school else "Tất cả các trường trong phạm vi"
    return [
        ["Nội dung", "Giá trị"],
        ["Nơi", place],
        ["Thời gian", found.period.words],
        ["Lượt hỏi", totals.asked],
        ["Bị chặn", found.cell(totals.blocked)],
        ["Mở theo cho phép", found.cell(totals.allowed)],
        ["Mở, có dấu hiệu lạ", found.cell(totals.flagged)],
        ["Đề nghị mở trang", requests.made],
        ["Đã trả lời", requests.answered],
        ["Trong một ngày làm việc", requests.in_time],
    ]


def _categories(found: Figures) -> list[list[object]]:
    rows: list[list[object]] = [["Loại nội dung", "Bị chặn", "Kỳ trước"]]
    rows += [[e.words, found.cell(e.value), found.cell(e.before)] for e in found.categories]
    return rows


def _groups(found: Figures) -> list[list[object]]:
    keys = [each.key for each in found.categories]
    rows: list[list[object]] = [["Nhóm", "Lượt hỏi", "Bị chặn", *(words_of(key) for key in keys)]]
    rows += [
        [
            each.words,
            found.cell(each.asked),
            found.cell(each.blocked),
            *(found.cell(each.by_category.get(key, 0)) for key in keys),
        ]
        for each in found.groups
    ]
    return rows


def _days(found: Figures) -> list[list[object]]:
    rows: list[list[object]] = [["Ngày", "Lượt hỏi", "Bị chặn"]]
    rows += [
        [f"{clock.local(p.at):%d/%m/%Y}", found.cell(p.asked), found.cell(p.blocked)]
        for p in found.days
    ]
    return rows


def _names(found: Figures) -> list[list[object]]:
    rows: list[list[object]] = [["Tên miền", "Kết quả", "Lượt"]]
    rows += [[each.name, answer_words(each.category), each.answers] for each in found.names]
    return rows


def _schools(found: Figures) -> list[list[object]]:
    rows: list[list[object]] = [["Trường", "Lượt hỏi", "Bị chặn"]]
    rows += [[row.school.name, row.asked, row.blocked] for row in found.schools]
    return rows


def _plain(value: object) -> object:
    if isinstance(value, str) and value.startswith(_DANGEROUS):
        return f"'{value}"
    return value


def as_csv(sheets: Iterable[Sheet]) -> bytes:
    """All tables one below the other, with a mark of UTF-8 for spreadsheet programs."""
    out = io.StringIO()
    writer = csv.writer(out)
    for title, rows in sheets:
        writer.writerow([title])
        writer.writerows([_plain(value) for value in row] for row in rows)
        writer.writerow([])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(sheets: Iterable[Sheet]) -> bytes:
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet: Any = book.create_sheet(title)
        sheet.freeze_panes = "B2"
        sheet.column_dimensions["A"].width = 36
        for row in rows:
            sheet.append([_plain(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_file(data: bytes, media_type: str, name: str) -> HttpResponse:
    said = content_disposition_header(True, name)
    headers = {"Content-Disposition": said or "", "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=media_type, headers=headers)
