"""Pages that take a signed file."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from mangnon.base.files.api import InMemory
from mangnon.cases.forms.signed import MOST_BYTES

View = Callable[..., HttpResponseBase]


def files_in_memory(view: View) -> View:
    """A file stays in memory; more than one of the largest is not even read.

    The guard against forged forms stands inside: it reads the form, and would choose where a file
    goes before this does.
    """
    guarded = csrf_protect(view)

    @wraps(view)
    def taken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + 2**20:
            why = "Tệp lớn hơn 10 MB nên không được nhận."
            return render(request, "cases/not_done.html", {"why": why}, status=413)
        request.upload_handlers = [InMemory(request)]
        return guarded(request, *args, **kwargs)

    return csrf_exempt(taken)
