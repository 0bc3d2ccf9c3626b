"""Vietnamese written in the fonts of before Unicode: TCVN3 (ABC, ".VnTime") and VNI ("VNI-Times").

Both reuse the upper half of Latin-1: old files show as "Céng hoµ x· héi" or "Coäng hoøa xaõ hoäi".
TCVN3 gives one byte to each small letter and to Ă Â Đ Ê Ô Ơ Ư; toned capitals are small letters
shown
in a capitals font (".VnTimeH"). VNI writes the plain letter followed by a mark.
"""

import re
from typing import Literal

Charset = Literal["unicode", "tcvn3", "vni"]

_TCVN3_ROWS = (
    ("µ¸¶·¹", "àáảãạ"),
    ("¨»¾¼½Æ", "ăằắẳẵặ"),
    ("©ÇÊÈÉË", "âầấẩẫậ"),
    ("ÌÐÎÏÑ", "èéẻẽẹ"),
    ("ªÒÕÓÔÖ", "êềếểễệ"),
    ("×ÝØÜÞ", "ìíỉĩị"),
    ("ßãáâä", "òóỏõọ"),
    ("«åèæçé", "ôồốổỗộ"),
    ("¬êíëìî", "ơờớởỡợ"),
    ("ïóñòô", "ùúủũụ"),
    ("\xadõøö÷ù", "ưừứửữự"),
    ("úýûüþ", "ỳýỷỹỵ"),
    ("®", "đ"),
    ("¡¢§£¤¥¦", "ĂÂĐÊÔƠƯ"),
)
TCVN3_TO_UNICODE = {
    old: new for olds, news in _TCVN3_ROWS for old, new in zip(olds, news, strict=True)
}

_VNI_MARKS = (
    ("a", "øùûõï", "àáảãạ"),
    ("a", "âàáåãä", "âầấẩẫậ"),
    ("a", "êèéúüë", "ăằắẳẵặ"),
    ("e", "øùûõï", "èéẻẽẹ"),
    ("e", "âàáåãä", "êềếểễệ"),
    ("o", "øùûõï", "òóỏõọ"),
    ("o", "âàáåãä", "ôồốổỗộ"),
    ("ô", "øùûõï", "ờớởỡợ"),
    ("u", "øùûõï", "ùúủũụ"),
    ("ö", "øùûõï", "ừứửữự"),
    ("y", "øùûõ", "ỳýỷỹ"),
)
_VNI_SINGLE = {
    "ô": "ơ",
    "ö": "ư",
    "ñ": "đ",
    "ì": "ì",
    "í": "í",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
}


def _vni_table() -> dict[str, str]:
    small = {
        base + mark: letter
        for base, marks, letters in _VNI_MARKS
        for mark, letter in zip(marks, letters, strict=True)
    } | _VNI_SINGLE
    # A capital may carry its mark in either case: "SÔÛ" and "Sôû" are both met.
    mixed = {old[0].upper() + old[1:]: new.upper() for old, new in small.items()}
    return small | mixed | {old.upper(): new.upper() for old, new in small.items()}


VNI_TO_UNICODE = _vni_table()
_VNI = re.compile("|".join(sorted(map(re.escape, VNI_TO_UNICODE), key=len, reverse=True)))
_TCVN3 = str.maketrans(TCVN3_TO_UNICODE)
# Letters that plain Vietnamese is full of and that neither old table can show.
_FREQUENT = ("đ", "ư", "ơ", "ạ", "ệ", "ế", "ố", "ả")
_HIGH = re.compile("[\xa1-\xff]")
_MODERN = re.compile("[ăđơưĂĐƠƯ\u0300-\u0323\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\W\d_]+")
# What stands together on a line, apart from the next column.
_STRETCH = re.compile(r"\S+(?: \S+)*")
# Everyday syllables that hold a mark; a text read with the wrong table has next to none of them.
_EVERYDAY_WORDS = """
và của các được trên việc về đối với thực hiện quản lý định bảo vệ trẻ môi trường mạng tổ chức
kế hoạch giáo dục đào tạo sở tỉnh ủy nhân dân xã hội đề nghị báo cáo nơi nhận như số ngày tháng
năm kính gửi giám đốc chủ tịch độc lập tự hạnh phúc cộng hòa hoà nghĩa việt căn cứ người có
những để là một đã không công văn phòng đơn vị nội dung truyền học an toàn triển khai kết quả
lưu
"""
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())


def from_tcvn3(text: str) -> str:
    """Unicode of a text whose characters are TCVN3 codes read as Latin-1."""
    return _STRETCH.sub(_level_capitals, text.translate(_TCVN3))


def from_vni(text: str) -> str:
    """Unicode of a text whose characters are VNI codes read as Latin-1."""
    return _VNI.sub(lambda found: VNI_TO_UNICODE[found[0]], text)


def recognise(text: str) -> Charset:
    """Which of the three ways the text is written in; "unicode" when there is no clear sign."""
    if sum(map(text.count, _FREQUENT)) * 100 > len(text):
        return "unicode"
    if not _HIGH.search(text) or len(_MODERN.findall(text)) * 4 > len(_HIGH.findall(text)):
        return "unicode"
    scores = {
        "tcvn3": _everyday_share(from_tcvn3(text)),
        "vni": _everyday_share(from_vni(text)),
        "unicode": _everyday_share(text),
    }
    if scores["tcvn3"] > max(scores["vni"], scores["unicode"]):
        return "tcvn3"
    return "vni" if scores["vni"] > scores["unicode"] else "unicode"


def to_unicode(text: str, charset: Charset) -> str:
    """The text in Unicode, from the way of writing named."""
    if charset == "tcvn3":
        return from_tcvn3(text)
    return from_vni(text) if charset == "vni" else text


def charset_of_font(name: str) -> Charset:
    """The way of writing that a font asks for: ".VnTime" is TCVN3, "VNI-Times" is VNI."""
    lowered = name.casefold()
    if lowered.startswith(".vn"):
        return "tcvn3"
    return "vni" if lowered.startswith("vni-") else "unicode"


def is_capitals_font(name: str) -> bool:
    """True for the TCVN3 fonts that show small letters as capitals, such as ".VnTimeH"."""
    return name.startswith((".Vn", ".VN")) and name.endswith("H")


def _everyday_share(text: str) -> int:
    return sum(word in _EVERYDAY for word in map(str.lower, _WORD.findall(text[:4000])))


def _level_capitals(found: re.Match[str]) -> str:
    """Sở Y Tế -> SỞ Y TẾ: toned capitals of TCVN3 come as small letters among capitals."""
    stretch = found[0]
    if _all_capitals(stretch, 3):
        return stretch.upper()
    return _WORD.sub(
        lambda word: word[0].upper() if _all_capitals(word[0], 2) else word[0], stretch
    )


def _all_capitals(text: str, least: int) -> bool:
    plain = [letter for letter in text if letter < "\x80" and letter.isalpha()]
    return len(plain) >= least and all(map(str.isupper, plain))
