"""Answers that are files."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from mangnon.directives.models import Directive


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


def slug(directive: Directive) -> str:
    """A short name for files about a letter: `512-UBND-VHXH`."""
    return directive.notation.replace("/", "-").strip("-") or str(directive.pk)[:8]
