"""The kernel's table of neighbours: which machine (MAC) an address belongs to, IPv4 and IPv6.

Read by one netlink question (RTM_GETNEIGH, see rtnetlink(7)), what `ip neigh` does; at most once a
second, and only when an address is asked for that is not known.
"""

from __future__ import annotations

import logging
import os
import socket
import struct
import time
from collections.abc import Callable, Mapping

log = logging.getLogger("mangnon.gateway")
AGAIN_S, OLD_S = 1.0, 30.0
_NETLINK_ROUTE, _RTM_NEWNEIGH, _RTM_GETNEIGH = 0, 28, 30
_REQUEST_DUMP, _DONE, _ERROR = 0x301, 3, 2
_MESSAGE, _NEIGHBOUR, _ATTRIBUTE = struct.Struct("=LHHLL"), struct.Struct("=BxxxiHBB"), "=HH"
_DST, _LLADDR = 1, 2
_GONE = 0x01 | 0x20  # incomplete, failed


class Neighbours:
    """`of(address)` for the hot path."""

    def __init__(
        self,
        read: Callable[[], Mapping[bytes, bytes]] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read, self._clock = read or dump, clock
        self._known: Mapping[bytes, bytes] = {}
        self._read_at = float("-inf")

    def of(self, address: bytes) -> bytes:
        """The MAC of an address, empty when the kernel does not know it."""
        passed = self._clock() - self._read_at
        if passed >= OLD_S or (address not in self._known and passed >= AGAIN_S):
            self._read_at = self._clock()
            try:
                self._known = self._read()
            except OSError as wrong:
                log.error("không đọc được bảng máy lân cận: %s", wrong)
        return self._known.get(address, b"")


def dump() -> dict[bytes, bytes]:
    """The whole table. Raises OSError."""
    found: dict[bytes, bytes] = {}
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _NETLINK_ROUTE) as sock:
        sock.settimeout(0.2)
        size = _MESSAGE.size + _NEIGHBOUR.size
        head = _MESSAGE.pack(size, _RTM_GETNEIGH, _REQUEST_DUMP, 1, 0)
        sock.send(head + _NEIGHBOUR.pack(socket.AF_UNSPEC, 0, 0, 0, 0))
        while read(sock.recv(1 << 17), found):
            pass
    return found


def read(raw: bytes, found: dict[bytes, bytes]) -> bool:
    """Take in one datagram of the kernel; whether more come. Raises OSError for its refusal."""
    at = 0
    while at + _MESSAGE.size <= len(raw):
        length, kind, *_ = _MESSAGE.unpack_from(raw, at)
        if kind == _DONE or length < _MESSAGE.size:
            return False
        if kind == _ERROR:
            number = -struct.unpack_from("=i", raw, at + _MESSAGE.size)[0]
            raise OSError(number, os.strerror(number))
        if kind == _RTM_NEWNEIGH:
            _entry(raw[at + _MESSAGE.size : at + length], found)
        at += length + (-length % 4)
    return True


def _entry(raw: bytes, found: dict[bytes, bytes]) -> None:
    if len(raw) < _NEIGHBOUR.size or _NEIGHBOUR.unpack_from(raw)[2] & _GONE:
        return
    parts, at = {}, _NEIGHBOUR.size
    while at + 4 <= len(raw):
        length, kind = struct.unpack_from(_ATTRIBUTE, raw, at)
        if length < 4:
            return
        parts[kind] = raw[at + 4 : at + length]
        at += length + (-length % 4)
    address, mac = parts.get(_DST, b""), parts.get(_LLADDR, b"")
    if len(address) in (4, 16) and len(mac) == 6 and any(mac):
        found[address] = mac
