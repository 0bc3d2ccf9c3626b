"""The files of published products, to anybody; in parts, as players of videos ask."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from mangnon.base.files.api import StoredFile, open_blob, part_of
from mangnon.library import api as library
from mangnon.publishing.queries import public
from mangnon.studio.pictures import drawing, pictures

# Shown in place; everything else is saved.
_SHOWN = {"image/png", "video/mp4", "audio/mpeg", "text/vtt", "application/pdf"}
_SEALED = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'"
_PDF_VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
# A recalled product must be gone soon also from what stands between.
_KEPT = "public, max-age=300"


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
        response = part_of(request, file) or _whole(file, saved=saved)
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
