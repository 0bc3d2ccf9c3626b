"""Attempts to put false answers into the filter, or to make it shout at others. All fail."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from mangnon.gateway.engine import message, names
from mangnon.gateway.serve.records import Record, body
from tests.gateway.serve.roads import Pupil, road
from tests.gateway.serve.school import PUPIL, School, Upstream, a, cname, query, school

A = message.A
BANK, EVIL = "192.0.2.1", "203.0.113.66"
NAME = "ngan-hang.example"
LARGE = [a("lon.example", f"192.0.2.{number}") for number in range(200)]
ZONE = {
    (NAME, A): [a(NAME, BANK)],
    ("ke-xau.example", A): [a("ke-xau.example", EVIL)],
    ("lon.example", A): LARGE,
}

Forge = Callable[[bytes, bytes], bytes]


def _false(packet: bytes, true: bytes) -> bytes:
    """What the forger would have us believe, with all that he cannot know made right."""
    question = message.read_question(packet)
    assert question is not None
    made = body(question, rcode=0, answers=(a(NAME, EVIL),))
    end = message.HEADER + len(question.name)
    return true[:2] + made[2:12] + true[12:end] + made[end:]


def _other_id(packet: bytes, true: bytes) -> bytes:
    false = _false(packet, true)
    return bytes([false[0] ^ 1, false[1]]) + false[2:]


def _other_case(packet: bytes, true: bytes) -> bytes:
    false = bytearray(_false(packet, true))
    place = next(at for at in range(13, 22) if false[at : at + 1].isalpha())
    false[place] ^= 0x20
    return bytes(false)


def _other_name(packet: bytes, true: bytes) -> bytes:
    false = _false(packet, true)
    return false[:13] + b"zzzz" + false[17:]


def _other_type(packet: bytes, true: bytes) -> bytes:
    false = bytearray(_false(packet, true))
    false[12 + len(NAME) + 1 + 2] = message.AAAA
    return bytes(false)


def _a_question(packet: bytes, true: bytes) -> bytes:
    false = bytearray(_false(packet, true))
    false[2] &= 0x7F
    return bytes(false)


def _cut(packet: bytes, true: bytes) -> bytes:
    return _false(packet, true)[:-3]


@dataclass
class Forger:
    """Speaks before the upstream does: from its own socket as if it had guessed where from, or from
    a port beside it."""

    forge: Forge = _false
    own_port: bool = False
    false: int = 0

    @contextmanager
    def before(self, upstream: Upstream) -> Iterator[Upstream]:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as beside, upstream.running():
            answer, send = upstream.answer, upstream.send

            def speak(sock: socket.socket, packet: bytes, client: tuple[str, int]) -> None:
                true = answer(packet, "udp")
                for _ in range(20):
                    from_where = beside if self.own_port else sock
                    from_where.sendto(self.forge(packet, true), client)
                    self.false += 1
                send(sock, packet, client)

            upstream.send = speak  # type: ignore[method-assign]
            yield upstream


async def _ask(pupil: Pupil) -> list[bytes]:
    """Twice: from the upstream, and from what was kept."""
    found = [each for _ in range(2) for each in (await pupil.ask(NAME)).answers]
    return [each.data for each in found]


@pytest.mark.parametrize(
    "forger",
    [
        Forger(own_port=True),
        Forger(_other_id),
        Forger(_other_case),
        Forger(_other_name),
        Forger(_other_type),
        Forger(_a_question),
        Forger(_cut),
    ],
    ids=["wrong port", "wrong id", "wrong case", "wrong name", "wrong type", "a question", "cut"],
)
def test_who_speaks_before_the_upstream_is_not_heard(tmp_path: Path, forger: Forger) -> None:
    with forger.before(Upstream(dict(ZONE))) as upstream:
        answers = asyncio.run(_ask(Pupil(road(tmp_path, upstream))))
    assert forger.false  # he stops where the filter, warned by his first word, has gone on by TCP
    assert answers == [socket.inet_aton(BANK)] * 2


def test_the_forger_would_win_if_he_knew_everything(tmp_path: Path) -> None:
    """So that the tests above fail for the right reason."""
    with Forger().before(Upstream(dict(ZONE))) as upstream:
        answers = asyncio.run(_ask(Pupil(road(tmp_path, upstream))))
    assert answers == [socket.inet_aton(EVIL)] * 2


@pytest.mark.parametrize(
    "gift",
    [
        (a("ke-xau.example", "192.0.2.9"), a(NAME, EVIL)),
        (cname("ke-xau.example", "khac.example"), a("khac.example", "192.0.2.9"), a(NAME, EVIL)),
        (a("ke-xau.example", "192.0.2.9"), cname(NAME, "ke-xau.example")),
    ],
    ids=["an address", "behind an alias", "an alias"],
)
def test_a_site_cannot_speak_for_another(tmp_path: Path, gift: tuple[Record, ...]) -> None:
    async def story(pupil: Pupil) -> list[bytes]:
        await pupil.ask("ke-xau.example")
        return await _ask(pupil)

    zone = dict(ZONE) | {("ke-xau.example", A): list(gift)}
    bank = names.wire(NAME.encode())
    authority = (Record(names.wire(b"example"), message.NS, 300, bank + b"\0"), a(NAME, EVIL))
    with Upstream(zone, authority=authority).running() as upstream:
        answers = asyncio.run(story(Pupil(road(tmp_path, upstream))))
    assert answers == [socket.inet_aton(BANK)] * 2


def test_each_question_leaves_by_another_port_under_another_id(tmp_path: Path) -> None:
    async def story(pupil: Pupil) -> None:
        for number in range(40):
            await pupil.ask(f"n{number}.example")

    seen: list[tuple[int, bytes]] = []
    upstream = Upstream()
    answers = upstream.send

    def listen(sock: socket.socket, packet: bytes, client: tuple[str, int]) -> None:
        seen.append((client[1], packet[:2]))
        answers(sock, packet, client)

    upstream.send = listen  # type: ignore[method-assign]
    with upstream.running():
        asyncio.run(story(Pupil(road(tmp_path, upstream))))
    assert len(seen) == 40
    assert len({port for port, _ in seen}) > 30
    assert len({ident for _, ident in seen}) > 30


LIMIT = 20


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    folder = tmp_path_factory.mktemp("school")
    with Upstream(dict(ZONE)).running() as up, school(folder, up.port) as running:
        config = folder / "gateway.toml"
        config.write_text(
            config.read_text(encoding="utf-8").replace("[site]", f"per_client = {LIMIT}\n[site]", 1)
        )
        running.process.send_signal(1)
        assert running.until(lambda: "cấu hình mới có hiệu lực" in running.log)
        yield running


def _flood(running: School, packet: bytes, count: int, by: str) -> list[bytes]:
    """What comes back to an address from which so many questions were sent at once."""
    heard: list[bytes] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((by, 0))
        sock.settimeout(2)

        def hear() -> None:
            with suppress(TimeoutError):
                while True:
                    heard.append(sock.recv(4096))

        listening = threading.Thread(target=hear)
        listening.start()
        for _ in range(count):
            sock.sendto(packet, ("127.0.0.1", running.port))
        listening.join()
    return heard


def test_a_large_answer_is_never_sent_by_udp(limited: School) -> None:
    packet = query("lon.example")
    assert len(limited.raw(packet, tcp=True)) > 3000
    for heard in _flood(limited, packet, 5, PUPIL):
        assert len(heard) <= len(packet)


@pytest.mark.parametrize("name", ["ca-cuoc.example", NAME])
def test_a_forged_address_is_not_flooded(limited: School, name: str) -> None:
    """The forger sends what would fit into a second; in it each process gives the victim whole
    answers up to the limit, and then nothing that is longer than what the forger sent."""
    packet, count = query(name), 300
    limited.ask(name, by="127.0.1.77")
    heard = _flood(limited, packet, count, "127.0.1.66")
    whole = [each for each in heard if len(each) > len(packet)]
    assert 0 < len(whole) <= 2 * LIMIT * 2  # two processes; the burst may touch two seconds
    assert sum(map(len, heard)) < count * len(packet)
    assert limited.ask(name, by="127.0.1.67").answers
