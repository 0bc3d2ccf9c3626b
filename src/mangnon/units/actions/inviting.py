"""Invitations: the only way in. Nobody sets another person's password."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from mangnon.base.audit import api as audit
from mangnon.base.notices import api as notices
from mangnon.units.actions.roles import require_grantable
from mangnon.units.choices import Role
from mangnon.units.models import Invitation, Person, RoleGrant, Unit
from mangnon.units.perms import can_withdraw, today
from mangnon.units.queries import digest_of
from mangnon.units.refusals import Invalid, NotAllowed

LASTS = timedelta(days=7)


@transaction.atomic
def invite(
    *, by: Person, email: str, full_name: str, position: str, role: str, unit: Unit
) -> Invitation:
    """Send somebody a link, good once within seven days. An older open one is withdrawn.

    Raises NotAllowed, or Invalid when the address already has an account.
    """
    require_grantable(by=by, role=role, unit=unit)
    email = email.strip().lower()
    if Person.objects.filter(email=email, is_active=True).exists():
        raise Invalid("Địa chỉ này đã có tài khoản. Hãy giao vai trò cho tài khoản đó.", "email")
    return _send(
        by,
        Invitation(email=email, full_name=full_name, position=position, role=role, unit=unit),
    )


@transaction.atomic
def invite_first_officer(*, email: str, full_name: str, unit: Unit) -> str:
    """The first account of an installation, by the command line. Returns the link."""
    if RoleGrant.objects.on(today()).filter(
        role=Role.PROVINCIAL_OFFICER, person__is_active=True, person__is_demo=False
    ):
        raise NotAllowed("Đã có cán bộ đầu mối cấp tỉnh: hãy nhờ người đó mời.")
    secret = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=email.lower(), full_name=full_name, role=Role.PROVINCIAL_OFFICER, unit=unit
    )
    _keep(None, invitation, secret)
    return link_of(secret)


def _send(by: Person, invitation: Invitation) -> Invitation:
    secret = secrets.token_urlsafe(32)
    _keep(by, invitation, secret)
    notices.tell(
        template="units_invitation",
        to=invitation.email,
        context={"invitation": invitation, "by": by, "url": link_of(secret)},
        key=f"invitation:{invitation.pk}",
    )
    return invitation


def _keep(by: Person | None, invitation: Invitation, secret: str) -> None:
    Invitation.objects.open().filter(
        email=invitation.email, unit=invitation.unit, role=invitation.role
    ).update(withdrawn_at=timezone.now())
    invitation.digest = digest_of(secret)
    invitation.invited_by = by
    invitation.expires_at = timezone.now() + LASTS
    invitation.save(force_insert=True)
    audit.record(
        by=by,
        what="invitation.sent",
        on=invitation,
        facts={"role": invitation.role},
        unit=invitation.unit,
    )


def link_of(secret: str) -> str:
    return settings.PUBLIC_URL + reverse("account_accept_invitation", args=[secret])


@transaction.atomic
def withdraw_invitation(*, by: Person, invitation: Invitation) -> None:
    """Make a link useless. Raises NotAllowed, or Invalid when it was used or withdrawn."""
    if not can_withdraw(by, invitation):
        raise NotAllowed("Anh/chị không được rút lời mời này.")
    if not Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=timezone.now()):
        raise Invalid("Lời mời này không còn hiệu lực.")
    audit.record(by=by, what="invitation.withdrawn", on=invitation, unit=invitation.unit)


@transaction.atomic
def accept_invitation(*, secret: str, full_name: str, password: str) -> Person:
    """Open the account with the own name and password, and take the role.

    Raises Invalid when the link was used, withdrawn or is too old. A deactivated account of the
    same address is opened again with the new password.
    """
    invitation = Invitation.objects.open().filter(digest=digest_of(secret)).first()
    taken = Invitation.objects.open().filter(digest=digest_of(secret))
    if invitation is None or not taken.update(accepted_at=timezone.now()):
        raise Invalid("Liên kết này đã dùng, đã rút hoặc đã quá hạn. Hãy xin lời mời mới.")
    person = _opened(invitation, full_name, password)
    RoleGrant.objects.create(
        person=person,
        unit=invitation.unit,
        role=invitation.role,
        granted_by=invitation.invited_by,
        valid_from=today(),
    )
    audit.record(
        by=person,
        what="invitation.accepted",
        on=invitation,
        facts={"role": invitation.role},
        unit=invitation.unit,
    )
    return person


def _opened(invitation: Invitation, full_name: str, password: str) -> Person:
    person = Person.objects.filter(email=invitation.email).first()
    if person is not None and person.is_active:
        raise Invalid("Địa chỉ này đã có tài khoản. Hãy đăng nhập.")
    person = person or Person(email=invitation.email)
    person.full_name, person.position = full_name, invitation.position
    person.is_active = True
    # Who was invited from the command line keeps the system as well.
    first = invitation.invited_by_id is None and invitation.role == Role.PROVINCIAL_OFFICER
    person.is_staff = person.is_staff or first
    person.set_password(password)
    person.save()
    return person
