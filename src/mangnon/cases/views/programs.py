"""The cases for programs: the same road as the pages, of whoever is signed in, in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, JsonResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mangnon.base.programs import Answered, answer, idempotency_key, message_in
from mangnon.cases.actions.applying import moves_for
from mangnon.cases.actions.looking import look_at
from mangnon.cases.actions.once import KeyUsedTwice, Sent, apply_once, sent, was_made
from mangnon.cases.clocks import rule_of
from mangnon.cases.forms.programs import read_move, read_paper
from mangnon.cases.machine.deciding import state_words
from mangnon.cases.machine.facts import COLUMN
from mangnon.cases.machine.table import Move
from mangnon.cases.models import Case, Deadline
from mangnon.cases.openapi import ERRORS, body_of, openapi, table
from mangnon.cases.paging import page_of
from mangnon.cases.perms import working_at
from mangnon.cases.queries.desk import cases_by_clock, running_of
from mangnon.cases.queries.visible import case_for
from mangnon.cases.refusals import Conflict, Invalid, NotAllowed, Refusal
from mangnon.cases.views.access import person_of, unit_for, unlocking
from mangnon.cases.views.moves import move_form, paper_form, reader_for
from mangnon.cases.views.page import moves_by_region
from mangnon.kit.crypto import NotOpened
from mangnon.reports import api as reports
from mangnon.reports.api import Locked

P = ParamSpec("P")
Said = dict[str, Any]
View = Callable[Concatenate[HttpRequest, P], JsonResponse]
MOST_BYTES = 512 * 1024  # the papers are long
_PAGE = re.compile(r"[1-9][0-9]{0,5}")
# A NUL as JSON writes it, which is not the text of a backslash and a u.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def _refused(error: str, words: str = "", **more: Any) -> Answered:
    status, usual = ERRORS[error]
    return Answered(status, error, words or usual, **more)


def for_programs(view: Callable[Concatenate[HttpRequest, P], Said]) -> View[P]:
    """What `signed_in` does for pages: strangers, who works on no cases, whose key is not open, and
    whatever is refused. Nothing stays in a cache."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> JsonResponse:
        try:
            return answer(_guarded(request, lambda: view(request, *args, **kwargs)))
        except Answered as refused:
            return refused.response

    return cast(View[P], guarded)


def _guarded(request: HttpRequest, view: Callable[[], Said]) -> Said:
    """Raises Answered alone."""
    if not request.user.is_authenticated:
        raise _refused("signed_out", sign_in=reverse(settings.LOGIN_URL))
    try:
        if not working_at(person_of(request)):
            raise NotAllowed("Vai trò của anh/chị không xem hồ sơ về trẻ em.")
        return view()
    except Locked:
        raise _refused("locked", unlock=unlocking(request).partition("?")[0]) from None
    except (NotAllowed, reports.NotAllowed) as why:
        raise _refused("not_allowed", str(why)) from why
    except ObjectDoesNotExist:
        raise _refused("not_found") from None
    except Conflict as why:
        raise _refused("conflict", str(why), **_both(why)) from why
    except KeyUsedTwice as why:
        raise _refused("key_used", str(why)) from why
    except Invalid as why:
        raise _refused("invalid", str(why), field=why.field) from why
    except (Refusal, reports.Refusal, NotOpened) as why:
        raise _refused("refused", str(why)) from why


def _both(why: Conflict) -> Said:
    """What was wanted beside what is, as the page shows it."""
    both = [{"name": a, "yours": b, "theirs": c} for a, b, c in why.differences]
    return {"version": why.version, "by": why.who, "both": both}


# --- reading ------------------------------------------------------------------------------------


@require_safe
@for_programs
def table_of_moves(request: HttpRequest) -> Said:
    return table()


@require_safe
@for_programs
def several(request: HttpRequest) -> Said:
    """The list of the page `cases`: open ones by their clocks, or those that have ended."""
    number, ended = request.GET.get("page", "1"), request.GET.get("ended", "0")
    for name, fits in (("page", _PAGE.fullmatch(number)), ("ended", ended in ("0", "1"))):
        if not fits:
            raise _refused("unreadable", "Phải là một số như tài liệu ghi.", field=name)
    page = page_of(cases_by_clock(person_of(request), closed=ended == "1"), number)
    cases = list(page.object_list)
    clocks = running_of(cases)
    shown = [_shown(case, clocks[case.pk]) for case in cases]
    return {"cases": shown, "page": page.number, "pages": page.paginator.num_pages}


