"""The public pages: start, one question a page, sending, leaving. Nothing is kept by a browser."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from mangnon.base.planned import planned
from mangnon.base.ui.site import Site
from mangnon.kit import sealing
from mangnon.reports import drafts, load
from mangnon.reports.actions.intake import Opened, open_report, report_of_token
from mangnon.reports.choices import AgeBand, Channel, Lane
from mangnon.reports.forms import adult, child
from mangnon.reports.forms.steps import PLACE, SEND, STEPS, Step, answers_of
from mangnon.reports.pages import alike
from mangnon.reports.queries.places import communes_of_the_province, place_of_code
from mangnon.reports.routing import school_named
from mangnon.units.api import Unit, UnitKind

P = ParamSpec("P")
LANES = {Lane.CHILD: child.STEPS, Lane.ADULT: adult.STEPS}
AGES = [
    (AgeBand.UNDER_6, "Dưới 6 tuổi"),
    (AgeBand.FROM_6, "6 đến 10 tuổi"),
    (AgeBand.FROM_11, "11 đến 13 tuổi"),
    (AgeBand.FROM_14, "14 đến 15 tuổi"),
    (AgeBand.FROM_16, "16 đến 17 tuổi"),
]


def quiet(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """No copy in any cache, nothing in a search engine."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], guarded)


@quiet
def start(request: HttpRequest) -> HttpResponse:
    """The age first, or that an adult writes; pressing one begins a draft."""
    return _start(request, None)


@quiet
def by_poster(request: HttpRequest, code: str) -> HttpResponse:
    """The same from a poster of a school or a commune: the place need not be asked any more."""
    return _start(request, place_of_code(code))


def _start(request: HttpRequest, place: Unit | None) -> HttpResponse:
    if request.method != "POST":
        if place is not None:
            return render(request, "reports/start.html", {"ages": AGES, "place": place})
        return alike(request, "reports/start.html", lambda _: {"ages": AGES}, own={})
    age = request.POST.get("age", "")
    lane = Lane.CHILD if age in dict(AGES) else Lane.ADULT
    said: dict[str, Any] = {
        "lane": lane,
        "token": secrets.token_urlsafe(32),
        "since": int(time.time()),
    }
    if lane == Lane.CHILD:
        said["age_band"] = age
    if place is not None:
        said |= {"place_code": place.code, "commune": place.commune_id or ""}
    key = drafts.key_of(request) or sealing.new_key()
    pk = drafts.begun(request, key, said)
    response = redirect("report_step", pk, STEPS[0])
    drafts.hand_out(response, key)
    return response


