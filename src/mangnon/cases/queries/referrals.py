"""Referrals seen from both ends: by the unit asked, before it has any part, and by the sender."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from mangnon.base.walls import for_the_system
from mangnon.cases.choices import Part, ReferralState
from mangnon.cases.models import Case, Referral
from mangnon.cases.perms import parts_of, working_at
from mangnon.cases.queries.visible import cases_visible_to
from mangnon.reports.api import barred_from, is_barred
from mangnon.units.api import Person

WAITING = (ReferralState.SENT, ReferralState.ACKNOWLEDGED)
_GOING = (*WAITING, ReferralState.ACCEPTED)


def referrals_to(person: Person) -> QuerySet[Referral]:
    """What units of the person's were asked for, and is not over; nothing of a barred case."""
    barred = barred_from(person, OuterRef("case__report_id"))
    mine = Referral.objects.filter(to_unit__in=working_at(person), state__in=_GOING)
    return mine.exclude(Exists(barred)).select_related("case__owner", "to_unit").order_by("sent_at")


def late_referrals(person: Person) -> QuerySet[Referral]:
    """What was not answered in time, on the desks of both units and of the province; nothing of a
    barred case. Late ones are few: whose each is, is asked of them and not of all cases."""
    barred = barred_from(person, OuterRef("case__report_id"))
    here = cases_visible_to(person).filter(pk=OuterRef("case_id"))
    seen = Q(to_unit__in=working_at(person)) | Exists(here)
    late = Referral.objects.filter(seen, level__gt=0, state__in=WAITING).exclude(Exists(barred))
    return late.select_related("case__owner", "to_unit").order_by("sent_at")


def late_words(level: int) -> str:
    """How far a referral that was not answered in time has been told."""
    return "Đã báo tỉnh" if level > 1 else "Đã báo hai đơn vị"


def referral_for(person: Person, pk: UUID) -> Referral:
    """For the unit asked or for whoever works on the case. Raises Referral.DoesNotExist."""
    related = ("case__report", "case__owner", "to_unit", "service", "sent_by", "answered_by")
    with for_the_system("whom a referral was sent to"):
        made = Referral.objects.select_related(*related).get(pk=pk)
    if not (can_answer_referral(person, made, made.case) or parts_of(person, made.case)):
        raise Referral.DoesNotExist
    return made


def can_answer_referral(person: Person, made: Referral, case: Case) -> bool:
    """Who works for the unit asked, and is not barred."""
    if made.to_unit_id not in {unit.pk for unit in working_at(person)}:
        return False
    return not is_barred(person, case.report)


def can_revoke_referral(person: Person, made: Referral, case: Case) -> bool:
    """Who works on the case for the unit responsible."""
    return not parts_of(person, case).isdisjoint({Part.HEAD, Part.CHAIR, Part.WORKER})
