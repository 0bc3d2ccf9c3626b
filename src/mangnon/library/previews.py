"""A small picture of a file's first page, for lists. Pure: bytes in, PNG out."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image

WIDTH = 480  # pixels


def preview_of(name: str, content: bytes) -> bytes | None:
    """None for what has no page to look at."""
    if name.endswith(".png"):
        with Image.open(io.BytesIO(content)) as picture:
            return _small(picture)
    if name.endswith(".pdf"):
        return _first_page(content)
    return None


def _first_page(content: bytes) -> bytes:
    paper = pypdfium2.PdfDocument(content)
    try:
        page = paper[0]
        drawn = page.render(scale=min(3.0, WIDTH / max(1.0, page.get_width())))
        return _small(drawn.to_pil())
    finally:
        paper.close()


def _small(picture: Image.Image) -> bytes:
    plain = picture.convert("RGB")
    plain.thumbnail((WIDTH, 2 * WIDTH))
    held = io.BytesIO()
    plain.save(held, "PNG", optimize=True)
    return held.getvalue()
