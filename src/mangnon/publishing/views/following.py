"""What a unit follows, and what is new for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.publishing.actions import offering
from mangnon.publishing.forms.following import FollowForm
from mangnon.publishing.queries import visible
from mangnon.publishing.refusals import Invalid
from mangnon.publishing.views.access import done, person_of, signed_in, tell_form
from mangnon.studio.genres import genres
from mangnon.studio.model import Audience

OFFERS_SHOWN = 60


@require_http_methods(["GET", "POST"])
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    units = visible.units_publishing(person)
    form = FollowForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        unit = next(one for one in units if str(one.pk) == form.cleaned_data["unit"])
        given = {name: form.cleaned_data[name] for name in ("audience", "genre")}
        try:
            offering.follow(unit=unit, by=person, **given)
        except Invalid as why:
            tell_form(form, why)
        else:
            return done(request, "Đã ghi. Sản phẩm mới sẽ hiện ở đây.", "following")
    known = {name: one.words for name, one in genres().items()}
    interests = [
        (
            one,
            Audience(one.audience).words if one.audience else "Mọi đối tượng",
            known.get(one.genre, "Mọi thể loại"),
        )
        for unit in units
        for one in visible.interests_of(unit).select_related("unit")
    ]
    context = {
        "form": form,
        "interests": interests,
        "offers": visible.offers_to(person)[:OFFERS_SHOWN],
        "genres": known,
    }
    return render(request, "publishing/following.html", context)


@require_POST
@signed_in
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    offering.unfollow(interest=visible.interest_for(person_of(request), pk), by=person_of(request))
    return done(request, "Đã bỏ đăng ký.", "following")


@require_POST
@signed_in
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Adapted for the unit: made with its own logo and contact line, then approved and posted."""
    own = offering.take(offered=visible.offer_for(person_of(request), pk), by=person_of(request))
    return done(request, "Đang dựng bản của đơn vị.", "post_channels", own.pk)


@require_POST
@signed_in
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    offering.set_aside(offered=visible.offer_for(person_of(request), pk), by=person_of(request))
    return done(request, "Đã bỏ qua.", "following")
