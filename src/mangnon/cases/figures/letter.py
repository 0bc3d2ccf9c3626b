"""The report of a quarter or a year in official layout, from what is published. Pure.

The same figures give the same letter; number, day and signature stay open until it is signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mangnon.cases.figures.compiling import Figures
from mangnon.cases.figures.hiding import Cell, added
from mangnon.cases.figures.tables import Sheet, method, sheet, sheets_of
from mangnon.cases.figures.wording import HIDDEN, number
from mangnon.kit.official.letter import (
    Align,
    Annex,
    Block,
    Heading,
    Items,
    Kind,
    LetterDate,
    Letterhead,
    OfficialLetter,
    Paragraph,
    Table,
)
from mangnon.units.api import Unit, UnitKind

# The tables of the text; all others stand in the annex.
_IN_TEXT = (
    ("I", "TIẾP NHẬN TIN BÁO", ("summary", "kind", "age_band")),
    ("II", "XỬ LÝ VỤ VIỆC", ("outcome", "referral")),
    ("III", "THỰC HIỆN THỜI HẠN", ("clocks",)),
)


def report_letter(found: Figures, made_on: date) -> OfficialLetter:
    """The report as a BÁO CÁO. Raises nothing: what is not known prints as a blank."""
    return head_of(found.unit, made_on).letter(
        kind=Kind.REPORT,
        subject=f"Tiếp nhận tin báo và xử lý vụ việc bảo vệ trẻ em {found.span.words}",
        body=tuple(_body(found, made_on)),
        annexes=(Annex("Số liệu chi tiết", tuple(_rest(found))),),
    )


def head_of(unit: Unit, made_on: date) -> Letterhead:
    above = unit.parent
    return Letterhead(
        issuer=unit.name,
        parent=above.name if above and unit.kind != UnitKind.COMMUNE else None,
        symbol=f"/BC-{_short(unit)}",
        place=unit.province.bare_name if unit.province else None,
        date=LetterDate(None, made_on.month, made_on.year),
        addressees=(above.name,) if above else (),
        copies=("Như trên", "Lưu: VT") if above else ("Lưu: VT",),
    )


def _short(unit: Unit) -> str:
    """ "SYT" of the code "51-SYT"; "UBND" of a committee."""
    if unit.kind in {UnitKind.COMMUNE, UnitKind.PROVINCE}:
        return "UBND"
    return unit.code.rsplit("-", 1)[-1]


def _body(found: Figures, made_on: date) -> Iterator[Block]:
    span = found.span
    yield Paragraph(
        f"{found.unit.name} báo cáo số liệu tiếp nhận tin báo và xử lý vụ việc bảo vệ trẻ em "
        f"{span.words}, lập ngày {made_on:%d/%m/%Y}, như sau:"
    )
    said = {"I": _received(found), "II": _carried(found), "III": _in_time(found)}
    for mark, title, keys in _IN_TEXT:
        yield Heading(mark, title)
        yield Paragraph(said[mark])
        yield from (_table(sheet(found, key)) for key in keys)
    yield Heading("IV", "CÁCH TÍNH")
    yield Items(method(found))
    yield Paragraph(f"Trên đây là báo cáo số liệu {span.words}.")


def _told(found: Figures, cells: tuple[Cell, ...]) -> Cell:
    return added(cells) if found.span.is_year else cells[-1]


def _count(cell: Cell, what: str) -> str:
    return f"số {what} nhỏ nên không công bố" if cell is None else f"{number(cell)} {what}"


def _against(found: Figures, cells: tuple[Cell, ...]) -> str:
    """ ", quý trước 12"; nothing for a year or where the quarter before is hidden."""
    if found.span.is_year or cells[0] is None:
        return ""
    return f" (quý trước: {number(cells[0])})"


def _received(found: Figures) -> str:
    words = found.span.words
    return (
        f"Trong {words}: {_count(_told(found, found.reports), 'tin báo')}"
        f"{_against(found, found.reports)}."
    )


def _carried(found: Figures) -> str:
    return (
        f"Từ thông tin nhận trong {found.span.words}: "
        f"{_count(_told(found, found.cases), 'vụ việc')}{_against(found, found.cases)}."
    )


def _in_time(found: Figures) -> str:
    last = sheet(found, "clocks").total
    if last[4] == HIDDEN:
        return "Số thời hạn nhỏ nên tỷ lệ đúng hạn không công bố."
    if last[4] == "–":
        return "Không có thời hạn nào kết thúc trong kỳ."
    before = "" if found.span.is_year or last[5] in (HIDDEN, "–") else f" (quý trước: {last[5]})"
    return (
        f"Có {last[1]} thời hạn được thực hiện đúng, {last[2]} bị quá; đúng hạn {last[4]}{before}."
    )


def _rest(found: Figures) -> Iterator[Block]:
    told = {key for _, _, keys in _IN_TEXT for key in keys}
    for one in sheets_of(found):
        if one.key not in told and one.rows:
            yield _table(one)


def _table(one: Sheet) -> Table:
    rest = len(one.heads) - 1
    return Table(
        one.heads,
        one.rows or (("Không có",),),
        widths=(5, *(1.7,) * rest),
        align=(Align.LEFT, *(Align.CENTRE,) * rest),
        caption=one.title,
        total=one.total,
    )
