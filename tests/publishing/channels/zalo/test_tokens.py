"""A pair of tokens for an old one: what is asked, what each answer means, when it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mangnon.kit import clock
from mangnon.publishing.channels.base import Later, TokenExpired, Tokens
from mangnon.publishing.channels.zalo import CHANNEL, talking
from mangnon.publishing.channels.zalo.tokens import exchange
from tests.publishing.channels.outside import Pocket, zalo_account, zalo_tokens
from tests.publishing.fakes.serving import Fault, Reply
from tests.publishing.fakes.zalo import ZaloFake


def test_a_new_pair_lasts_25_hours_and_90_days(oa: ZaloFake) -> None:
    old, now = zalo_tokens(oa), clock.now()
    new = exchange(old, oa.url)
    assert new.access in oa.accesses
    assert new.refresh in oa.refreshes
    assert new.refresh != old.refresh
    assert new.extra == old.extra
    assert new.access_until is not None
    assert new.refresh_until is not None
    assert round((new.access_until - now) / timedelta(hours=1)) == 25
    assert (new.refresh_until - now).days == 90


@pytest.mark.parametrize("blank", [True, False])
def test_a_token_used_before_means_that_a_person_connects_anew(oa: ZaloFake, blank: bool) -> None:
    oa.blank_when_spent = blank
    old = zalo_tokens(oa)
    exchange(old, oa.url)
    with pytest.raises(TokenExpired, match="Hãy kết nối lại OA"):
        exchange(old, oa.url)


def test_after_three_months_it_is_dead(oa: ZaloFake) -> None:
    old = zalo_tokens(oa)
    oa.days_pass(91)
    with pytest.raises(TokenExpired):
        exchange(old, oa.url)


def test_a_token_known_to_be_dead_is_not_shown_to_zalo(oa: ZaloFake) -> None:
    old = replace(zalo_tokens(oa), refresh_until=clock.now())
    with pytest.raises(TokenExpired):
        exchange(old, oa.url)
    assert oa.asked == []


def test_a_wrong_secret_of_the_application_is_named(oa: ZaloFake) -> None:
    old = replace(zalo_tokens(oa), extra={"app_id": "1", "app_secret": "khac"})
    with pytest.raises(TokenExpired, match="khóa bí mật của ứng dụng"):
        exchange(old, oa.url)
    assert oa.refreshes[old.refresh].given == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault("/access_token"),
        Fault("/access_token", reply=Reply(b"", 502, "text/html")),
        Fault("/access_token", reply=Reply({"error": -32, "error_name": "Too many requests"})),
        Fault("/access_token", reply=Reply({}, 302, headers={"Location": "https://la.example/"})),
    ],
)
def test_what_may_still_come_right_is_asked_later(oa: ZaloFake, fault: Fault) -> None:
    old = zalo_tokens(oa)
    oa.strike(fault)
    with pytest.raises(Later):
        exchange(old, oa.url)
    assert exchange(old, oa.url).access


def test_halfway_through_its_life_an_access_token_is_renewed(oa: ZaloFake) -> None:
    account = zalo_account(oa)
    vault = account.vault
    assert isinstance(vault, Pocket)
    talking.usable(account)
    assert vault.renewed == 0
    vault.tokens = replace(vault.tokens, access_until=clock.now() + timedelta(hours=11))
    talking.usable(account)
    assert vault.renewed == 1


def test_newly_brought_tokens_are_exchanged_at_once_so_that_their_ends_are_known(
    oa: ZaloFake,
) -> None:
    account = zalo_account(oa)
    vault = account.vault
    assert isinstance(vault, Pocket)
    vault.tokens = replace(vault.tokens, access_until=None, refresh_until=None)
    assert talking.usable(account).refresh_until is not None


def test_while_the_access_token_lasts_posts_go_out_without_a_refresh_token(oa: ZaloFake) -> None:
    account = zalo_account(oa)
    vault = account.vault
    assert isinstance(vault, Pocket)
    exchange(vault.tokens, oa.url)  # the pair that came back is lost
    lasts = clock.now() + timedelta(hours=11)
    vault.tokens = replace(vault.tokens, access_until=lasts)
    assert talking.usable(account).access == vault.tokens.access
    vault.tokens = replace(vault.tokens, access_until=clock.now())
    with pytest.raises(TokenExpired):
        talking.usable(account)


def test_an_account_that_posts_nothing_is_kept_alive(oa: ZaloFake) -> None:
    account = zalo_account(oa)
    before: Tokens = account.vault.read()
    assert CHANNEL.keep_alive is not None
    CHANNEL.keep_alive(account)
    assert account.vault.read().refresh != before.refresh
