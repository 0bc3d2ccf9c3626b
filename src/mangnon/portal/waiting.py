"""What waits for a person in lists of other domains, read with one question.

Each list says its own rows and their order; here they are brought to one shape and asked for as
one union. A list gives one row more than is counted, so that it need not be counted.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, CharField, F, IntegerField, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from mangnon.cases import api as cases
from mangnon.gateway import api as gateway
from mangnon.publishing import api as publishing
from mangnon.units.api import Person

# Rows are fetched with one more than this instead of being counted by a question of their own.
COUNTED = 99
LATE, REFERRALS, SUBJECTS = "late", "referrals", "subjects"
REQUESTS, POSTS, OFFERS = "requests", "posts", "offers"


class Row(NamedTuple):
    """`named` is a title or a number, `kind` and `state` are values of its domain's choices,
    `place` and `other` names of units; `until` is by when it is to be done, else `at` again."""

    of: str
    pk: str
    named: str
    kind: str
    state: str
    place: str
    other: str
    times: int
    at: datetime
    until: datetime


Waiting = dict[str, list[Row]]


def waiting_for(person: Person) -> Waiting:
    """The first rows of every list, each in its own order. One query."""
    lists = [*_of_cases(person), _requests(person), *_of_publishing(person)]
    found: Waiting = defaultdict(list)
    for values in lists[0].union(*lists[1:], all=True):
        row = Row(*values)
        found[row.of].append(row)
    return {of: _sorted(of, rows) for of, rows in found.items()}


def _sorted(of: str, rows: list[Row]) -> list[Row]:
    """As the list itself is sorted: the parts of a union come as they like."""
    if of == REQUESTS:
        return sorted(rows, key=lambda row: (row.times, row.at), reverse=True)
    if of == OFFERS:
        return sorted(rows, key=lambda row: row.at, reverse=True)
    return sorted(rows, key=lambda row: row.until if of == SUBJECTS else row.at)


_NONE = Value("", output_field=CharField())


def _part(of: str, rows: QuerySet[Any], **columns: Any) -> QuerySet[Any, Any]:
    """The first rows of a list in the common shape. SQLite neither orders nor cuts a part of a
    union: which rows they are stands in a question inside."""
    shape = {
        "kind": _NONE,
        "state": _NONE,
        "other": _NONE,
        "times": Value(0, output_field=IntegerField()),
        **columns,
    }
    shape.setdefault("until", shape["at"])
    of_list = Value(of, output_field=CharField())
    some: QuerySet[Any] = rows.model._default_manager.filter(
        pk__in=rows.values("pk")[: COUNTED + 1]
    )
    return some.order_by().values_list(
        of_list, Cast("pk", TextField()), *(shape[name] for name in Row._fields[2:])
    )


def _of_cases(person: Person) -> list[QuerySet[Any, Any]]:
    answered = When(answered_at=None, then=F("answer_due_at"))
    return [
        _referrals(LATE, cases.late_referrals(person)),
        _referrals(REFERRALS, cases.referrals_to(person)),
        _part(
            SUBJECTS,
            cases.requests_open(person),
            named=F("number"),
            kind=F("kind"),
            place=F("unit__name"),
            at=Case(answered, default=F("due_at")),
            until=F("due_at"),
        ),
    ]


def _referrals(of: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return _part(
        of,
        rows,
        named=F("case__number"),
        kind=F("kind"),
        state=F("state"),
        place=F("case__owner__name"),
        other=F("to_unit__name"),
        times=F("level"),
        at=F("sent_at"),
    )


def _requests(person: Person) -> QuerySet[Any, Any]:
    return _part(
        REQUESTS,
        gateway.requests_waiting_for(person),
        named=F("name"),
        kind=F("group"),
        place=F("site__unit__name"),
        times=F("times"),
        at=F("last_at"),
    )


def _of_publishing(person: Person) -> list[QuerySet[Any, Any]]:
    return [
        _part(
            POSTS,
            publishing.posts_to_see_to(person),
            named=F("title"),
            state=publishing.to_do(),
            place=F("unit__name"),
            at=Coalesce("due_at", "made_at"),
        ),
        _part(
            OFFERS,
            publishing.offers_to(person),
            named=F("product__title"),
            place=F("product__unit__name"),
            at=F("at"),
        ),
    ]
