"""DOCX and PPTX packages that are the same bytes each time they are made."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

ZIP_DATE = (2020, 1, 1, 0, 0, 0)  # any fixed day
_WRITTEN_AT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def steady(package: bytes) -> bytes:
    """The same parts in the same order, without the hour at which they were packed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as made, zipfile.ZipFile(out, "w") as target:
        for name in made.namelist():
            part = zipfile.ZipInfo(name, ZIP_DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            data = made.read(name)
            target.writestr(part, _steady_sheet(data) if name.endswith(".xlsx") else data)
    return out.getvalue()


def _steady_sheet(package: bytes) -> bytes:
    """The workbook behind a chart says when it was written, which nobody asked."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as made, zipfile.ZipFile(out, "w") as target:
        for name in made.namelist():
            data = made.read(name)
            if name == "docProps/core.xml":
                data = _WRITTEN_AT.sub(b"2020-01-01T00:00:00Z", data)
            target.writestr(zipfile.ZipInfo(name, ZIP_DATE), data)
    return steady(out.getvalue())
