"""One post: its state, its receipts, what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.publishing.actions import by_hand as hand
from mangnon.publishing.actions import recalling, scheduling
from mangnon.publishing.channels import channels
from mangnon.publishing.choices import GOING, LIVE, OPEN, STANDING, State
from mangnon.publishing.drafting import draft_of
from mangnon.publishing.forms.posts import AddressForm, MoveForm, ReasonForm
from mangnon.publishing.models import Post
from mangnon.publishing.perms import can_publish, can_take_back
from mangnon.publishing.queries.visible import post_for
from mangnon.publishing.refusals import Invalid
from mangnon.publishing.views.access import done, person_of, signed_in, tell_form


@require_safe
@signed_in
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, post_for(person_of(request), pk))


def _page(request: HttpRequest, post: Post, status: int = 200, **forms: object) -> HttpResponse:
    person = person_of(request)
    channel = channels()[post.channel]
    mine = can_publish(person, post.unit)
    document = post.product.revision.map.document
    context = {
        "post": post,
        "channel": channel,
        "receipts": post.receipts.select_related("by"),
        "mine": mine,
        "may_move": mine and post.state == State.SCHEDULED,
        "may_drop": mine and post.state in OPEN,
        "may_try": mine and post.state == State.FAILED,
        "may_take_back": can_take_back(person, post) and post.state in LIVE - GOING,
        "has_package": channel.pack is not None and post.state not in {State.CANCELLED},
        "reach": post.reach.items(),
        "document": document,
        "over_since": document.over_since if post.state in STANDING else None,
        "address_form": AddressForm(channel=channel),
        **forms,
    }
    return render(request, "publishing/post.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    post = post_for(person_of(request), pk)
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.due_at:
        scheduling.reschedule(post=post, by=person_of(request), due_at=form.due_at)
        return done(request, "Đã hẹn lại.", "post", pk)
    context = {"form": form, "post": post}
    return render(request, "publishing/move.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    post = post_for(person_of(request), pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        recalling.recall_post(post=post, by=person_of(request), reason=form.cleaned_data["reason"])
        return done(request, "Đang gỡ bài.", "post", pk)
    context = {"form": form, "post": post, "channel": channels()[post.channel]}
    return render(request, "publishing/post_take_back.html", context)


@require_POST
@signed_in
def by_hand(request: HttpRequest, pk: UUID) -> HttpResponse:
    post = post_for(person_of(request), pk)
    form = AddressForm(request.POST, channel=channels()[post.channel])
    if form.is_valid():
        try:
            hand.posted_by_hand(
                post=post, by=person_of(request), address=form.cleaned_data["address"]
            )
        except Invalid as why:
            tell_form(form, why)
        else:
            return done(request, "Đã ghi nơi đăng.", "post", pk)
    return _page(request, post, 422, address_form=form, form=form)


def _deed(do: Callable[..., Post], words: str) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """A button without a form of its own."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        do(post=post_for(person_of(request), pk), by=person_of(request))
        return done(request, words, "post", pk)

    return require_POST(signed_in(view))  # type: ignore[return-value]


drop = _deed(scheduling.cancel, "Đã bỏ bài đăng.")
again = _deed(scheduling.try_again, "Đang đăng lại.")
not_there = _deed(hand.not_posted, "Bài sẽ được đăng lại.")
finished = _deed(hand.done_by_hand, "Đã ghi là xong.")


@require_safe
@signed_in
def package(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a person takes along, as a ZIP."""
    post = post_for(person_of(request), pk)
    pack = channels()[post.channel].pack
    if pack is None or not can_publish(person_of(request), post.unit):
        raise Http404
    name, packed = pack(draft_of(post))
    response = HttpResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
