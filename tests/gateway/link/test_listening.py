"""Waiting for news: at the hub while it is there, else at the platform, and never in a hurry."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mangnon.gateway.link import listening, memory
from mangnon.gateway.link.delivering import NotTaken, Places
from mangnon.gateway.link.desk import Desk, Filter
from mangnon.gateway.link.listening import HUB_AGAIN_S, POLL_S, Listener
from mangnon.gateway.link.memory import Enrolled, Followed
from mangnon.gateway.link.talking import Answer, Away, Refused

HUB, CURRENT = "http://tinh.example:8054/bo-loc/cho/", "/bo-loc/may/hien-hanh"


@dataclass
class Platform:
    """Says what is newest; hub: what the hub answers, or how it fails."""

    plan: int = 1
    bundle: int = 1
    hub: Callable[[], Answer] = lambda: Answer(204)
    platform: Callable[[], None] = lambda: None
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def ask(self, path: str, *, headers: Mapping[str, str] | None = None, **_: Any) -> Answer:
        self.asked.append((path, headers or {}))
        if path.startswith(HUB):
            return self.hub()
        self.platform()
        etag = f'"{self.plan}-{self.bundle}"'
        if (headers or {}).get("If-None-Match") == etag:
            return Answer(304, {"etag": etag})
        return Answer(200, {"etag": etag}, self.news())

    def news(self, **more: object) -> bytes:
        return json.dumps({"plan": self.plan, "bundle": self.bundle, "hub": HUB, **more}).encode()

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@dataclass
class Delivery:
    """Takes whatever is newest. wrong: why it takes nothing."""

    platform: Platform
    followed: Followed = field(default_factory=Followed)
    wrong: str = ""

    def take_plan(self) -> None:
        if self.wrong:
            raise NotTaken(self.wrong)
        self.followed = Followed(self.platform.plan, self.followed.bundle)

    def take_bundle(self) -> None:
        self.followed = Followed(self.followed.plan, self.platform.bundle)


@dataclass
class Clock:
    now: float = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(listening, "time", clock)
    return clock


@pytest.fixture
def listener(platform: Platform, clock: Clock, tmp_path: Path) -> Listener:
    who = Enrolled("https://tinh.example", "t", "00", "g", 7, HUB)
    desk = Desk(Filter(Places(tmp_path / "b", tmp_path / "p", tmp_path / "state")), who)
    desk.__dict__ |= {"talker": platform, "delivery": Delivery(platform)}
    return Listener(desk)


def followed(listener: Listener) -> Followed:
    return listener.desk.delivery.followed


def test_it_begins_at_the_platform_and_then_waits_at_the_hub(
    listener: Listener, platform: Platform
) -> None:
    assert listener.once() == 0.0
    assert followed(listener) == Followed(1, 1)
    platform.hub = lambda: Answer(200, {}, platform.news())
    platform.plan = 2

    assert listener.once() == 0.0

    assert followed(listener) == Followed(2, 1)
    assert platform.paths == [CURRENT, f"{HUB}?site=7&plan=1&bundle=1"]
    assert memory.standing(listener.desk.state).state == "well"


def test_without_a_hub_the_platform_is_asked_each_five_seconds_for_what_changed(
    listener: Listener, platform: Platform, clock: Clock
) -> None:
    def away() -> Answer:
        raise Away("không nối được")

    platform.hub = away
    listener.once()
    platform.asked.clear()

    assert listener.once() == POLL_S
    clock.now += POLL_S
    assert listener.once() == POLL_S
    assert platform.asked == [
        (f"{HUB}?site=7&plan=1&bundle=1", {}),
        (CURRENT, {"If-None-Match": '"1-1"'}),
        (CURRENT, {"If-None-Match": '"1-1"'}),
    ]
    platform.plan = 2
    listener.once()
    assert followed(listener) == Followed(2, 1)
    clock.now += HUB_AGAIN_S
    platform.hub = lambda: Answer(204)
    assert listener.once() == 0.0


def test_what_could_not_be_taken_is_asked_for_again_though_nothing_changed(
    listener: Listener, platform: Platform
) -> None:
    delivery: Any = listener.desk.delivery
    delivery.wrong = "ký bằng khóa khác"
    assert listener.once() >= 0.5
    assert "ký bằng khóa khác" in listener.wrong

    delivery.wrong = ""
    listener._met = False  # as after a restart of the process
    listener.once()

    assert platform.asked[-1] == (CURRENT, {})
    assert followed(listener) == Followed(1, 1)
    assert listener.wrong == ""


def test_a_hub_that_tells_of_what_is_not_there_is_not_asked_at_once_again(
    listener: Listener, platform: Platform
) -> None:
    listener.once()
    platform.hub = lambda: Answer(200, {}, json.dumps({"plan": 1, "bundle": 1}).encode())

    assert listener.once() == POLL_S


def test_an_older_plan_is_no_news(listener: Listener, platform: Platform) -> None:
    platform.plan = 5
    listener.once()
    platform.plan = 3
    platform.hub = lambda: Answer(200, {}, platform.news())
    listener.once()

    assert followed(listener) == Followed(5, 1)


def test_one_of_many_waits_for_its_turn(
    listener: Listener, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener.once()
    waited: list[float] = []
    monkeypatch.setattr(listener.desk.stop, "wait", waited.append)
    platform.plan = 2
    platform.hub = lambda: Answer(200, {}, platform.news(spread=20))

    listener.once()

    assert len(waited) == 1
    assert 0 <= waited[0] <= 20


def test_one_that_was_sent_off_asks_less_and_less_often(
    listener: Listener, platform: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    def revoked() -> None:
        raise Refused(403, "máy lọc đã bị thu hồi", revoked=True)

    platform.platform = revoked

    waits = [listener.once() for _ in range(8)]

    assert waits[-1] >= 30
    assert memory.standing(listener.desk.state).state == "revoked"
    assert caplog.text.count("vẫn lọc theo quy tắc nhận lần cuối") == 1


def test_a_sign_in_page_of_a_hotel_is_not_the_platform(
    listener: Listener, platform: Platform
) -> None:
    def page() -> None:
        Answer(200, {}, b"<html>").json()

    platform.platform = page

    assert listener.once() >= 0.5
    assert "không phải của nền tảng" in memory.standing(listener.desk.state).words
