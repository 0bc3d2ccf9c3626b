"""Accounts on channels: connected with tokens that a person brings, disconnected, looked after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from mangnon.base.audit.api import record
from mangnon.base.notices.api import Message, tell_many
from mangnon.kit import clock
from mangnon.publishing import vault
from mangnon.publishing.accounts import account_of
from mangnon.publishing.channels import channels
from mangnon.publishing.channels.base import Later, Refused, TokenExpired, Tokens
from mangnon.publishing.choices import BEGUN
from mangnon.publishing.models import ChannelAccount, Post
from mangnon.publishing.perms import PUBLISHERS, can_connect
from mangnon.publishing.refusals import Conflict, Invalid, NotAllowed
from mangnon.units.api import Person, Unit, people_at

ALARM = timedelta(days=14)  # before a token that only a person can bring again runs out
FRESH = timedelta(days=60)  # a token that lasts longer is left in peace
_OWN = ("access", "refresh")


@transaction.atomic
def connect(
    *,
    by: Person,
    unit: Unit,
    channel: str,
    name: str,
    outside_id: str,
    given: Mapping[str, str],
    refresh_until: datetime | None = None,
) -> ChannelAccount:
    """Connect an account, or bring new tokens for one that is. `given`: the channel's fields.

    Raises NotAllowed, Invalid; Conflict when another unit has connected it.
    """
    if not can_connect(by, unit):
        raise NotAllowed(f"Anh/chị không kết nối tài khoản thay {unit.name}.")
    asked = channels()[channel].accounts if channel in channels() else {}
    missing = [field for field in asked if not given.get(field, "").strip()]
    if not asked or missing or not name.strip() or not outside_id.strip():
        raise Invalid("Hãy điền đủ các ô.", missing[0] if missing else "name")
    row = _row(by, unit, channel, name.strip()[:120], outside_id.strip()[:120])
    extra = {field: given[field].strip() for field in asked if field not in _OWN}
    own = {field: given.get(field, "").strip() for field in _OWN}
    vault.keep(row.pk, Tokens(own["access"], own["refresh"], None, refresh_until, extra))
    record(by=by, what="account.connected", on=row, unit=unit.pk, facts={"channel": channel})
    waiting = Post.objects.filter(account=row, state__in=[*BEGUN], next_try_at__gt=clock.now())
    waiting.filter(due_at__lte=clock.now()).update(next_try_at=clock.now())
    row.refresh_from_db()
    return row


def _row(by: Person, unit: Unit, channel: str, name: str, outside_id: str) -> ChannelAccount:
    there = ChannelAccount.objects.filter(channel=channel, outside_id=outside_id, closed_at=None)
    row = there.first()
    if row and row.unit_id != unit.pk:
        raise Conflict("Tài khoản này đã được một đơn vị khác kết nối.")
    if row:
        there.update(name=name, connected_by=by, connected_at=clock.now())
        return row
    try:
        with transaction.atomic():
            return ChannelAccount.objects.create(
                unit=unit, channel=channel, name=name, outside_id=outside_id, connected_by=by
            )
    except IntegrityError as twice:
        raise Conflict("Tài khoản này vừa được kết nối.") from twice


@transaction.atomic
def disconnect(*, account: ChannelAccount, by: Person) -> None:
    """Its tokens go at once; posts that wait for it are tried by nobody and fail."""
    if not can_connect(by, account.unit):
        raise NotAllowed("Anh/chị không ngắt được tài khoản này.")
    rows = ChannelAccount.objects.filter(pk=account.pk, closed_at=None)
    if rows.update(closed_at=clock.now(), sealed=None) != 1:
        raise Conflict("Tài khoản này đã được ngắt.")
    record(by=by, what="account.disconnected", on=account, unit=account.unit_id)


def keep_alive(now: datetime) -> int:
    """New tokens for accounts that post so little that theirs would run out. What a channel no
    longer takes is told at once, not with the next post. How many were renewed."""
    rows = ChannelAccount.objects.filter(closed_at=None, problem="").select_related("unit")
    old = rows.filter(Q(refresh_until=None) | Q(refresh_until__lt=now + FRESH))
    renewing = [name for name, channel in channels().items() if channel.keep_alive]
    return sum(_kept_alive(row) for row in old.filter(channel__in=renewing))


def _kept_alive(row: ChannelAccount) -> bool:
    renew, account = channels()[row.channel].keep_alive, account_of(row)
    if renew is None or account is None:
        return False
    try:
        renew(account)
    except TokenExpired as why:
        ChannelAccount.objects.filter(pk=row.pk).update(problem=str(why)[:300])
        _tell(row, "account_lost", {"account": row, "words": str(why)})
        return False
    except (Later, Refused):  # tomorrow is early enough
        return False
    return True


def sound_alarms(now: datetime) -> int:
    """Tell those who publish of accounts whose tokens end within 14 days. Once a token."""
    ending = ChannelAccount.objects.filter(
        closed_at=None, refresh_until__isnull=False, refresh_until__lt=now + ALARM
    ).select_related("unit")
    for row in ending:
        _tell(row, "account_ending", {"account": row, "until": row.refresh_until})
    return len(ending)


def _tell(row: ChannelAccount, template: str, context: dict[str, Any]) -> None:
    """Those who publish for its unit, once for these tokens."""
    link = reverse("channel_accounts")
    tell_many(
        Message(
            template,
            f"{template}:{row.pk}:{row.version}:{person.pk}",
            person.email,
            person.pk,
            context,
            link,
        )
        for person in people_at(row.unit, PUBLISHERS)
    )
