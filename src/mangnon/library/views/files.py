"""Handing out the files of a product to look at: pictures, pages, films in pieces."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from mangnon.base.files.api import StoredFile, open_blob, part_of
from mangnon.library.actions.using import count_use
from mangnon.library.choices import ProductState, Use
from mangnon.library.models import ProductFile
from mangnon.library.queries import shown
from mangnon.library.views.access import product_of, signed_in

# Shown in the page; everything else is saved. SVG and HTML never run as pages of ours.
_SHOWN = frozenset(
    {"image/png", "video/mp4", "audio/mpeg", "audio/wav", "text/vtt", "application/pdf"}
)
_SEALED = "sandbox; default-src 'none'; img-src 'self'"
_PDF_VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"


@signed_in
@require_safe
def file(request: HttpRequest, pk: UUID, name: str) -> HttpResponseBase:
    """A file of a product that the person sees; `?nho=1` its small picture. `?tai` saves it and
    counts a download, `?in` opens it to be printed and counts a print, as on the public site; what
    its makers look at before it is approved is no use of it."""
    product = product_of(request, pk)
    found = shown.file_named(product, name)
    if request.method == "GET" and product.state == ProductState.APPROVED:
        for asked, use in (("tai", Use.DOWNLOAD), ("in", Use.PRINT)):
            if asked in request.GET:
                count_use(product, use)
    return handed(request, found)


def handed(request: HttpRequest, row: ProductFile) -> HttpResponseBase:
    """The bytes, or the piece of them that a player asks for."""
    small = "nho" in request.GET and row.preview is not None
    stored = row.preview if small and row.preview is not None else row.file
    return sent(request, stored, row.name, save="tai" in request.GET)


def sent(request: HttpRequest, stored: StoredFile, name: str, *, save: bool) -> HttpResponseBase:
    """A stored file, shown where it may be; the person's right to it has been asked."""
    save = save or stored.media_type not in _SHOWN
    answer: HttpResponseBase | None = part_of(request, stored) if not save else None
    if answer is None:
        answer = FileResponse(
            open_blob(stored.sha256),
            as_attachment=save,
            filename=name,
            content_type=stored.media_type,
        )
        answer["Content-Length"] = str(stored.bytes)
    answer["Accept-Ranges"] = "bytes"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    is_pdf = stored.media_type == "application/pdf"
    answer["Content-Security-Policy"] = _PDF_VIEWER if is_pdf and not save else _SEALED
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
