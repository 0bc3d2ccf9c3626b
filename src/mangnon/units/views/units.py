"""The list of units in a person's reach, one unit with its people, and its names."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mangnon.units import actions
from mangnon.units.forms import RenameForm, UnitFilter, role_choices
from mangnon.units.models import Person, Unit
from mangnon.units.perms import (
    can_import_people,
    can_import_schools,
    can_manage_contacts,
    can_manage_units,
    can_see_people,
    closable_people,
    grantable_roles,
    scope_of,
)
from mangnon.units.queries import grants_at, open_invitations_at, units_shown
from mangnon.units.refusals import Refusal
from mangnon.units.views.asking import signed_in, unit_shown

ROWS = 50


@login_required
def index(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    form = UnitFilter(request.GET)
    found = units_shown(person, **(form.cleaned_data if form.is_valid() else {}))
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    return render(
        request,
        "units/index.html",
        {
            "filter": form,
            "page": page,
            "opening": _opening(person, page.object_list),
            "can_import": can_import_schools(person) or can_import_people(person),
            "can_contacts": can_manage_contacts(person),
        },
    )


def _opening(person: Person, units: Iterable[Unit]) -> set[int]:
    """Those of the units whose own page the person may open; the others are names alone."""
    return {unit.pk for unit in units if can_see_people(person, unit)}


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    person, unit = signed_in(request), unit_shown(request, pk)
    scope = scope_of(person)
    held = list(grants_at(unit))
    closable = closable_people(person, [one.person_id for one in held])
    mine = grantable_roles(scope, unit)
    grants = [
        (one, one.role in mine and one.person_id != person.pk, one.person_id in closable)
        for one in held
    ]
    children = list(scope.units().filter(parent=unit)[:200])
    return render(
        request,
        "units/unit.html",
        {
            "unit": unit,
            "grants": grants,
            "roles": role_choices(scope, unit),
            "invitations": open_invitations_at(unit),
            "can_rename": can_manage_units(person, unit),
            "names": unit.names.order_by("-valid_from"),
            "children": children,
            "opening": _opening(person, children),
        },
    )


@login_required
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    person, unit = signed_in(request), unit_shown(request, pk)
    if not can_manage_units(person, unit):
        raise Http404
    given = {"name": unit.name, "short_name": unit.short_name, "address": unit.address}
    form = RenameForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_unit(by=person, unit=unit, **form.cleaned_data)
        except Refusal as why:
            field = getattr(why, "field", "")
            form.add_error(field if field in form.fields else None, str(why))
        else:
            messages.success(request, "Đã ghi tên và địa chỉ mới. Tên cũ vẫn được giữ lại.")
            return redirect("unit", pk=unit.pk)
    return render(request, "units/rename.html", {"form": form, "unit": unit})


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    person, unit = signed_in(request), unit_shown(request, pk)
    if not can_manage_units(person, unit):
        raise Http404
    try:
        actions.close_unit(by=person, unit=unit)
    except Refusal as why:
        messages.error(request, str(why))
        return redirect("unit_rename", pk=unit.pk)
    messages.success(request, f"{unit.label} ngừng hoạt động từ hết hôm nay.")
    return redirect("units")
