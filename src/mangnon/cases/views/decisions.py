"""The file of a signed decision: saved by who may read it, never shown by the browser."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mangnon.cases.actions.decisions import name_of, open_decision
from mangnon.cases.actions.opened import open_words
from mangnon.cases.models import SignedDecision
from mangnon.cases.perms import classes_readable
from mangnon.cases.queries.visible import case_for
from mangnon.cases.views.access import person_of, signed_in
from mangnon.cases.views.handing import attached
from mangnon.kit.crypto import NotOpened
from mangnon.reports.api import reader_of


@signed_in
@require_POST
def file(request: HttpRequest, pk: UUID, decision: int) -> HttpResponse:
    """Whose key is not open goes to open it."""
    person = person_of(request)
    case = case_for(person, pk)
    made: SignedDecision = case.decisions.select_related("case", "event").get(pk=decision)
    opener = open_words(reader_of(request), case, classes_readable(person, case))
    if opener is None:
        raise NotOpened("Không mở được: nội dung này không dành cho đơn vị của anh/chị.")
    raw = open_decision(made, opener, by=person)
    return attached(raw, f"{case.number}-{name_of(made)}")
