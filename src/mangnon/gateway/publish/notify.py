"""NOTIFY (RFC 1996): a secondary is told that a zone changed, so that it asks at once."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import dns.exception
import dns.flags
import dns.message
import dns.opcode
import dns.rrset
import dns.tsig

from mangnon.gateway.publish import rpz
from mangnon.gateway.publish.config import Secondary

log = logging.getLogger("mangnon.gateway.zones")
WAITS_S = (1, 2, 4, 8, 15)  # RFC 1996 3.6; who never answers asks by itself when its time comes


async def notify(secondary: Secondary, zone: str, serial: int, key: dns.tsig.Key | None) -> None:
    """Tell one secondary until it says that it heard."""
    told = dns.message.make_query(zone, "SOA")
    told.set_opcode(dns.opcode.NOTIFY)
    told.flags = dns.flags.AA | dns.opcode.to_flags(dns.opcode.NOTIFY)
    data = rpz.head(serial)[1].split(" SOA ", 1)[1]
    told.answer.append(dns.rrset.from_text(zone, rpz.TTL, "IN", "SOA", data))
    for wait in WAITS_S:
        if key is not None:
            told.use_tsig(key)
        if await _heard(secondary, told, wait):
            log.info("%s đã biết vùng %s bản %d", secondary.address, zone, serial)
            return
    log.warning("%s không trả lời tin báo về vùng %s", secondary.address, zone)


async def _heard(secondary: Secondary, told: dns.message.Message, wait: float) -> bool:
    loop = asyncio.get_running_loop()
    heard: asyncio.Future[bytes] = loop.create_future()
    try:
        transport, _ = await loop.create_datagram_endpoint(
            lambda: _Ear(heard), remote_addr=(secondary.address, secondary.port)
        )
    except OSError:
        await asyncio.sleep(wait)
        return False
    try:
        transport.sendto(told.to_wire())
        async with asyncio.timeout(wait):
            said = dns.message.from_wire(await heard, keyring=told.keyring, request_mac=told.mac)
        return told.is_response(said)
    except (TimeoutError, OSError, dns.exception.DNSException):
        return False
    finally:
        transport.close()


class _Ear(asyncio.DatagramProtocol):
    def __init__(self, heard: asyncio.Future[bytes]) -> None:
        self._heard = heard

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if not self._heard.done():
            self._heard.set_result(data)
