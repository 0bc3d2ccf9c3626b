"""From raw pages to clean lines: one Unicode, no markup, no noise of page breaks.

Copies of letters carry what was never in them: a web address or a page number between two halves of
a sentence, stars of markdown, marks of a digital signature, letters of fonts older than Unicode.
"""

import re

from mangnon.directives.letters.layout import Line, Source
from mangnon.kit.vietnamese import LOWER, MARKED_LOWER, nfc, open_glued, recognise, to_unicode

_NOTHING = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\xad\x00-\x08\x0b\x0e-\x1f\x7f]")
_SPACE = re.compile("[\xa0\u2000-\u200a\u202f\u3000\u0085]")
_LONG_RUN = re.compile(r"([ \t]{8})[ \t]+|([.…_-]{12})[.…_-]+")
# TCVN3 has no toned capitals: after an end mark or the mark of an item the first letter was one.
_LOST_CAPITAL = re.compile(
    r"(?:(?<=\. )|(?<=\.\n)|(?<=\.\n\n)|(?<=[-+*] )|(?<=\d\. )|(?<=[a-z]\) ))"
    rf"[{MARKED_LOWER}](?=[{LOWER} ])|ủ(?=y ban )"
)
_RUNS = (" " * 9, "\t\t", "." * 13, "…" * 13, "_" * 13, "-" * 13)
_MARKUP = re.compile(
    r"\*\*|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)|\\(?=[-*_.#()\[\]+!|>~`&/\\])"
    r"|^[ ]{0,3}(?:#{1,6}|>)[ ]+|^```\w*$",
    re.MULTILINE,
)
_SLANTED = re.compile(r"(?<![\w*])\*(?![\s*])([^*\n]{1,200})(?<![\s*])\*(?![\w*])")
_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\(([^)\s]{0,300})\)")
_BREAK_TAG = re.compile(r"<br\s{0,3}/?>|</?p>", re.IGNORECASE)
_URL_LINE = re.compile(r"(?:https?://|www\.)\S+(?:\s+\d{1,3}(?:\s?/\s?\d{1,3})?)?", re.IGNORECASE)
# A lone "111." is the end of a sentence and a lone "111" may be: pages of letters have two figures.
_PAGE_NUMBER = re.compile(
    r"(?:[-–—~]\s?)?\d{1,2}(?:\s?[-–—~])?|(?:trang|page)\s{0,3}\d{1,3}(?:\s?(?:/|trên|of)\s?\d{1,3})?[.]?"
    r"|\d{1,2}\s?(?:/|trên|of)\s?\d{1,2}",
    re.IGNORECASE,
)
# Lines begin with a capital there; wrapped lines of the letter itself hardly ever do, with these.
_STAMP = re.compile(
    r"(?:Ký bởi|KÝ BỞI|Người ký|Được ký bởi|Ngày ký\s*:|Thời gian ký|Cơ quan\s*:|Signature"
    r"|Signed by|Email\s*:|E-mail\s*:|Văn bản (?:được|đã) ký|Đã ký số|Ký số|Chữ ký số|Sao y|SAO Y"
    r"|Văn bản đến|VĂN BẢN ĐẾN|Công văn đến|CÔNG VĂN ĐẾN|ĐẾN\s{0,3}(?:[Ss]ố|SỐ|[Nn]gày|NGÀY|[Gg]iờ"
    r"|:|$)|Chuyển\s*:|Lưu hồ sơ số|Số đến|Số\s?:\s?\d{1,6}\s{1,9}Ngày|Giờ đến|Ngày đến)"
)
_SPECKS = re.compile(r"[\W_]{1,6}")
_ASKS_FOR_ADDRESS = (":", "website", "link", "đường dẫn", "liên kết", "tại địa chỉ")
_MAY_ASK = ("địa chỉ", "tại", "trang", "web", "thông tin điện tử")
_ENDS = (".", ":", ";", "!", "?", "…", ",")


def clean(text: str) -> str:
    """Characters set right: line ends, old fonts, composed Unicode, markup, glued words."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    charset = recognise(text)
    if charset != "unicode":
        text = to_unicode(text, charset)
    if charset == "tcvn3":
        text = _LOST_CAPITAL.sub(lambda found: found[0].upper(), text)
    text = _NOTHING.sub("", nfc(text)).replace("Ð", "Đ").replace("ð", "đ")
    text = _SPACE.sub(" ", text)
    if any(run in text for run in _RUNS):
        text = _LONG_RUN.sub(r"\1\2", text)
    return open_glued(without_markup(text))


def without_markup(text: str) -> str:
    """The text without the signs of markdown and the few tags that converters leave."""
    if "<" in text:
        text = _BREAK_TAG.sub("\n", text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "**" in text or "__" in text or "\\" in text or "\n#" in text or "\n>" in text:
        text = _MARKUP.sub("", text)
    return _SLANTED.sub(r"\1", text) if "*" in text else text


def lines_of(source: Source) -> list[Line]:
    """Every line that says something, in order; blank lines stay as `after_gap` of the next."""
    lines = []
    for number, page in enumerate(source.pages, 1):
        gap = True
        for raw in page.split("\n"):
            text = raw.strip()
            if text:
                lines.append(Line(text, number, gap, _indent(raw)))
            gap = not text
    return lines


def _indent(raw: str) -> int:
    lead = raw[: len(raw) - len(raw.lstrip())]
    return len(lead) + 3 * lead.count("\t")


def without_noise(lines: list[Line]) -> tuple[list[Line], list[str]]:
    """The lines that belong to the letter, and a warning for each kind of thing left out.

    Give only lines below the head: there a lone number can be the letter's own.
    """
    kept: list[Line] = []
    addresses = 0
    for index, line in enumerate(lines):
        if _is_page_mark(line.text):
            continue
        if _is_address(line.text):
            if kept and _asks_for_address(kept[-1], lines[index + 1 : index + 2]):
                kept[-1] = kept[-1]._replace(text=f"{kept[-1].text} {line.text}")
            else:
                addresses += 1
            continue
        kept.append(line)
    if not addresses:
        return kept, []
    return kept, [
        f"Đã bỏ {addresses} địa chỉ web nằm lạc giữa văn bản (dấu vết của chỗ sang trang)."
    ]


def _asks_for_address(before: Line, after: list[Line]) -> bool:
    """True when the sentence leads to an address; "địa chỉ" alone may mean any, and goes on."""
    said = before.text.lower()
    goes_on = bool(after) and after[0].text[:1].islower()
    return said.endswith(_ASKS_FOR_ADDRESS) or (not goes_on and said.endswith(_MAY_ASK))


def _is_page_mark(text: str) -> bool:
    if len(text) > 90:
        return False
    return bool(
        (len(text) < 16 and (_PAGE_NUMBER.fullmatch(text) or _SPECKS.fullmatch(text)))
        or _STAMP.match(text)
    )


def _is_address(text: str) -> bool:
    return text[:4].lower() in ("http", "www.") and _URL_LINE.fullmatch(text) is not None


def is_stamp(text: str) -> bool:
    """True for a line of an incoming-mail stamp or of a digital signature."""
    return _STAMP.match(text) is not None


def ends_sentence(text: str) -> bool:
    """True when the line ends where a sentence or an item of a list can end."""
    return text.rstrip("\"”’')»] ").endswith(_ENDS)
