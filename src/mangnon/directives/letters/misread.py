"""Mending what OCR misreads in the formula parts of a letter: marks of capitals, specks.

Only words that official letters always use are mended, and only their marks: a phrase whose letters
agree with a known one takes the marks of the known one. Running text is left as it was read.
"""

import re
from functools import lru_cache

from mangnon.directives.letters.layout import Line
from mangnon.directives.letters.marks import Kind, mark_of
from mangnon.directives.letters.syllables import nearest, once, spelled, stopped
from mangnon.kit.vietnamese import LOWER, UPPER, nfc, without_marks

_PHRASES = """
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|VIỆT NAM|ĐỘC LẬP|TỰ DO|HẠNH PHÚC|XÃ HỘI|ỦY BAN NHÂN DÂN
UỶ BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN|HỘI ĐỒNG|HỘI ĐỒNG ĐỘI|NHÂN DÂN TỈNH|NHÂN DÂN THÀNH PHỐ
NHÂN DÂN PHƯỜNG|NHÂN DÂN XÃ|NHÂN DÂN ĐẶC KHU|UBND TỈNH|UBND THÀNH PHỐ|UBND PHƯỜNG|UBND XÃ
UBND ĐẶC KHU|UBND HUYỆN|CÔNG AN|CÔNG AN TỈNH|CÔNG AN THÀNH PHỐ|CÔNG AN PHƯỜNG|CÔNG AN XÃ
BỘ CÔNG AN|ĐẶC KHU|THÀNH PHỐ|SỞ Y TẾ|BỘ Y TẾ|TRẠM Y TẾ|TRUNG TÂM|TRƯỜNG THCS|TRƯỜNG THPT
TRẠM Y TẾ PHƯỜNG|TRẠM Y TẾ XÃ|TRẠM Y TẾ ĐẶC KHU
TRƯỜNG TIỂU HỌC|TRƯỜNG MẦM NON|TRƯỜNG TRUNG HỌC Y TẾ|GIÁO DỤC VÀ ĐÀO TẠO
VĂN HÓA, THỂ THAO VÀ DU LỊCH|VĂN HOÁ, THỂ THAO VÀ DU LỊCH|THỂ THAO|DU LỊCH|VĂN HÓA|VĂN HOÁ
KHOA HỌC VÀ CÔNG NGHỆ|SỞ NỘI VỤ|BỘ NỘI VỤ|NGOẠI VỤ|TƯ PHÁP|TÀI CHÍNH|XÂY DỰNG|CÔNG THƯƠNG
NÔNG NGHIỆP VÀ MÔI TRƯỜNG|DÂN TỘC VÀ TÔN GIÁO|THÔNG TIN VÀ TRUYỀN THÔNG|LAO ĐỘNG
THƯƠNG BINH VÀ XÃ HỘI|KINH TẾ|HẠ TẦNG|ĐÔ THỊ|HẠ TẦNG VÀ ĐÔ THỊ|BÀ MẸ VÀ TRẺ EM|TRẺ EM
BẢO VỆ TRẺ EM|TỈNH ĐOÀN|THÀNH ĐOÀN|ĐOÀN TNCS HỒ CHÍ MINH|HỒ CHÍ MINH|LIÊN HIỆP PHỤ NỮ
HỘI LIÊN HIỆP|MẶT TRẬN TỔ QUỐC|MẦM NON|TIỂU HỌC|TRUNG HỌC CƠ SỞ|TRUNG HỌC PHỔ THÔNG|ĐẠI HỌC
BẢO TRỢ XÃ HỘI|CÔNG TÁC XÃ HỘI|AN NINH MẠNG|CHÍNH PHỦ|THỦ TƯỚNG|VĂN PHÒNG|THANH TRA|BỆNH VIỆN
TRUNG TÂM|BAN CHỈ ĐẠO|BAN QUẢN LÝ|CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|TỔNG GIÁM ĐỐC
HIỆU TRƯỞNG|PHÓ HIỆU TRƯỞNG|TRƯỞNG PHÒNG|PHÓ TRƯỞNG PHÒNG|TRƯỞNG BAN|PHÓ TRƯỞNG BAN|BỘ TRƯỞNG
THỨ TRƯỞNG|CỤC TRƯỞNG|PHÓ CỤC TRƯỞNG|VỤ TRƯỞNG|PHÓ VỤ TRƯỞNG|CHÁNH VĂN PHÒNG
PHÓ CHÁNH VĂN PHÒNG|CHÁNH THANH TRA|PHÓ CHÁNH THANH TRA|TRƯỞNG CÔNG AN|TRƯỞNG CÔNG AN PHƯỜNG
TRƯỞNG CÔNG AN XÃ|PHÓ TRƯỞNG CÔNG AN|VIỆN TRƯỞNG|PHÓ VIỆN TRƯỞNG|CHỦ NHIỆM|PHÓ CHỦ NHIỆM
BÍ THƯ|PHÓ BÍ THƯ|THƯỜNG TRỰC|ỦY VIÊN|THỦ TRƯỞNG|PHỤ TRÁCH|CHI CỤC TRƯỞNG|TRƯỞNG TRẠM
TỔ TRƯỞNG|PHÒNG, CHỐNG|THƯỢNG KHẨN|HỎA TỐC|KẾ HOẠCH|QUYẾT ĐỊNH|BÁO CÁO|TỜ TRÌNH
ỦY BAN NHÂN DÂN TỈNH|ỦY BAN NHÂN DÂN THÀNH PHỐ|ỦY BAN NHÂN DÂN PHƯỜNG|ỦY BAN NHÂN DÂN XÃ
ỦY BAN NHÂN DÂN ĐẶC KHU|UỶ BAN NHÂN DÂN TỈNH|UỶ BAN NHÂN DÂN THÀNH PHỐ|UỶ BAN NHÂN DÂN PHƯỜNG
UỶ BAN NHÂN DÂN XÃ|UỶ BAN NHÂN DÂN ĐẶC KHU|HỘI ĐỒNG NHÂN DÂN TỈNH|HỘI ĐỒNG NHÂN DÂN THÀNH PHỐ
HỘI ĐỒNG NHÂN DÂN PHƯỜNG|HỘI ĐỒNG NHÂN DÂN XÃ|HỘI ĐỒNG NHÂN DÂN ĐẶC KHU
"""
# Provinces of today and of before 2025: spellings for mending, not a list of what exists.
_PROVINCES = """
ĐIỆN BIÊN|LAI CHÂU|SƠN LA|LẠNG SƠN|CAO BẰNG|TUYÊN QUANG|LÀO CAI|THÁI NGUYÊN|PHÚ THỌ|BẮC NINH
HƯNG YÊN|HẢI PHÒNG|NINH BÌNH|QUẢNG NINH|THANH HÓA|NGHỆ AN|HÀ TĨNH|QUẢNG TRỊ|ĐÀ NẴNG|QUẢNG NGÃI
GIA LAI|KHÁNH HÒA|LÂM ĐỒNG|ĐẮK LẮK|ĐỒNG NAI|TÂY NINH|CẦN THƠ|VĨNH LONG|ĐỒNG THÁP|CÀ MAU
AN GIANG|HÀ NỘI|THÀNH PHỐ HUẾ|HUẾ|LONG AN|KON TUM|BẾN TRE|TIỀN GIANG|SÓC TRĂNG|KIÊN GIANG
BẠC LIÊU|BÌNH DƯƠNG|BÌNH PHƯỚC|BÌNH THUẬN|BÌNH ĐỊNH|PHÚ YÊN|NINH THUẬN|QUẢNG NAM|QUẢNG BÌNH
NAM ĐỊNH|THÁI BÌNH|HÀ NAM|HẢI DƯƠNG|VĨNH PHÚC|BẮC GIANG|BẮC KẠN|YÊN BÁI|HÒA BÌNH|HÀ GIANG
ĐẮK NÔNG|HẬU GIANG|TRÀ VINH|BÀ RỊA|VŨNG TÀU|PHÚ QUỐC|PHÚ QUÝ
"""
_SURNAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Vương Trịnh"
    " Trương Đinh Lâm Phùng"
    " Mai Tô Hà Tạ Cao Thái Lưu Châu Tống Quách La Thạch Kiều Tăng Lương Triệu Nông Ma Hứa Chu"
    " Danh Sơn Cầm Lò Vì Quàng"
    " Ksor Rơ Siu Y Tôn Giàng Sùng Vàng Lục Từ Viên Khổng Nghiêm Thân Doãn Bạch Ninh Cù Mạc Kim"
    " Tiêu Ông Âu Diệp Hàn"
    " Ngọ Đàm Giáp Bế Đồng Đậu Khúc Lã Lại Lỗ Mẫn Phí Phó Sái Tào Thẩm Thiều Tiết Tòng Trà Trang"
    " Ung Văn Vi Vừ Thào Lầu"
)
_CAPITAL_RUN = re.compile(rf"[{UPPER}]{{1,9}}(?:(?:,? | - )[{UPPER}]{{1,9}})*(?![{LOWER}])")
_STUCK = re.compile(rf"\b[{UPPER}]?[{LOWER}]{{1,5}}(?=[{UPPER}][{LOWER}]{{0,6}}\b)")
_BY_WAY = re.compile(r"\(([^()]{0,8}?)\s?[bDhBdĐ6]?\s?/\s?[cCe€]?\)")
_KEPT = re.compile(r"(?<=Lưu: )V[ITLÍỊ1][.,;:j]{0,2}(?=[ ,;.]|$)")
_SPECKS = re.compile(r"(?:(?<=\s)|^)[_~|ˆ`´'‘’“”°•]{1,3}(?=\s|$)|[_~|ˆ`´]+$")
_ONE = re.compile(rf"^[LlÍÌ|]\.\s(?=[{UPPER}])")
_TWO = re.compile(rf"^(?:(?:IL|Il|lI|1I|I1|ll)[.,]?|H\.)\s(?=[{UPPER}])")
_THREE = re.compile(rf"^(?:IIL|IHI|HI|II1|IlI|III|lII)[.,]?\s(?=[{UPPER}])")
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_YEN = re.compile(r"^(?:V|VY|YV|YVY)ÊN$")
_LONGEST = 9


