"""Who is asking, in whose name, for what; and what a refusal looks like."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from mangnon.library.models import Document, MessageMap, Product
from mangnon.library.queries import visible
from mangnon.library.refusals import NotAllowed, Refusal
from mangnon.units.api import Person, Unit, current_unit

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> View[P]:
    """Sends strangers to sign in; what the person does not see does not exist; a refusal that the
    view did not expect is said in words on a page of its own."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from refused
        except ObjectDoesNotExist as absent:
            raise Http404 from absent
        except Refusal as why:
            return render(request, "library/not_done.html", {"why": why}, status=409)

    return cast(View[P], login_required(guarded))


def person_of(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def unit_of(request: HttpRequest) -> Unit:
    """The unit for which the person works now."""
    unit = current_unit(person_of(request))
    if unit is None:
        raise PermissionDenied("Tài khoản này chưa được giao vai trò ở đơn vị nào.")
    return unit


def document_of(request: HttpRequest, pk: UUID) -> Document:
    return visible.document_for(person_of(request), pk)


def map_of(request: HttpRequest, pk: UUID) -> MessageMap:
    return visible.map_for(person_of(request), pk)


def product_of(request: HttpRequest, pk: UUID) -> Product:
    return visible.product_for(person_of(request), pk)


def must(allowed: bool, words: str = "Anh/chị không có quyền xem trang này.") -> None:
    if not allowed:
        raise PermissionDenied(words)


def done(request: HttpRequest, words: str, to: str, *args: object) -> HttpResponse:
    """Say it on the next page."""
    messages.success(request, words)
    return redirect(to, *args)


def refused(request: HttpRequest, why: Exception, to: str, *args: object) -> HttpResponse:
    """Nothing changed; the next page says why."""
    messages.error(request, str(why))
    return redirect(to, *args)
