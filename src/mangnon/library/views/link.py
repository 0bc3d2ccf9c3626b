"""A leader without an account looks at a product and decides, once, on a phone.

Guesses fall at the signature and are counted for all processes together; who guesses is paused, a
right link from elsewhere never is. No answer is kept by a browser or a proxy.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.core.internal.httpkit import get_client_ip
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from mangnon.base.limits.api import Limit
from mangnon.library.actions import approving
from mangnon.library.forms.products import LinkForm
from mangnon.library.models import Approval
from mangnon.library.queries import shown
from mangnon.library.queries.visible import files_of
from mangnon.library.refusals import Conflict, Invalid
from mangnon.library.views.files import handed

WRONG_LINKS = Limit("approval-link", 20, timedelta(minutes=10))  # from one address
WRONG_OF_ALL = Limit("approval-links", 2000, timedelta(minutes=10))  # then none is written down
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]


def by_link(view: View[P]) -> View[P]:
    """Counts guesses and keeps every answer out of every store."""

    @wraps(view)
    def guarded(
        request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if WRONG_LINKS.is_reached(get_client_ip(request)):
            answer = _paused(request)
        else:
            try:
                answer = view(request, token, *args, **kwargs)
            except ObjectDoesNotExist as absent:
                if not WRONG_OF_ALL.is_reached():
                    WRONG_LINKS.count(get_client_ip(request))
                    WRONG_OF_ALL.count()
                    raise Http404 from absent
                answer = _paused(request)
        answer["Cache-Control"] = "no-store"
        # Not "no-referrer": with it browsers send no origin, and the form would be refused.
        answer["Referrer-Policy"] = "same-origin"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return cast(View[P], guarded)


@by_link
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """What there is to see and decide; afterwards, who decided what."""
    approval = approving.open_link(token)
    form = LinkForm(
        request.POST if request.method == "POST" else None, initial={"name": approval.to_name}
    )
    why = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            approving.decide_by_link(
                token=token,
                name=said["name"],
                decision=said["decision"],
                remark=said["remark"],
            )
        except Invalid as invalid:
            form.add_error(invalid.field or None, str(invalid))
        except Conflict as conflict:
            why = str(conflict)
        else:
            return redirect("library_link", token)
    return _page(request, approval, token, form, why)


def _page(
    request: HttpRequest, approval: Approval, token: str, form: LinkForm, why: str
) -> HttpResponse:
    product, before = approval.product, approval.product.before
    told = {
        "approval": approval,
        "product": product,
        "wording": shown.wording_of(before, product) if before else None,
        "files": files_of(product) if approving.is_open(approval) else [],
        "is_open": approving.is_open(approval),
        "token": token,
        "form": form,
        "why": why,
    }
    status = 409 if why else 422 if form.errors else 200
    return render(request, "library/link.html", told, status=status)


@by_link
@require_safe
def file(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A file of the product, as long as there is something to decide."""
    approval = approving.open_link(token)
    if not approving.is_open(approval):
        raise Http404
    return handed(request, shown.file_named(approval.product, name))


def _paused(request: HttpRequest) -> HttpResponseBase:
    return render(request, "library/link_paused.html", status=429)
