"""Who is asking, for the pages of the staff."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from mangnon.reports.refusals import Locked, NotAllowed, Refusal
from mangnon.units.api import Person

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> View[P]:
    """Strangers go to sign in, whose key is not open goes to open it; nothing stays in a cache."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Locked:
            back = request.get_full_path() if request.method == "GET" else ""
            return redirect(f"{reverse('matters_unlock')}?{urlencode({'next': back})}")
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from refused
        except ObjectDoesNotExist as absent:
            raise Http404 from absent
        except Refusal as why:
            return render(request, "reports/not_done.html", {"why": why}, status=409)

    return cast(View[P], login_required(never_cache(guarded)))


def person_of(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def done(request: HttpRequest, words: str, to: str, *args: object) -> HttpResponse:
    """Say it on the next page."""
    messages.success(request, words)
    return redirect(to, *args)
