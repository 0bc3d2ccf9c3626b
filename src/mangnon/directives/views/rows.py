"""The small buttons of the review screen: each changes one row after the page was saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from mangnon.directives import api
from mangnon.directives.models import Directive
from mangnon.directives.views.questions import answer
from mangnon.units.api import Person


def indicator_choices() -> list[tuple[str, str]]:
    return [(one.name, one.words) for one in api.indicators()]


def change(word: str, row: int, *, by: Person, directive: Directive, post: QueryDict) -> str:
    """Make one change; gives the anchor of the place where the person goes on."""
    common = {"by": by, "directive": directive, "version": directive.version}
    return CHANGES[word](row, common, post)


def _merge(row: int, common: dict[str, Any], post: QueryDict) -> str:
    api.merge_with_next(**common, clause_id=row)
    return f"#clause-{row}"


def _remove(row: int, common: dict[str, Any], post: QueryDict) -> str:
    api.remove_clause(**common, clause_id=row)
    return "#clauses"


def _place(row: int, directive: Directive) -> int:
    """Where the clause stands, counted from 1."""
    places = {clause.pk: place for place, clause in enumerate(api.review_of(directive).clauses, 1)}
    if row not in places:
        raise Http404
    return places[row]


def _up(row: int, common: dict[str, Any], post: QueryDict) -> str:
    api.move_clause(**common, clause_id=row, to=max(1, _place(row, common["directive"]) - 1))
    return f"#clause-{row}"


def _down(row: int, common: dict[str, Any], post: QueryDict) -> str:
    api.move_clause(**common, clause_id=row, to=_place(row, common["directive"]) + 1)
    return f"#clause-{row}"


def _add(row: int, common: dict[str, Any], post: QueryDict) -> str:
    text = post.get("new-clause", "").strip() or "Nội dung mới"
    api.add_clause(**common, text=text)
    return "#clauses"


def _addressee_remove(row: int, common: dict[str, Any], post: QueryDict) -> str:
    api.remove_addressee(**common, addressee_id=row)
    return "#addressees"


def _addressee_again(row: int, common: dict[str, Any], post: QueryDict) -> str:
    api.resolve_again(**common, addressee_id=row)
    return f"#addressee-{row}"


def _answer(row: int, common: dict[str, Any], post: QueryDict) -> str:
    unit_ids = answer(row, post, common["directive"])
    if unit_ids:
        api.choose_units(**common, addressee_id=row, unit_ids=unit_ids)
    return f"#addressee-{row}"


def _find(row: int, common: dict[str, Any], post: QueryDict) -> str:
    """Searching changes nothing: the page is shown again with what was found."""
    words = urlencode({"tim": post.get(f"find-{row}", ""), "dong": row})
    return f"?{words}#addressee-{row}"


CHANGES: dict[str, Callable[[int, dict[str, Any], QueryDict], str]] = {
    "merge": _merge,
    "remove": _remove,
    "up": _up,
    "down": _down,
    "add": _add,
    "addressee-remove": _addressee_remove,
    "addressee-again": _addressee_again,
    "answer": _answer,
    "find": _find,
}
