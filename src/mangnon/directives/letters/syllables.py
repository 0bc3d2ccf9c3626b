"""Names as OCR reads them, set right by what a Vietnamese syllable can be.

Tone and letter marks are what OCR loses. "Huơng", "Bủu" and "Kiẹt" are no syllables, and each has
one spelling that is. A rare name that can be spelled is never changed into a usual one.
"""

import re
import unicodedata
from collections import Counter

from mangnon.kit.vietnamese import nfc, without_marks

# A syllable that ends in c, ch, p or t has one of two tones: names that do, for those without.
_STOPPED = (
    "Bạch Bắc Bích Bút Cát Chất Chúc Diệp Đạt Đắc Đích Điệp Đức Hạc Hiệp Học Hợp Khắc Kiệp Kiệt Lạc"
    " Lập Lộc Lực Mạch Mật Nghiệp Ngọc Nguyệt Nhất Nhật Phát Phúc Phước Quất Quốc Quyết Sắc Tạc Tất"
    " Thạc Thạch Thất Thiết Thuật Thục Thực Tích Tiệp Tiếp Trạch Triết Trúc Trực Tuất Tuyết Việt"
    " Viết Xuất"
)
_NO_NAME = {"Đúc": "Đức"}  # it means to cast metal
_STOP = re.compile(r"(?:c|ch|p|t)$")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{_TONES}]")
# Rhymes that do not exist without these letters; the tone sits on the marked group.
_RHYMES = (
    (re.compile("(?<!q)(?:uơ|ưo)(?=[cimnptu])"), "ươ", 1),
    (re.compile("(?<=[bcdđghklmnpqrstvxuy])ie(?=[cmnptu])|(?<=u)ye(?=[nt])|^ye(?=[mntu])"), "", 1),
    (re.compile("uu$"), "ưu", 0),
)
_TWICE = re.compile(r"(?i)([aeiuy])([aeiuy])")


def spelled(word: str) -> str:
    """A word with the marks its rhyme cannot be without: "Huơng" is "Hương", "KIẸT" "KIỆT".

    A word without any mark is left: it may be foreign.
    """
    marked = unicodedata.normalize("NFD", word.lower())
    if word.isascii() or len(tones := _TONE.findall(marked)) > 1:
        return word
    plain = nfc(_TONE.sub("", marked)).replace("ñ", "n")
    for pattern, meant, at in _RHYMES:
        if hit := pattern.search(plain):
            meant = meant or f"{hit[0][0]}ê"
            toned = nfc(meant[: at + 1] + "".join(tones)) + meant[at + 1 :]
            return _in_case(plain[: hit.start()] + toned + plain[hit.end() :], word)
    return _in_case(nfc(marked).replace("ñ", "n"), word) if "n\u0303" in marked else word


def stopped(word: str) -> str:
    """A word of a name with the tone that its last letter asks for: "Ngoc" is "Ngọc"."""
    marked = unicodedata.normalize("NFD", word)
    if not _STOP.search(marked) or "\u0301" in marked or "\u0323" in marked:
        return _NO_NAME.get(word, word)
    plain = without_marks(word)
    known = tuple(each for each in nfc(_STOPPED).split() if without_marks(each) == plain)
    return nearest(word, known) if known else word


def once(word: str) -> str:
    """A word without the vowel that OCR read twice with different marks: "KHẾÊ" is "KHÊ"."""
    found = without_marks(word)
    for hit in _TWICE.finditer(found):
        one, other = word[hit.start()], word[hit.start() + 1]
        if hit[1].lower() == hit[2].lower() and not one.isascii() and not other.isascii():
            return word[: hit.start()] + word[hit.start() + 1 :]
    return word


def nearest(read: str, known: tuple[str, ...]) -> str:
    """The known writing that differs in the fewest marks."""
    marks = Counter(unicodedata.normalize("NFD", read))

    def distance(each: str) -> int:
        theirs = Counter(unicodedata.normalize("NFD", each))
        return ((marks - theirs) + (theirs - marks)).total()

    return min(known, key=distance)


def _in_case(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word.capitalize() if like[:1].isupper() else word
