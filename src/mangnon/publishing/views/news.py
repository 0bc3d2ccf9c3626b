"""The weekly letter: whoever reads the library asks for it, confirms it, ends it. No account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mangnon.publishing.actions import subscribing
from mangnon.publishing.forms.news import NewsForm
from mangnon.publishing.news import CONFIRM_DAYS, DeadLink
from mangnon.publishing.refusals import Conflict

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def kept_nowhere(view: View[P]) -> View[P]:
    """Pages that say who gets letters are in no store and no search engine, and their addresses
    are told to nobody. Not there where letters do not leave the house."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.NEWS_BY_MAIL:
            raise Http404("Nơi này chưa gửi thư.")
        try:
            answer = view(request, *args, **kwargs)
        except DeadLink:
            answer = _page(request, "dead", status=404)
        answer["Cache-Control"] = "no-store"
        answer["Referrer-Policy"] = "same-origin"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return cast(View[P], guarded)


@require_http_methods(["GET", "HEAD", "POST"])
@kept_nowhere
def ask(request: HttpRequest) -> HttpResponse:
    """Whatever is typed, the answer is the same: who gets the letter is nobody's business."""
    form = NewsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            address = form.cleaned_data["address"]
            subscribing.ask(address=address, of=get_client_ip(request))
        except Conflict as why:
            form.add_error(None, str(why))
            return _page(request, "ask", status=429, form=form)
        return _page(request, "asked", days=CONFIRM_DAYS)
    return _page(request, "ask", status=422 if form.errors else 200, form=form)


@csrf_exempt  # what stands in the link counts, no cookie does
@require_http_methods(["GET", "HEAD", "POST"])
@kept_nowhere
def confirm(request: HttpRequest, link: str) -> HttpResponse:
    """Opening the address does nothing: programs that look at letters open every one."""
    if request.method == "POST":
        subscribing.confirm(link=link)
        return _page(request, "confirmed")
    return _page(request, "confirm", address=subscribing.address_in(link))


@csrf_exempt  # mail programs end it by themselves (RFC 8058), without a cookie
@require_http_methods(["GET", "HEAD", "POST"])
@kept_nowhere
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """One click in a mail program, or one here."""
    if request.method == "POST":
        subscribing.stop(link=link)
        return _page(request, "stopped")
    subscribing.check_stop(link)
    return _page(request, "stop")


def _page(request: HttpRequest, step: str, *, status: int = 200, **told: object) -> HttpResponse:
    return render(request, "publishing/public/news.html", {"step": step, **told}, status=status)
