"""Reading in need without a part: with a reason, for two hours, told at once, judged later."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.notices.api import tell_many
from mangnon.base.walls import for_the_system
from mangnon.cases.actions.moving import locked_case
from mangnon.cases.actions.telling import audience, message
from mangnon.cases.models import BrokenGlass, Case
from mangnon.cases.perms import can_judge_glass, open_glass
from mangnon.cases.queries.visible import case_in_need
from mangnon.cases.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.units.api import Person

LASTS = timedelta(hours=2)
LONGEST = 300


def reason_of(words: str) -> str:
    """Raises Invalid."""
    reason = words.strip()
    if not reason:
        raise Invalid("Hãy ghi lý do.", "reason")
    if len(reason) > LONGEST:
        raise Invalid(f"Lý do dài nhất {LONGEST} ký tự.", "reason")
    return reason


@transaction.atomic
def break_glass(*, by: Person, number: str, reason: str) -> BrokenGlass:
    """Open the case of that number for two hours; a glass that is open already is the same one.

    Raises Invalid, and Case.DoesNotExist alike for a number that does not exist and one that is not
    for this person: trying numbers tells nobody anything.
    """
    words = reason_of(reason)
    case = locked_case(case_in_need(by, number).pk)
    if already := BrokenGlass.objects.filter(open_glass(by), case=case).first():
        return already
    return _broken(by, case, words)


@for_the_system("reading in need that was allowed")
def _broken(by: Person, case: Case, words: str) -> BrokenGlass:
    now = clock.now()
    glass = BrokenGlass.objects.create(
        case=case, person=by, reason=words, at=now, until=now + LASTS
    )
    record(by=by, what="case.glass_broken", on=case, facts={"glass": glass.pk}, unit=case.owner_id)
    _tell(case, glass)
    return glass


def _tell(case: Case, glass: BrokenGlass) -> None:
    people = audience(case, "supervisor")
    key = f"glass:{glass.pk}"
    tell_many(message(case, person, "case_glass_broken", key) for person in people)


@transaction.atomic
def judge_glass(*, by: Person, glass: BrokenGlass, right: bool) -> None:
    """Say, once, whether it was right; one that was wrong is shut at once. Raises NotAllowed."""
    if not can_judge_glass(by, glass):
        raise NotAllowed("Anh/chị không xét lần mở này.")
    waiting = BrokenGlass.objects.filter(pk=glass.pk, judged_right=None)
    if waiting.update(judged_by=by, judged_right=right) != 1:
        raise NotAllowed("Lần mở này đã được xét.")
    facts = {"glass": glass.pk, "right": right}
    record(by=by, what="case.glass_judged", on=glass.case, facts=facts, unit=glass.case.owner_id)
