"""What became of a hostile file, and how much memory that took."""

from __future__ import annotations

import io
import re
from pathlib import Path

from PIL import Image

from mangnon.base.files.api import FileRefused
from mangnon.reports.evidence import PICTURES, arrived, working_copy
from tests.reports.evidence.hostile import Hostile

_STATUS = Path("/proc/self/status")


def wrong_about(one: Hostile) -> str:
    """Why what became of it is not what must become of it; "" when all is well."""
    try:
        file = arrived(one.raw, one.name)
        copy = working_copy(file)
    except FileRefused as why:
        expected = bool(one.refused) and re.search(one.refused, str(why))
        return "" if expected else f"{one.what}: refused, {why}"
    if file.media_type != one.taken_as:
        return f"{one.what}: taken as {file.media_type}"
    if file.media_type not in PICTURES:
        return "" if copy is None else f"{one.what}: a copy was made"
    return "" if copy and _is_clean(copy, one.secret) else f"{one.what}: its copy is not clean"


def _is_clean(copy: bytes, secret: bytes) -> bool:
    """A whole JPEG of points alone: no EXIF, profile, comment, nothing behind its end."""
    with Image.open(io.BytesIO(copy), formats=["JPEG"]) as image:
        image.load()
        told = set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
    bare = not told and not image.getexif() and copy.endswith(b"\xff\xd9")
    return bare and (not secret or secret not in copy)


def measured_from_now() -> int:
    """Kilobytes held; from now on the most that is held is counted anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _kilobytes("VmRSS")


def most_since_kilobytes() -> int:
    return _kilobytes("VmHWM")


def _kilobytes(name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+)", _STATUS.read_text(encoding="ascii"))
    assert found
    return int(found[1])
