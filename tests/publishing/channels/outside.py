"""Accounts of fake servers: tokens in memory for what is about posts, and who they belong to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from mangnon.kit import clock
from mangnon.publishing.channels.base import Account, Tokens
from tests.publishing.fakes import facebook, zalo
from tests.publishing.fakes.facebook import FacebookFake
from tests.publishing.fakes.zalo import ZaloFake


@dataclass
class Pocket:
    """A vault of one process."""

    tokens: Tokens
    renewed: int = 0

    def read(self) -> Tokens:
        return self.tokens

    def renew(self, seen: Tokens, exchange: Callable[[Tokens], Tokens]) -> Tokens:
        self.tokens, self.renewed = exchange(self.tokens), self.renewed + 1
        return self.tokens


def zalo_tokens(fake: ZaloFake) -> Tokens:
    access, refresh = fake.grant()
    extra = {"app_id": zalo.APP_ID, "app_secret": zalo.APP_SECRET}
    now = clock.now()
    return Tokens(access, refresh, now + timedelta(hours=25), now + timedelta(days=90), extra)


def zalo_account(fake: ZaloFake) -> Account:
    return Account("Sở Y tế Quảng Ngãi", zalo.OA_ID, Pocket(zalo_tokens(fake)), fake.url)


def page_account(fake: FacebookFake) -> Account:
    tokens = Tokens(fake.grant(), extra={"app_secret": facebook.APP_SECRET})
    return Account("Sở Y tế Quảng Ngãi", facebook.PAGE_ID, Pocket(tokens), fake.url)
