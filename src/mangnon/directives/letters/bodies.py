"""Words by which the name of a body, a post or a person's rank begins; tables shared by the parts.

All are keys without marks in capitals, so that letters read by OCR match too.
"""

import re

from mangnon.kit.vietnamese import without_marks

# First words of the name of a body that can issue a letter.
BODY_STARTS = (
    "UBND|ỦY BAN|UỶ BAN|HĐND|HỘI ĐỒNG|SỞ|BỘ|TỔNG CỤC|CỤC|CHI CỤC|VỤ|VĂN PHÒNG|THANH TRA|PHÒNG"
    "|TRƯỜNG|TRUNG TÂM|CÔNG AN|BAN|HỘI|MẶT TRẬN|ĐOÀN|TỈNH ĐOÀN|THÀNH ĐOÀN|TỈNH ỦY|TỈNH UỶ|THÀNH ỦY"
    "|THÀNH UỶ|ĐẢNG ỦY|ĐẢNG UỶ|HUYỆN ỦY|LIÊN ĐOÀN|VIỆN|BẢO HIỂM|TÒA ÁN|TOÀ ÁN|QUỸ|BỆNH VIỆN|TRẠM"
    "|BCH|BCĐ|CHÍNH PHỦ|THỦ TƯỚNG|ĐẠI HỌC|HỌC VIỆN|TỔNG CÔNG TY|CÔNG TY|CÔNG ĐOÀN|ĐÀI|ĐẢNG BỘ|UB"
    "|TTYT|BQL|LIÊN HIỆP|NGÂN HÀNG|KHO BẠC|THUẾ|BƯU ĐIỆN|TẬP ĐOÀN|TỔNG ĐÀI|BÁO VÀ|TỔ CÔNG TÁC"
    "|CÁC SỞ|CÁC TRƯỜNG|CÁC PHÒNG"
)
_BODY = re.compile(rf"(?:{BODY_STARTS})(?!\w)")
_BODY_PLAIN = re.compile(rf"(?:{without_marks(BODY_STARTS)})(?!\w)")
# Inside a line a body is cut off only where its word, marks and all, cannot be part of another
# name.
_BODY_INSIDE = re.compile(
    r"(?<=\s)(?:UBND|[ỦU][ỶYỷ] BAN NHÂN DÂN|SỞ|(?:CHI |TỔNG )?CỤC|CÔNG AN|CA|VĂN PHÒNG|THANH TRA"
    r"|BỆNH VIỆN|TRUNG TÂM|TRẠM Y TẾ|(?<!HẢI )(?<!QUỐC )PHÒNG(?!,| CHỐNG| CHÁY| KHÁM| VÀ)"
    r"|BAN (?:QUẢN LÝ|CHỈ ĐẠO|DÂN|TUYÊN|CHẤP|THƯỜNG|ĐẠI|AN)|HỘI (?:LIÊN|NÔNG|CHỮ|CỰU|BẢO|ĐỒNG)"
    r"|ĐOÀN (?:TNCS|THANH)|TỈNH ĐOÀN|THÀNH ĐOÀN|LIÊN ĐOÀN|BẢO HIỂM|ĐÀI|TRƯỜNG (?:THPT|THCS|PTDTNT"
    r"|PTDTBT|MẦM|MẪU|MN|MG|TIỂU|TH|TRUNG|PTDT|PHỔ|CAO|ĐẠI|CHÍNH|CĐ|ĐH|LIÊN|DÂN)|BÁO VÀ"
    r"|BỘ CHỈ HUY)(?!\w)"
)
# A name that says nothing without its second half: the next line belongs to it.
_HALF_NAMES = re.compile(
    r"VĂN PHÒNG|HỘI LIÊN HIỆP PHỤ NỮ|CÔNG AN|BAN CHỈ ĐẠO|BAN CHẤP HÀNH|BAN THƯỜNG VỤ"
    r"|ĐOÀN THANH NIÊN|VIỆN KIỂM SÁT|TO[ÀA] [ÁA]N NHÂN DÂN|HỘI ĐỒNG"
)
# After these words a body's word goes on with the same name: "BAN QUẢN LÝ | TRƯỜNG", "MÔI |
# TRƯỜNG".
_LINKS = re.compile(
    r"(?:^|\s)(?:VÀ|CỦA|CÁC|CHỈ ĐẠO|ĐIỀU HÀNH|QUẢN LÝ|GIÚP VIỆC|THUỘC|TRỰC THUỘC|BỘ|HỘI ĐỒNG|TỔ"
    r"|BAN|CẤP|(?<!HẢI )PHÒNG|LIÊN"
    r"|TRUNG HỌC|TIỂU|PHỔ THÔNG|ĐẠI|XÃ|PHƯỜNG|TỈNH|HUYỆN|THÀNH PHỐ|ĐẶC KHU|QUỐC|THANH TRA|MÔI|THỊ"
    r"|VĂN|CÔNG|-|–|,|&)$|[,–-]$"
)
_STANDS_ALONE = frozenset(("UBND", "HĐND", "ĐÀI", "BCĐ", "BCH"))

