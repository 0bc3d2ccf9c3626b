"""Figures of reports and cases on screen, and the report of a quarter to take away.

Only sums: no number here leads to a row. What is asked for by an address nobody may ask for is not
there.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_safe

from mangnon.cases.figures import periods
from mangnon.cases.figures.compiling import Figures, figures
from mangnon.cases.figures.drawing import bars_of, clock_bars, told
from mangnon.cases.figures.letter import report_letter
from mangnon.cases.figures.reach import units_told
from mangnon.cases.figures.tables import method, sheets_of
from mangnon.cases.figures.wording import number
from mangnon.cases.figures.workbook import to_xlsx
from mangnon.cases.forms.figures import FiguresForm
from mangnon.cases.refusals import NotAllowed
from mangnon.cases.views.access import person_of, signed_in
from mangnon.kit import clock
from mangnon.kit.official.docx import to_docx
from mangnon.kit.official.pdf import to_pdf
from mangnon.units.api import Unit

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_DRAWN = frozenset({"kind", "age_band", "commune", "outcome"})


def _asked(request: HttpRequest) -> tuple[Unit, periods.Span, list[Unit]]:
    """The unit and the time asked for. Raises NotAllowed, Http404 for a unit out of reach."""
    units = units_told(person_of(request))
    if not units:
        raise NotAllowed("Vai trò của anh/chị không xem số liệu vụ việc.")
    wanted = request.GET.get("don_vi", "")
    unit = next((one for one in units if str(one.pk) == wanted), None if wanted else units[0])
    if unit is None:
        raise Http404
    return unit, periods.asked(request.GET.get("ky", ""), clock.today()), units


def _found(request: HttpRequest) -> Figures:
    unit, span, _ = _asked(request)
    return figures(person_of(request), unit, span)


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    unit, span, units = _asked(request)
    found = figures(person_of(request), unit, span)
    chosen = {"don_vi": str(unit.pk), "ky": span.key}
    tables = {one.key: one for one in sheets_of(found)}
    context = {
        "figures": found,
        "span": span,
        "form_": FiguresForm(chosen, units=units),
        "choose_unit": len(units) > 1,
        "query": urlencode(chosen),
        "tables": tables,
        "charts": {one.key: bars_of(found, one) for one in found.lists if one.key in _DRAWN},
        "clock_chart": clock_bars(found),
        "reports": number(told(found, found.reports)),
        "cases": number(told(found, found.cases)),
        "method": method(found),
        "today": clock.today(),
    }
    return render(request, "cases/figures.html", context)


@signed_in
@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The report, made now from what is counted now."""
    if kind not in _TYPES:
        raise Http404
    found = _found(request)
    name = f"so-lieu-vu-viec-{found.span.key}.{kind}"
    headers = {"Content-Disposition": content_disposition_header(kind != "pdf", name) or ""}
    return HttpResponse(_made(found, kind), content_type=_TYPES[kind], headers=headers)


def _made(found: Figures, kind: str) -> bytes:
    if kind == "xlsx":
        return to_xlsx(found)
    letter = report_letter(found, clock.today())
    return to_docx(letter) if kind == "docx" else to_pdf(letter)
