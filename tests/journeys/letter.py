"""An invented letter in the manner of the real ones, as text, as DOCX and as a scan."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image

from mangnon.directives.outgoing import (
    LetterDate,
    OfficialLetter,
    Paragraph,
    Signer,
    to_docx,
    to_pdf,
)

SUBJECT = "tăng cường bảo vệ trẻ em trên môi trường mạng trong năm học mới"
ADDRESSEES = ("Công an tỉnh", "Sở Giáo dục và Đào tạo", "UBND các xã, phường, đặc khu")
OPENING = (
    "Thực hiện Công văn số 345/BMTE-BV ngày 12/10/2026 của Cục Bà mẹ và Trẻ em về việc bảo vệ "
    "trẻ em trên môi trường mạng, Sở Y tế đề nghị các cơ quan, địa phương triển khai các nội "
    "dung sau:"
)
CLAUSES = (
    "Tuyên truyền cho trẻ em, cha mẹ và giáo viên về kỹ năng sử dụng mạng an toàn trên hệ thống "
    "loa truyền thanh và trang thông tin điện tử.",
    "Triển khai giải pháp kỹ thuật tại trường học để chặn lọc nội dung không phù hợp với từng "
    "lứa tuổi.",
    "Niêm yết Tổng đài 111 và địa chỉ liên hệ của địa phương tại trường học, nhà văn hóa thôn.",
    "Can thiệp, xử lý kịp thời các trường hợp trẻ em có dấu hiệu bị xâm hại trên mạng.",
)
CLOSING = "Đề nghị các cơ quan, địa phương quan tâm thực hiện./."

TEXT = "\n\n".join(
    [
        "UBND TỈNH QUẢNG NGÃI\nSỞ Y TẾ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        "Số: 7788/SYT-BTXH",
        "Quảng Ngãi, ngày 20 tháng 11 năm 2026",
        f"V/v {SUBJECT}",
        "Kính gửi:\n" + "\n".join(f"- {one};" for one in ADDRESSEES),
        OPENING,
        *(f"{number}. {text}" for number, text in enumerate(CLAUSES, 1)),
        CLOSING,
        "Nơi nhận:\n- Như trên;\n- UBND tỉnh (b/c);\n- Lưu: VT, BTXH.",
        "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
        "Nguyễn Văn Trình Diễn",
    ]
)


def letter() -> OfficialLetter:
    return OfficialLetter(
        parent="UBND TỈNH QUẢNG NGÃI",
        issuer="SỞ Y TẾ",
        number="7788",
        symbol="/SYT-BTXH",
        place="Quảng Ngãi",
        date=LetterDate(20, 11, 2026),
        subject=SUBJECT,
        addressees=ADDRESSEES,
        body=(
            Paragraph(OPENING),
            *(Paragraph(f"{number}. {text}") for number, text in enumerate(CLAUSES, 1)),
            Paragraph(CLOSING.removesuffix("./.")),
        ),
        signer=Signer(("KT. GIÁM ĐỐC",), "PHÓ GIÁM ĐỐC", "Nguyễn Văn Trình Diễn"),
        copies=("Như trên", "UBND tỉnh (b/c)", "Lưu: VT, BTXH"),
    )


def as_docx() -> bytes:
    return to_docx(letter())


def as_scan(dpi: int = 200) -> bytes:
    """The printed page as a picture inside a PDF, a little askew, as a scanner makes it."""
    page = pypdfium2.PdfDocument(to_pdf(letter()))[0].render(scale=dpi / 72).to_pil().convert("L")
    askew = page.rotate(0.4, resample=Image.Resampling.BICUBIC, fillcolor=255)
    made = io.BytesIO()
    askew.convert("RGB").save(made, "PDF", resolution=dpi, quality=85)
    return made.getvalue()
