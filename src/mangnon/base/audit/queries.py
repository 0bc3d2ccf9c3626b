"""Reading the record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet

from mangnon.base.audit.models import AuditHead, AuditRow
from mangnon.base.audit.perms import barred_things
from mangnon.kit import clock

Thing = Model | tuple[str, str]


def named(thing: Thing) -> tuple[str, str]:
    """The type and id under which the record knows a thing."""
    if isinstance(thing, Model):
        return thing._meta.label_lower, str(thing.pk)
    return thing[0], str(thing[1])


def rows_about(thing: Thing) -> QuerySet[AuditRow]:
    """What was done to a thing, oldest first."""
    on_type, on_id = named(thing)
    return AuditRow.objects.filter(on_type=on_type, on_id=on_id)


@dataclass(frozen=True)
class Wanted:
    """What to look for in the record; empty fields do not narrow it. Days are days in Vietnam."""

    what: str = ""
    person: str = ""
    thing: str = ""
    since: date | None = None
    until: date | None = None


def rows_for_auditor(wanted: Wanted, person: Any) -> QuerySet[AuditRow]:
    """The rows that fit, newest first; none about a matter from which the auditor is barred."""
    rows = AuditRow.objects.order_by("-seq")
    for on_type, ids in barred_things(person).items():
        rows = rows.exclude(on_type=on_type, on_id__in=ids)
    if wanted.what:
        rows = rows.filter(what=wanted.what)
    if wanted.person:
        rows = rows.filter(by__in=_people_called(wanted.person))
    if wanted.thing:
        rows = rows.filter(on_id=wanted.thing)
    if wanted.since:
        rows = rows.filter(at__gte=clock.start_of(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=clock.start_of(wanted.until + timedelta(days=1)))
    return rows


def _people_called(words: str) -> list[str]:
    """The ids of accounts with that e-mail address or with those words in the name."""
    people = get_user_model().objects.filter(Q(email__iexact=words) | Q(full_name__icontains=words))
    return [str(pk) for pk in people.values_list("pk", flat=True)[:200]]


def names_of(rows: Iterable[AuditRow]) -> dict[str, str]:
    """The names of those who acted, by id. Accounts are looked up, for the record has no names."""
    ids = {row.by for row in rows if row.by}
    return {str(person.pk): str(person) for person in get_user_model().objects.filter(pk__in=ids)}


def head() -> tuple[int, str] | None:
    """The number of the last row and its hash; None while nothing is recorded."""
    found = AuditHead.objects.filter(pk=1).first()
    return (found.seq, found.hash) if found else None
