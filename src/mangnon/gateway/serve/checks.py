"""What of an upstream's reply is believed and how long it is kept. Pure."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, replace

from mangnon.gateway.engine import message, names
from mangnon.gateway.serve.asking import Asked
from mangnon.gateway.serve.config import Config
from mangnon.gateway.serve.records import (
    MX,
    RRSIG,
    SRV,
    BadReply,
    Record,
    Reply,
    addresses_in,
    wanted,
    without_ech,
)

NSEC, NSEC3 = 47, 50
_AUTHORITY = frozenset({message.SOA, RRSIG, NSEC, NSEC3})
_SERVICES = frozenset({message.HTTPS, message.SVCB})
_PRIVATE = tuple(
    ipaddress.ip_network(each)
    for each in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::/127",
        "fc00::/7",
        "fe80::/10",
    )
)
LEAST_KEPT = 1  # seconds: a TTL of 0 is kept while its asker's twin questions arrive
FAILED_KEPT = 1


@dataclass(frozen=True, slots=True)
class Checked:
    """A reply that may be told on. ttl: seconds to keep it; keeps: whether it may serve when it is
    stale; targets: names that it leads to."""

    rcode: int
    answers: tuple[Record, ...]
    authority: tuple[Record, ...]
    targets: tuple[bytes, ...]
    ttl: int
    authentic: bool
    keeps: bool


def checked(asked: Asked, reply: Reply, config: Config) -> Checked:
    """Raises BadReply for a reply that leads in circles or is damaged inside."""
    if reply.rcode not in (message.NOERROR, message.NXDOMAIN):
        return Checked(message.SERVFAIL, (), (), (), FAILED_KEPT, False, False)
    answers, targets = wanted(reply, asked.name, asked.qtype)
    open_answers = tuple(_safe(each) for each in answers if not _rebinds(each, asked, config))
    signed = not any(record.kind in _SERVICES for record in answers)
    if not signed or len(open_answers) != len(answers):
        signed = False
        open_answers = tuple(each for each in open_answers if each.kind != RRSIG)
    authority = tuple(
        each
        for each in reply.authority
        if each.kind in _AUTHORITY and (asked.dnssec_ok or each.kind == message.SOA)
    )
    if open_answers and not any(each.kind == message.SOA for each in authority):
        authority = ()
    ttl = _ttl(open_answers, authority, config)
    least = config.least_ttl
    return Checked(
        reply.rcode,
        tuple(
            replace(each, ttl=min(max(each.ttl, least), config.most_ttl)) for each in open_answers
        ),
        tuple(replace(each, ttl=min(each.ttl, config.most_negative)) for each in authority),
        targets,
        ttl,
        bool(reply.flags & message.AD) and signed,
        True,
    )


def _safe(record: Record) -> Record:
    return without_ech(record) if record.kind in _SERVICES else record


def _ttl(answers: tuple[Record, ...], authority: tuple[Record, ...], config: Config) -> int:
    """Seconds: the least of the answers; for "no" what the SOA says (RFC 2308 5)."""
    said = [each.ttl for each in answers if each.kind != RRSIG]
    soa = [each for each in authority if each.kind == message.SOA and len(each.data) >= 20]
    if said and not soa:
        return min(max(min(said), config.least_ttl, LEAST_KEPT), config.most_ttl)
    if not soa:
        return LEAST_KEPT
    minimum = int.from_bytes(soa[0].data[-4:], "big")
    negative = min(soa[0].ttl, minimum, config.most_negative, *said)
    return max(negative, LEAST_KEPT)


def _rebinds(record: Record, asked: Asked, config: Config) -> bool:
    """Whether a name of the internet leads into the school's own network: a page could then reach
    its devices through the browser (DNS rebinding)."""
    if record.kind in (MX, SRV) or not addresses_in(record):
        return False
    name = names.text(asked.name)
    if any(name == own or name.endswith(f".{own}") for own in config.private_names):
        return False
    return any(_private(address) for address in addresses_in(record))


def _private(packed: bytes) -> bool:
    try:
        address = ipaddress.ip_address(packed)
    except ValueError:
        raise BadReply("địa chỉ sai độ dài") from None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in _PRIVATE if network.version == address.version)
