"""How long an answer serves: fresh, fetched anew for the popular, old in need."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mangnon.gateway.engine import hotpy, message
from mangnon.gateway.serve import site
from mangnon.gateway.serve.records import read_reply
from tests.gateway.serve.roads import Pupil, road
from tests.gateway.serve.school import Upstream, a, free_port, soa

NAME = "mo-rat-dai.example"
ZONE = {(NAME, message.A): [a(NAME, "192.0.2.7", ttl=100)]}


@pytest.fixture(params=["as it is built", "plain"], autouse=True)
def _speed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiled hot path, where there is one, and the plain one tell the same."""
    if request.param == "plain":
        monkeypatch.setattr(site, "Hot", hotpy.Hot)


async def _asks(pupil: Pupil, moments: list[float]) -> list[int]:
    """The TTLs that are told at these seconds after the first question."""
    began, ttls = pupil.now, []
    for moment in moments:
        pupil.now = began + moment
        [record] = (await pupil.ask(NAME)).answers
        ttls.append(record.ttl)
        await asyncio.sleep(0.05)  # what flies in the background lands
    return ttls


def test_the_popular_is_fetched_anew_before_it_is_over(tmp_path: Path) -> None:
    with Upstream(dict(ZONE)).running() as upstream:
        pupil = Pupil(road(tmp_path, upstream))
        ttls = asyncio.run(_asks(pupil, [0, 50, 91, 92, 93, 101, 180]))
    assert ttls == [100, 50, 9, 8, 99, 91, 12]
    assert len(upstream.seen) == 2


def test_what_is_asked_for_once_near_its_end_is_let_go(tmp_path: Path) -> None:
    with Upstream(dict(ZONE)).running() as upstream:
        pupil = Pupil(road(tmp_path, upstream))
        assert asyncio.run(_asks(pupil, [0, 89, 95])) == [100, 11, 5]
        assert len(upstream.seen) == 1


def test_no_answer_is_told_after_its_end(tmp_path: Path) -> None:
    with Upstream(dict(ZONE)).running() as upstream:
        pupil = Pupil(road(tmp_path, upstream))
        assert asyncio.run(_asks(pupil, [0, 99.9, 100, 120])) == [100, 1, 100, 80]
        assert len(upstream.seen) == 2


def test_what_left_the_hot_path_for_want_of_room_is_not_asked_for_again(tmp_path: Path) -> None:
    async def story(pupil: Pupil) -> list[int]:
        first = await _asks(pupil, [0])
        pupil.road.hot.cache.clear()
        return first + await _asks(pupil, [30, 31])

    with Upstream(dict(ZONE)).running() as upstream:
        assert asyncio.run(story(Pupil(road(tmp_path, upstream)))) == [100, 70, 69]
        assert len(upstream.seen) == 1


def test_old_answers_serve_while_upstreams_are_lost(tmp_path: Path) -> None:
    upstream = Upstream(dict(ZONE), port=free_port())

    async def story(pupil: Pupil) -> list[bytes]:
        with upstream.running():
            await pupil.ask(NAME)
        pupil.now += 101
        old = await pupil.raw(NAME)
        pupil.now += 86_400
        return [old, await pupil.raw(NAME), await pupil.raw("la.example")]

    old, too_old, never_seen = asyncio.run(story(Pupil(road(tmp_path, upstream))))
    assert read_reply(old).answers == (a(NAME, "192.0.2.7", ttl=30),)
    assert "câu trả lời cũ" in old.decode(errors="ignore")
    assert [too_old[3] & 15, never_seen[3] & 15] == [message.SERVFAIL] * 2


def test_fresh_answers_come_back_with_the_upstreams(tmp_path: Path) -> None:
    upstream = Upstream(dict(ZONE), port=free_port())

    async def story(pupil: Pupil) -> list[int]:
        with upstream.running():
            ttls = await _asks(pupil, [0])
        ttls += await _asks(pupil, [101])
        with upstream.running():
            return ttls + await _asks(pupil, [6])

    assert asyncio.run(story(Pupil(road(tmp_path, upstream)))) == [100, 30, 100]


@pytest.mark.parametrize(
    ("ttl", "minimum", "kept"), [(300, 60, 60), (20, 60, 20), (9000, 9000, 3600)]
)
def test_no_such_name_is_kept_as_the_soa_says(
    tmp_path: Path, ttl: int, minimum: int, kept: int
) -> None:
    async def story(pupil: Pupil) -> list[int]:
        counts, began = [], pupil.now
        for moment in (0, kept - 1, kept):
            pupil.now = began + moment
            assert (await pupil.ask("khong-co.example")).rcode == message.NXDOMAIN
            counts.append(len(upstream.seen))
        return counts

    with Upstream(authority=(soa("example", ttl, minimum),)).running() as upstream:
        assert asyncio.run(story(Pupil(road(tmp_path, upstream)))) == [1, 1, 2]


def test_a_safe_twin_is_not_asked_for_each_second(tmp_path: Path) -> None:
    """Even where the upstream says "none" without an SOA, as small forwarders do."""
    twin = "restrict.youtube.com"

    async def story(pupil: Pupil) -> list[int]:
        ttls = []
        for _ in range(20):
            found = await pupil.ask("www.youtube.com")
            ttls.append(found.answers[1].ttl)
            assert len((await pupil.ask("www.youtube.com", message.AAAA)).answers) == 1
            pupil.now += 1
        return ttls

    zone = {(twin, message.A): [a(twin, "192.0.2.31", 120)], (twin, message.AAAA): []}
    with Upstream(zone).running() as upstream:
        ttls = asyncio.run(story(Pupil(road(tmp_path, upstream))))
    assert len(upstream.seen) == 2
    assert ttls == list(range(120, 100, -1))


def test_an_old_twin_serves_while_upstreams_are_lost(tmp_path: Path) -> None:
    twin = "restrict.youtube.com"
    zone = {(twin, message.A): [a(twin, "192.0.2.31", 120)]}
    upstream = Upstream(zone, port=free_port())

    async def story(pupil: Pupil) -> list[int]:
        with upstream.running():
            await pupil.ask("www.youtube.com")
        pupil.now += 121
        return [each.ttl for each in (await pupil.ask("www.youtube.com")).answers]

    assert asyncio.run(story(Pupil(road(tmp_path, upstream)))) == [300, 30]
