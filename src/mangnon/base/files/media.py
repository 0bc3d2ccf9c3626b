"""What a file really is, found from its content. Its name and what the browser says count nothing.

Each kind has one check that refuses what is broken, hidden or made to exhaust the reader:
archives that unpack to far more than they hold, pictures of absurd size, macros, encrypted parts.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable
from typing import BinaryIO

import puremagic
from PIL import Image

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG, JPEG, WEBP, TIFF = "image/png", "image/jpeg", "image/webp", "image/tiff"
TEXT = "text/plain"

PICTURES = frozenset({PNG, JPEG, WEBP, TIFF})
LETTERS = frozenset({PDF, DOCX, TEXT}) | PICTURES
TABLES = frozenset({XLSX, TEXT})
EVERYTHING = LETTERS | TABLES

WORDS = {
    PDF: "PDF",
    DOCX: "Word (DOCX)",
    XLSX: "Excel (XLSX)",
    PNG: "ảnh PNG",
    JPEG: "ảnh JPEG",
    WEBP: "ảnh WebP",
    TIFF: "ảnh TIFF",
    TEXT: "văn bản thuần",
}

MOST_PARTS, MOST_UNPACKED_BYTES, MOST_RATIO = 4000, 300 * 2**20, 200
MOST_PIXELS = 100_000_000
_HEAD, _TAIL = 8192, 4096
_MARKUP = (b"<!doctype html", b"<html", b"<svg", b"<script", b"<?xml", b"<?php", b"#!")
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x0b\x1b")


class FileRefused(Exception):
    """A file that is not taken in; the words are fit for the screen."""


def recognise(file: BinaryIO) -> str:
    """The media type of a seekable file. Raises FileRefused for what is not taken."""
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise FileRefused("Tệp trống, không có nội dung.")
    for matches, check in _KINDS:
        if matches(head):
            file.seek(0)
            return check(file)
    return _text(file, head)


def _pdf(file: BinaryIO) -> str:
    file.seek(0, io.SEEK_END)
    file.seek(max(0, file.tell() - _TAIL))
    if b"%%EOF" not in file.read():
        raise FileRefused("Tệp PDF bị hỏng hoặc tải lên chưa trọn vẹn.")
    return PDF


def _office(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _refuse_bomb(parts)
            return _office_kind({part.filename for part in parts})
    except FileRefused:
        raise
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise FileRefused("Tệp bị hỏng, không mở được.") from None


def _refuse_bomb(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED_BYTES:
        raise FileRefused("Tệp bung ra quá lớn nên không được nhận.")
    for part in parts:
        if part.flag_bits & 0x1:
            raise FileRefused("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại.")
        if part.file_size > 2**20 and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise FileRefused("Tệp bung ra quá lớn nên không được nhận.")
        if part.filename.startswith("/") or ".." in part.filename.split("/"):
            raise FileRefused("Tệp chứa đường dẫn không hợp lệ.")


def _office_kind(names: set[str]) -> str:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused("Tệp có macro. Hãy lưu lại dạng không có macro (.docx, .xlsx).")
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return DOCX
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return XLSX
    raise FileRefused("Tệp nén không được nhận. Hãy tải lên từng tệp bên trong.")


def _picture(kind: str, form: str) -> Callable[[BinaryIO], str]:
    def check(file: BinaryIO) -> str:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                _refuse_broken(file, form)
        except FileRefused:
            raise
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise FileRefused("Ảnh có kích thước quá lớn.") from None
        except Exception:
            # Pillow's readers raise whatever the broken bytes lead them to.
            raise FileRefused("Ảnh bị hỏng, không mở được.") from None
        return kind

    return check


def _refuse_broken(file: BinaryIO, form: str) -> None:
    with Image.open(file, formats=[form]) as image:
        if image.width * image.height > MOST_PIXELS:
            raise FileRefused("Ảnh có kích thước quá lớn.")
        # A JPEG is decoded at an eighth of its size: enough to see that it is whole.
        image.draft("RGB", (max(1, image.width // 8), max(1, image.height // 8)))
        image.load()


def _old_word(file: BinaryIO) -> str:
    raise FileRefused(
        "Tệp Office đời cũ (.doc, .xls). Hãy mở tệp, chọn “Lưu thành” .docx, .xlsx hoặc PDF."
    )


def _text(file: BinaryIO, head: bytes) -> str:
    """Text in UTF-8, UTF-16 with its mark, or an old 8-bit Vietnamese code; never markup."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MARKUP):
        raise FileRefused("Tệp mã lệnh hoặc trang web không được nhận.")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _wide_text(file)
    file.seek(0)
    while chunk := file.read(2**20):
        if any(byte < 32 and byte not in _TEXT_CONTROLS for byte in set(chunk)):
            raise FileRefused(_unknown(head))
    return TEXT


def _wide_text(file: BinaryIO) -> str:
    file.seek(0)
    try:
        text = file.read().decode("utf-16")
    except UnicodeDecodeError:
        raise FileRefused("Tệp văn bản bị hỏng.") from None
    if "\x00" in text or text.lstrip().lower().startswith(tuple(m.decode() for m in _MARKUP)):
        raise FileRefused("Tệp mã lệnh hoặc trang web không được nhận.")
    return TEXT


def _unknown(head: bytes) -> str:
    """Words for a kind that is not taken, with its usual ending where it is known."""
    try:
        ending = puremagic.from_string(head)
    except (puremagic.PureError, ValueError, IndexError):
        ending = ""
    known = f" ({ending})" if ending else ""
    return f"Loại tệp này{known} không được nhận. Hãy dùng PDF, DOCX, XLSX, ảnh hoặc văn bản thuần."


_KINDS: tuple[tuple[Callable[[bytes], bool], Callable[[BinaryIO], str]], ...] = (
    (lambda head: b"%PDF-" in head[:1024], _pdf),
    (lambda head: head.startswith(b"PK\x03\x04"), _office),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), _picture(PNG, "PNG")),
    (lambda head: head.startswith(b"\xff\xd8\xff"), _picture(JPEG, "JPEG")),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", _picture(WEBP, "WEBP")),
    (lambda head: head[:4] in {b"II*\x00", b"MM\x00*"}, _picture(TIFF, "TIFF")),
    (lambda head: head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), _old_word),
)
