"""Letters invented for these tests, to be changed a part at a time."""

from mangnon.directives.letters import Letter, Reading, read_letter

HEAD = """\
UBND TỈNH AN BÌNH
SỞ Y TẾ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 512/SYT-DSTE

An Bình, ngày 14 tháng 10 năm 2025

V/v bảo vệ trẻ em trên môi trường mạng
"""

SALUTE = """\
Kính gửi:

- Công an tỉnh;
- Sở Giáo dục và Đào tạo;
- UBND các xã, phường.
"""

BODY = """\
Thực hiện Công văn số 77/BMTE-BV ngày 05/8/2025 của Cục Bà mẹ và Trẻ em về bảo vệ trẻ em, Sở Y tế đề nghị các cơ quan thực hiện các nội dung sau:

1. Phổ biến kỹ năng cho cha mẹ và giáo viên.

2. Niêm yết số 111 tại cổng trường.

Kết quả báo cáo về Sở Y tế trước ngày 20/11/2025./.
"""  # noqa: E501 - one paragraph is one line, as it comes

FOOT = """\
Nơi nhận:
- Như trên;
- UBND tỉnh (b/c);
- Lưu: VT, DSTE.

KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC


Lê Thị Mẫu
"""


def letter_text(
    *, head: str = HEAD, salute: str = SALUTE, body: str = BODY, foot: str = FOOT
) -> str:
    return "\n".join((head, salute, body, foot))


def reading_of(text: str) -> Reading:
    return read_letter(text.encode(), name="cong-van.txt")


def read(text: str) -> Letter:
    return reading_of(text).letter


def asking(*lines: str) -> str:
    """A body that asks for what the lines say."""
    intro = "Sở Y tế đề nghị các cơ quan thực hiện các nội dung sau:"
    return "\n\n".join((intro, *lines)) + "\n"