_MISREAD_SIGNS = (
    (_ONE, "I. "),
    (_TWO, "II. "),
    (_THREE, "III. "),
    (re.compile(r"(?<=[A-ZĐ])I(?=1[0-9]?\b)"), ""),  # QHI15, VXI1: the 1 was read twice
    (re.compile(r"(?<=Q)ĐĐ(?=[-/])|(?<=\()ĐĐ(?=\d)"), "Đ"),
    (
        re.compile(r"(?<=/[A-ZĐ]{3}-)([A-ZĐ]{1,5})TTE\b|(?<=Lưu: VT, )([A-ZĐ]{1,6})TTE\b"),
        r"\1\2TE",
    ),  # …TE: trẻ em
    (re.compile(r"(?<=\d/)([A-ZĐ]{1,6}-[A-ZĐ]{1,6})['‘’`]([A-ZĐ]{1,6})\b"), r"\1\2"),  # BC-ST'TTT
    (re.compile(r";,(?=\s)"), ","),
    (re.compile(r"(?<=[Đđ])ể(?= nghị\b)"), "ề"),
    (re.compile(r"(?<=\b[Tt]r)[ổéèẽê](?= em\b)"), "ẻ"),
    (re.compile(rf"(?<=[{LOWER}] )SỞ(?! [{UPPER}]{{2}})"), "Sở"),
    (re.compile(r"(?<=\w) ?[./]{1,2}\s?/\s?\.$|(?<=\w) /\.$"), "./."),
)


