"""PDF files that carry text: words with their places, put into lines and columns.

PDFium gives the characters; which column a word stands in is told by where it is, never by the
order
in the file, so a letterhead comes out the same from Word, LibreOffice, a scanner or a stamp server.
"""

import ctypes
import re
import threading
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from mangnon.directives.letters.layout import Source
from mangnon.directives.letters.refusal import NotALetter, TooLarge, Unreadable
from mangnon.directives.letters.sources.columns import Word, page_text, steps_back, words_of_letters

MOST_PAGES = 60
LEAST_DPI = 200
_MOST_CHARACTERS = 600_000
_MOST_PIXELS = 60_000_000
_FEWEST_CHARACTERS = 30  # a page; below this it is a picture of a page
# What PDFium gives for a hyphen at the end of a line, and for no character at all.
_STAND_INS = {0x02: "-", 0xFFFE: "-", 0x00: " "}
_WORD = re.compile(r"\S+")
_BROKEN = "Tệp PDF bị hỏng, không mở được. Hãy xuất lại PDF rồi gửi lại."
# PDFium keeps its state in one place for the whole process: one caller at a time.
_ONE_AT_A_TIME = threading.Lock()


class Inside(NamedTuple):
    """What a PDF holds: the text of its pages, the resolution of its pictures, pages not read."""

    pages: tuple[str, ...]
    dpi: int | None
    left_out: int


def is_pictures(inside: Inside) -> bool:
    """True for a PDF whose pages are pictures of pages, with next to no text."""
    return sum(map(len, inside.pages)) < _FEWEST_CHARACTERS * len(inside.pages)


def source_of(inside: Inside) -> Source:
    """What was taken out of a PDF that carries text."""
    return Source("pdf", inside.pages, warnings=tuple(_notes(inside)))


def page_pictures(data: bytes, dpi: int) -> list[Image.Image]:
    """Grey pictures of the pages of a PDF. Raises Unreadable or TooLarge."""
    with _ONE_AT_A_TIME:
        try:
            file = pdfium.PdfDocument(data)
            try:
                return [_picture(file[index], dpi) for index in range(min(len(file), MOST_PAGES))]
            finally:
                file.close()
        except (pdfium.PdfiumError, ValueError, MemoryError) as error:
            raise Unreadable(_BROKEN) from error


def _picture(page: pdfium.PdfPage, dpi: int) -> Image.Image:
    wide, high = page.get_width() * dpi / 72, page.get_height() * dpi / 72
    if wide * high > _MOST_PIXELS:
        raise TooLarge("Trang PDF quá lớn để là một trang công văn.")
    picture: Image.Image = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    return picture


def _notes(inside: Inside) -> Iterator[str]:
    if inside.left_out:
        yield f"Tệp có nhiều trang; chỉ đọc {MOST_PAGES} trang đầu, bỏ {inside.left_out} trang sau."


def look_inside(data: bytes) -> Inside:
    """Open a PDF and take out its text. Raises Unreadable, NotALetter or TooLarge."""
    with _ONE_AT_A_TIME:
        try:
            file = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            locked = "password" in str(error).lower()
            said = "Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại." if locked else _BROKEN
            raise Unreadable(said) from error
        try:
            return _taken_out(file)
        except (pdfium.PdfiumError, ctypes.ArgumentError, ValueError) as error:
            raise Unreadable(_BROKEN) from error
        finally:
            file.close()


def _taken_out(file: pdfium.PdfDocument) -> Inside:
    if len(file) == 0:
        raise NotALetter("Tệp PDF không có trang nào.")
    pages: list[str] = []
    dpi: int | None = None
    for index in range(min(len(file), MOST_PAGES)):
        page = file[index]
        pages.append(_text_of(page))
        if dpi is None and len(pages[-1]) < _FEWEST_CHARACTERS:
            dpi = _resolution(page)
        if sum(map(len, pages)) > _MOST_CHARACTERS:
            raise TooLarge("Văn bản quá dài để là một công văn (hơn 600.000 ký tự).")
    return Inside(tuple(pages), dpi, max(0, len(file) - MOST_PAGES))


def _text_of(page: pdfium.PdfPage) -> str:
    words = page.get_textpage()
    try:
        count = words.count_chars()
        if count <= 0:
            return ""
        if count > _MOST_CHARACTERS:
            raise TooLarge("Văn bản quá dài để là một công văn (hơn 600.000 ký tự).")
        if page.get_rotation():
            return str(words.get_text_range())
        found = list(_words(words, count))
        if any(map(steps_back, found, found[1:])):
            found = words_of_letters(list(_letters(words, count)))
        return page_text(found, page.get_width())
    finally:
        words.close()


def _words(page: pdfium.PdfTextPage, count: int) -> Iterator[Word]:
    """Words with the sides of their first and last characters, and the line they stand on."""
    text = _characters(page, count)
    box = raw.FS_RECTF()
    across, base = ctypes.c_double(), ctypes.c_double()
    for found in _WORD.finditer(text):
        if not raw.FPDFText_GetLooseCharBox(page, found.start(), box):
            continue
        left, right, height = box.left, box.right, abs(box.top - box.bottom)
        raw.FPDFText_GetCharOrigin(page, found.start(), across, base)
        if raw.FPDFText_GetLooseCharBox(page, found.end() - 1, box):
            right = max(right, box.right)
        yield Word(found[0], left, right, -base.value, height)


def _letters(page: pdfium.PdfTextPage, count: int) -> Iterator[Word]:
    """Every letter with its place: for pages that draw the letters of a line out of order."""
    text = _characters(page, count)
    box = raw.FS_RECTF()
    across, base = ctypes.c_double(), ctypes.c_double()
    for index, letter in enumerate(text):
        if letter.isspace() or not raw.FPDFText_GetLooseCharBox(page, index, box):
            continue
        raw.FPDFText_GetCharOrigin(page, index, across, base)
        yield Word(letter, box.left, box.right, -base.value, abs(box.top - box.bottom))


def _characters(page: pdfium.PdfTextPage, count: int) -> str:
    """One character an index of PDFium; signs beyond the first plane become spaces."""
    buffer = (ctypes.c_ushort * (count + 1))()
    raw.FPDFText_GetText(page, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", errors="replace")
    if len(text) != count:
        text = "".join(" " if 0xD800 <= code < 0xE000 else chr(code) for code in buffer[:count])
    return text.translate(_STAND_INS)


def _resolution(page: pdfium.PdfPage) -> int | None:
    """Dots an inch of the largest picture on the page."""
    found = []
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        wide, _ = picture.get_px_size()
        left, _, right, _ = picture.get_bounds()
        if right - left > 36:
            found.append(round(wide / (right - left) * 72))
    return max(found, default=None)
