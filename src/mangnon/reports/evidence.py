"""Looking at a file that came with a report: its hash first, then what it really is, then a copy
for reading that is made anew. Pure: bytes in, values out; nothing of it touches a disk.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePath

from PIL import Image, ImageOps

from mangnon.base.files.api import JPEG, PDF, PNG, TEXT, WEBP, FileRefused, recognise
from mangnon.reports.pdf import refuse_active

MOST_FILES, MOST_BYTES, MOST_PIXELS = 5, 10 * 2**20, 40_000_000
# What is taken, with the endings under which it may come.
ENDINGS = {
    JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"),
    PNG: (".png",),
    WEBP: (".webp",),
    PDF: (".pdf",),
    TEXT: (".txt",),
}
PICTURES = frozenset({JPEG, PNG, WEBP})
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
# A picture of more points is copied at a half, a third, a quarter of its size: memory holds it
# several times over while it is turned and changed. A telephone's photo of 12 million stays.
_COPIED_WHOLE, _QUALITY = 12_500_000, 88


@dataclass(frozen=True)
class Arrived:
    """A file as it came: its bytes, and what was taken down of them before anything else."""

    raw: bytes = field(repr=False)
    sha256: str
    media_type: str

    @property
    def size_bytes(self) -> int:
        return len(self.raw)


def arrived(raw: bytes, name: str) -> Arrived:
    """Raises FileRefused, with words for the screen, for whatever is not taken."""
    digest = sha256(raw).hexdigest()
    if len(raw) > MOST_BYTES:
        raise FileRefused("Tệp lớn hơn 10 MB nên không được nhận.")
    _refuse_huge(raw)
    kind = recognise(io.BytesIO(raw))
    if kind not in ENDINGS:
        raise FileRefused("Chỉ nhận ảnh JPEG, PNG, WebP, tệp PDF hoặc văn bản thuần.")
    ending = PurePath(name.strip()).suffix.lower()
    if ending and ending not in ENDINGS[kind]:
        raise FileRefused(f"Đuôi tệp {ending[:12]} không khớp với nội dung bên trong.")
    if kind == PDF:
        refuse_active(raw)
    if kind == TEXT and _begins_as_a_page(raw):
        raise FileRefused("Tệp mã lệnh hoặc trang web không được nhận.")
    return Arrived(raw, digest, kind)


def _begins_as_a_page(raw: bytes) -> bool:
    """Nobody's talk begins with an angle bracket; pages and drawings do, after marks and spaces."""
    return raw[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f\v").startswith(b"<")


def _refuse_huge(raw: bytes) -> None:
    """By what the head of a picture says, before a point of it is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=list(_FORMATS.values())) as image:
                points = image.width * image.height
    except Image.DecompressionBombError:
        points = MOST_PIXELS + 1
    except Exception:  # no picture, or a broken one: `recognise` says which
        return
    if points > MOST_PIXELS:
        raise FileRefused("Ảnh có kích thước quá lớn: nhiều nhất 40 triệu điểm ảnh.")


def working_copy(file: Arrived) -> bytes | None:
    """A picture's points in a new JPEG: no place, no device, no comment, nothing behind its end.

    None for PDF and text, which are read as they came; raises FileRefused for a broken picture.
    """
    if file.media_type not in PICTURES:
        return None
    try:
        with Image.open(io.BytesIO(file.raw), formats=[_FORMATS[file.media_type]]) as image:
            smaller = image.reduce(1 + image.width * image.height // _COPIED_WHOLE)
            upright = ImageOps.exif_transpose(smaller).convert("RGBA")
    except Exception:  # Pillow's readers raise whatever the broken bytes lead them to
        raise FileRefused("Ảnh bị hỏng, không mở được.") from None
    clean = Image.new("RGB", upright.size, "white")
    clean.paste(upright, mask=upright.getchannel("A"))
    made = io.BytesIO()
    clean.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()
