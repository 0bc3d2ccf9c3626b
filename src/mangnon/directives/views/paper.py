"""Pages of PDF files and scans as pictures. Bytes in, JPEG out; nothing here knows of a request."""

from __future__ import annotations

import io
from threading import Lock

import pypdfium2 as pdfium
from PIL import Image

MOST_PAGES = 60
WIDTH_PX = 1100
_PDF = "application/pdf"
# pdfium keeps global state: one page at a time, whatever the number of threads.
_pdfium = Lock()


def count_pages(data: bytes) -> int:
    """How many pages can be shown; 0 for a broken file."""
    try:
        with _pdfium, pdfium.PdfDocument(data) as document:
            return min(len(document), MOST_PAGES)
    except pdfium.PdfiumError:
        return 0


def page_image(data: bytes, media_type: str, digest: str, number: int) -> bytes | None:
    """Page `number` (from 1) as JPEG; None when there is no such page."""
    kept = _kept.get((digest, number))
    if kept is None:
        kept = _pdf_page(data, number) if media_type == _PDF else _picture(data, number)
        if kept is not None:
            _keep((digest, number), kept)
    return kept


_kept: dict[tuple[str, int], bytes] = {}
_MOST_KEPT = 64


def _keep(key: tuple[str, int], picture: bytes) -> None:
    """The last few pages stay in memory: a reviewer turns them back and forth."""
    while len(_kept) >= _MOST_KEPT:
        _kept.pop(next(iter(_kept)), None)
    _kept[key] = picture


def _pdf_page(data: bytes, number: int) -> bytes | None:
    try:
        with _pdfium, pdfium.PdfDocument(data) as document:
            if not 1 <= number <= min(len(document), MOST_PAGES):
                return None
            page = document[number - 1]
            image = page.render(scale=WIDTH_PX / max(page.get_width(), 1)).to_pil()
    except pdfium.PdfiumError:
        return None
    return _jpeg(image)


def _picture(data: bytes, number: int) -> bytes | None:
    try:
        image = Image.open(io.BytesIO(data))
        image.seek(number - 1)
        image.thumbnail((WIDTH_PX, WIDTH_PX * 3))
    except (OSError, EOFError, ValueError, Image.DecompressionBombError):
        return None
    return _jpeg(image)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue()
