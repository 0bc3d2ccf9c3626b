"""One action on a product, everywhere at once."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mangnon.library import api as library
from mangnon.publishing.actions.recalling import correct_everywhere, recall_everywhere
from mangnon.publishing.channels import channels
from mangnon.publishing.choices import LIVE
from mangnon.publishing.forms.posts import CorrectForm, ReasonForm
from mangnon.publishing.queries.visible import posts_of_all, saying_the_same
from mangnon.publishing.refusals import Invalid
from mangnon.publishing.views.access import done, person_of, signed_in, tell_form


@require_http_methods(["GET", "POST"])
@signed_in
def recall(request: HttpRequest, pk: UUID) -> HttpResponse:
    product = library.product_for(person_of(request), pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recall_everywhere(
                product=product, by=person_of(request), reason=form.cleaned_data["reason"]
            )
        except library.Invalid as why:
            tell_form(form, why)
        else:
            return done(request, "Đã thu hồi; các kênh đang gỡ bài.", "post_channels", pk)
    struck = [product, *library.copies_of(product)]
    return _page(request, product, form, "publishing/recall.html", struck)


@require_http_methods(["GET", "POST"])
@signed_in
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    product = library.product_for(person_of(request), pk)
    form = CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            correct_everywhere(
                product=product, by=person_of(request), text=form.cleaned_data["note"]
            )
        except Invalid as why:
            tell_form(form, why)
        else:
            return done(request, "Đang đính chính ở mọi kênh.", "post_channels", pk)
    return _page(request, product, form, "publishing/correct.html", saying_the_same(product))


def _page(
    request: HttpRequest,
    product: library.Product,
    form: object,
    template: str,
    struck: list[library.Product],
) -> HttpResponse:
    """What is out there, the posts of other units' copies after the own."""
    known = channels()
    live = posts_of_all(struck).filter(state__in=LIVE)
    posts = sorted(live, key=lambda one: one.unit_id != product.unit_id)
    told = {
        "product": product,
        "form": form,
        "rows": [(one, known[one.channel]) for one in posts],
        "copies": len(struck) - 1,
    }
    return render(request, template, told)
