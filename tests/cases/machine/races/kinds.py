"""Five races, each with a case that stands just before it: of all attempts one is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import uuid4

from mangnon.cases.actions.applying import apply
from mangnon.cases.actions.opening import open_case
from mangnon.cases.actions.referrals import answer_referral, send_referral
from mangnon.cases.models import Case, Referral
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cases.machine.cast import Cast, signing
from tests.cast import make_person
from tests.reports.cast import tell, with_key

Attempt = Callable[[], object]
Start = Callable[[Cast], list[Attempt]]


@dataclass(frozen=True)
class Kind:
    """How the case is brought to the start, who runs, and how many see their run as done."""

    name: str
    bring: Callable[[Cast], object]
    start: Start
    done: int = 1


def move(cast: Cast, event: str, by: Person, token: str = "", **data: object) -> Attempt:
    """The move as it is sent from a page that shows the case as it stands now."""
    version, sent = Case.objects.get(pk=cast.case.pk).version, token or uuid4().hex
    return lambda: apply(
        case_id=cast.case.pk,
        event=event,
        by=by,
        unit=cast.unit_of(by),
        version=version,
        data=data,
        token=sent,
        reader=cast.readers.get(by.pk),
    )


def refer(cast: Cast) -> Attempt:
    """The worker asks the centre to help."""
    return lambda: send_referral(
        case_id=cast.case.pk,
        by=cast.chair,
        unit=cast.house.son_ha,
        kind="service",
        to_unit=cast.house.centre,
        words="Tư vấn sáu buổi",
        token=uuid4().hex,
        reader=cast.readers[cast.chair.pk],
    )


def answer(made: Referral, do: str, by: Person) -> Attempt:
    return lambda: answer_referral(
        referral_id=made.pk,
        answer=do,
        by=by,
        version=made.version,
        reason="đã đổi ý",
        token=uuid4().hex,
    )


# --- the races ----------------------------------------------------------------------------------


def approve_or_reject(cast: Cast) -> list[Attempt]:
    return [
        move(cast, "approve_plan", cast.chair, **signing()),
        move(cast, "reject_plan", mate_of(cast), reason="thiếu người làm"),
    ]


def accept_or_revoke(cast: Cast) -> list[Attempt]:
    made = Referral.objects.get(case=cast.case)
    helper = Person.objects.get(full_name="Vũ Thị Giúp")
    return [answer(made, "accept", helper), answer(made, "revoke", cast.chair)]


def close_or_refer(cast: Cast) -> list[Attempt]:
    closing = {"closing": "safe_at_home", "reason": "ổn", "retention": "child"}
    return [move(cast, "close", cast.chair, **closing), refer(cast)]


def two_at_one_version(cast: Cast) -> list[Attempt]:
    people = (cast.worker, mate_of(cast))
    return [move(cast, "raise_urgency", one, reason=f"lý do của {one}") for one in people]


def one_token_twice(cast: Cast) -> list[Attempt]:
    token = uuid4().hex
    return [move(cast, "raise_urgency", cast.worker, token, reason="gấp")] * 2


# --- and where they start -----------------------------------------------------------------------


def mate_of(cast: Cast) -> Person:
    """Another leader of the commune."""
    found = Person.objects.filter(full_name="Phó Chủ tịch").first()
    return found or make_person(Role.COMMUNE_LEADER, cast.house.son_ha, name="Phó Chủ tịch")


def referred(cast: Cast) -> None:
    cast.taken()
    cast.make("override_consent", cast.chair, reason="Vì lợi ích của trẻ")
    helper = make_person(Role.COUNSELLOR, cast.house.centre, name="Vũ Thị Giúp")
    with_key(helper)
    refer(cast)()


def about_to_close(cast: Cast) -> None:
    cast.reviewed()
    cast.make("override_consent", cast.chair, reason="Vì lợi ích của trẻ")


KINDS = (
    Kind("approve_or_reject", Cast.planned, approve_or_reject),
    Kind("accept_or_revoke", referred, accept_or_revoke),
    Kind("close_or_refer", about_to_close, close_or_refer),
    Kind("two_at_one_version", Cast.taken, two_at_one_version),
    Kind("one_token_twice", Cast.taken, one_token_twice, done=2),
)


def brought(kind: Kind, cast: Cast) -> Cast:
    """A case of its own, told at the desk of the same province, at the start of its race."""
    report = tell().report
    report.receiving_unit = cast.house.health
    report.save(update_fields=["receiving_unit"])
    case = open_case(
        by=cast.officer,
        unit=cast.house.health,
        report_id=report.pk,
        commune_of_event=cast.house.son_ha.commune,
        commune_of_residence=cast.house.son_ha.commune,
        token=kind.name,
    )
    own = replace(cast, case=case)
    kind.bring(own)
    mate_of(own)
    return own
