"""The files of published products, to anybody; in parts, as players of videos ask."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from mangnon.base.files.api import StoredFile, open_blob
from mangnon.library import api as library
from mangnon.publishing.queries import public
from mangnon.studio.pictures import drawing, pictures

_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})$")
# Shown in place; everything else is saved.
_SHOWN = {"image/png", "video/mp4", "audio/mpeg", "text/vtt", "application/pdf"}
_SEALED = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'"
_PDF_VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
# A recalled product must be gone soon also from what stands between.
_KEPT = "public, max-age=300"
_MOST_A_PART = 4 * 2**20  # a player comes back for the rest


@require_safe
def one(request: HttpRequest, pk: UUID, name: str) -> HttpResponseBase:
    """`?tai` saves it and counts a download; `?in` shows a paper and counts a print."""
    file = _file(pk, name)
    if request.method == "GET":
        for asked, use in (("tai", library.Use.DOWNLOAD), ("in", library.Use.PRINT)):
            if asked in request.GET:
                library.count_use(file.product, use)
    return _handed(request, file.file, saved="tai" in request.GET)


@require_safe
def small(request: HttpRequest, pk: UUID, name: str) -> HttpResponseBase:
    file = _file(pk, name)
    if file.preview is None:
        raise Http404
    return _handed(request, file.preview, saved=False)


@require_safe
def drawn(request: HttpRequest, name: str) -> HttpResponse:
    """A drawing of the studio; it never changes under its name but with a new release."""
    if name not in pictures():
        raise Http404
    response = HttpResponse(drawing(name), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response


def _file(pk: UUID, name: str) -> library.ProductFile:
    file = public.file_of(pk, name)
    if file is None:
        raise Http404("Tệp này không còn ở đây.")
    return file


def _handed(request: HttpRequest, file: StoredFile, *, saved: bool) -> HttpResponseBase:
    tag = f'"{file.sha256[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = _part(request, file) or _whole(file, saved=saved)
        response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    response["Cache-Control"] = _KEPT
    response["X-Content-Type-Options"] = "nosniff"
    shown_pdf = file.media_type == "application/pdf" and not saved
    response["Content-Security-Policy"] = _PDF_VIEWER if shown_pdf else _SEALED
    return response


def _whole(file: StoredFile, *, saved: bool) -> FileResponse:
    shown = file.media_type in _SHOWN and not saved
    response = FileResponse(
        open_blob(file.sha256),
        as_attachment=not shown,
        filename=file.name,
        content_type=file.media_type,
    )
    response["Content-Length"] = str(file.bytes)
    return response


def _part(request: HttpRequest, file: StoredFile) -> HttpResponse | None:
    """One range, as Safari asks for before it plays (RFC 9110, 14.2); other kinds get it whole."""
    asked = _RANGE.match(request.headers.get("Range", ""))
    if not asked or "If-Range" in request.headers:
        return None
    first, last = int(asked[1]), min(int(asked[2] or file.bytes), file.bytes - 1)
    if first >= file.bytes or last < first:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{file.bytes}"
        return response
    last = min(last, first + _MOST_A_PART - 1)
    with open_blob(file.sha256) as opened:
        opened.seek(first)
        content = opened.read(last - first + 1)
    response = HttpResponse(content, status=206, content_type=file.media_type)
    response["Content-Range"] = f"bytes {first}-{last}/{file.bytes}"
    return response
