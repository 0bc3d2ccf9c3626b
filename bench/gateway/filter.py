"""The hot path alone on a socket of 127.0.0.1, following a bundle and a plan, for bench/gateway.py.

python bench/gateway/filter.py FOLDER QUESTIONS compiled|plain PORT
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
if "plain" in sys.argv:  # as where nothing can be compiled
    sys.modules["mangnon.gateway.engine._hot"] = None  # type: ignore[assignment]

from mangnon.gateway.engine import hotpy, message, names  # noqa: E402
from mangnon.gateway.serve.site import read_site  # noqa: E402


def keep(made: hotpy.Hot, name: str) -> None:
    """A response for an open name, as an upstream would give it."""
    wire = names.wire(name.encode())
    packet = struct.pack("!6H", 0, message.RD, 1, 0, 0, 0) + wire + b"\0\0\1\0\1"
    question = message.read_question(packet)
    assert question is not None
    head = message.answer_head(packet, question, rcode=0, answers=1, more=0)
    record = b"\xc0\x0c" + struct.pack("!2HIH", 1, 1, 3600, 4) + b"\xc0\x00\x02\x07"
    made.put(question, head + record, 3600, time.monotonic())


def main(folder: str, questions: str, _: str, port: str) -> None:
    site = read_site(Path(folder) / "bundle", Path(folder) / "plan.json")
    made = site.hot(site.table(datetime.now(UTC)), None, 0)
    for line in Path(questions).read_text().splitlines():
        keep(made, line[2:])
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
