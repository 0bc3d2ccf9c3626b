"""From an approved product to a scheduled post."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.library import api as library
from mangnon.publishing.actions.scheduling import schedule
from mangnon.publishing.channels import channels
from mangnon.publishing.choices import CORRECTABLE
from mangnon.publishing.drafting import texts_for
from mangnon.publishing.forms.posts import ComposeForm
from mangnon.publishing.perms import can_publish
from mangnon.publishing.queries.visible import accounts_visible_to, posts_visible_to
from mangnon.publishing.refusals import Invalid
from mangnon.publishing.views.access import done, person_of, signed_in, tell_form

CHOICES_SHOWN = 60


@require_safe
@signed_in
def choose(request: HttpRequest) -> HttpResponse:
    """Approved products of the own units, the newest first."""
    found = library.publishable_to(person_of(request)).order_by("-made_at")[:CHOICES_SHOWN]
    return render(request, "publishing/choose.html", {"products": found})


@require_safe
@signed_in
def channels_of(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the product stands, and every way out."""
    person = person_of(request)
    product = library.product_for(person, pk)
    mine = can_publish(person, product.unit)
    posts = posts_visible_to(person).filter(product=product).order_by("-made_at")
    context = {
        "product": product,
        "channels": channels().values(),
        "posts": posts,
        "mine": mine,
        "can": library.publishable_to(person).filter(pk=pk).exists(),
        "can_correct": mine and any(one.state in CORRECTABLE for one in posts),
        "can_recall": library.can_recall(person, product),
    }
    return render(request, "publishing/channels.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def compose(request: HttpRequest, pk: UUID, channel: str) -> HttpResponse:
    person = person_of(request)
    product = library.publishable_to(person).get(pk=pk)
    chosen = channels().get(channel)
    if chosen is None:
        raise Http404
    form = ComposeForm(
        request.POST or None,
        channel=chosen,
        texts=texts_for(product, channel),
        accounts=accounts_visible_to(person).filter(channel=channel, unit=product.unit_id),
    )
    if request.method == "POST" and form.is_valid():
        try:
            post = schedule(product=product, by=person, written=form.written())
        except Invalid as why:
            tell_form(form, why)
        else:
            return done(request, "Đã ghi bài đăng vào lịch.", "post", post.pk)
    context = {"form": form, "product": product, "channel": chosen}
    return render(request, "publishing/compose.html", context)
