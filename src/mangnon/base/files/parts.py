"""The part of a file that a player asks for before it plays (RFC 9110, 14.2)."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse

from mangnon.base.files.blobs import open_blob
from mangnon.base.files.models import StoredFile

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_MOST = 4 * 2**20  # a player comes back for the rest


def part_of(request: HttpRequest, file: StoredFile) -> HttpResponse | None:
    """One range; None for the whole, which is also the answer to several ranges."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked.groups() == ("", "") or "If-Range" in request.headers:
        return None
    first, last = asked.groups()
    start = int(first) if first else max(0, file.bytes - int(last))
    end = min(int(last), file.bytes - 1) if first and last else file.bytes - 1
    if start >= file.bytes or end < start:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.bytes}"})
    end = min(end, start + _MOST - 1)
    with open_blob(file.sha256) as opened:
        opened.seek(start)
        content = opened.read(end - start + 1)
    told = f"bytes {start}-{end}/{file.bytes}"
    return HttpResponse(
        content, status=206, content_type=file.media_type, headers={"Content-Range": told}
    )
