"""From the row of an account to what a channel is handed."""

from __future__ import annotations

from django.conf import settings

from mangnon.publishing.channels.base import Account
from mangnon.publishing.models import ChannelAccount
from mangnon.publishing.vault import RowVault


def account_of(row: ChannelAccount | None) -> Account | None:
    if row is None:
        return None
    base = settings.CHANNELS_AT.get(row.channel, "")
    return Account(row.name, row.outside_id, RowVault(row.pk), base)
