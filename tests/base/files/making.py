"""Small real files to hand in."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def letter_docx(words: str = "Kính gửi: Sở Y tế") -> bytes:
    file, document = io.BytesIO(), docx.Document()
    document.add_paragraph(words)
    document.save(file)
    return file.getvalue()


def table_xlsx() -> bytes:
    file, book = io.BytesIO(), openpyxl.Workbook()
    book.active["A1"] = "Trường"
    book.save(file)
    return file.getvalue()


def picture(form: str, side: int = 64) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((side, side), 50).convert("RGB").save(file, form)
    return file.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def office(**more: bytes) -> bytes:
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
    return archive({**parts, **{name.replace("__", "/"): each for name, each in more.items()}})
