"""The lists that can be brought in, and the file that shows how each is filled."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from mangnon.units.choices import Role, SchoolLevel
from mangnon.units.importing import people, schools
from mangnon.units.importing.plan import Plan
from mangnon.units.importing.tables import Heading, Table
from mangnon.units.models import Person
from mangnon.units.perms import can_import_people, can_import_schools


@dataclass(frozen=True)
class Kind:
    """One sort of list: its columns, who may bring it in, how it is tried, how it is shown."""

    name: str
    title: str
    headings: tuple[Heading, ...]
    plan: Callable[..., Plan]
    allowed: Callable[[Person], bool]
    example: tuple[str, ...]
    explained: tuple[tuple[str, str], ...]

    def plan_for(self, table: Table, by: Person) -> Plan:
        return self.plan(table, by=by)


KINDS = {
    "truong": Kind(
        name="truong",
        title="Trường học",
        headings=schools.HEADINGS,
        plan=schools.plan_schools,
        allowed=can_import_schools,
        example=(
            "VD-0001",
            "Trường THCS Hoa Mai",
            "THCS",
            "21289",
            "Xã Sơn Hà",
            "Thôn 2",
        ),
        explained=(
            ("Mã trường", "Bắt buộc. Mã riêng của trường; nhập lại cùng mã là sửa trường đó."),
            ("Tên trường", "Bắt buộc. Ghi đầy đủ, có dấu."),
            (
                "Cấp học",
                f"Bắt buộc. Một hoặc nhiều cấp, cách nhau bằng dấu phẩy: "
                f"{', '.join(str(level.label) for level in SchoolLevel)}.",
            ),
            (
                "Mã xã",
                "Mã 5 chữ số của xã, phường, đặc khu. Nên ghi vì có xã chỉ khác nhau một dấu.",
            ),
            ("Xã, phường, đặc khu", "Tên có dấu. Có thể bỏ trống khi đã ghi mã xã."),
            ("Địa chỉ", "Không bắt buộc."),
        ),
    ),
    "nguoi": Kind(
        name="nguoi",
        title="Người dùng",
        headings=people.HEADINGS,
        plan=people.plan_people,
        allowed=can_import_people,
        example=(
            "VD-ten@vi-du.test",
            "Nguyễn Thị Ví Dụ",
            "Hiệu trưởng",
            "Hiệu trưởng",
            "T0001",
            "Trường THCS Hoa Mai",
        ),
        explained=(
            ("Thư điện tử", "Bắt buộc. Lời mời gửi đến địa chỉ này; người nhận tự đặt mật khẩu."),
            ("Họ và tên", "Bắt buộc."),
            ("Chức vụ", "Không bắt buộc."),
            ("Vai trò", f"Bắt buộc. Một trong: {'; '.join(str(role.label) for role in Role)}."),
            ("Mã đơn vị", "Mã trường, hoặc mã 5 chữ số của xã, phường, đặc khu."),
            ("Đơn vị", "Tên đơn vị. Có thể bỏ trống khi đã ghi mã."),
        ),
    ),
}


def template_file(kind: Kind) -> bytes:
    """An XLSX with the headings, one example that is skipped on reading, and a page of words."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Danh sách"
    sheet.append([heading.name for heading in kind.headings])
    sheet.append(list(kind.example))
    for place, heading in enumerate(kind.headings, 1):
        _dress(sheet.cell(1, place), needed=heading.needed)
        sheet.cell(2, place).font = Font(italic=True, color="777777")
        sheet.column_dimensions[get_column_letter(place)].width = 26
        # Codes are words: a number would lose the zeros in front.
        for line in range(2, 200):
            sheet.cell(line, place).number_format = "@"
    sheet.freeze_panes = "A2"
    _explain(book, kind)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _dress(cell: object, *, needed: bool) -> None:
    cell.font = Font(bold=True, color="FFFFFF")  # type: ignore[attr-defined]
    cell.fill = PatternFill("solid", fgColor="0E3B2A" if needed else "5F7A6D")  # type: ignore[attr-defined]


def _explain(book: Workbook, kind: Kind) -> None:
    sheet = book.create_sheet("Giải thích")
    sheet.append(["Cột", "Cách ghi"])
    for row in kind.explained:
        sheet.append(list(row))
    sheet.append(["", "Dòng bắt đầu bằng VD- là ví dụ và được bỏ qua khi nhập."])
    sheet.append(["", "Không dùng công thức: hãy dán dạng giá trị. Nhiều nhất 10.000 dòng."])
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 100
    for (cell,) in sheet["B2:B20"]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    _dress(sheet["A1"], needed=True)
    _dress(sheet["B1"], needed=True)
