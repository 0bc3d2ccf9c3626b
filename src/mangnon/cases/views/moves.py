"""One move: its page, what it asks for, its form; a conflict shows both values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.cases.actions.applying import apply, moves_for
from mangnon.cases.actions.facts import seeing
from mangnon.cases.actions.intake_paper import INTAKE_FORM, begun
from mangnon.cases.actions.opened import open_words
from mangnon.cases.forms.moves import MoveForm, said_by_form
from mangnon.cases.forms.papers import PaperForm
from mangnon.cases.machine.table import Move
from mangnon.cases.models import Case
from mangnon.cases.papers import Carried, carried, schema, suggest_risk
from mangnon.cases.perms import classes_readable
from mangnon.cases.queries.page import latest
from mangnon.cases.queries.places import units_to_forward_to
from mangnon.cases.queries.visible import case_for
from mangnon.cases.refusals import Conflict, IllegalMove, Invalid
from mangnon.cases.views.access import (
    done,
    number_in,
    person_of,
    reader_or_none,
    signed_in,
    unit_for,
)
from mangnon.cases.views.uploads import files_in_memory
from mangnon.reports.api import Locked, Reader
from mangnon.units.api import ROLES_THAT_ACT, Unit

# Handing a case on hands its key on, and the report's.
_NEEDS_KEY = frozenset({"forward", "send_back_place", "take_over"})


@dataclass
class Asking:
    """A move as it is asked for: who, in whose name, with which forms."""

    case: Case
    move: Move
    unit: Unit
    reader: Reader | None
    form: MoveForm
    paper: PaperForm | None

    @property
    def is_whole(self) -> bool:
        """Both forms are asked, so that all errors stand on the page at once."""
        valid = self.form.is_valid()
        return (self.paper is None or self.paper.is_valid()) and valid

    @property
    def data(self) -> dict[str, Any]:
        if self.paper is None:
            return self.form.said
        told = self.paper.answers
        return self.form.said | said_by_form(self.move.form, told) | {"paper": told}


@files_in_memory
@signed_in
def move(request: HttpRequest, pk: UUID, event: str) -> HttpResponse:
    person = person_of(request)
    case = case_for(person, pk)
    unit = unit_for(case, person)
    row = next((one for one in moves_for(case, person, unit) if one.event == event), None)
    if row is None:
        return _not_now(request, case, event, unit)
    asking = _asking(request, case, row, unit)
    if request.method != "POST":
        return _page(request, asking)
    if "suggest" in request.POST or not asking.is_whole:
        return _page(request, asking, status=200 if "suggest" in request.POST else 422)
    return _made(request, asking)


def _not_now(request: HttpRequest, case: Case, event: str, unit: Unit) -> HttpResponse:
    """A move sent once already ends on the case; another one is refused in the machine's words."""
    if request.method != "POST":
        raise Http404
    data, token = request.POST, request.POST.get("buoc-token", "")
    apply(
        case_id=case.pk,
        event=event,
        by=person_of(request),
        unit=unit,
        version=number_in(data.get("buoc-version", "")),
        token=token if token.isprintable() else "",
    )
    return done(request, "Đã ghi.", "case", case.pk)


def _asking(request: HttpRequest, case: Case, row: Move, unit: Unit) -> Asking:
    reader = reader_for(request, row)
    data = request.POST if request.method == "POST" else None
    form = move_form(case, row, data, request.FILES if data is not None else None)
    paper = paper_form(request, case, row.form, data, reader) if row.form else None
    return Asking(case, row, unit, reader, form, paper)


def reader_for(request: HttpRequest, row: Move) -> Reader | None:
    """Whoever makes a move, with an open key. Raises Locked where the move needs one."""
    reader = reader_or_none(request)
    if reader is None and (row.form or row.event in _NEEDS_KEY):
        raise Locked
    return reader


def move_form(case: Case, row: Move, data: Any = None, files: Any = None) -> MoveForm:
    """The form with the people and units that the case may be given to."""
    return MoveForm(
        row,
        case,
        data,
        files=files,
        people=seeing(case, case.owner, ROLES_THAT_ACT) if "person" in row.needs else (),
        units=units_to_forward_to(case) if "unit" in row.needs else (),
    )


def paper_form(
    request: HttpRequest, case: Case, name: str, data: Any, reader: Reader | None
) -> PaperForm:
    """The form begun from its draft, or from what earlier papers said."""
    classes = classes_readable(person_of(request), case)
    opener = open_words(reader, case, classes, "case.paper_read")
    rows = latest(case) if opener else []
    draft = next((one for one in rows if one.form == name and not one.final), None)
    if name == INTAKE_FORM:  # the last one is worked on, whole or not
        draft = next((one for one in rows if one.form == name), None)
    before = opener.paper(draft) if opener and draft else None
    if name == INTAKE_FORM and opener and reader and before is None:
        before = begun(reader, case)
    earlier = opener.earlier(sorted(rows, key=lambda one: one.made_at)) if opener else []
    known: Carried = carried(name, earlier)
    readable = [one.value for one in classes]
    return PaperForm(name, data, before=before, carried=known, classes=readable)


def _made(request: HttpRequest, asking: Asking) -> HttpResponse:
    form, said = asking.form, asking.form.cleaned_data
    try:
        apply(
            case_id=asking.case.pk,
            event=asking.move.event,
            by=person_of(request),
            unit=asking.unit,
            version=said["version"],
            data=asking.data,
            token=said["token"],
            reader=asking.reader,
        )
    except Conflict as why:
        return _page(request, asking, conflict=why, status=409)
    except Invalid as why:
        _show(asking, why)
        return _page(request, asking, status=422)
    except IllegalMove as why:
        form.add_error(None, str(why))
        return _page(request, asking, status=409)
    return done(request, f"Đã ghi: {asking.move.words}.", "case", asking.case.pk)


def _show(asking: Asking, why: Invalid) -> None:
    """Beside the field it names, in whichever of the two forms has it."""
    name = why.field.removeprefix("paper.")
    if asking.paper is not None and why.field.startswith("paper.") and name in asking.paper.fields:
        asking.paper.add_error(name, str(why))
    else:
        asking.form.add_error(why.field if why.field in asking.form.fields else None, str(why))


def _page(
    request: HttpRequest, asking: Asking, *, conflict: Conflict | None = None, status: int = 200
) -> HttpResponse:
    paper = asking.paper
    context = {
        "case": asking.case,
        "move": asking.move,
        "form": asking.form,
        "paper": paper,
        "paper_title": schema(asking.move.form).title if paper else "",
        "conflict": conflict,
        "fresh": asking.case.version,
        "suggestion": _suggestion(paper) if paper and "suggest" in request.POST else None,
        "can_suggest": paper is not None and asking.move.form in ("02", "03", "06"),
    }
    return render(request, "cases/move.html", context, status=status)


def _suggestion(paper: PaperForm) -> Any:
    paper.is_valid()
    return suggest_risk(paper.answers, paper.schema.form)
