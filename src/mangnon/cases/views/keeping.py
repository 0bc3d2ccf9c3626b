"""Who reads a case now, who may help, and how long it stays."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mangnon.cases.actions.retaining import set_hold
from mangnon.cases.actions.sharing import share, stop_share
from mangnon.cases.choices import Consent, FieldClass
from mangnon.cases.forms.keeping import ShareForm
from mangnon.cases.forms.notes import ReasonForm
from mangnon.cases.models import Case, Share
from mangnon.cases.perms import can_hold, can_share
from mangnon.cases.queries.keeping import readers_of, staying, staying_rows
from mangnon.cases.queries.places import units_to_ask
from mangnon.cases.queries.visible import case_for
from mangnon.cases.refusals import Invalid, NotAllowed
from mangnon.cases.retention import retentions
from mangnon.cases.views.access import done, person_of, reader_or_none, signed_in
from mangnon.reports import api as reports
from mangnon.reports.api import reader_of
from mangnon.units.api import Person, Role, Unit, scope_of

PER_PAGE = 25


@signed_in
def sharing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody who can read the case, the units that help, and letting one in or out."""
    person = person_of(request)
    case = case_for(person, pk)
    units = {str(one.pk): one for one in _helpers(case)}
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "end":
        return _end(request, person, case)
    form = ShareForm(request.POST if do == "share" else None, units=units.values())
    if form.is_valid():
        try:
            return _share(request, person, case, form, units)
        except Invalid as why:
            field = {"unit": "to_unit"}.get(why.field, why.field)
            form.add_error(field or None, str(why))
    shares = case.shares.select_related("unit", "made_by").order_by("-made_at")
    context = {
        "case": case,
        "form": form,
        "readers": readers_of(case),
        "shares": [(one, _labels(one)) for one in shares],
        "may": can_share(person, case),
        "agreed": case.consent in (Consent.GIVEN, Consent.OVERRIDDEN),
    }
    return render(request, "cases/sharing.html", context, status=422 if form.errors else 200)


def _helpers(case: Case) -> list[Unit]:
    carrying = (case.owner_id, case.receiver_id)
    return list(units_to_ask(case).exclude(pk__in=carrying))


def _labels(one: Share) -> str:
    names = [str(FieldClass(name).label) for name in one.classes]
    return ", ".join(["Nghiệp vụ", *names])


def _share(
    request: HttpRequest, person: Person, case: Case, form: ShareForm, units: dict[str, Unit]
) -> HttpResponse:
    said = form.cleaned_data
    unit = units[said["to_unit"]]
    share(
        by=person,
        case_id=case.pk,
        unit=unit,
        classes=said["classes"],
        why=said["why"],
        reader=reader_of(request),
    )
    return done(request, f"Đã chia sẻ với {unit.name}.", "case_sharing", case.pk)


def _end(request: HttpRequest, person: Person, case: Case) -> HttpResponse:
    """Out again, with a fresh key at once when the key is open here."""
    told = request.POST.get("share", "")
    row = case.shares.select_related("unit").get(
        pk=int(told) if told.isdecimal() else 0, ended_at=None
    )
    stop_share(by=person, case_id=case.pk, unit=row.unit, reader=reader_or_none(request))
    return done(request, f"Đã thôi chia sẻ với {row.unit.name}.", "case_sharing", case.pk)


@signed_in
def hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a case from being erased, or let it go, with a reason."""
    person = person_of(request)
    case = case_for(person, pk)
    may = can_hold(person, case)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not may:
        raise NotAllowed("Anh/chị không được giữ lại hồ sơ này.")
    if form.is_valid():
        held, reason = request.POST.get("do") == "hold", form.cleaned_data["reason"]
        set_hold(by=person, case_id=case.pk, held=held, reason=reason)
        words = "Hồ sơ được giữ lại." if held else "Hồ sơ không còn được giữ lại."
        return done(request, words, "case_hold", case.pk)
    back = reverse("case", args=[case.pk])
    return _hold_page(request, case, "hồ sơ", back, form, may=may)


@signed_in
def report_hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same of a report, be it a case yet or never."""
    person = person_of(request)
    report = reports.report_for(person, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    may = reports.can_hold_report(person, report)
    if request.method == "POST" and not may:
        raise NotAllowed("Anh/chị không được giữ lại tin báo này.")
    if form.is_valid():
        held, reason = request.POST.get("do") == "hold", form.cleaned_data["reason"]
        reports.set_report_hold(by=person, report_id=report.pk, held=held, reason=reason)
        words = "Tin báo được giữ lại." if held else "Tin báo không còn được giữ lại."
        return done(request, words, "case_report_hold", report.pk)
    back = reverse("case_report", args=[report.pk])
    return _hold_page(request, report, "tin báo", back, form, may=may)


def _hold_page(
    request: HttpRequest,
    kept: Case | reports.Report,
    name: str,
    back: str,
    form: ReasonForm,
    *,
    may: bool,
) -> HttpResponse:
    holds = list(kept.holds.select_related("by", "lifted_by"))
    context = {"kept": kept, "name": name, "back": back, "form": form, "may": may, "holds": holds}
    return render(request, "cases/hold.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """What will be erased when, for supervisors."""
    person = person_of(request)
    if not scope_of(person).has(Role.PROVINCIAL_OFFICER):
        raise NotAllowed("Trang này dành cho đầu mối cấp tỉnh.")
    page = Paginator(staying(person), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": staying_rows(list(page.object_list)),
        "reports": list(reports.reports_held(person)[:PER_PAGE]),
        "rules": list(retentions().values()),
    }
    return render(request, "cases/retention.html", context)
