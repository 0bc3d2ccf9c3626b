"""Throw spoilt packets at a compiled hot path, and damaged indexes: run by test_hot_asan.py.

python -m tests.gateway.fuzzing EXTENSION FOLDER ROUNDS
"""

from __future__ import annotations

import importlib.util
import random
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path


def load(extension: str) -> None:
    """Put the extension of that file in the place of the installed one."""
    name = "mangnon.gateway.engine._hot"
    spec = importlib.util.spec_from_file_location(name, extension)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules[name] = module
    import mangnon.gateway.engine as engine

    engine._hot = module  # type: ignore[attr-defined]


def spoilt(chance: random.Random, seeds: list[bytes]) -> bytes:
    packet = bytearray(chance.choice(seeds))
    for _ in range(chance.choice((0, 1, 1, 2, 6))):
        packet[chance.randrange(len(packet))] = chance.choice((0, 1, 63, 64, 192, 255, 12, 41))
    if chance.random() < 0.2:
        del packet[chance.randrange(len(packet)) :]
    if chance.random() < 0.05:
        packet += chance.randbytes(chance.choice((1, 20, 400, 4090)))
    return bytes(packet)


def seeds() -> list[bytes]:
    from tests.gateway.test_hotpy import query

    named = ["xau.example", "mo.example", "a.b.c.d.e.f.choi.example", "ban-hang.example"]
    long = ".".join(["x" * 63] * 3 + ["y" * 57])
    most = ".".join(["z"] * 126)
    kinds = (1, 28, 65)
    return [query(name, kind, edns=edns) for name in (*named, long, most) for kind in kinds
            for edns in (True, False)]  # fmt: skip


def main(extension: str, folder: str, rounds: str) -> None:
    load(extension)
    from mangnon.gateway.engine import hot, message
    from mangnon.gateway.engine.hotpy import Answers, Kept
    from mangnon.gateway.engine.plan import compiled
    from tests.gateway.fuzz.targets import ROUTER, WATCHED, fuzz_plan, guess, noting
    from tests.gateway.site import NOON, site_index
    from tests.gateway.test_clients import told
    from tests.gateway.test_hotpy import query, response

    chance, packets = random.Random(7), seeds()
    index = site_index(Path(folder))
    answers = Answers.for_page("page", "10.1.0.1", "2001:db8::1", lambda what, who: "Chặn " * 90)
    table = compiled(fuzz_plan(), index, NOON)
    special, noted = {b"\x03www\x07example": None}, list[tuple[bytes, str, str]]()
    made = hot.CompiledHot(index, table, answers, special, guess=guess, note=noting(noted))
    addresses = [chance.randbytes(4) for _ in range(40)] + [chance.randbytes(16) for _ in range(9)]
    addresses += [ROUTER] * 9 + [WATCHED]
    packets += [told(name, chance.randbytes(6)) for name in ("xau.example", "v.tiktok.com")]
    question = message.read_question(query("mo.example"))
    assert question is not None
    for number in range(int(rounds)):
        packet, now = spoilt(chance, packets), 10.0 + number / 1000
        if number % 50 == 0:
            body = response(query("mo.example", edns=False))
            made.put(question, body, 3, now, targets=(b"\x07example", chance.randbytes(9)))
        if number % 70 == 0:
            odd = Kept(
                chance.randbytes(chance.randrange(40)), (chance.randrange(50),), now, now + 1
            )
            made.cache[question.name, 28, False, False] = odd
        if number % 90 == 0:
            made.remember(packet, chance.randrange(3), packet + packet, now + 5, "")
        if number % 5000 == 0:
            made.taken()
            made = hot.CompiledHot(
                index, table, answers, special, cache=made.cache, guess=guess, note=noting(noted),
                before=made,
            )  # fmt: skip
        if len(packet) < 60 and number % 7 == 0:
            made.cache.pop((question.name, 28, False, False), None)
        with suppress(struct.error, IndexError):  # Python's word about what cannot be kept
            made.decide(packet, chance.choice(addresses), now, stream=number % 3 == 0)
    batches(made, chance, packets, int(rounds) // 200)
    damaged(hot, index, table, answers, packets)
    sys.stdout.write(str(made.taken().up + len(noted)))


def batches(made: object, chance: random.Random, packets: list[bytes], rounds: int) -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client,
    ):
        server.bind(("127.0.0.1", 0))
        server.setblocking(False)
        client.connect(server.getsockname())
        client.setblocking(False)
        for number in range(rounds):
            for _ in range(100):
                client.send(spoilt(chance, packets))
            made.batch(server, 300, 1000.0 + number)  # type: ignore[attr-defined]
            try:
                while True:
                    client.recv(4096)
            except BlockingIOError:
                pass


def damaged(
    hot: object, index: object, table: object, answers: object, packets: list[bytes]
) -> None:
    """An index without an empty slot, and meanings that do not exist."""
    from array import array

    slots = index.slots  # type: ignore[attr-defined]
    index.keys = memoryview(array("Q", range(1, slots + 1)))  # type: ignore[attr-defined]
    index.values = memoryview(array("H", [0xFFFF] * slots))  # type: ignore[attr-defined]
    made = hot.CompiledHot(index, table, answers)  # type: ignore[attr-defined]
    for packet in packets:
        made.decide(packet, b"\x0a\x01\x04\x07", 0.0)


if __name__ == "__main__":
    main(*sys.argv[1:])
