"""The world outside, in a network namespace: a resolver with an answer for every name, and ports.

    python outside.py ADDRESS…

Answers on UDP 53 of each address with 93.184.216.34, and accepts connections on 443 and 853.
"""

from __future__ import annotations

import selectors
import socket
import struct
import sys

ANSWER = socket.inet_aton("93.184.216.34")


def answer(packet: bytes) -> bytes:
    """The question again, with one address behind it."""
    end = packet.index(b"\0", 12) + 5
    head = packet[:2] + struct.pack("!5H", 0x8180, 1, 1, 0, 0)
    record = b"\xc0\x0c" + struct.pack("!2HIH", 1, 1, 60, 4) + ANSWER
    return head + packet[12:end] + record


def main() -> None:
    ready = selectors.DefaultSelector()
    for address in sys.argv[1:]:
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind((address, 53))
        ready.register(udp, selectors.EVENT_READ)
        for port in (443, 853):
            tcp = socket.create_server((address, port))
            ready.register(tcp, selectors.EVENT_READ)
    print("ready", flush=True)  # noqa: T201
    while True:
        for key, _ in ready.select():
            sock = key.fileobj
            assert isinstance(sock, socket.socket)
            if sock.type == socket.SOCK_STREAM:
                sock.accept()[0].close()
                continue
            packet, client = sock.recvfrom(4096)
            sock.sendto(answer(packet), client)


if __name__ == "__main__":
    main()
