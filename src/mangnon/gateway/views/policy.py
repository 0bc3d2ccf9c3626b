"""Setting the rules: the whole table, one group, hours, own names, differences, history."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mangnon.base.audit.api import act_words, fact_words, names_of
from mangnon.gateway import perms
from mangnon.gateway.actions.settings import Wish, set_rules
from mangnon.gateway.choices import Group
from mangnon.gateway.forms.policy import HourForm, NamesForm, RulesForm
from mangnon.gateway.queries import policy, rules, sites
from mangnon.gateway.queries.verdicts import barred_names
from mangnon.gateway.refusals import Invalid
from mangnon.gateway.views.access import done, must, person_of, signed_in
from mangnon.units.api import Unit, UnitKind

ALL = "moi-nhom"


@signed_in
def entrance(request: HttpRequest) -> HttpResponse:
    """To the rules that are this person's business."""
    person = person_of(request)
    must(perms.can_see_filters(person))
    unit = sites.own_school(person) or policy.province_of(person)
    must(unit is not None)
    return redirect("filters_policy_of", unit.pk if unit else 0)


def _unit(request: HttpRequest, pk: int) -> Unit:
    return policy.unit_for(person_of(request), pk)


def _group(key: str) -> str:
    """Blank for all groups."""
    if key != ALL and key not in Group.values:
        raise Http404
    return "" if key == ALL else key


