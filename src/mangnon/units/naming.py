"""How offices are written: abbreviations, titles before a name, what stands after it. Pure."""

from __future__ import annotations

import re

from mangnon.kit.vietnamese import tone_key, without_marks

# Written short -> in full. In order: longer forms before those that they contain.
_SHORT = tuple(
    (re.compile(rf"(?<!\w){short}(?!\w)"), tone_key(full))
    for short, full in (
        (r"ubnd", "ủy ban nhân dân"),
        (r"gd\s*(?:&|và|-|,)?\s*đt", "giáo dục và đào tạo"),
        (r"vh[\s,]*tt\s*(?:&|và|,)?\s*dl", "văn hóa, thể thao và du lịch"),
        (r"kh\s*(?:&|và)?\s*cn", "khoa học và công nghệ"),
        (r"tt\s*(?:&|và)?\s*tt", "thông tin và truyền thông"),
        (r"vh\s*(?:&|và)?\s*tt", "văn hóa và thông tin"),
        (r"vh\s*-\s*xh", "văn hóa - xã hội"),
        (r"lđ\s*-?\s*tb\s*(?:&|và)?\s*xh", "lao động - thương binh và xã hội"),
        (r"ctxh", "công tác xã hội"),
        (r"trung học cơ sở", "thcs"),
        (r"trung học phổ thông", "thpt"),
        (r"th\s*(?:&|và)\s*thcs", "tiểu học và thcs"),
        (r"trường th", "trường tiểu học"),
        (r"trường mn", "trường mầm non"),
        (r"tp\.?", "thành phố"),
        (r"tx\.?", "thị xã"),
        (r"tt\.?", "thị trấn"),
    )
)
_PARENTHESES = re.compile(r"\([^()]*\)")
_SPACES = re.compile(r"\s+")
_TITLE = re.compile(
    tone_key(
        r"^(?:(?:các )?(?:đồng chí|ông|bà)\s+)?"
        r"(?:chủ tịch|phó chủ tịch|giám đốc|thủ trưởng|hiệu trưởng|trưởng|lãnh đạo|ban giám đốc)\s+"
    )
)


def said(text: str) -> str:
    """An addressee as comparable words: no dash, end mark or remark, written out, one tone place.

    `- UBND xã Sơn Hà (để thực hiện);` -> `uỷ ban nhân dân xã sơn hà`.
    """
    words = tone_key(_PARENTHESES.sub(" ", text)).replace("–", "-").replace("—", "-")
    words = words.strip(" \t\r\n-+*•.;,:\u00a0")
    for short, full in _SHORT:
        words = short.sub(full, words)
    return _SPACES.sub(" ", words).replace(" & ", " và ").strip()


def without_title(words: str) -> str:
    """`giám đốc sở y tế` -> `sở y tế`: a letter to the head is a letter to the office."""
    return _TITLE.sub("", words)


def plain(words: str) -> str:
    """The same without marks, for words typed without any."""
    return without_marks(words)


def has_marks(text: str) -> bool:
    return text != without_marks(text)


def joined(words: str) -> str:
    """`, ` and ` và ` made one, for comparing lists that are written with either."""
    return _SPACES.sub(" ", words.replace(",", " và ").replace(" và và ", " và ")).strip()
