"""What is no letter, or cannot be read, is refused by name in a Vietnamese sentence."""

import io
import zlib
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner
from PIL import Image

from mangnon.directives.letters import (
    NotALetter,
    Refusal,
    TooLarge,
    Unreadable,
    read_letter,
)
from mangnon.directives.letters.command import letter as command
from tests.directives.letters.files import letter_docx, letter_pdf, png_bytes, zip_bytes
from tests.directives.letters.letters import HEAD, letter_text, reading_of

NEWS = """\
Cảnh giác với lời mời kết bạn từ người lạ trên mạng

12/05/2025 08:30

Theo cơ quan công an, nhiều học sinh đã bị lừa qua các nhóm kín trên mạng xã hội.

Ảnh: minh họa

Bình luận
"""
PLAN = f"""\
{HEAD.replace("512/SYT-DSTE", "98/KH-UBND").replace("V/v bảo vệ trẻ em trên môi trường mạng", "")}
KẾ HOẠCH
Bảo vệ trẻ em trên môi trường mạng năm 2026

I. MỤC ĐÍCH, YÊU CẦU

Nâng cao nhận thức của cha mẹ và giáo viên.

Nơi nhận:
- Sở Y tế;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lê Văn Mẫu
"""


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(letter_pdf()))
    writer.encrypt("mật khẩu", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def bomb_docx() -> bytes:
    return zip_bytes(word__document__xml=b" " * 13_000_000)


def entity_bomb_docx() -> bytes:
    return zip_bytes(
        word__document__xml=b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    )


@pytest.mark.parametrize(
    ("data", "name", "refusal"),
    [
        (b"", "trong.txt", NotALetter),
        (b" \n\t\n", "trong.txt", NotALetter),
        (b"..... -- 12 --", "dau.txt", NotALetter),
        (NEWS.encode(), "bao.txt", NotALetter),
        ("<html><body><p>Trang chủ</p></body></html>".encode(), "bao.html", NotALetter),
        (b"%PDF-1.7 broken", "hong.pdf", Unreadable),
        (letter_pdf()[:900], "cut.pdf", Unreadable),
        (letter_docx()[:900], "cut.docx", Unreadable),
        (zip_bytes(thu__txt=b"1"), "nen.zip", Unreadable),
        (zip_bytes(word__document__xml=b"<w:document"), "hong.docx", Unreadable),
        (entity_bomb_docx(), "bom.docx", Unreadable),
        (bomb_docx(), "bom.docx", TooLarge),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "cu.doc", Unreadable),
        (b"{\\rtf1 cong van}", "cu.rtf", Unreadable),
        (b"\x89PNG\r\n\x1a\nbroken", "hong.png", Unreadable),
        (bytes(range(256)) * 20, "nhi-phan.bin", Unreadable),
        (b"a" * 100_000_000, "lon.txt", TooLarge),
        (b"a " * 400_000, "dai.txt", TooLarge),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refused_by_name(data: bytes, name: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as refused:
        read_letter(data, name=name)
    assert str(refused.value).endswith((".", ")"))
    assert str(refused.value)[0].isupper()


def test_a_locked_pdf_says_so() -> None:
    with pytest.raises(Unreadable, match="mật khẩu"):
        read_letter(locked_pdf(), name="khoa.pdf")


def test_a_picture_larger_than_any_scan_is_refused() -> None:
    picture = png_bytes(Image.new("1", (30_000, 30_000)), 300)
    with pytest.raises(TooLarge):
        read_letter(picture, name="to.png")


def test_a_png_whose_data_is_broken_is_refused() -> None:
    good = png_bytes(Image.new("L", (200, 200)), 200)
    with pytest.raises(Unreadable):
        read_letter(good.replace(good[60:70], zlib.compress(b"x")[:10]), name="hong.png")


def test_a_news_page_is_called_one() -> None:
    with pytest.raises(NotALetter) as refused:
        read_letter(NEWS.encode(), name="bao.txt")
    assert refused.value.reading is not None
    assert refused.value.reading.letter.type == "báo"


def test_a_plan_is_read_and_said_to_be_no_letter() -> None:
    reading = reading_of(PLAN)
    assert reading.letter.type == "kế hoạch"
    assert reading.letter.subject == "Bảo vệ trẻ em trên môi trường mạng năm 2026"
    assert reading.warnings[0] == "Văn bản này là kế hoạch, không phải công văn."


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("QUYẾT ĐỊNH", "quyết định"),
        ("CÔNG ĐIỆN", "khác"),
        ("TỜ TRÌNH", "khác"),
        ("BÁO CÁO", "khác"),
    ],
)
def test_other_named_documents(title: str, kind: str) -> None:
    reading = reading_of(PLAN.replace("KẾ HOẠCH", title))
    assert reading.letter.type == kind
    assert reading.warnings[0] == f"Văn bản này là {title.lower()}, không phải công văn."


def test_the_command_prints_json_and_leaves_with_zero(tmp_path: Path) -> None:
    file = tmp_path / "cv.txt"
    file.write_text(letter_text(), encoding="utf-8")
    result = CliRunner().invoke(command, ["read", str(file), "--json"])
    assert result.exit_code == 0
    assert '"number": "512"' in result.stdout
    assert '"issuer": "SỞ Y TẾ"' in result.stdout


def test_the_command_prints_a_table_for_people(tmp_path: Path) -> None:
    file = tmp_path / "cv.txt"
    file.write_text(letter_text(), encoding="utf-8")
    result = CliRunner().invoke(command, ["read", str(file)])
    assert result.exit_code == 0
    assert "Cơ quan ban hành" in result.stdout
    assert "SỞ Y TẾ" in result.stdout


def test_the_command_refuses_with_two_and_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "bao.txt"
    file.write_text(NEWS, encoding="utf-8")
    result = CliRunner().invoke(command, ["read", str(file), "--json"])
    assert result.exit_code == 2
    assert "trang báo, không phải công văn" in result.stderr
    assert '"type": "báo"' in result.stdout
