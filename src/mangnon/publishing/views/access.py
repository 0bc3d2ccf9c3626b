"""Who is asking, and what a refusal looks like on a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from mangnon.library import api as library
from mangnon.publishing.perms import publishes_somewhere
from mangnon.publishing.refusals import Invalid, NotAllowed, Refusal
from mangnon.units.api import Person

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> View[P]:
    """Strangers go to sign in, who publishes nowhere is refused, what one may not see is not there,
    a refusal is a page of its own."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not publishes_somewhere(person_of(request)):
            raise PermissionDenied("Vai trò của anh/chị không đăng bài.")
        try:
            return view(request, *args, **kwargs)
        except (NotAllowed, library.NotAllowed) as refused:
            raise PermissionDenied(str(refused)) from refused
        except ObjectDoesNotExist as absent:
            raise Http404 from absent
        except (Refusal, library.Refusal) as why:
            return render(request, "publishing/not_done.html", {"why": why}, status=409)

    return cast(View[P], login_required(never_cache(guarded)))


def person_of(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def done(request: HttpRequest, words: str, to: str, *args: object) -> HttpResponse:
    messages.success(request, words)
    return redirect(to, *args)


def tell_form(form: forms.Form, why: Invalid | library.Invalid) -> None:
    """Beside its field, or above the form."""
    form.add_error(why.field if why.field in form.fields else None, str(why))
