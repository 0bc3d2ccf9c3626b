"""Handing a file out. Whatever is inside, the browser saves or shows it and runs nothing."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from mangnon.base.files.media import PDF, PICTURES
from mangnon.base.files.queries import FileDenied, file_for, open_for

_SHOWN = PICTURES | {PDF}
_SEALED = "sandbox; default-src 'none'; img-src 'self'"
# Browsers do not start their own PDF viewer inside a sandbox; the viewer runs nothing of ours.
_PDF_VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"


@require_safe
def download(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """The file as a download; with `?xem=1` pictures and PDF are shown in the browser."""
    try:
        file = file_for(request.user, file_id)
        opened = open_for(request.user, file)
    except FileDenied as denied:
        if request.user.is_anonymous:
            return redirect_to_login(request.get_full_path())
        raise Http404(str(denied)) from None
    shown = "xem" in request.GET and file.media_type in _SHOWN
    response = FileResponse(
        opened, as_attachment=not shown, filename=file.name, content_type=file.media_type
    )
    response["Content-Length"] = str(file.bytes)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    viewer = shown and file.media_type == PDF
    response["Content-Security-Policy"] = _PDF_VIEWER if viewer else _SEALED
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
