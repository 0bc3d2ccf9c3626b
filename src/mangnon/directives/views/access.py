"""Who is asking, in whose name, for which letter; and what a refusal looks like on a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render

from mangnon.directives import api
from mangnon.directives.models import Directive
from mangnon.units.api import Person, Unit, current_unit

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> View[P]:
    """Sends strangers to sign in; a refused right is the 403 page with the reason.

    A refusal that the view did not expect is still said in words, on a page of its own.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except api.NotAllowed as refused:
            raise PermissionDenied(str(refused)) from refused
        except ObjectDoesNotExist as absent:
            raise Http404 from absent
        except (api.Refusal, api.IllegalMove) as why:
            return render(request, "directives/not_done.html", {"why": why}, status=409)

    return cast(View[P], login_required(guarded))


def person_of(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def unit_of(request: HttpRequest) -> Unit:
    """The unit for which the person works now."""
    unit = current_unit(person_of(request))
    if unit is None:
        raise PermissionDenied("Tài khoản này chưa được giao vai trò ở đơn vị nào.")
    return unit


def letter_of(request: HttpRequest, pk: UUID) -> Directive:
    """The letter, if the person may see it; else it does not exist."""
    return api.directive_for(person_of(request), pk)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when nothing was filled in; None for a page that is only asked for."""
    return request.POST if request.method == "POST" else None


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


def number_of(given: str) -> int:
    """A row's number out of a form. Raises Http404 for what no page of ours sends."""
    if not given.isdecimal() or len(given) > 18:
        raise Http404
    return int(given)


def version_of(request: HttpRequest) -> int:
    """The version that the page showed; 0, which fits nothing, when it was tampered with."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) <= 9 else 0
