"""Giving and ending roles, and leaving."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils import timezone

from mangnon.base.audit import api as audit
from mangnon.units.actions.account import end_all_sessions
from mangnon.units.choices import UNIT_KINDS_OF_ROLE, Role, UnitKind
from mangnon.units.models import Person, RoleGrant, Unit
from mangnon.units.perms import can_deactivate, can_end, can_grant, forget_scope, today
from mangnon.units.refusals import Invalid, NotAllowed


def require_grantable(*, by: Person, role: str, unit: Unit) -> None:
    """Raises NotAllowed or Invalid when `by` cannot give this role at this unit."""
    if not can_grant(by, role, unit):
        raise NotAllowed("Anh/chị không được giao vai trò này ở đơn vị này.")
    if not unit.lives:
        raise Invalid(f"{unit.label} đã ngừng hoạt động.", "unit")
    if UnitKind(unit.kind) not in UNIT_KINDS_OF_ROLE[Role(role)]:
        raise Invalid(f"{unit.label} không có vai trò “{Role(role).label}”.", "role")


@transaction.atomic
def grant_role(
    *, by: Person, person: Person, role: str, unit: Unit, valid_to: date | None = None
) -> RoleGrant:
    """Give a role from today. Raises NotAllowed, or Invalid when it is held already."""
    require_grantable(by=by, role=role, unit=unit)
    if not person.is_active:
        raise Invalid("Tài khoản này đã ngừng hoạt động. Hãy gửi lời mời mới.", "person")
    grant = _new_grant(by, person, role, unit, valid_to)
    forget_scope(person)
    audit.record(by=by, what="role.granted", on=person, facts={"role": role}, unit=unit)
    return grant


def _new_grant(
    by: Person | None, person: Person, role: str, unit: Unit, valid_to: date | None
) -> RoleGrant:
    try:
        with transaction.atomic():
            return RoleGrant.objects.create(
                person=person,
                unit=unit,
                role=role,
                granted_by=by,
                valid_from=today(),
                valid_to=valid_to,
            )
    except IntegrityError:
        raise Invalid("Người này đang giữ vai trò đó ở đơn vị này.", "role") from None


@transaction.atomic
def end_role(*, by: Person, grant: RoleGrant, on: date | None = None) -> None:
    """End a role at once, or at the end of a later day. Raises NotAllowed or Invalid."""
    if not can_end(by, grant):
        raise NotAllowed("Anh/chị không được kết thúc vai trò này.")
    if on is not None and on < today():
        raise Invalid("Ngày kết thúc phải từ hôm nay trở đi.", "on")
    ended = {"valid_to": today(), "ended_at": timezone.now()} if on is None else {"valid_to": on}
    if not RoleGrant.objects.filter(pk=grant.pk, ended_at=None).update(**ended):
        raise Invalid("Vai trò này đã kết thúc trước đó.")
    forget_scope(grant.person)
    audit.record(
        by=by,
        what="role.ended",
        on=grant.person,
        facts={"role": grant.role, "on": on or today()},
        unit=grant.unit,
    )


@transaction.atomic
def deactivate_person(*, by: Person, person: Person) -> None:
    """Somebody leaves: every role ends, every session closes, the account opens nothing more."""
    if not can_deactivate(by, person):
        raise NotAllowed("Anh/chị không được ngừng tài khoản này.")
    if not Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        raise Invalid("Tài khoản này đã ngừng hoạt động.")
    ended = RoleGrant.objects.on(today()).filter(person=person)
    count = ended.update(valid_to=today(), ended_at=timezone.now())
    end_all_sessions(of=person)
    person.is_active = False
    forget_scope(person)
    audit.record(by=by, what="person.deactivated", on=person, facts={"roles": count})


@transaction.atomic
def reset_second_factor(*, by: Person, person: Person) -> None:
    """Somebody lost phone and codes: the next sign-in sets up a new second factor.

    The password stays the person's own, so this lets nobody else in. Whoever may close the account
    may do it, after making sure by voice who asks.
    """
    if not can_deactivate(by, person):
        raise NotAllowed("Anh/chị không được đặt lại xác thực hai lớp của người này.")
    count, _ = Authenticator.objects.filter(user=person).delete()
    if not count:
        raise Invalid("Người này chưa bật xác thực hai lớp.")
    end_all_sessions(of=person)
    audit.record(by=by, what="person.second_factor_reset", on=person)
