"""An upstream that has an address for every name. Run by itself: `python -S everybody.py PORT`."""

from __future__ import annotations

import socket
import sys

# Behind a question of type A: a pointer to its name, A, IN, 60 s, 192.0.2.1.
ADDRESS = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\xc0\0\2\1"


def answer(packet: bytes) -> bytes:
    end = packet.index(0, 12) + 5
    some = packet[end - 4 : end] == b"\0\1\0\1"
    head = packet[:2] + b"\x85\x80\0\1" + (b"\0\1" if some else b"\0\0") + bytes(4)
    return head + packet[12:end] + (ADDRESS if some else b"")


def main(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        sock.bind(("127.0.0.1", port))
        while True:
            packet, client = sock.recvfrom(2048)
            sock.sendto(answer(packet), client)


if __name__ == "__main__":
    main(int(sys.argv[1]))
