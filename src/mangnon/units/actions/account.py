"""What people do with their own account."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db import transaction

from mangnon.base.audit import api as audit
from mangnon.units.models import Person, Unit
from mangnon.units.perms import scope_of
from mangnon.units.refusals import NotAllowed


@transaction.atomic
def edit_own_account(*, by: Person, full_name: str, position: str) -> Person:
    """Change the own name and position. The address is the account and stays."""
    by.full_name, by.position = full_name, position
    by.save(update_fields=["full_name", "position"])
    audit.record(by=by, what="person.edited", on=by)
    return by


@transaction.atomic
def choose_unit(*, by: Person, unit: Unit) -> None:
    """Work for one of the units at which a role is held. Raises NotAllowed for any other."""
    if not scope_of(by).roles_at(unit):
        raise NotAllowed("Anh/chị không giữ vai trò nào ở đơn vị này.")
    by.chosen_unit = unit
    by.save(update_fields=["chosen_unit"])
    audit.record(by=by, what="person.chose_unit", on=by, unit=unit)


def note(*, by: Person, what: str) -> None:
    """Put into the record what somebody did with the own account through the sign-in pages."""
    audit.record(by=by, what=what, on=by)


@transaction.atomic
def end_session(*, by: Person, session_id: int) -> None:
    """Sign the own account out on another device. Raises NotAllowed for another's session."""
    session = UserSession.objects.filter(user=by, pk=session_id).first()
    if session is None:
        raise NotAllowed("Phiên này không còn, hoặc không phải của anh/chị.")
    session.end()
    audit.record(by=by, what="person.session_ended", on=by)


@transaction.atomic
def end_other_sessions(*, by: Person, keep: str) -> int:
    """Sign the own account out everywhere but in the session with the key `keep`."""
    others = list(UserSession.objects.filter(user=by).exclude(session_key=keep))
    for session in others:
        session.end()
    audit.record(by=by, what="person.sessions_ended", on=by, facts={"count": len(others)})
    return len(others)


def end_all_sessions(*, of: Person) -> None:
    """Part of leaving: whoever is deactivated is signed out on every device."""
    for session in UserSession.objects.filter(user=of):
        session.end()
