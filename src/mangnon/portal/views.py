"""Public pages, my desk, and the pages of errors."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from mangnon.base.programs import Answered, is_program
from mangnon.base.ui.site import Site
from mangnon.directives import api as directives
from mangnon.portal.contacts import public_contacts
from mangnon.portal.desk import Group, sections
from mangnon.publishing.api import newest
from mangnon.units.api import Person, current_unit

NEWEST_SHOWN = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"newest": newest(NEWEST_SHOWN)})


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/contacts.html", {"groups": public_contacts()})


@require_safe
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    unit = current_unit(person)
    found = sections(person, unit)
    context = {
        "unit": unit,
        "may_take_in": unit is not None and directives.can_draft(person, unit),
        "sections": found,
        "pressing": any(section.group <= Group.WAITING for section in found),
        "work": [section for section in found if section.group is not Group.NEWS],
        "news": [section for section in found if section.group is Group.NEWS],
    }
    return render(request, "portal/desk.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines read the public pages and nothing of the staff's."""
    closed = ("/ban-lam-viec/", "/cong-van/", "/don-vi/", "/tai-khoan/", "/he-thong/", "/tep/")
    more = ("/thu-vien-noi-bo/", "/dang-tai/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (*closed, *more))]
    lines.append(f"Sitemap: {settings.PUBLIC_URL}{reverse('public_sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("ui/logo.svg"))


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "portal/403.html", status=403)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent from a page that was opened too long ago, or from elsewhere."""
    if is_program(request):
        words = "Thiếu X-CSRFToken, hoặc không khớp với cookie của nó."
        return Answered(403, "csrf", words).response
    return render(request, "portal/stale.html", status=403)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that makes no sense, or is too large. The body is not looked at again."""
    context: dict[str, Any] = {"platform": Site(demo=settings.DEMO)}
    return HttpResponse(render_to_string("portal/400.html", context), status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if is_program(request):
        return Answered(404, "not_found", "Không có địa chỉ này.").response
    return render(request, "portal/404.html", status=404)


def too_often(request: HttpRequest) -> HttpResponse:
    """One address, or one account, tried more often than a person does."""
    return render(request, "portal/429.html", status=429)


def broken(request: HttpRequest) -> HttpResponse:
    """Made without the request, so that whatever broke (session, database) is not asked again."""
    context: dict[str, Any] = {"platform": Site(demo=settings.DEMO)}
    return HttpResponse(render_to_string("portal/500.html", context), status=500)