@quiet
@planned()
def step(request: HttpRequest, draft: UUID, name: str) -> HttpResponse:
    """One question of a draft. The last one sends."""
    said, key = drafts.said_in(request, draft), drafts.key_of(request)
    if request.method == "POST" and name == SEND and (again := _sent_before(request, said)):
        return again
    if said is None or key is None or name not in STEPS:
        return render(request, "reports/gone.html", status=404 if name not in STEPS else 200)
    if request.method != "POST" and _is_fresh(said, name):
        return _fresh(request, said, draft, name)
    form = _form(said, name, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.errors else 200
        context = _context(said, draft, name, form, _work(said, name))
        return render(request, "reports/step.html", context, status=status)
    said |= form.cleaned_data
    drafts.keep(request, key, draft, said)
    if name != SEND:
        return redirect("report_step", draft, STEPS[STEPS.index(name) + 1])
    return _send(request, draft, said)


def _form(said: Mapping[str, Any], name: str, data: Any) -> Step:
    kind = LANES[Lane(said["lane"])][name]
    more = {"school": said.get("place_code", "")} if name == "o-dau" else {}
    return kind(data, initial=dict(said), **more)


def _is_fresh(said: Mapping[str, Any], name: str) -> bool:
    """Whether the page has nothing of this visitor: no answer to it yet, no place of a poster."""
    asked = LANES[Lane(said["lane"])][name].base_fields
    return "place_code" not in said and not any(said.get(field) for field in asked)


def _fresh(request: HttpRequest, said: Mapping[str, Any], draft: UUID, name: str) -> HttpResponse:
    # Whether something was told, without a word of it: "" leaves the box of the story empty.
    what = {"what": "…" if said.get("what") else ""}
    about = {key: said.get(key) for key in ("lane", "safe")} | what
    work = _work(said, name)

    def context(mark: Mapping[str, str]) -> dict[str, Any]:
        told = {**about, "token": mark["token"]}
        form = _form(told, name, None)
        return _context(told, UUID(mark["draft"]), name, form, work and mark["work"])

    return alike(
        request,
        "reports/step.html",
        context,
        own={"draft": str(draft), "token": said["token"], "work": work},
        of=(
            name,
            bool(work),
            *about.values(),
            *(communes_of_the_province() if name == PLACE else ()),
        ),
    )


def _work(said: Mapping[str, Any], name: str) -> str:
    """Under load, for whoever has not been here for a while: what the browser may work on."""
    if name != SEND or load.waited(said) or not (pressure := load.pressure()):
        return ""
    return load.challenge(said["token"], pressure)


def _context(
    said: Mapping[str, Any], draft: UUID, name: str, form: Step, work: str
) -> dict[str, Any]:
    at = STEPS.index(name)
    return {
        "form": form,
        "draft": draft,
        "token": said["token"],
        "name": name,
        "is_child": said["lane"] == Lane.CHILD,
        "step": at + 1,
        "of": len(STEPS),
        "back": STEPS[at - 1] if at else "",
        "place": place_of_code(said.get("place_code", "")) if name == "o-dau" else None,
        "in_danger": said.get("safe") == "no" and at > 0,
        "no_story": name == SEND and not said.get("what"),
        "work": work,
    }


def _sent_before(request: HttpRequest, said: Mapping[str, Any] | None) -> HttpResponse | None:
    """A second press, or a page sent again: the report is there, and so is its receipt."""
    token = request.POST.get("token", "")
    if said is not None or not token or (report := report_of_token(token)) is None:
        return None
    opened = open_report(
        channel=report.channel, lane=report.lane, answers=answers_of({}), idempotency_key=token
    )
    return _done(request, opened)


def _send(request: HttpRequest, draft: UUID, said: Mapping[str, Any]) -> HttpResponse:
    if not said.get("what"):
        return redirect("report_step", draft, "chuyen-gi")
    place = place_of_code(said.get("place_code", ""))
    school = place if place and place.kind == UnitKind.SCHOOL else None
    school = school or school_named(said.get("commune", ""), said.get("school_name", ""))
    answers, token = answers_of(said), said["token"]
    opened = open_report(
        channel=Channel.QR if place else Channel.WEB,
        lane=said["lane"],
        answers=answers,
        idempotency_key=token,
        school=school,
        worked=load.waited(said) or load.worked(token, request.POST.get("proof", "")),
    )
    drafts.drop(request, draft)
    return _done(request, opened)


def _done(request: HttpRequest, opened: Opened) -> HttpResponse:
    report = opened.report
    about = (report.lane == Lane.CHILD, report.receiving_unit, report.danger_now)
    groups = dict(enumerate((opened.receipt or "").split("-")))
    response = alike(
        request,
        "reports/done.html",
        lambda mark: {
            "receipt": opened.receipt and mark["receipt"],
            "groups": [mark[f"group {at}"] for at in groups],
            **dict(zip(("is_child", "unit", "danger"), about, strict=True)),
        },
        own={
            "receipt": opened.receipt or "",
            **{f"group {at}": signs for at, signs in groups.items()},
        },
        of=(*about, report.receiving_unit.name, opened.receipt is None),
    )
    response["Clear-Site-Data"] = '"cache"'
    return response


@quiet
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Away at once, to a page without a word of this one; what was being written is thrown away."""
    response = HttpResponseRedirect(Site().exit_to)
    drafts.forget(request, response)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@quiet
@require_safe
def safety_words(request: HttpRequest) -> HttpResponse:
    """What leaving does and does not wipe away, and what we keep."""
    return render(request, "reports/safety.html")
