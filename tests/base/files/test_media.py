"""What a file really is: by content, whatever it is called."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mangnon.base.files import media
from mangnon.base.files.media import FileRefused, recognise
from tests.base.files import making

REAL = {
    media.PDF: making.PDF,
    media.DOCX: making.letter_docx(),
    media.XLSX: making.table_xlsx(),
    media.PNG: making.picture("PNG"),
    media.JPEG: making.picture("JPEG"),
    media.WEBP: making.picture("WEBP"),
    media.TIFF: making.picture("TIFF"),
    media.TEXT: "Kính gửi: Sở Y tế\n".encode(),
}


def what(data: bytes) -> str:
    return recognise(io.BytesIO(data))


@pytest.mark.parametrize("kind", REAL)
def test_each_kind_is_recognised(kind):
    assert what(REAL[kind]) == kind


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16"])
def test_vietnamese_text_is_text(code):
    assert what("V/v tăng cường bảo vệ trẻ em".encode(code)) == media.TEXT


def test_old_eight_bit_vietnamese_is_text():
    assert what(b"C\xe9ng hoa x\xb7 h\xe9i ch\xf1 ngh\xdca Vi\xd6t Nam\r\n") == media.TEXT


REFUSED = {
    "empty": (b"", "trống"),
    "program": (b"MZ\x90\x00" + bytes(64), "không được nhận"),
    "elf": (b"\x7fELF\x02\x01" + bytes(64), "không được nhận"),
    "page": (b"  <!DOCTYPE html><script>alert(1)</script>", "trang web"),
    "drawing with script": (b"<svg onload='alert(1)'/>", "trang web"),
    "wide page": ("<html><script>".encode("utf-16"), "trang web"),
    "shell": (b"#!/bin/sh\nrm -rf /\n", "mã lệnh"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".docx"),
    "cut pdf": (making.PDF[:60], "PDF bị hỏng"),
    "cut picture": (REAL[media.JPEG][:-400], "Ảnh bị hỏng"),
    "cut png": (REAL[media.PNG][:200], "Ảnh bị hỏng"),
    "cut document": (REAL[media.DOCX][:-100], "bị hỏng"),
    "archive": (making.archive({"a.txt": b"x"}), "Tệp nén"),
    "macros": (making.office(word__vbaProject=b"", **{"word__vbaProject.bin": b"x"}), "macro"),
    "way out": (making.office(**{"..__evil": b"x"}), "đường dẫn"),
    "bomb": (making.office(word__big=bytes(30 * 2**20)), "quá lớn"),
    "many parts": (making.office(**{f"p{n}": b"" for n in range(4001)}), "quá lớn"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_broken_or_dangerous_is_refused_in_plain_words(name):
    data, words = REFUSED[name]
    with pytest.raises(FileRefused, match=words):
        what(data)


def test_a_locked_document_is_refused():
    locked = bytearray(making.office())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + flags] |= 1
    with pytest.raises(FileRefused, match="mật khẩu"):
        what(bytes(locked))


def test_a_picture_of_absurd_size_is_refused(monkeypatch):
    monkeypatch.setattr(media, "MOST_PIXELS", 64 * 64 - 1)
    with pytest.raises(FileRefused, match="kích thước quá lớn"):
        what(REAL[media.PNG])
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(FileRefused, match="kích thước quá lớn"):
        what(REAL[media.PNG])


HEADS = [
    b"",
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"II*\x00",
    b"\xff\xfe",
]


def says_what_or_refuses(data: bytes) -> None:
    try:
        kind = what(data)
    except FileRefused:
        return
    assert kind in media.EVERYTHING


@given(st.sampled_from(HEADS), st.binary(max_size=3000))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_recognised_or_refused(head, rest):
    says_what_or_refuses(head + rest)


@given(
    st.sampled_from(sorted(REAL)),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=20),
    st.integers(0, 5000),
)
@settings(max_examples=300, deadline=None)
def test_damaged_files_are_recognised_or_refused(kind, damage, cut):
    data = bytearray(REAL[kind])
    for place, byte in damage:
        data[place % len(data)] = byte
    says_what_or_refuses(bytes(data[: len(data) - cut % len(data)]))