def _common(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    is_school = unit.kind == UnitKind.SCHOOL
    return {
        "unit": unit,
        "is_school": is_school,
        "groups": sites.groups_of(unit) if is_school else tuple(Group.values),
        "steers": perms.can_steer(person_of(request), unit),
        "all_groups": ALL,
    }


@signed_in
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _unit(request, pk)
    context = _common(request, unit)
    context["parts"] = policy.matrix(unit, context["groups"])
    context["others"] = policy.other_rules(unit, context["groups"])
    context["differences"] = len(policy.differences(unit))
    return render(request, "gateway/policy.html", context)


@signed_in
def group(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One group's table; a change is shown before it is made."""
    unit, chosen = _unit(request, pk), _group(key)
    context = _common(request, unit) | {"group": chosen, "key": key}
    lines = rules.choices(unit, chosen)
    if request.method == "POST":
        must(context["steers"], "Anh/chị không có quyền đặt quy tắc lọc của đơn vị này.")
    form = RulesForm(request.POST if request.method == "POST" else None, choices=lines)
    if request.method == "POST" and form.is_valid():
        wishes = form.wishes()
        if "xem" in request.POST:
            values = {wish.what: wish.value for wish in wishes}
            context["effect"] = rules.effect_of(unit, chosen, values)
        elif answer := _saved(request, unit, chosen, key, form, wishes):
            return answer
    context |= {"form": form, "sections": _sections(form, lines, unit, chosen)}
    return render(request, "gateway/group.html", context, status=422 if form.errors else 200)


def _saved(
    request: HttpRequest, unit: Unit, chosen: str, key: str, form: RulesForm, wishes: list[Wish]
) -> HttpResponse | None:
    try:
        count = set_rules(by=person_of(request), unit=unit, group=chosen, wishes=wishes)
    except Invalid as why:
        form.refuse(why.field, str(why))
        return None
    words = f"Đã lưu {count} thay đổi." if count else "Không có gì thay đổi."
    return done(request, words, "filters_policy_group", unit.pk, key)


def _sections(
    form: RulesForm, lines: list[rules.Choice], unit: Unit, chosen: str
) -> list[dict[str, Any]]:
    """Lines under headings, each with its select where there is a choice."""
    cells = {} if chosen else rules.cells_by_what(unit)
    rows = {
        line.what: {"line": line, "field": form.bound(line.what), "cells": cells.get(line.what, ())}
        for line in lines
    }
    return [
        {"title": title, "folded": folded, "rows": [rows[what] for what in whats]}
        for title, folded, whats in rules.sections(lines)
    ]


@signed_in
def hours(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The times of the week with letters of their own; without them what stands above holds."""
    unit, chosen = _unit(request, pk), _group(key)
    context = _common(request, unit) | {"group": chosen, "key": key}
    if request.method == "POST":
        wish = Wish("hours", None)
        set_rules(by=person_of(request), unit=unit, group=chosen, wishes=[wish])
        return done(request, "Giờ riêng đã bỏ; theo cấp trên.", "filters_hours", unit.pk, key)
    context["shown"] = rules.hours_of(unit, chosen)
    return render(request, "gateway/hours.html", context)


@signed_in
def hour(request: HttpRequest, pk: int, key: str, number: int) -> HttpResponse:
    """One time of the week; number 0 for a new one."""
    unit, chosen = _unit(request, pk), _group(key)
    must(perms.can_steer(person_of(request), unit))
    spans = list(rules.hours_of(unit, chosen).spans)
    if number > len(spans):
        raise Http404
    told = HourForm.told(spans[number - 1]) if number else {"days": [0, 1, 2, 3, 4]}
    keys, barred = rules.hour_keys(unit, chosen)
    form = HourForm(request.POST or None, keys=keys, barred=barred, initial=told)
    if "bo" in request.POST and number:
        del spans[number - 1]
        return _keep_hours(request, unit, chosen, key, spans)
    if request.method == "POST" and form.is_valid():
        spans[number - 1 if number else len(spans) :] = [
            form.span(),
            *(spans[number:] if number else ()),
        ]
        try:
            return _keep_hours(request, unit, chosen, key, spans)
        except Invalid as why:
            form.add_error(None, str(why))
    context = _common(request, unit) | {"group": chosen, "key": key, "number": number, "form": form}
    return render(request, "gateway/hour.html", context, status=422 if form.errors else 200)


def _keep_hours(
    request: HttpRequest, unit: Unit, chosen: str, key: str, spans: list[Any]
) -> HttpResponse:
    set_rules(by=person_of(request), unit=unit, group=chosen, wishes=[Wish("hours", spans)])
    return done(request, "Đã lưu giờ riêng.", "filters_hours", unit.pk, key)


@signed_in
def names(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Own names to block and to open."""
    unit, chosen = _unit(request, pk), _group(key)
    context = _common(request, unit) | {"group": chosen, "key": key}
    own = rules.own_values(unit, chosen)
    told = {what: "\n".join(own.get(what, ())) for what in ("block", "allow")}
    form = NamesForm(request.POST if request.method == "POST" else None, initial=told)
    if request.method == "POST" and form.is_valid():
        must(context["steers"], "Anh/chị không có quyền đặt quy tắc lọc của đơn vị này.")
        given = form.cleaned_data
        for words in barred_names(unit, chosen, given["allow"]):
            form.add_error("allow", words)
        if not form.errors:
            wishes = [Wish(w, given[w] or None, given["why"]) for w in ("block", "allow")]
            set_rules(by=person_of(request), unit=unit, group=chosen, wishes=wishes)
            return done(request, "Đã lưu danh sách riêng.", "filters_names", unit.pk, key)
    context |= {"form": form, "above": rules.names_above(unit, chosen)}
    return render(request, "gateway/names.html", context, status=422 if form.errors else 200)


@signed_in
def differences(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _unit(request, pk)
    context = _common(request, unit)
    context["found"] = policy.differences(unit)
    return render(request, "gateway/differences.html", context)


@signed_in
def history(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _unit(request, pk)
    page = Paginator(policy.history(unit), 25).get_page(request.GET.get("page"))
    people = names_of(page.object_list)
    context = _common(request, unit)
    context["page"] = page
    context["acts"] = [
        {
            "at": row.at,
            "who": people.get(row.by, "Hệ thống"),
            "what": act_words(row.what),
            "facts": [
                fact_words(k, v) for k, v in row.facts.items() if k not in ("group", "changes")
            ],
            "group": str(row.facts.get("group", "")),
            "changes": policy.told_changes(row.facts.get("changes", {})),
        }
        for row in page.object_list
    ]
    return render(request, "gateway/history.html", context)
