"""Services, referrals and notes of a case."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mangnon.cases.actions.facts import SERVICES_GOING
from mangnon.cases.actions.looking import look_at
from mangnon.cases.actions.notes import add_note
from mangnon.cases.actions.opened import open_words, referral_words
from mangnon.cases.actions.referrals import ANSWERS, answer_referral, send_referral
from mangnon.cases.actions.services import NEXT, add_service, change_service
from mangnon.cases.choices import ServiceState
from mangnon.cases.forms.notes import NoteForm
from mangnon.cases.forms.services import AnswerForm, ReferralForm, ServiceForm
from mangnon.cases.models import Case, Referral
from mangnon.cases.perms import classes_readable, parts_of
from mangnon.cases.queries.places import units_to_ask
from mangnon.cases.queries.referrals import (
    can_answer_referral,
    can_revoke_referral,
    referral_for,
)
from mangnon.cases.queries.visible import case_for
from mangnon.cases.refusals import Conflict, IllegalMove, Invalid
from mangnon.cases.views.access import (
    done,
    person_of,
    reader_or_none,
    signed_in,
    unit_for,
    unlocking,
)
from mangnon.cases.views.page import context_of
from mangnon.reports.api import reader_of

_SERVICE_WORDS = {
    ServiceState.RUNNING: "Bắt đầu",
    ServiceState.DONE: "Đã xong",
    ServiceState.REFUSED: "Gia đình từ chối",
    ServiceState.VOID: "Không thực hiện",
}


@signed_in
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A note; an empty one is asked for again on the page of the case."""
    person = person_of(request)
    case = case_for(person, pk)
    if request.method != "POST":
        return redirect("case", pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = {
            **context_of(request, look_at(by=person, case_id=pk)),
            "note_form": form,
            "form": form,
        }
        return render(request, "cases/case.html", context, status=422)
    add_note(
        case_id=case.pk,
        by=person,
        unit=unit_for(case, person),
        reader=reader_or_none(request),
        **form.cleaned_data,
    )
    return done(request, "Đã ghi chú.", "case", pk)


@signed_in
def new_service(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    case = case_for(person, pk)
    units = {str(unit.pk): unit for unit in units_to_ask(case)}
    form = ServiceForm(_data(request), units=units.values())
    if form.is_valid():
        said = {**form.cleaned_data, "done_by": units[form.cleaned_data["done_by"]]}
        try:
            add_service(
                case_id=case.pk,
                by=person,
                unit=unit_for(case, person),
                reader=reader_or_none(request),
                **said,
            )
            return done(request, "Đã ghi dịch vụ.", "case", pk)
        except Invalid as why:
            form.add_error(why.field or None, str(why))
    return _form_page(request, case, form, "Ghi dịch vụ")


@signed_in
def service(request: HttpRequest, pk: UUID, service_pk: int) -> HttpResponse:
    """One service: begin it, or end it with its result."""
    person = person_of(request)
    case = case_for(person, pk)
    row = case.services.select_related("unit").get(pk=service_pk)
    form = AnswerForm(_data(request))
    to = request.POST.get("do", "")
    if form.is_valid() and to in NEXT:
        try:
            change_service(
                case_id=case.pk,
                service_id=row.pk,
                to=to,
                by=person,
                unit=unit_for(case, person),
                reason=form.cleaned_data["reason"],
                token=form.cleaned_data["token"],
                reader=reader_or_none(request),
            )
            return done(request, "Đã ghi.", "case", pk)
        except Invalid as why:
            form.add_error(why.field or None, str(why))
    opener = open_words(reader_or_none(request), case, classes_readable(person, case))
    context = {
        "case": case,
        "service": row,
        "text": opener.service(row) if opener else None,
        "unlock": unlocking(request),
        "form": form,
        "steps": [(to, _SERVICE_WORDS[to]) for to in NEXT if row.state in NEXT[to][0]],  # type: ignore[index]
    }
    return render(request, "cases/service.html", context, status=422 if form.errors else 200)


@signed_in
def new_referral(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To another unit; the key goes along, so it must be open."""
    person, reader = person_of(request), reader_of(request)
    case = case_for(person, pk)
    units = {str(unit.pk): unit for unit in units_to_ask(case).exclude(pk=case.owner_id)}
    services = {str(one.pk): one for one in case.services.filter(state__in=SERVICES_GOING)}
    form = ReferralForm(_data(request), units=units.values(), services=services.values())
    if form.is_valid():
        said = form.cleaned_data
        try:
            send_referral(
                case_id=case.pk,
                by=person,
                unit=unit_for(case, person),
                kind=said["kind"],
                to_unit=units[said["to_unit"]],
                service=services.get(said["service"]),
                words=said["words"],
                token=said["token"],
                reader=reader,
            )
            return done(request, "Đã gửi.", "case", pk)
        except Invalid as why:
            form.add_error(why.field or None, str(why))
        except IllegalMove as why:
            form.add_error(None, str(why))
    return _form_page(request, case, form, "Chuyển tuyến")


@signed_in
def referral(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Seen by the unit asked, before it has any part in the case, and by the sender."""
    person = person_of(request)
    made = referral_for(person, pk)
    form = AnswerForm(_data(request), initial={"version": made.version})
    answer, conflict = request.POST.get("do", ""), None
    if form.is_valid() and answer in ANSWERS:
        said = form.cleaned_data
        try:
            answer_referral(
                referral_id=made.pk,
                answer=answer,
                by=person,
                version=said["version"] or 0,
                reason=said["reason"],
                token=said["token"],
                reader=reader_or_none(request),
            )
            return done(request, "Đã ghi.", "case_referral", pk)
        except Conflict as why:
            conflict, made = why, referral_for(person, pk)
        except Invalid as why:
            form.add_error(why.field or None, str(why))
    reader = reader_or_none(request)
    context = {
        "made": made,
        "sees_case": bool(parts_of(person, made.case)),
        "locked": reader is None,
        "text": referral_words(reader, made),
        "unlock": unlocking(request),
        "form": form if conflict is None else AnswerForm(initial={"version": made.version}),
        "conflict": conflict,
        "steps": _answers(request, made),
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "cases/referral.html", context, status=status)


def _answers(request: HttpRequest, made: Referral) -> list[tuple[str, str]]:
    """The buttons of whoever looks: of the unit asked, or of the sender."""
    person = person_of(request)
    mine = {False: can_answer_referral(person, made, made.case)}
    mine[True] = can_revoke_referral(person, made, made.case)
    return [
        (name, one.words)
        for name, one in ANSWERS.items()
        if made.state in one.start and mine[one.by_sender]
    ]


def _data(request: HttpRequest) -> object:
    return request.POST if request.method == "POST" else None


def _form_page(request: HttpRequest, case: Case, form: object, title: str) -> HttpResponse:
    status = 422 if getattr(form, "errors", None) else 200
    context = {"case": case, "form": form, "title": title}
    return render(request, "cases/form.html", context, status=status)
