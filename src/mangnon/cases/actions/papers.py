"""Forms of a case: each saving a new sealed revision, the one sent with a move whole and final."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import cast

from mangnon.cases.actions.keeping import holders
from mangnon.cases.actions.marking import mark_case
from mangnon.cases.choices import Urgency
from mangnon.cases.machine.facts import Data
from mangnon.cases.machine.table import Move
from mangnon.cases.models import Case, Paper
from mangnon.cases.papers import Answers, checked, schema
from mangnon.cases.refusals import Invalid
from mangnon.cases.sealed import opened_words, paper_place, seal_words
from mangnon.kit import clock
from mangnon.reports.api import Locked, Reader
from mangnon.units.api import Person

# What a form and the move that goes with it both say: they must say the same.
SAID_TWICE: dict[str, dict[str, Callable[[Data], object]]] = {
    "02": {"urgent": lambda data: data["urgency"] == Urgency.URGENT},
    "06": {
        "still_at_risk": lambda data: data["still_at_risk"],
        "stable": lambda data: data["stable"],
    },
    "07": {"until": lambda data: cast(date, data["until"]).isoformat()},
}


def with_whole_paper(
    case: Case, move: Move, data: Data, key: bytes | None, reader: Reader | None, now: datetime
) -> dict[str, object]:
    """The data of a move with its form checked and made plain.

    A form that comes as a draft is opened and checked too. Raises Invalid, Locked.
    """
    said = dict(data)
    if not move.form:
        return said
    told = said.get("paper")
    answers = told if isinstance(told, dict) else opened_draft(case, move.form, key, reader)
    whole = checked(move.form, answers, now=now)
    for field, words in whole.errors.items():
        raise Invalid(f"Mẫu {move.form}: {words}", f"paper.{field}")
    for field, wanted in SAID_TWICE.get(move.form, {}).items():
        if whole.answers.get(field, wanted(said)) != wanted(said):
            words = f"Mẫu {move.form} ghi khác với điều chọn ở đây: hãy xem lại."
            raise Invalid(words, f"paper.{field}")
    if isinstance(told, dict):
        said["paper"] = whole.answers
    return said


def opened_draft(case: Case, form: str, key: bytes | None, reader: Reader | None) -> Answers:
    """The last revision of a form. Raises Locked for whoever cannot open it."""
    if key is None or reader is None:
        raise Locked
    last = last_paper(case, form)
    if last is None:
        return {}
    place = paper_place(case.pk, form, last.revision)
    return opened_words(key, reader.unit_privates, bytes(last.sealed), place)


def last_paper(case: Case, form: str) -> Paper | None:
    return case.papers.filter(form=form).order_by("-revision").first()


def write_paper(
    case: Case,
    form: str,
    answers: Mapping[str, object],
    *,
    by: Person,
    key: bytes | None,
    final: bool = False,
) -> Paper:
    """A new revision of a form, under the case's lock, and the marks by which its child is found
    again. `answers` are checked by the caller."""
    last = last_paper(case, form)
    revision = last.revision + 1 if last else 1
    sealed = seal_words(key, holders(case), answers, paper_place(case.pk, form, revision))
    mark_case(case, answers)
    return Paper.objects.create(
        case=case,
        form=form,
        schema_version=schema(form).version,
        revision=revision,
        sealed=sealed,
        made_by=by,
        made_at=clock.now(),
        final=final,
    )


def finish_paper(case: Case, form: str) -> None:
    """The draft goes with the move, as it stands."""
    last = last_paper(case, form)
    if last is not None:
        Paper.objects.filter(pk=last.pk).update(final=True)
