"""Forms of a case: each saving a new sealed revision, the one sent with a move final."""

from __future__ import annotations

from collections.abc import Mapping

from mangnon.cases.actions.keeping import holders
from mangnon.cases.models import Case, Paper
from mangnon.cases.papers.loading import schema
from mangnon.cases.sealed import paper_place, seal_words
from mangnon.kit import clock
from mangnon.units.api import Person


def write_paper(
    case: Case,
    form: str,
    answers: Mapping[str, object],
    *,
    by: Person,
    key: bytes | None,
    final: bool = False,
) -> Paper:
    """A new revision of a form, under the case's lock. `answers` are checked by the caller."""
    last = case.papers.filter(form=form).order_by("-revision").first()
    revision = last.revision + 1 if last else 1
    sealed = seal_words(key, holders(case), answers, paper_place(case.pk, form, revision))
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
    last = case.papers.filter(form=form).order_by("-revision").first()
    if last is not None:
        Paper.objects.filter(pk=last.pk).update(final=True)
