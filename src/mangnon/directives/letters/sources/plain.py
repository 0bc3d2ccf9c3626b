"""Plain text and markdown, in whatever encoding they come."""

import codecs
import re
from html import unescape

from mangnon.directives.letters.layout import Source
from mangnon.directives.letters.refusal import NotALetter, TooLarge, Unreadable
from mangnon.kit.vietnamese import nfc, recognise

MOST_CHARACTERS = 600_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HTML = re.compile(rb"\s{0,200}<(?:!doctype html|html|head|body|article)\b", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style|head|noscript)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_LINE_TAG = re.compile(
    r"</?(?:p|div|br|li|tr|h\d|table|ul|ol|article|section)\b[^>]{0,500}>", re.IGNORECASE
)
_CELL_TAG = re.compile(r"</t[dh]\s{0,9}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,2000}>")


def read_plain(data: bytes) -> Source:
    """The text of a plain, markdown or web page file; a form feed parts pages."""
    if _HTML.match(data):
        return Source("html", (_text_of_html(decoded(data)),))
    text = decoded(data)
    return Source("text", tuple(text.split("\f")))


def decoded(data: bytes) -> str:
    """The characters of some bytes: UTF-8, UTF-16, or one byte a character for the old fonts."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, errors="replace"))
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if _is_binary(data):
        raise Unreadable(
            "Không đọc được tệp này. Hãy dùng tệp DOCX, PDF, ảnh quét hoặc văn bản thuần."
        )
    return _checked(_of_one_byte_letters(data))


def _of_one_byte_letters(data: bytes) -> str:
    """Old fonts live in the Western code page; Windows once had a Vietnamese one, too."""
    western = data.decode("cp1252", errors="replace").replace("\ufffd", " ")
    if recognise(western) == "unicode":
        vietnamese = nfc(data.decode("cp1258", errors="replace").replace("\ufffd", " "))
        if sum(map(vietnamese.count, "đưạệ")) > len(vietnamese) // 200:
            return vietnamese
    return western


def _checked(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise TooLarge("Văn bản quá dài để là một công văn (hơn 600.000 ký tự).")
    if not text.strip("\x00 \t\r\n\f\v"):
        raise NotALetter("Tệp trống, không có chữ nào.")
    if text.count("\x00") > len(text) // 50:
        raise Unreadable(
            "Không đọc được tệp này. Hãy dùng tệp DOCX, PDF, ảnh quét hoặc văn bản thuần."
        )
    return text


def _is_binary(data: bytes) -> bool:
    head = data[:4000]
    return sum(byte < 9 or 13 < byte < 32 for byte in head) > len(head) // 50


def _text_of_html(page: str) -> str:
    page = _HIDDEN.sub(" ", page)
    page = _CELL_TAG.sub(" | ", _LINE_TAG.sub("\n", page))
    return unescape(_TAG.sub("", page))
