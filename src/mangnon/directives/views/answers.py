"""Answers that are files."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse


def as_file(data: bytes, media_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    """A file to be kept, or with `inline` to be looked at."""
    how = "inline" if inline else "attachment"
    return HttpResponse(
        data,
        content_type=media_type,
        headers={
            "Content-Disposition": f"{how}; filename*=UTF-8''{quote(name)}",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