def mended(line: str) -> str:
    """One line read by OCR with its formula words set right."""
    line = _SPECKS.sub("", line).rstrip()
    for pattern, meant in _MISREAD_SIGNS:
        line = pattern.sub(meant, line)
    line = _BY_WAY.sub(lambda found: f"({found[1]} b/c)" if found[1].strip() else "(b/c)", line)
    line = _KEPT.sub(_kept, line)
    line = _STUCK.sub(_unstuck, line)
    return _CAPITAL_RUN.sub(lambda found: _mended_run(found[0]), line)


def in_order(lines: list[Line]) -> list[Line]:
    """The lines with a Roman number set right that OCR read as the one before it ("II." twice)."""
    last, found = 0, []
    for line in lines:
        mark = mark_of(line.text)
        if mark is not None and mark.kind is Kind.ROMAN:
            if mark.order == last > 1 and last < len(_ROMANS):
                line = line._replace(text=_ROMANS[last] + line.text[len(mark.label) :])
            last = last + 1 if mark.order == last > 1 else mark.order
        found.append(line)
    return found


def mended_name(name: str) -> str:
    """A person's name in syllables that exist, with the marks of a known family name."""
    words = [stopped(spelled(once(word))) for word in name.split(" ")]
    for place, word in enumerate(words[:3]):
        known = _surnames().get(without_marks(word).lower())
        if known and word[:1].isupper() and word not in known:
            words[place] = nearest(word, known)
        if known:
            break
    return " ".join(words)


def _kept(found: re.Match[str]) -> str:
    last = found[0][-1]
    return "VT" + ("," if last in ",;:j" else "." if last == "." else "")


def _unstuck(found: re.Match[str]) -> str:
    return found[0] if found[0].isascii() else found[0] + " "


def _mended_run(run: str) -> str:
    """A run of words in capitals, each known phrase in it with its own marks."""
    if len(run) < 3 or not run.isupper():
        return run
    parts = re.split(r"(,? | - )", run)
    words, at = [spelled(once(_YEN.sub("YÊN", word))) for word in parts[::2]], 0
    while at < len(words):
        at += _mend_at(words, at)
    parts[::2] = words
    return "".join(parts)


def _mend_at(words: list[str], at: int) -> int:
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        key = tuple(without_marks(word) for word in words[at : at + length])
        if known := _phrases().get(key):
            read = " ".join(words[at : at + length])
            words[at : at + length] = (read if read in known else nearest(read, known)).split(" ")
            return length
    return 1


@lru_cache(maxsize=1)
def _phrases() -> dict[tuple[str, ...], tuple[str, ...]]:
    table: dict[tuple[str, ...], tuple[str, ...]] = {}
    provinces = nfc(_PROVINCES).strip().replace("\n", "|").split("|")
    known = nfc(_PHRASES).strip().replace("\n", "|").split("|")
    for phrase in (*known, *provinces, *(f"TỈNH {name}" for name in provinces)):
        words = phrase.replace(",", "").split()
        key = tuple(map(without_marks, words))
        table[key] = (*table.get(key, ()), " ".join(words))
    return table


@lru_cache(maxsize=1)
def _surnames() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for name in nfc(_SURNAMES).split():
        key = without_marks(name).lower()
        table[key] = (*table.get(key, ()), name)
    return table