@require_safe
@for_programs
def one(request: HttpRequest, pk: UUID) -> Said:
    """A case and what its page offers this person; the look is recorded first."""
    person = person_of(request)
    seen = look_at(by=person, case_id=pk)
    moves = [row for _, rows in moves_by_region(seen.case, seen.parts, person) for row in rows]
    shown = _shown(seen.case, running_of([seen.case])[seen.case.pk])
    return shown | {"events": [_offered(seen.case, row) for row in moves]}


def _offered(case: Case, row: Move) -> Said:
    return {
        "event": row.event,
        "words": row.words,
        "region": row.region,
        "end": row.end or str(getattr(case, COLUMN[row.region])),
        "body": body_of(move_form(case, row)),
    }


def _stands(case: Case) -> Said:
    """Where a case stands; nobody's name."""
    states = {region: str(getattr(case, column)) for region, column in COLUMN.items()}
    return {
        "id": str(case.pk),
        "number": case.number,
        "version": case.version,
        "states": {
            region: {"state": state, "words": state_words(region, state)}
            for region, state in states.items()
        },
        "urgency": case.urgency,
    }


def _shown(case: Case, clocks: list[Deadline]) -> Said:
    return _stands(case) | {
        "unit": {"id": str(case.owner_id), "name": case.owner.name},
        "received_at": case.received_at.isoformat(),
        "clocks": [_clock(one) for one in clocks],
        "next_due_at": clocks[0].due_at.isoformat() if clocks else None,
    }


def _clock(running: Deadline) -> Said:
    rule = rule_of(running.rule)
    return {
        "rule": running.rule,
        "words": rule.words,
        "started_at": running.started_at.isoformat(),
        "due_at": running.due_at.isoformat(),
        "checked": rule.is_checked,
    }


# --- making a move ------------------------------------------------------------------------------


@require_POST
@for_programs
def move(request: HttpRequest, pk: UUID) -> Said:
    """One move, as its page makes it; sent again with its key it is the same move."""
    case = case_for(person_of(request), pk)
    said, key = _message(request), idempotency_key(request)
    once = sent(person_of(request), key, said)
    if was_made(case, once):
        return _stands(case)
    return _stands(_made(request, case, once, said))


def _message(request: HttpRequest) -> Said:
    said = message_in(request, MOST_BYTES)
    if not isinstance(said, dict):
        raise _refused("unreadable", "Nội dung phải là một đối tượng JSON.")
    if _NUL.search(json.dumps(said, ensure_ascii=False)):
        raise _refused("unreadable", "Chữ không được có ký tự NUL.")
    for name, kind in (("event", str), ("version", int)):
        if not isinstance(said.get(name), kind) or isinstance(said[name], bool):
            raise _refused("unreadable", "Trường này là bắt buộc, đúng kiểu.", field=name)
    return said


def _made(request: HttpRequest, case: Case, once: Sent, said: Said) -> Case:
    person, event = person_of(request), said["event"]
    unit = unit_for(case, person)
    row = next((one for one in moves_for(case, person, unit) if one.event == event), None)
    reader = reader_for(request, row) if row else None
    return apply_once(
        case_id=case.pk,
        request=once,
        event=event,
        by=person,
        unit=unit,
        version=said["version"],
        data=_data(request, case, row, said, reader) if row else {},
        reader=reader,
    )


def _data(
    request: HttpRequest, case: Case, row: Move, said: Said, reader: reports.Reader | None
) -> Said:
    """What is said with a move that is offered; any other is refused in the machine's words."""
    apart = {"event", "version"} | ({"paper"} if row.form else set())
    told = {name: value for name, value in said.items() if name not in apart}
    data = read_move(move_form(case, row, {}), told, said["version"])
    if row.form:
        paper = paper_form(request, case, row.form, None, reader)
        data |= read_paper(paper, said.get("paper"))
    return data


# --- the document -------------------------------------------------------------------------------


@require_safe
def document(request: HttpRequest) -> JsonResponse:
    """The API as OpenAPI 3.1, for whoever writes the other side."""
    names = {"table": "table", "cases": "list", "case": "one", "move": "move"}
    at = {name: _path(f"case_api_{view}") for name, view in names.items()}
    return answer(openapi(settings.PUBLIC_URL, settings.SESSION_COOKIE_NAME, at))


def _path(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        nobody = UUID(int=0)
        return reverse(name, args=[nobody]).replace(str(nobody), "{pk}")
