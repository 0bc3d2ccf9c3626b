"""Blind marks of a case, so that a second case about the same child is found before it is made."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet

from mangnon.base.audit.api import record
from mangnon.base.notices.api import tell_many
from mangnon.base.walls import for_the_system
from mangnon.cases.actions.facts import seeing
from mangnon.cases.actions.telling import HEADS, message
from mangnon.cases.models import BlindMark, Case
from mangnon.cases.papers.telling_apart import BORN, NAME, PHONE, REPORTER, found_by
from mangnon.cases.queries.alike import cases_marked
from mangnon.reports.api import is_barred, marks_of
from mangnon.units.api import Person

_SAME = {REPORTER: PHONE}  # a telephone is marked alike, whoever's it is


def mark_case(case: Case, answers: Mapping[str, object]) -> None:
    """Add the marks of what a form says; marks of earlier forms stay as their revisions do."""
    BlindMark.objects.bulk_create(
        (
            BlindMark(case=case, kind=kind, mark=marks_of(_SAME.get(kind, kind), value))
            for kind, value in sorted(found_by(dict(answers)))
        ),
        ignore_conflicts=True,
    )


def search_cases(*, by: Person, name: str, born: str, phone: str) -> QuerySet[Case]:
    """Cases the person sees that have all that was typed; recorded without the words."""
    told = {NAME: name.strip(), BORN: born.strip(), PHONE: phone.strip()}
    wanted = {kind: marks_of(kind, value) for kind, value in told.items() if value}
    found = cases_marked(by, wanted)
    record(by=by, what="case.searched", on=by, facts={"by": sorted(wanted), "found": found.count()})
    return found


def tell_of_twin(made: Case, others: list[Case]) -> None:
    """Heads of the units that may have the same child hear that somebody opened a case.

    Nobody who is barred from either, and no word of where or what.
    """
    with for_the_system("who works where the other case is"):
        tell_many(
            message(other, person, "case_alike", f"alike:{made.pk}")
            for other in others
            for person in seeing(other, other.owner, HEADS)
            if not is_barred(person, made.report)
        )
