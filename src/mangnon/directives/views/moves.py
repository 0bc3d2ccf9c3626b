"""The moves of a unit: each has its page, its form and one event of the workflow table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mangnon.directives import api
from mangnon.directives.choices import Event
from mangnon.directives.forms.issuing import ReasonForm
from mangnon.directives.forms.work import (
    ExtensionForm,
    HandDownForm,
    HandOnForm,
    ProgressForm,
    ReturnForm,
)
from mangnon.directives.models import Assignment
from mangnon.directives.views.access import (
    done,
    must,
    person_of,
    posted,
    refused,
    signed_in,
    unit_of,
    version_of,
)
from mangnon.units.api import Person, Unit

# Moves that need nothing said with them, and the words when they are done.
SIMPLE = {
    Event.ACKNOWLEDGE: "Đã tiếp nhận.",
    Event.START: "Đã ghi nhận: bắt đầu thực hiện.",
}


@signed_in
@require_POST
def simple(request: HttpRequest, pk: int, event: str) -> HttpResponse:
    """A move made with one touch."""
    must(event in SIMPLE, "Không có việc làm này.")
    page = _page_of(request, pk)
    try:
        _apply(request, page, event, {})
    except (api.IllegalMove, api.Refusal) as why:
        return refused(request, why, "assignment", pk)
    return done(request, SIMPLE[Event(event)], "assignment", pk)


@signed_in
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    page = _page_of(request, pk)
    one = page.work.assignment
    form = ProgressForm(posted(request), initial={"percent": one.percent, "note": one.note})
    return _ask(request, page, Event.PROGRESS, form, "Đã cập nhật tiến độ.")


@signed_in
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's report, with its files. What was typed is never lost."""
    page = _page_of(request, pk)
    clause = page.work.assignment.clause
    last = page.work.last_return
    form = ReturnForm(
        posted(request),
        request.FILES if request.method == "POST" else None,
        initial=_what_was_said(last),
        measure=_measure(clause.indicator),
        wants_files=clause.wants_evidence,
    )
    return _ask(
        request, page, Event.SUBMIT, form, "Đã gửi báo cáo kết quả. Cảm ơn anh/chị.", _return_data
    )


def _what_was_said(last: Any) -> dict[str, Any]:
    """A second round begins with the words of the first."""
    if last is None:
        return {}
    return {name: getattr(last, name) for name in ("text", "figure", "difficulties", "proposals")}


# Units count for these themselves; other indicators are measured where the work is done.
_COUNTED_BY_UNITS = frozenset({"returns.figure_sum"})


def _measure(indicator: str) -> str | None:
    """What the unit is asked to count; None when it need not count."""
    return "số buổi, số người, số sản phẩm…" if indicator in _COUNTED_BY_UNITS else None


def _return_data(request: HttpRequest, page: api.WorkPage, form: Form) -> dict[str, object]:
    given = form.cleaned_data
    return {
        "text": given["text"],
        "figure": given.get("figure"),
        "difficulties": given["difficulties"],
        "proposals": given["proposals"],
        "evidence": [
            api.store_evidence(
                by=person_of(request),
                unit=unit_of(request),
                assignment_id=page.work.assignment.pk,
                stream=file,
                name=file.name,
            )
            for file in form.sent_files()  # type: ignore[attr-defined]
        ],
    }


@signed_in
def hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    """To a person of the unit."""
    page = _page_of(request, pk)
    people = api.people_to_hand_on(person_of(request), unit_of(request))
    choices = [(str(one.pk), _person_words(one)) for one in people]
    form = HandOnForm(posted(request), people=choices)

    def data(request: HttpRequest, page: api.WorkPage, form: Form) -> dict[str, object]:
        chosen = form.cleaned_data["person"]
        return {"person": next(one for one in people if str(one.pk) == chosen)}

    return _ask(request, page, Event.HAND_ON, form, "Đã giao cho người thực hiện.", data)


def _person_words(person: Person) -> str:
    return f"{person.full_name} – {person.position}" if person.position else person.full_name


@signed_in
def hand_down(request: HttpRequest, pk: int) -> HttpResponse:
    """To the units below, each of which answers to this one."""
    page = _page_of(request, pk)
    one = page.work.assignment
    units = api.units_to_hand_down(unit_of(request), one)
    form = HandDownForm(
        _with_all(request, units),
        units=[(str(unit.pk), unit.name) for unit in units],
        latest=one.due_on,
        initial={"due_on": one.due_on},
    )

    def data(request: HttpRequest, page: api.WorkPage, form: Form) -> dict[str, object]:
        chosen = set(form.cleaned_data["units"])
        return {
            "units": [unit for unit in units if str(unit.pk) in chosen],
            "due_on": form.cleaned_data["due_on"],
        }

    return _ask(request, page, Event.HAND_DOWN, form, "Đã giao xuống các đơn vị.", data)


def _with_all(request: HttpRequest, units: Iterable[Unit]) -> QueryDict | None:
    """The button "all of them" ticks every unit."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    if "all" in data:
        data.setlist("units", [str(unit.pk) for unit in units])
    return data


@signed_in
def ask_extension(request: HttpRequest, pk: int) -> HttpResponse:
    page = _page_of(request, pk)
    form = ExtensionForm(posted(request), due_on=page.work.assignment.due_on)
    return _ask(request, page, Event.ASK_EXTENSION, form, "Đã gửi đề nghị gia hạn.")


@signed_in
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """The giver stops one unit's work, for example when it was given by mistake."""
    page = _page_of(request, pk)
    return _ask(request, page, Event.FREEZE, ReasonForm(posted(request)), "Đã dừng việc này.")


Data = Callable[[HttpRequest, api.WorkPage, Form], Mapping[str, object]]


def _as_cleaned(request: HttpRequest, page: api.WorkPage, form: Form) -> Mapping[str, object]:
    return form.cleaned_data


def _ask(
    request: HttpRequest,
    page: api.WorkPage,
    event: Event,
    form: Form,
    words: str,
    data: Data = _as_cleaned,
) -> HttpResponse:
    """Show the form of a move; make the move when it is filled in well."""
    one = page.work.assignment
    if event not in {move.event for move in page.work.moves}:
        return refused(request, api.why_not(one, event), "assignment", one.pk)
    if request.method == "POST" and form.is_valid():
        try:
            _apply(request, page, event, data(request, page, form))
        except api.Invalid as invalid:
            form.add_error(_control(form, invalid.field), str(invalid))
        except api.IllegalMove as why:
            return refused(request, why, "assignment", one.pk)
        except api.Conflict as conflict:
            form.add_error(None, str(conflict))
            context = {"page": page, "form": form, "event": event, "version": conflict.version}
            return render(request, _template(event), context, status=409)
        else:
            messages.success(request, words)
            return redirect("assignment", one.pk)
    context = {"page": page, "form": form, "event": event, "version": one.version}
    return render(request, _template(event), context, status=422 if form.errors else 200)


def _control(form: Form, field: str) -> str | None:
    """The control that an action's word for a value means; None for the whole form."""
    return field if field in form.fields else None


def _template(event: Event) -> str:
    return f"directives/moves/{event}.html"


def _page_of(request: HttpRequest, pk: int) -> api.WorkPage:
    return api.assignment_for(person_of(request), unit_of(request), pk)


def _apply(
    request: HttpRequest, page: api.WorkPage, event: str, data: Mapping[str, object]
) -> Assignment:
    return api.apply(
        by=person_of(request),
        unit=unit_of(request),
        assignment_id=page.work.assignment.pk,
        event=event,
        version=version_of(request),
        data=data,
    )
