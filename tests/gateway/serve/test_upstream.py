"""Upstreams: what is believed of them, and what happens without them."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.gateway.engine import message, names
from mangnon.gateway.serve import config
from mangnon.gateway.serve.asking import Asked
from mangnon.gateway.serve.lines import Datagrams
from mangnon.gateway.serve.records import read_reply
from mangnon.gateway.serve.road import MOST_FLYING, Road, odd
from mangnon.gateway.serve.upstream import AllLost, Upstreams
from tests.gateway.serve.roads import PUPIL, road
from tests.gateway.serve.school import Upstream, a, free_port, query

NAME = "mo-rat-dai.example"
ASKED = Asked(names.wire(NAME.encode()), message.A)
ZONE = {(NAME, message.A): [a(NAME, "192.0.2.7")]}


def at(upstream: Upstream) -> config.Upstream:
    return config.Upstream("127.0.0.1", upstream.port)


def test_letters_are_tossed_and_must_come_back() -> None:
    with Upstream(dict(ZONE)).running() as upstream:
        replies = [asyncio.run(Datagrams(at(upstream)).ask(ASKED)) for _ in range(4)]
    assert {reply.answers for reply in replies} == {(a(NAME, "192.0.2.7"),)}
    assert len({name for name, _, _ in upstream.seen}) == 4
    assert {name.lower() for name, _, _ in upstream.seen} == {ASKED.name}
    assert {protocol for _, _, protocol in upstream.seen} == {"udp"}


def test_an_answer_with_other_letters_is_asked_for_by_tcp() -> None:
    def lower(packet: bytes, answer: bytes) -> bytes:
        return (
            answer[:12] + answer[12 : 12 + len(ASKED.name)].lower() + answer[12 + len(ASKED.name) :]
        )

    with Upstream(dict(ZONE), udp=lower).running() as upstream:
        assert asyncio.run(Datagrams(at(upstream)).ask(ASKED)).answers
    assert [protocol for _, _, protocol in upstream.seen] == ["udp", "tcp"]


def test_a_cut_answer_is_asked_for_by_tcp() -> None:
    def cut(packet: bytes, answer: bytes) -> bytes:
        return answer[:2] + bytes([answer[2] | 2]) + answer[3:40]

    with Upstream(dict(ZONE), udp=cut).running() as upstream:
        assert asyncio.run(Datagrams(at(upstream)).ask(ASKED)).answers
    assert [protocol for _, _, protocol in upstream.seen] == ["udp", "tcp"]


@pytest.mark.parametrize(
    "forged",
    [
        lambda packet, answer: bytes([answer[0] ^ 1]) + answer[1:],
        lambda packet, answer: answer[:13] + b"z" + answer[14:],
        lambda packet, answer: answer[:5] + b"\0" + answer[6:],
    ],
    ids=["other id", "other name", "no question"],
)
def test_a_forged_answer_is_not_listened_to(forged: object) -> None:
    with (
        Upstream(dict(ZONE), udp=forged).running() as upstream,  # type: ignore[arg-type]
        pytest.raises(AllLost),
    ):
        asyncio.run(Upstreams((at(upstream),), 0.2).ask(ASKED))


def test_the_next_is_asked_when_the_first_is_lost_and_the_lost_one_rests() -> None:
    async def story(upstreams: Upstreams) -> list[int]:
        return [len((await upstreams.ask(ASKED)).answers) for _ in range(4)]

    with Upstream(dict(ZONE)).running() as upstream:
        lost = config.Upstream("127.0.0.1", free_port())
        upstreams = Upstreams((lost, at(upstream)), 0.5)
        assert asyncio.run(story(upstreams)) == [1, 1, 1, 1]
    assert [health.failures for health in upstreams.healths] == [3, 0]
    assert upstreams.healths[0].rests_until > time.monotonic()


def test_one_that_refuses_is_passed_over() -> None:
    with (
        Upstream(rcode=message.REFUSED).running() as first,
        Upstream(dict(ZONE)).running() as second,
    ):
        reply = asyncio.run(Upstreams((at(first), at(second)), 0.5).ask(ASKED))
    assert (reply.rcode, len(reply.answers)) == (0, 1)


def test_who_asks_the_same_meanwhile_waits_for_the_same_reply(tmp_path: Path) -> None:
    async def story(of: Road) -> list[bytes | None]:
        return await asyncio.gather(*(of.answer(query(NAME), PUPIL) for _ in range(20)))

    with Upstream(dict(ZONE)).running() as upstream:
        answers = asyncio.run(story(road(tmp_path, upstream)))
    assert len(upstream.seen) == 1
    assert {len(read_reply(each).answers) for each in answers if each} == {1}


def test_a_silent_upstream_cannot_use_up_every_socket(tmp_path: Path) -> None:
    async def story(of: Road) -> list[bytes | None]:
        asked = [query(f"n{number}.mo.example") for number in range(MOST_FLYING + 50)]
        return await asyncio.gather(*(of.answer(each, PUPIL) for each in asked))

    with Upstream(udp=lambda packet, answer: None).running() as upstream:
        answers = asyncio.run(story(road(tmp_path, upstream)))
    assert {each[3] & 15 for each in answers if each} == {message.SERVFAIL}
    assert len(answers) == MOST_FLYING + 50
    assert len(upstream.seen) <= MOST_FLYING


def test_an_upstreams_gifts_are_left_out(tmp_path: Path) -> None:
    gift = a("ngan-hang.example", "192.0.2.66")
    with Upstream({(NAME, message.A): [a(NAME, "192.0.2.7"), gift]}).running() as upstream:
        answer = asyncio.run(road(tmp_path, upstream).answer(query(NAME), PUPIL))
    assert answer is not None
    assert [record.owner for record in read_reply(answer).answers] == [ASKED.name]


@given(raw=st.binary(max_size=60))
def test_whatever_comes_is_answered_in_its_own_name_or_not_at_all(raw: bytes) -> None:
    for packet in (raw, b"\1\2\1\0\0\1\0\0\0\0\0\1" + raw):
        answer = odd(packet)
        if answer is not None:
            assert answer[:2] == packet[:2]
            assert answer[2] & 0x80
            assert len(answer) <= 23
