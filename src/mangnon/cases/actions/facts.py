"""What the database says about a case, as the values on which the machine decides."""

from __future__ import annotations

from uuid import UUID

from mangnon.cases.actions.intake_paper import INTAKE_FORM
from mangnon.cases.choices import (
    DeadlineState,
    PackageKind,
    PackageState,
    ReferralState,
    ServiceState,
)
from mangnon.cases.machine.effects import EMERGENCY
from mangnon.cases.machine.facts import Facts
from mangnon.cases.models import Case
from mangnon.reports.api import is_barred
from mangnon.units.api import ROLES_THAT_ACT, Person, Unit, people_at

SERVICES_GOING = (ServiceState.PLANNED, ServiceState.RUNNING)
REFERRALS_GOING = (
    ReferralState.DRAFT,
    ReferralState.SENT,
    ReferralState.ACKNOWLEDGED,
    ReferralState.ACCEPTED,
)
_SAME = (
    "received_at",
    "state",
    "separation",
    "crime",
    "content",
    "consent",
    "urgency",
    "separated_until",
    "still_at_risk",
    "stable",
)
_IDS = (
    "receiver",
    "owner",
    "commune_of_event",
    "commune_of_residence",
    "person",
    "assessed_by",
    "plan_by",
    "reviewed_by",
    "void_asked_by",
)


def facts_of(case: Case) -> Facts:
    """All that a guard may ask about a case. Eleven small queries, under the case's lock."""
    going = case.services.filter(state__in=SERVICES_GOING).values_list("pk", "due_on")
    emergency = case.deadlines.filter(rule=EMERGENCY).order_by("-pk").first()
    met = (DeadlineState.MET, DeadlineState.MET_LATE)
    return Facts(
        **{name: getattr(case, name) for name in _SAME},
        **{name: getattr(case, f"{name}_id") for name in _IDS},
        round_at=emergency.started_at if emergency else None,
        emergency_met=bool(emergency and emergency.state in met),
        drafts=_drafts(case),
        plan_written=_plan_written(case),
        running=frozenset(case.deadlines.filter(ended_at=None).values_list("rule", flat=True)),
        open_services=tuple(going),
        open_referrals=case.referrals.filter(state__in=REFERRALS_GOING).count(),
        taken_elsewhere=_taken_elsewhere(case),
        open_tasks=case.identity_requests.filter(granted=None).count(),
        staff=staff_of(case),
        barred=barred_units(case),
    )


def _drafts(case: Case) -> frozenset[str]:
    """Forms whose last revision has not been sent with a move; and Mẫu 01, written once, whole or
    not, which goes with each forwarding."""
    rows = case.papers.order_by("revision").values_list("form", "final")
    last = dict(rows)
    return frozenset(form for form, final in last.items() if not final or form == INTAKE_FORM)


def _plan_written(case: Case) -> bool:
    """Whether a plan exists that is newer than the last call for a new one."""
    plans = case.papers.filter(form="04")
    asked = case.events.filter(event="replan").order_by("-number").first()
    return plans.exists() if asked is None else plans.filter(made_at__gt=asked.at).exists()


def _taken_elsewhere(case: Case) -> bool:
    """Whether another province signed for the case since it was last reopened."""
    signed = case.packages.filter(kind=PackageKind.PROVINCE, state=PackageState.RECEIVED)
    last = case.events.filter(event="reopen").order_by("-number").first()
    return (signed.filter(received_at__gt=last.at) if last else signed).exists()


def barred_units(case: Case) -> frozenset[int]:
    """Units that must never see the case."""
    rows = case.report.barred.exclude(unit=None).values_list("unit_id", flat=True)
    return frozenset(pk for pk in rows if pk is not None)


def staff_of(case: Case) -> frozenset[UUID]:
    """Whom the case may be given to: people who act for its owner and are not barred."""
    return frozenset(person.pk for person in seeing(case, case.owner, ROLES_THAT_ACT))


def seeing(case: Case, unit: Unit, roles: frozenset[str] | None = None) -> list[Person]:
    """People of a unit, without whoever must not know of the case."""
    people = list(people_at(unit, roles))
    if not case.report.barred.exists():
        return people
    return [person for person in people if not is_barred(person, case.report)]
