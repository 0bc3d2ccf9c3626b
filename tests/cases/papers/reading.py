"""What stands on the pages of a PDF, and where."""

from __future__ import annotations

import io
import unicodedata

import docx
import pypdfium2
from pypdf import PdfReader

MM = 72 / 25.4
LEFT, RIGHT, BOTTOM = 30 * MM, 190 * MM, 20 * MM


def text_of_pdf(made: bytes) -> str:
    pages = PdfReader(io.BytesIO(made)).pages
    said = " ".join(page.extract_text() for page in pages)
    return " ".join(unicodedata.normalize("NFC", said).split())


def text_of_docx(made: bytes) -> str:
    document = docx.Document(io.BytesIO(made))
    said = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        said += [cell.text for row in table.rows for cell in row.cells]
    return " ".join(" ".join(said).split())


def outside(made: bytes) -> list[str]:
    """The signs that stand beyond the margins, to a third of a millimetre; none, when all is well.
    The number of a page stands above the text."""
    found: list[str] = []
    document = pypdfium2.PdfDocument(made)
    for page in document:
        words = page.get_textpage()
        for place in range(words.count_chars()):
            sign = words.get_text_range(place, 1)
            left, bottom, right, _top = words.get_charbox(place)
            if sign.strip() and not (
                left >= LEFT - 1 and right <= RIGHT + 1 and bottom > BOTTOM - 1
            ):
                found.append(sign)
    document.close()
    return found
