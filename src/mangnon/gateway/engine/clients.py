"""Who a client is: its group by MAC or address, and whether a safeguarding trail is open for it.

A client under an open trail has a number of its own: `plain + groups * (1 + trail)`. The compiled
hot path does not answer such numbers, so that each of its packets comes up to Python and is noted.
"""

from __future__ import annotations

import ipaddress
import re
import secrets
from collections.abc import Callable
from hashlib import blake2b

from mangnon.gateway.engine.plan import Trail
from mangnon.gateway.engine.table import Table, unmapped

Neighbour = Callable[[bytes], bytes]  # a packed address -> the MAC of its machine, empty: unknown
FRESH_S = 5.0  # how long a client's group is believed where MACs decide: addresses change hands
BITS = 64  # of the sketch of who asked for a name
_MAC = re.compile(r"[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}")


def nobody(address: bytes) -> bytes:
    """Where no table of neighbours is read."""
    del address
    return b""


class Clients:
    """The clients of one table. salt: that of the day's sketches of who asked."""

    def __init__(self, table: Table, neighbour: Neighbour = nobody, salt: bytes = b"") -> None:
        self._table, self._neighbour = table, neighbour
        self.salt = salt or secrets.token_bytes(16)
        self._plain = len(table.groups)
        self._trails = {_key(trail.client): place for place, trail in enumerate(table.trails)}
        self.by_mac = bool(table.macs) or any(
            isinstance(key, bytes) and len(key) == 6 for key in self._trails
        )

    def number(self, address: bytes, mac: bytes = b"") -> int:
        """The number of a client. mac: as a router told it, else the neighbours are asked."""
        address = unmapped(address)
        if not mac and self.by_mac and address not in self._table.routers:
            mac = self._neighbour(address)
        group = self._table.macs.get(mac)
        if group is None:
            group = self._table.group_of(address)
        trail = self._trails.get(mac, self._trails.get(address))
        return group if trail is None else group + self._plain * (1 + trail)

    def named(self, who: str) -> tuple[int, int]:
        """The number and the bit of a client. who: its address as text, and behind `@` the MAC that
        a router told, if it did."""
        host, _, told = who.partition("@")
        address, mac = ipaddress.ip_address(host.partition("%")[0]).packed, bytes.fromhex(told)
        return self.number(address, mac), self.bit(address, mac)

    def of_token(self, token: str) -> int | None:
        """The number of a client that came under a token; None for a token that is nobody's."""
        group, trail = self._table.tokens.get(token), self._trails.get(token)
        if group is None or trail is None:
            return group
        return group + self._plain * (1 + trail)

    def group(self, number: int) -> int:
        """The group of a number."""
        return number % self._plain

    def trail(self, number: int) -> Trail | None:
        """The trail that is open for a number."""
        return self._table.trails[number // self._plain - 1] if number >= self._plain else None

    def bit(self, address: bytes, mac: bytes = b"") -> int:
        """The client's place, 0 to 63, in the sketches of today."""
        return blake2b(mac or unmapped(address), digest_size=1, key=self.salt).digest()[0] % BITS


def _key(client: str) -> bytes | str:
    if _MAC.fullmatch(client):
        return bytes.fromhex(client.replace(":", ""))
    try:
        return unmapped(ipaddress.ip_address(client).packed)
    except ValueError:
        return client
