"""ZIP files that are the same bytes for the same contents."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO

_STORED = (".png", ".jpg", ".mp3", ".mp4")
_WHEN = (2020, 1, 1, 0, 0, 0)


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """What is compressed already is only stored."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.external_attr = 0o644 << 16
            packed = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
            entry.compress_type = packed
            archive.writestr(entry, content)
    return out.getvalue()
