"""A refresh token that is taken once: renewed by two workers, killed at every step, none lost.

The long run is `python -m tests.publishing.channels.zalo.rotating`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from mangnon.base.notices.models import Notice
from mangnon.kit import clock
from mangnon.publishing import journal, vault
from mangnon.publishing.actions.connecting import keep_alive, sound_alarms
from mangnon.publishing.channels.base import Later, TokenExpired, Tokens
from mangnon.publishing.channels.zalo.tokens import exchange
from mangnon.publishing.models import ChannelAccount
from mangnon.publishing.vault import RowVault
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.base.database import database_url
from tests.cast import make_person, make_province
from tests.publishing.channels.outside import zalo_tokens
from tests.publishing.channels.zalo import rotating
from tests.publishing.fakes.serving import Fault
from tests.publishing.fakes.zalo import OA_ID, ZaloFake


@pytest.fixture
def nga(db: None) -> Person:
    return make_person(Role.EDITOR, make_province().health, name="Nga")


@pytest.fixture
def row(nga: Person, oa: ZaloFake) -> ChannelAccount:
    grant = nga.grants.get()
    made = ChannelAccount.objects.create(
        unit=grant.unit, channel="zalo", name="OA Sở Y tế", outside_id=OA_ID
    )
    vault.keep(made.pk, zalo_tokens(oa))
    made.refresh_from_db()
    return made


@pytest.fixture
def fresh(oa: ZaloFake) -> Callable[[Tokens], Tokens]:
    return partial(exchange, base=oa.url)


@pytest.fixture(autouse=True)
def _at_loopback(oa: ZaloFake, settings: Any) -> None:
    settings.CHANNELS_AT = {"zalo": oa.url}


def dies(*_: object) -> None:
    raise KeyboardInterrupt


def test_whoever_comes_second_gets_what_the_first_brought(
    row: ChannelAccount, oa: ZaloFake, fresh: Callable[[Tokens], Tokens]
) -> None:
    first, second = RowVault(row.pk), RowVault(row.pk)
    seen = first.read()
    brought = first.renew(seen, fresh)
    assert second.renew(seen, fresh) == brought == second.read()
    assert len(oa.asked) == 1


def test_an_answer_left_by_a_dead_process_is_found(
    row: ChannelAccount,
    oa: ZaloFake,
    fresh: Callable[[Tokens], Tokens],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = RowVault(row.pk)
    seen = mine.read()
    with monkeypatch.context() as dying:
        dying.setattr(vault, "_put", dies)
        with pytest.raises(KeyboardInterrupt):
            mine.renew(seen, fresh)
    kept = journal.kept(row.pk, row.version)
    assert kept is not None
    assert seen.refresh.encode() not in kept
    assert not any(token.encode() in kept for token in oa.refreshes)  # sealed
    found = mine.read()
    assert found.refresh in oa.refreshes
    assert found.refresh != seen.refresh
    assert mine.renew(found, fresh).access in oa.accesses
    assert oa.used_again() == []


def test_a_full_disk_loses_nothing(
    row: ChannelAccount, fresh: Callable[[Tokens], Tokens], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal, "keep", full)
    mine = RowVault(row.pk)
    brought = mine.renew(mine.read(), fresh)
    assert mine.read() == brought


def test_a_lost_answer_is_told_and_the_token_is_not_shown_a_third_time(
    row: ChannelAccount, nga: Person, oa: ZaloFake, fresh: Callable[[Tokens], Tokens]
) -> None:
    mine = RowVault(row.pk)
    spent = mine.read()
    oa.strike(Fault("/access_token", after=True))  # taken, and the answer is nowhere
    with pytest.raises(Later):
        mine.renew(spent, fresh)
    for _ in range(3):
        with pytest.raises(TokenExpired, match="Hãy kết nối lại OA"):
            mine.renew(spent, fresh)
    assert oa.refreshes[spent.refresh].given == ["taken", "spent"]
    row.refresh_from_db()
    assert row.problem == "Zalo không nhận mã đổi (refresh token) nữa. Hãy kết nối lại OA."
    sound_alarms(clock.now())
    assert Notice.objects.filter(person_id=str(nga.pk)).count() == 1
    vault.keep(row.pk, zalo_tokens(oa))  # a person connects it anew
    assert mine.renew(mine.read(), fresh).access in oa.accesses
    row.refresh_from_db()
    assert row.problem == ""


def test_what_a_person_brings_meanwhile_stands(
    row: ChannelAccount, oa: ZaloFake, fresh: Callable[[Tokens], Tokens]
) -> None:
    mine, brought = RowVault(row.pk), zalo_tokens(oa)

    def slowly(old: Tokens) -> Tokens:
        new = fresh(old)
        vault.keep(row.pk, brought)
        return new

    assert mine.renew(mine.read(), slowly) == brought == mine.read()


def test_an_account_disconnected_meanwhile_stays_so(
    row: ChannelAccount, fresh: Callable[[Tokens], Tokens]
) -> None:
    mine = RowVault(row.pk)

    def slowly(old: Tokens) -> Tokens:
        ChannelAccount.objects.filter(pk=row.pk).update(closed_at=clock.now(), sealed=None)
        return fresh(old)

    with pytest.raises(TokenExpired, match="đã ngắt"):
        mine.renew(mine.read(), slowly)


def test_another_machine_waits_until_the_first_has_had_time_to_find_its_answer(
    row: ChannelAccount,
    oa: ZaloFake,
    fresh: Callable[[Tokens], Tokens],
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = RowVault(row.pk)
    seen = mine.read()
    with monkeypatch.context() as dying:
        dying.setattr(vault, "_put", dies)
        with pytest.raises(KeyboardInterrupt):
            mine.renew(seen, fresh)
    first_machine, settings.DATA_DIR = settings.DATA_DIR, tmp_path / "may-khac"
    settings.DATA_DIR.mkdir()
    copy(first_machine / "khoa-tin-bao", settings.DATA_DIR)  # the key of the installation
    with pytest.raises(Later, match="Một máy khác"):
        RowVault(row.pk).renew(seen, fresh)
    settings.DATA_DIR = first_machine
    assert mine.read().refresh != seen.refresh
    assert oa.used_again() == []


def test_an_account_that_posts_little_is_renewed_in_time(row: ChannelAccount, oa: ZaloFake) -> None:
    assert keep_alive(clock.now()) == 0  # 90 days are left
    old = replace(zalo_tokens(oa), refresh_until=clock.now() + timedelta(days=59))
    vault.keep(row.pk, old)
    assert keep_alive(clock.now()) == 1
    row.refresh_from_db()
    assert row.refresh_until is not None
    assert (row.refresh_until - clock.now()).days >= 89


def test_an_account_that_cannot_be_kept_alive_is_told_at_once(
    row: ChannelAccount, nga: Person, oa: ZaloFake
) -> None:
    vault.keep(row.pk, replace(zalo_tokens(oa), refresh="rt-khong-co", refresh_until=None))
    assert keep_alive(clock.now()) == 0
    told = Notice.objects.get(person_id=str(nga.pk))
    assert told.subject == "Cần kết nối lại: OA Sở Y tế"


def test_fourteen_days_before_the_end_those_who_publish_are_told_once(
    row: ChannelAccount, nga: Person
) -> None:
    now = clock.now()
    ChannelAccount.objects.filter(pk=row.pk).update(refresh_until=now + timedelta(days=15))
    assert sound_alarms(now) == 0
    assert sound_alarms(now + timedelta(days=2)) == 1
    assert sound_alarms(now + timedelta(days=3)) == 1
    told = Notice.objects.get(person_id=str(nga.pk))
    assert told.subject == "Sắp hết hạn kết nối: OA Sở Y tế"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_killed_at_every_step_lose_only_what_nobody_could_keep(tmp_path: Path) -> None:
    unit = make_province().health
    found = rotating.run(tmp_path, database_url(), unit, rotations=100)
    assert found["holds"], found
    assert found["kills"] > 20
    assert found["shown in vain"] == found["killed in the gap"] > 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_anywhere_else_they_lose_nothing(tmp_path: Path) -> None:
    unit = make_province().health
    found = rotating.run(tmp_path, database_url(), unit, rotations=60, lottery="kept", seed=7)
    assert found["holds"], found
    assert (found["lost"], found["shown in vain"]) == (0, 0)
    assert found["kills"] > 10
