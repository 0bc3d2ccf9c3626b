"""What the link tells when things go wrong, and that it never tells it too often."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from mangnon.gateway.link import force, memory, reporting, spool
from mangnon.gateway.link.backoff import Backoff
from mangnon.gateway.link.delivering import Places
from mangnon.gateway.link.desk import Desk, Filter
from mangnon.gateway.link.listening import Listener
from mangnon.gateway.link.memory import Enrolled, Followed
from mangnon.gateway.link.reporting import Reporter
from mangnon.gateway.link.talking import Answer, Away, Refused

IDENT = "0f0e0d0c-0b0a-4908-8706-050403020100"


@dataclass
class Platform:
    """Takes reports. clock: how far it is ahead of this machine."""

    reports: list[Mapping[str, Any]] = field(default_factory=list)
    wrong: Exception | None = None
    ahead: timedelta = timedelta()
    taken: dict[str, Any] = field(default_factory=dict)

    def ask(self, path: str, *, said: Mapping[str, Any] | None = None, **_: Any) -> Answer:
        assert path == "/bo-loc/may/bao-cao"
        assert said is not None
        self.reports.append(said)
        if self.wrong:
            raise self.wrong
        date = format_datetime(datetime.now(UTC) + self.ahead, usegmt=True)
        return Answer(200, {"date": date}, json.dumps(self.taken).encode())


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
def reporter(platform: Platform, tmp_path: Path) -> Reporter:
    who = Enrolled("https://tinh.example", "t", "00", "g", 7, "")
    desk = Desk(Filter(Places(tmp_path / "b", tmp_path / "p", tmp_path / "state")), who)
    desk.__dict__["talker"] = platform
    desk.state.mkdir()
    return Reporter(desk, Listener(desk))


def in_force(state: Path, plan: int) -> None:
    memory.put(state / "good" / "plan.json", json.dumps({"revision": plan}).encode())
    memory.put(state / "good" / "manifest.json", b'{"number": 3}')


def troubles(platform: Platform) -> list[str]:
    return [each["words"] for each in platform.reports[-1]["troubles"]]


def test_what_is_in_force_is_told_at_once_and_then_once_a_minute(
    reporter: Reporter, platform: Platform
) -> None:
    in_force(reporter.desk.state, 12)
    reporter.look()
    reporter.look()
    assert [(each["plan"], each["bundle"]) for each in platform.reports] == [(12, 3)]

    in_force(reporter.desk.state, 13)
    reporter.look()
    assert platform.reports[-1]["plan"] == 13


def test_an_ask_does_not_wait_for_the_minute_and_is_not_told_again_and_again(
    reporter: Reporter, platform: Platform
) -> None:
    reporter.look()
    ask = {"id": IDENT, "name": "a.example", "group": "thcs", "category": "games"}
    ask["at"] = "2026-11-27T04:58+00:00"
    memory.put(reporter.desk.state / "asks" / "a.json", json.dumps(ask).encode())

    reporter.look()
    reporter.look()
    assert [len(each["asks"]) for each in platform.reports] == [0, 1]
    assert len(spool.names(reporter.desk.state)) == 1

    platform.taken = {"asks": [IDENT]}
    reporter.report()
    assert spool.names(reporter.desk.state) == frozenset()


def test_a_clock_that_is_wrong_is_told_in_the_next_report(
    reporter: Reporter, platform: Platform
) -> None:
    platform.ahead = timedelta(hours=2)
    reporter.report()
    reporter.report()

    assert abs(platform.reports[-1]["skew_s"] + 7200) <= 2
    assert any("đồng hồ của máy lọc lệch -7" in each for each in troubles(platform))


def test_a_plan_that_the_filter_does_not_take_is_told_after_a_while(
    reporter: Reporter, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_force(reporter.desk.state, 12)
    memory.keep_followed(reporter.desk.state, Followed(13, 3))
    reporter.report()
    assert troubles(platform) == []

    monkeypatch.setattr(reporting, "ADOPTING_S", -1.0)
    reporter.report()
    assert troubles(platform) == ["bộ lọc không nhận quy tắc bản 13, gói 3"]

    in_force(reporter.desk.state, 13)
    reporter.report()
    assert troubles(platform) == []


def test_a_full_disk_and_lost_resolvers_are_told(
    reporter: Reporter, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(force, "disk_is_full", lambda state: True)
    monkeypatch.setattr(force, "any_answers", lambda upstreams: False)
    monkeypatch.setattr(reporting, "REPORT_S", 0.0)
    reporter.desk.filter = Filter(reporter.desk.filter.places, None, (("192.0.2.1", 53),))

    reporter.report()
    assert troubles(platform) == ["đĩa của máy lọc sắp đầy"]
    reporter.report()
    assert "không máy chủ DNS phía trên nào trả lời" in troubles(platform)


def test_a_platform_that_is_away_is_not_hammered(
    reporter: Reporter, platform: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    platform.wrong = Away("không nối được")
    for _ in range(50):
        reporter.look()

    assert len(platform.reports) == 1
    assert memory.standing(reporter.desk.state).state == "away"
    assert caplog.text.count("không nối được") == 1


def test_one_that_was_sent_off_says_so_and_keeps_what_it_has(
    reporter: Reporter, platform: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    in_force(reporter.desk.state, 12)
    platform.wrong = Refused(403, "máy lọc đã bị thu hồi", revoked=True)

    reporter.look()

    assert "vẫn lọc theo quy tắc nhận lần cuối" in caplog.text
    assert memory.standing(reporter.desk.state).state == "revoked"
    assert (reporter.desk.state / "good" / "plan.json").exists()


def test_a_check_from_inside_goes_with_the_next_report(
    reporter: Reporter, platform: Platform
) -> None:
    spool.keep_doctor(reporter.desk.state, b'{"checks": []}')
    platform.taken = {"doctor": True}

    reporter.report()
    reporter.report()

    assert [each["doctor"] for each in platform.reports] == [{"checks": []}, {}]


def test_waiting_grows_to_a_minute_and_is_never_the_same_for_all() -> None:
    first, fourth, last = (Backoff(failures).next() for failures in (0, 3, 10))

    assert 0.5 <= first <= 1
    assert 4 <= fourth <= 8
    assert 30 <= last <= 60
    assert len({Backoff(10).next() for _ in range(20)}) > 10
