"""Reports that came in: reading one, making a case of it, or ending it with a reason."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from mangnon.cases.actions.opening import open_case
from mangnon.cases.actions.passing_on import hand_on_report
from mangnon.cases.actions.unheeded import ends_of
from mangnon.cases.forms.notes import EndForm, OpenForm, ReplyForm
from mangnon.cases.paging import page_of
from mangnon.cases.papers import HIDDEN
from mangnon.cases.queries.alike import twins_of_report
from mangnon.cases.queries.carrying import case_awaiting_key
from mangnon.cases.queries.desk import cases_of_report, is_told
from mangnon.cases.queries.places import communes_of
from mangnon.cases.views.access import (
    done,
    number_in,
    person_of,
    reader_or_none,
    signed_in,
    unlocking,
)
from mangnon.kit import clock
from mangnon.kit.crypto import NotOpened
from mangnon.reports import api as reports
from mangnon.units.api import Person, Unit

NEWS = 25
ELSEWHERE = (reports.ReportState.REFERRED_OUT, reports.ReportState.CONTENT_ONLY)


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What nobody has decided on, danger first; and whose reporter wrote again, in a case."""
    person = person_of(request)
    page = page_of(reports.reports_waiting(person), request.GET.get("page"))
    news = reports.reports_with_news(person, NEWS) if page.number == 1 else []
    return render(request, "cases/reports.html", {"page": page, "news": news})


@signed_in
@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A report: what triage needs in clear, what was told once the key is open."""
    return _page(request, reports.report_for(person_of(request), pk))


def _page(
    request: HttpRequest,
    report: reports.Report,
    *,
    reply: ReplyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person, reader = person_of(request), reader_or_none(request)
    context = {
        "report": report,
        "unlock": unlocking(request),
        "locked": reader is None,
        "alike": list(reports.alike(person, report)[:5]),
        "cases": list(cases_of_report(person, report)),
        "reply": reply or ReplyForm(),
        "may_second": reports.no_action_waits(report) and report.taken_by_id != person.pk,
        "proposed": reports.no_action_waits(report),
        "waiting": report.state in (reports.ReportState.RECEIVED, reports.ReportState.TRIAGED),
        **_awaiting(person, report),
    }
    context["ends"] = ends_of(report, clock.now()) if context["waiting"] else []
    if reader is not None:
        try:
            contents = reports.read_report(reader, report)
            context["lines"] = _lines(contents, told=is_told(person, report))
            context["said"] = reports.read_messages(reader, report)
        except NotOpened as why:
            context["sealed"] = str(why)
    return render(request, "cases/report.html", context, status=status)


def _awaiting(person: Person, report: reports.Report) -> dict[str, object]:
    """The case whose unit waits for the key of the report, for the unit that received it."""
    here = report.receiving_unit_id in {unit.pk for unit in reports.key_units(person)}
    linked = report.state == reports.ReportState.LINKED
    case = case_awaiting_key(report) if here and linked else None
    words = f"Trao khóa tin báo cho {case.owner.name}" if case else ""
    return {"awaiting": case, "hand_on_words": words}


# Who told it: two people decide, in the case (`identity`); messages reach them without a name.


def _lines(contents: reports.Contents, *, told: bool) -> list[tuple[str, str]]:
    hidden = {} if told else dict.fromkeys(reports.REPORTER_FIELDS & contents.fields.keys(), HIDDEN)
    return replace(contents, fields={**contents.fields, **hidden}).lines


@signed_in
def make_case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Both places, then a case with the 12 hours counted from when the report came."""
    person = person_of(request)
    report = reports.report_for(person, pk)
    form = OpenForm(
        request.POST if request.method == "POST" else None,
        communes=communes_of(report.receiving_unit),
        here=report.commune_id,
    )
    if form.is_valid():
        case = open_case(
            by=person,
            unit=_receiving(person, report),
            report_id=report.pk,
            commune_of_event=form.place("commune_of_event"),
            commune_of_residence=form.place("commune_of_residence"),
            token=form.cleaned_data["token"],
        )
        return done(request, f"Đã mở vụ việc {case.number}.", "case", case.pk)
    context = {"form": form, "report": report, "twins": twins_of_report(person, report)}
    return render(request, "cases/open.html", context, status=422 if form.errors else 200)


def _receiving(person: Person, report: reports.Report) -> Unit:
    """The unit that received it, where the person works; else the person's own."""
    units = {unit.pk: unit for unit in reports.key_units(person)}
    return units.get(report.receiving_unit_id) or next(iter(units.values()))


@signed_in
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A twin, passed on, content only, or nothing to do: the last waits for a second person."""
    person = person_of(request)
    report = reports.report_for(person, pk)
    form = EndForm(
        request.POST if request.method == "POST" else None, initial={"version": report.version}
    )
    if form.is_valid():
        try:
            return done(request, _ended(person, report, form), "case_reports")
        except reports.Invalid as why:
            form.add_error(why.field or None, str(why))
    context = {"form": form, "report": report}
    return render(request, "cases/report_end.html", context, status=422 if form.errors else 200)


def _ended(person: Person, report: reports.Report, form: EndForm) -> str:
    said = form.cleaned_data
    kept = {"report_id": report.pk, "by": person, "reason": said["reason"]}
    if said["do"] == "no_action":
        reports.ask_no_action(**kept, version=said["version"])
        return f"Tin báo {report.number} chờ người thứ hai đồng ý không xử lý tiếp."
    if said["do"] in ELSEWHERE:
        ended = reports.end_elsewhere(
            **kept, state=reports.ReportState(said["do"]), version=said["version"]
        )
        return f"Tin báo {ended.number}: {ended.get_state_display().lower()}."
    other = reports.report_of_number(person, said["number"])
    if other is None:
        raise reports.Invalid("Không có tin báo nào mang số này.", "number")
    reports.mark_duplicate(**kept, of=other, version=said["version"])
    return f"Tin báo {report.number} trùng với {other.number}."


@signed_in
@require_POST
def second(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second person agrees, or gives it back."""
    agrees = request.POST.get("do") == "agree"
    reports.answer_no_action(
        report_id=pk,
        by=person_of(request),
        agrees=agrees,
        version=number_in(request.POST.get("version", "")),
    )
    words = "Đã đồng ý: không xử lý tiếp." if agrees else "Đã trả lại để xem tiếp."
    return done(request, words, "case_reports")


@signed_in
def reply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A message to whoever holds the receipt."""
    report = reports.report_for(person_of(request), pk)
    if request.method != "POST":
        return redirect("case_report", pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, report, reply=form, status=422)
    said = form.cleaned_data
    reports.said_by_staff(
        reader=reports.reader_of(request), report=report, text=said["text"], token=said["token"]
    )
    return done(request, "Đã gửi trả lời.", "case_report", pk)


@signed_in
def hand_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The report's key to the unit that is responsible for the case now, by whoever opens it."""
    report = reports.report_for(person_of(request), pk)
    reader = reports.reader_of(request)
    if request.method != "POST":
        return redirect("case_report", pk)
    unit = hand_on_report(report=report, reader=reader)
    return done(request, f"Đã trao khóa tin báo cho {unit.name}.", "case_report", pk)
