"""The days off, by which working days are counted."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from mangnon.directives import api, perms
from mangnon.directives.forms.issuing import HolidayForm
from mangnon.directives.views.access import done, person_of, posted, signed_in


@signed_in
def holidays(request: HttpRequest) -> HttpResponse:
    """A year's days off, for everybody to read and for provincial officers to keep."""
    year = _year(request)
    may = perms.can_keep_holidays(person_of(request))
    form = HolidayForm(posted(request))
    if request.method == "POST" and form.is_valid():
        api.set_holiday(by=person_of(request), **form.cleaned_data)
        return done(request, f"Đã ghi ngày {form.cleaned_data['on']:%d/%m/%Y}.", "holidays")
    context = {"days": api.holidays_in(year), "year": year, "form": form, "may": may}
    return render(request, "directives/holidays.html", context, status=422 if form.errors else 200)


def _year(request: HttpRequest) -> int:
    given = request.GET.get("nam", "")
    this_year = timezone.localdate().year
    return int(given) if given.isdecimal() and 2000 <= int(given) <= 2100 else this_year


@signed_in
@require_POST
def remove(request: HttpRequest, on: str) -> HttpResponse:
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise Http404 from None
    api.remove_holiday(by=person_of(request), on=day)
    return done(request, f"Đã bỏ ngày {day:%d/%m/%Y}.", "holidays")
