"""The figures as rows of words: one form for the screen, the letter and the workbook. Pure.

Of a quarter each table tells the quarter before, the quarter and the change; of a year its quarters
and their sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.cases.figures.compiling import Figures
from mangnon.cases.figures.hiding import Cell, Crossed, Line, Listed, added
from mangnon.cases.figures.wording import change, number, share, span
from mangnon.kit.cells import SMALL


@dataclass(frozen=True)
class Sheet:
    """A title, heads, rows of words and a last row of sums (or none)."""

    key: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


def sheets_of(found: Figures) -> tuple[Sheet, ...]:
    """Every table, in the order in which they are read."""
    return (_summary(found), *(_sheet(found, one) for one in found.lists), _clocks(found))


def sheet(found: Figures, key: str) -> Sheet:
    return next(one for one in sheets_of(found) if one.key == key)


def _heads(found: Figures) -> tuple[str, ...]:
    names = tuple(quarter.short for quarter in found.span.quarters)
    return (*names, "Cả năm") if found.span.is_year else (*names, "So với quý trước")


def _cells(found: Figures, cells: Sequence[Cell]) -> tuple[str, ...]:
    numbers = tuple(number(cell) for cell in cells)
    if found.span.is_year:
        return (*numbers, number(added(cells)))
    return (*numbers, change(cells[-1], cells[0]))


def _sheet(found: Figures, listed: Listed) -> Sheet:
    def row(line: Line) -> tuple[str, ...]:
        return (line.words, *_cells(found, line.cells))

    rows = tuple(row(line) for line in listed.met)
    return Sheet(listed.key, listed.title, ("Nội dung", *_heads(found)), rows, row(listed.total))


def _summary(found: Figures) -> Sheet:
    """The figures that an office looks at first."""
    rows = [
        ("Tin báo tiếp nhận", *_cells(found, found.reports)),
        ("Vụ việc đã mở", *_cells(found, found.cases)),
        ("Chuyển tuyến chưa được trả lời", *_cells(found, _waiting(found))),
        ("Một nửa số vụ có hành động đầu tiên trong", *_spans(found, median=True)),
        ("Chín phần mười số vụ có hành động đầu tiên trong", *_spans(found, median=False)),
    ]
    return Sheet("summary", "Số liệu chính", ("Nội dung", *_heads(found)), tuple(rows))


def _waiting(found: Figures) -> tuple[Cell, ...]:
    return next(line.cells for line in found.referrals.lines if line.key == "waiting")


def _spans(found: Figures, *, median: bool) -> tuple[str, ...]:
    """No sum and no difference of medians: the last column stays a dash."""
    taken = [one.median if median else one.nine_in_ten for one in found.taken]
    return (*(span(minutes) for minutes in taken), "–")


def _clocks(found: Figures) -> Sheet:
    compared = () if found.span.is_year else ("Quý trước",)
    heads = ("Thời hạn", "Đúng hạn", "Quá hạn", "Đang tính", "Tỷ lệ đúng hạn", *compared)
    *rows, total = found.clocks
    met = tuple(_clock(row) for row in rows if any(cell != 0 for cell in (*row.cells, *row.before)))
    return Sheet("clocks", "Thời hạn theo quy định", heads, met, _clock(total))


def _clock(row: Crossed) -> tuple[str, ...]:
    before = (in_time(row.before),) if row.before else ()
    return (row.words, *(number(cell) for cell in row.cells), in_time(row.cells), *before)


def in_time(cells: Sequence[Cell]) -> str:
    """Met in time, of those that were met or broken."""
    met, broken = cells[0], cells[1]
    return share(met, added((met, broken)))


def method(found: Figures) -> tuple[str, ...]:
    """How it is counted, sentence by sentence; printed on every report."""
    return (
        "Tin báo tính theo thời điểm tiếp nhận, tại đơn vị tiếp nhận và các đơn vị bên dưới; không "
        "tính tin thử nghiệm của hệ thống đối tác.",
        "Vụ việc tính theo thời điểm nơi đầu tiên nhận được thông tin, tại đơn vị chủ trì; kết quả "
        "là kết quả vào lúc lập bảng.",
        "Thời hạn tính theo ngày hết hạn. Một thời hạn đã quá vẫn là quá hạn dù sau đó công việc "
        "đã xong. Tỷ lệ đúng hạn là số đúng hạn chia cho tổng số đúng hạn và quá hạn; thời hạn "
        "không còn áp dụng thì không tính.",
        "Hành động đầu tiên là bước sớm nhất trong các bước: nhận xác minh, đánh giá nguy cơ, áp "
        "dụng biện pháp khẩn cấp, tạm thời cách ly, báo công an; tính từ lúc nhận thông tin. Có "
        f"dưới {SMALL} vụ thì không công bố.",
        f"Để không ai nhận ra một trẻ em, số từ 1 đến {SMALL - 1} được ghi “ẩn”; một số ô khác "
        "cũng được ẩn để không tính ngược ra được. Số của năm là tổng các quý và ẩn khi một quý "
        "bị ẩn. Khi cả danh sách quá nhỏ, toàn bộ quý của danh sách đó được ẩn.",
        "Không tính những tin báo và vụ việc mà người lập bảng không được biết.",
    )
