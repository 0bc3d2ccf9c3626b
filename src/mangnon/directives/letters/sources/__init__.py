"""Where letters come from: one adapter a kind of file, chosen by what the file is."""

from mangnon.directives.letters.layout import Source
from mangnon.directives.letters.refusal import NotALetter, TooLarge
from mangnon.directives.letters.sources.plain import read_plain

MOST_BYTES = 50_000_000


def open_source(data: bytes, *, name: str) -> Source:
    """The text of a file, by pages. Raises Refusal."""
    if len(data) > MOST_BYTES:
        raise TooLarge(f"Tệp lớn quá {MOST_BYTES // 1_000_000} MB. Hãy gửi riêng công văn, không kèm phụ lục nặng.")
    if not data.strip():
        raise NotALetter("Tệp trống, không có chữ nào.")
    return read_plain(data)
