"""Looking at a network from one of its devices: questions, connections, a page. Nothing is kept."""

from __future__ import annotations

import http.client
import ipaddress
import socket
from dataclasses import dataclass

import dns.edns
import dns.exception
import dns.flags
import dns.message
import dns.query
import dns.rcode
import dns.rdatatype

PATIENCE_S = 2.0
BLOCKED_BY = frozenset(
    {dns.edns.EDECode.BLOCKED, dns.edns.EDECode.CENSORED, dns.edns.EDECode.FILTERED}
)


@dataclass(frozen=True)
class Told:
    """What a resolver answered. names: those that the question led to; filtered: it says itself
    that it blocks (Extended DNS Error 15, 16 or 17)."""

    rcode: str = "NOERROR"
    addresses: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    filtered: bool = False

    @property
    def leads(self) -> bool:
        """Whether somebody gets somewhere outside with it. A resolver between this device and the
        filter may drop the filter's word that it blocks; its page is inside the school."""
        return (
            self.rcode == "NOERROR" and not self.filtered and any(map(_is_outside, self.addresses))
        )

    @property
    def blocks(self) -> bool:
        """Whether it was shut on purpose: the filter says so, or leads inside."""
        return self.filtered or (bool(self.addresses) and not self.leads)


def _is_outside(address: str) -> bool:
    return ipaddress.ip_address(address).is_global


@dataclass(frozen=True)
class Prober:
    """dns_port, dot_port, doh_port, page_port: as everywhere, others in tests."""

    dns_port: int = 53
    dot_port: int = 853
    doh_port: int = 443
    page_port: int = 80
    patience: float = PATIENCE_S

    def ask(self, server: str, name: str, qtype: str = "A", *, port: int = 0) -> Told | None:
        """What a resolver says; None when nothing comes back."""
        question = dns.message.make_query(name, qtype, use_edns=0, payload=1232)
        for _ in range(2):
            try:
                reply, _ = dns.query.udp_with_fallback(
                    question, server, self.patience, port or self.dns_port, ignore_unexpected=True
                )
            except (OSError, dns.exception.DNSException):
                continue
            return _told(reply)
        return None

    def connects(self, address: str, port: int) -> bool:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            with socket.socket(family, socket.SOCK_STREAM) as sock:
                sock.settimeout(self.patience)
                sock.connect((address, port))
        except OSError:
            return False
        return True

    def has_ipv6(self, address: str) -> bool:
        """Whether this device has a road to an address of IPv6. Sends nothing."""
        try:
            with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sock:
                sock.connect((address, 9))
        except OSError:
            return False
        return True

    def page(self, address: str, host: str) -> str | None:
        """The text of the page that an address shows for a site; None when there is none."""
        connection = http.client.HTTPConnection(address, self.page_port, timeout=self.patience)
        try:
            connection.request("GET", "/", headers={"Host": host})
            return connection.getresponse().read(65_536).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def _told(reply: dns.message.Message) -> Told:
    addresses, names = [], []
    for rrset in reply.answer:
        for each in rrset:
            if rrset.rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA):
                addresses.append(str(each.address))
            elif rrset.rdtype == dns.rdatatype.CNAME:
                names.append(str(each.target).rstrip(".").lower())
    codes = {option.code for option in reply.options if isinstance(option, dns.edns.EDEOption)}
    rcode = dns.rcode.to_text(reply.rcode())
    return Told(rcode, tuple(addresses), tuple(names), bool(codes & BLOCKED_BY))
