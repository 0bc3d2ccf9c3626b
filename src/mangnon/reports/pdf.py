"""A PDF that does something when it is opened, or hides something, is not taken as evidence.

PDF is read as it came (a copy would need a reader of PDF on the server, over what strangers send),
so what may run is refused here, by the names that PDF 32000-1 gives to it. Names are looked for
after their hexadecimal letters are read (7.3.5) and inside packed lists of objects (7.5.7), which
are unpacked within bounds. Pure: bytes in, a refusal or nothing out.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from mangnon.base.files.api import FileRefused

_RUNS = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|Filespec|RichMedia|GoToE|SubmitForm|ImportData|XFA"
    rb"|Movie|Rendition)(?![A-Za-z0-9])"
)
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_HEX_LETTER = re.compile(rb"#([0-9A-Fa-f]{2})")
# Each letter as itself or in hexadecimal.
_PACKED = re.compile(b"/" + b"".join(b"(?:%c|#%02x)" % (each, each) for each in b"ObjStm"), re.I)
_ONCE = re.compile(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])")
_STREAM = re.compile(rb"stream\r?\n")
# A list of objects says how it is packed within its own dictionary, which is short.
_DICTIONARY, _BEHIND_THE_END = 2_000, 1_024
_MOST_LISTS, _MOST_UNPACKED = 2_000, 32 * 2**20

_WORDS = "Tệp PDF có phần tự chạy hoặc tệp giấu bên trong. Hãy gửi ảnh chụp màn hình."


def refuse_active(raw: bytes) -> None:
    """Raises FileRefused, with words for the screen."""
    if not raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        raise FileRefused("Loại tệp này không được nhận: trước phần PDF có thứ khác.")
    if len(raw) - raw.rindex(b"%%EOF") > _BEHIND_THE_END or _more_behind(raw):
        raise FileRefused("Tệp PDF có phần thừa phía sau.")
    for part in _readable(raw):
        if _LOCKED.search(part):
            raise FileRefused("Tệp PDF có mật khẩu. Hãy bỏ mật khẩu hoặc gửi ảnh chụp màn hình.")
        if _RUNS.search(part):
            raise FileRefused(_WORDS)


def _more_behind(raw: bytes) -> bool:
    """Something else than the end of the last line."""
    return bool(raw[raw.rindex(b"%%EOF") + 5 :].strip(b"\r\n\t \0"))


def _readable(raw: bytes) -> Iterator[bytes]:
    """The file, and each packed list of objects. Raises FileRefused for one that hides itself."""
    yield _spelt_out(raw)
    room = _MOST_UNPACKED
    for number, found in enumerate(_PACKED.finditer(raw)):
        if number >= _MOST_LISTS:
            raise FileRefused(_WORDS)
        whole = _unpacked(raw, found.start(), room)
        room -= len(whole)
        yield _spelt_out(whole)


def _spelt_out(raw: bytes) -> bytes:
    return _HEX_LETTER.sub(lambda found: bytes([int(found[1], 16)]), raw)


def _unpacked(raw: bytes, at: int, room: int) -> bytes:
    """The list whose dictionary has its type at `at`: packed once, plainly, or not at all."""
    begins = max(raw.rfind(b"obj", max(0, at - _DICTIONARY), at), 0)
    stream = _STREAM.search(raw, at, at + _DICTIONARY)
    if stream is None:
        raise FileRefused(_WORDS)
    said = _spelt_out(raw[begins : stream.start()])
    if b"/Filter" not in said:
        return b""  # not packed: it was read with the rest of the file
    if not _ONCE.search(said) or said.count(b"/Filter") > 1 or b"/DecodeParms" in said:
        raise FileRefused(_WORDS)
    unpacking = zlib.decompressobj()
    try:
        whole = unpacking.decompress(raw[stream.end() :], room + 1)
    except zlib.error:
        raise FileRefused("Tệp PDF bị hỏng hoặc tải lên chưa trọn vẹn.") from None
    if len(whole) > room:
        raise FileRefused(_WORDS)
    return whole
