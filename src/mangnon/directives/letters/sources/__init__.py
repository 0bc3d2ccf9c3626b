"""Where letters come from: one adapter a kind of file, chosen by what the file is."""

from collections.abc import Callable

from mangnon.directives.letters.layout import Source
from mangnon.directives.letters.refusal import NotALetter, TooLarge, Unreadable
from mangnon.directives.letters.sources.docx import read_docx
from mangnon.directives.letters.sources.pdf import is_pictures, look_inside, source_of
from mangnon.directives.letters.sources.plain import read_plain
from mangnon.directives.letters.sources.scan import read_image, read_scanned_pdf

MOST_BYTES = 50_000_000
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_pdf(data: bytes) -> Source:
    """The text of a PDF by pages; a PDF of pictures goes through OCR. Raises Refusal."""
    inside = look_inside(data)
    return read_scanned_pdf(data, inside.dpi) if is_pictures(inside) else source_of(inside)


def _refuse_old_word(data: bytes) -> Source:
    raise Unreadable(
        "Tệp này là Word đời cũ (.doc) hoặc có mật khẩu. Hãy lưu lại thành DOCX hoặc PDF rồi gửi"
        " lại."
    )


def _refuse_rich_text(data: bytes) -> Source:
    raise Unreadable("Chưa đọc được tệp RTF. Hãy lưu lại thành DOCX hoặc PDF rồi gửi lại.")


# First bytes of a file -> its adapter; what matches none is plain text.
ADAPTERS: tuple[tuple[bytes, Callable[[bytes], Source]], ...] = (
    (b"%PDF-", read_pdf),
    (b"PK\x03\x04", read_docx),
    (b"PK\x05\x06", read_docx),
    (b"\x89PNG\r\n\x1a\n", read_image),
    (b"\xff\xd8\xff", read_image),
    (b"II*\x00", read_image),
    (b"MM\x00*", read_image),
    (b"RIFF", read_image),
    (b"BM", read_image),
    (_OLD_WORD, _refuse_old_word),
    (b"{\\rtf", _refuse_rich_text),
)
_NAMED = {
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".png": read_image,
    ".jpg": read_image,
    ".jpeg": read_image,
}


def open_source(data: bytes, *, name: str) -> Source:
    """The text of a file, by pages.

    data: the whole file. name: its name, asked only when the first bytes do not tell.
    Raises Refusal.
    """
    if len(data) > MOST_BYTES:
        raise TooLarge(
            f"Tệp lớn quá {MOST_BYTES // 1_000_000} MB. Hãy gửi riêng công văn, không kèm phụ lục"
            f" nặng."
        )
    if not data.strip():
        raise NotALetter("Tệp trống, không có chữ nào.")
    return _adapter(data, name)(data)


def _adapter(data: bytes, name: str) -> Callable[[bytes], Source]:
    for magic, adapter in ADAPTERS:
        if data.startswith(magic):
            return adapter
    if data[:1024].find(b"%PDF-") >= 0:
        return read_pdf
    dot = name.rfind(".")
    return _NAMED.get(name[dot:].lower(), read_plain) if dot >= 0 else read_plain
