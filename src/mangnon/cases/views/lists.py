"""The desk of cases: by the clock that runs out first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mangnon.cases.paging import page_of
from mangnon.cases.queries.desk import cases_by_clock, rows_of
from mangnon.cases.queries.referrals import late_referrals, referrals_to
from mangnon.cases.views.access import person_of, signed_in
from mangnon.units.api import Role, scope_of


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Open cases, the most pressing first; those that have ended on a tab of their own."""
    person, closed = person_of(request), request.GET.get("xem") == "da-xong"
    page = page_of(cases_by_clock(person, closed=closed), request.GET.get("page"))
    context = {
        "page": page,
        "rows": rows_of(list(page.object_list)),
        "closed": closed,
        "retention": scope_of(person).has(Role.PROVINCIAL_OFFICER),
        "referrals": list(referrals_to(person)),
        "late": [] if closed else list(late_referrals(person)),
    }
    return render(request, "cases/index.html", context)
