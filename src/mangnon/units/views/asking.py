"""Who asks, and which rows they may ask about."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from mangnon.units.models import Person, Unit
from mangnon.units.perms import can_see_people
from mangnon.units.queries import units_existing


def signed_in(request: HttpRequest) -> Person:
    """The person behind a request that `login_required` has let through."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def unit_shown(request: HttpRequest, pk: int) -> Unit:
    """A unit whose people the person may see; 404 for any other, so that nothing is told."""
    unit = units_existing().select_related("parent", "commune").filter(pk=pk).first()
    if unit is None or not can_see_people(signed_in(request), unit):
        raise Http404
    return unit
