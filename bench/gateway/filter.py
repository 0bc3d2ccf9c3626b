"""The hot path alone on a socket of 127.0.0.1, for bench/gateway.py.

python bench/gateway/filter.py PORT INDEX NAMES compiled|plain
"""

from __future__ import annotations

import select
import socket
import struct
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from mangnon.gateway.engine import hot, hotpy, message, names  # noqa: E402
from mangnon.gateway.engine.index import Index  # noqa: E402
from mangnon.gateway.engine.plan import Allowance, GroupPlan, Hours, Plan, compiled  # noqa: E402

ALL_DAYS = (0, 1, 2, 3, 4, 5, 6)


def plan(categories: list[str]) -> Plan:
    """Six groups, by subnet; each with hours, own lists and an allowance. All is blocked for us."""
    groups = [
        GroupPlan(
            f"group{number}",
            f"nhóm {number}",
            subnets=("127.0.0.0/8",) if number == 3 else (f"10.{number}.0.0/16",),
            letters=dict.fromkeys(categories, "X") | {categories[0]: "L"},
            hours=(Hours(ALL_DAYS, "00:00", "23:59", {categories[-1]: "A"}),),
            own_block=("cam.example",),
            own_allow=("mo.example",),
            allowances=(Allowance("bai-hoc.example", "2099-01-01T00:00:00+07:00"),),
        )
        for number in range(6)
    ]
    return Plan("bench", tuple(groups), "group0", page_v4="10.1.0.1")


def keep(made: hotpy.Hot, name: str) -> None:
    """A response for an open name, as an upstream would give it."""
    wire = names.wire(name.encode())
    packet = struct.pack("!6H", 0, message.RD, 1, 0, 0, 0) + wire + b"\0\0\1\0\1"
    question = message.read_question(packet)
    assert question is not None
    head = message.answer_head(packet, question, rcode=0, answers=1, more=0)
    record = b"\xc0\x0c" + struct.pack("!2HIH", 1, 1, 3600, 4) + b"\xc0\x00\x02\x07"
    made.put(question, head + record, 3600, time.monotonic())


def main(port: str, index_file: str, names_file: str, kind: str) -> None:
    index = Index(Path(index_file))
    table = compiled(plan(index.categories), index, datetime.now(UTC))
    answers = hotpy.Answers.for_page("page", "10.1.0.1", "", lambda what, who: f"{what} {who}")
    maker = hot.Hot if kind == "compiled" else hotpy.Hot
    made = maker(index, table, answers, {names.wire(b"www.google.com"): None}, per_client=0)
    for name in Path(names_file).read_text().split():
        keep(made, name)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            sock.setsockopt(socket.SOL_SOCKET, option, 4 << 20)
        sock.bind(("127.0.0.1", int(port)))
        sock.setblocking(False)
        poll = select.poll()
        poll.register(sock, select.POLLIN)
        while poll.poll():
            made.batch(sock, 256, time.monotonic())


if __name__ == "__main__":
    main(*sys.argv[1:])