POST_STARTS = re.compile(
    r"(?:Q\.\s?|QUYEN )?(?:PHO|GIAM DOC|TONG GIAM DOC|CHU TICH|TRUONG|HIEU TRUONG|CHANH|BO TRUONG"
    r"|THU TRUONG|CUC TRUONG|VU TRUONG|VIEN TRUONG|TONG|BI THU|PHU TRACH|UY VIEN|DOI TRUONG"
    r"|CHI CUC TRUONG|CHU NHIEM|TRAM TRUONG|KE TOAN|TO TRUONG|THU KY|TRUONG BAN|QUYEN|THUONG TRUC"
    r"|DIEU HANH)\b"
)
AUTHORITY = re.compile(
    r"\(?(?:(?:TM|KT|TL|TUQ)\s?[.,:]\s?(?=\w)|(?:T/M|K/T|T/L|T/UQ)\s?\.?\s?(?=\w)|(?:TM|KT|TL|TUQ)\s(?=[A-Z]{3}))"
)
_RANKS = re.compile(
    r"(?:(?:DAI|THUONG|TRUNG|THIEU) (?:TUONG|TA|UY)|TS|THS|PGS|GS|BS|BSCK\w*|BS\.?CK\w*|DS|KS|CN"
    r"|LS|NGUT|NGND"
    r"|TTND|TTUT|CKI{1,2})\b[.,]?"
)


def capitals(text: str) -> str:
    """The text without marks, in capitals: what the tables of this file are matched against."""
    return without_marks(text).upper()


def begins_body(text: str) -> bool:
    """True when the text begins like the name of a body: "Sở Y tế", "UBND các xã"."""
    # Marks count: Tân Phong is a place, Phòng an office. Text that lost all its marks is met half
    # way.
    upper = text.upper()
    return (_BODY_PLAIN if upper.isascii() else _BODY).match(upper) is not None


def is_capitals(text: str, share: float = 0.8) -> bool:
    """True when nearly all letters are capitals, and there are at least two."""
    small = sum(map(str.islower, text))
    large = sum(map(str.isupper, text))
    return large >= 2 and large >= share * (small + large)


def starts_post(text: str) -> bool:
    """True for "PHÓ GIÁM ĐỐC", "Q. GIÁM ĐỐC", "Hiệu trưởng"."""
    return POST_STARTS.match(capitals(text)) is not None


def starts_authority(text: str) -> bool:
    """True for "TM. ỦY BAN NHÂN DÂN", "KT.GIÁM ĐỐC", "TL. CHỦ TỊCH"."""
    return AUTHORITY.match(capitals(text[:16])) is not None


def without_rank(name: str) -> str:
    """The name without rank or degree before it: "Đại tá", "ThS."."""
    rest = name
    while found := _RANKS.match(capitals(rest)):
        rest = rest[found.end() :].strip()
    return rest


def body_names(lines: list[str]) -> list[str]:
    """Names of bodies out of the lines of a letterhead: halves joined, two on one line parted.

    ["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"] is one name; ["UBND TỈNH A SỞ Y TẾ"] is two.
    """
    names: list[str] = []
    for line in lines:
        for part in _parted(line):
            if names and not _begins_name(names[-1], part):
                names[-1] = f"{names[-1]} {part}"
            else:
                names.append(part)
    return names


def _begins_name(before: str, part: str) -> bool:
    upper = part.upper()
    if not begins_body(part) or (" " not in upper and upper not in _STANDS_ALONE):
        return False
    return not _LINKS.search(before.upper()) and not _HALF_NAMES.fullmatch(before.upper())


def _parted(line: str) -> list[str]:
    """A line cut before each further name that begins on it."""
    upper, cuts = line.upper(), [0]
    for found in _BODY_INSIDE.finditer(upper):
        before = upper[cuts[-1] : found.start()].rstrip()
        if len(before) > 3 and not _LINKS.search(before):
            cuts.append(found.start())
    return [
        line[start:end].strip() for start, end in zip(cuts, [*cuts[1:], len(line)], strict=True)
    ]
