"""Letters that the tests send. Everybody in them is invented."""

from __future__ import annotations

from datetime import date

from mangnon.directives.outgoing import (
    Align,
    Annex,
    ClauseCount,
    DirectiveRef,
    Figure,
    Heading,
    Items,
    Kind,
    LetterDate,
    Letterhead,
    OfficialLetter,
    Paragraph,
    Quote,
    ReportFacts,
    Signer,
    Table,
    Urgency,
    Voice,
)


def dispatch(**changes: object) -> OfficialLetter:
    """A one-page công văn without number and day, to three addressees."""
    values: dict[str, object] = {
        "parent": "UBND tỉnh Quảng Ngãi",
        "issuer": "Sở Y tế",
        "symbol": "/SYT-BTXH",
        "place": "Quảng Ngãi",
        "date": LetterDate(None, 11, 2026),
        "subject": "tăng cường công tác bảo vệ trẻ em trên môi trường mạng",
        "addressees": (
            "Công an tỉnh",
            "Sở Giáo dục và Đào tạo",
            "UBND các xã, phường, đặc khu",
        ),
        "body": (
            Paragraph("Để bảo vệ trẻ em trên môi trường mạng, Sở Y tế đề nghị:"),
            Items(("Phổ biến kỹ năng cho trẻ em.", "Báo cáo trước ngày 15/12/2026."), mark="1"),
            Paragraph("Đề nghị các cơ quan, đơn vị phối hợp thực hiện."),
        ),
        "signer": Signer(("KT. Giám đốc",), "Phó Giám đốc", "Nguyễn Thị Mẫu"),
        "copies": ("Như trên", "UBND tỉnh (b/c)", "Lưu: VT, BTXH"),
        "urgency": Urgency.URGENT,
    }
    return OfficialLetter(**{**values, **changes})  # type: ignore[arg-type]


def notice(rows: int = 60) -> OfficialLetter:
    """A THÔNG BÁO with a long table and an annex that lies across."""
    header = ("TT", "Đơn vị", "Đã giao", "Ghi chú")
    lines = tuple((str(row), f"Xã Thử {row}", "3", "") for row in range(1, rows + 1))
    table = Table(
        header,
        lines,
        widths=(1, 5, 2, 6),
        align=(Align.CENTRE, Align.LEFT, Align.CENTRE, Align.LEFT),
        caption="Kết quả theo đơn vị",
        total=("", "Tổng cộng", str(3 * rows), ""),
    )
    return OfficialLetter(
        issuer="Sở Giáo dục và Đào tạo",
        parent="UBND tỉnh Quảng Ngãi",
        kind=Kind.NOTICE,
        number="7",
        symbol="TB-SGDĐT",
        place="Quảng Ngãi",
        date=LetterDate(5, 2, 2026),
        subject="Kết quả tháng 01 năm 2026",
        body=(
            Heading("I", "TÌNH HÌNH CHUNG"),
            Quote("Học sinh đã biết gọi 111", "UBND xã Thử 1"),
            table,
            Paragraph("Các đơn vị biết, thực hiện."),
        ),
        signer=Signer(("TM. Ủy ban nhân dân", "KT. Chủ tịch"), "Phó Chủ tịch", "Trần Văn Thử"),
        annexes=(
            Annex("Danh sách đơn vị", (table,), landscape=True),
            Annex("Biểu mẫu", (Paragraph("Nội dung biểu mẫu."),)),
        ),
    )


HEAD = Letterhead(
    issuer="Sở Y tế",
    parent="UBND tỉnh Quảng Ngãi",
    symbol="BC-SYT",
    place="Quảng Ngãi",
    date=LetterDate(None, 11, 2026),
    addressees=("UBND tỉnh Quảng Ngãi",),
    signer=Signer(("KT. Giám đốc",), "Phó Giám đốc"),
)

DIRECTIVE = DirectiveRef(
    issuer="Cục Bà mẹ và Trẻ em",
    subject="V/v tăng cường bảo vệ trẻ em trên môi trường mạng.",
    notation="901/BMTE-BV",
    issued_on=date(2025, 8, 5),
)


def facts(**changes: object) -> ReportFacts:
    """Two clauses for twenty units, some done, one figure, voices of three units."""
    values: dict[str, object] = {
        "directive": DIRECTIVE,
        "reporter": "Sở Y tế",
        "as_of": date(2026, 11, 23),
        "units": 20,
        "clauses": (
            ClauseCount("1", "Phổ biến kỹ năng cho trẻ em.", 20, 18, 5, 4, 8, 2),
            ClauseCount("2", "Phổ biến Tổng đài 111.", 12, 12, 0, 2, 10, 0),
        ),
        "figures": (Figure("Số trẻ em được hướng dẫn", 12345, "trẻ em", 15),),
        "quotes": (Voice("Đã phát thanh bằng tiếng Hrê.", "UBND xã Thử Một", "2"),),
        "difficulties": (
            Voice("thiếu thiết bị tại điểm trường lẻ", "UBND xã Thử Một"),
            Voice("Thiếu thiết bị tại điểm trường lẻ.", "UBND xã Thử Hai"),
        ),
        "proposals": (),
        "silent_units": ("UBND xã Thử Ba", "UBND xã Thử Tư"),
    }
    return ReportFacts(**{**values, **changes})  # type: ignore[arg-type]
