"""Whom a list may be fetched from: the guard against being sent into our own networks.

The addresses of a name are looked up once, judged, and the connection goes to one of those judged:
a name that answers differently a moment later gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from mangnon.gateway.feeds.model import FetchFailed, FetchRefused, Limits

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PORTS = {"https": 443, "http": 80}


def checked_address(address: str, limits: Limits) -> SplitResult:
    """An address split into parts. Raises FetchRefused for what is not fetched."""
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise FetchRefused("Địa chỉ viết sai.") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise FetchRefused("Địa chỉ phải bắt đầu bằng https://.")
    if parts.scheme == "http" and not limits.plain_http:
        raise FetchRefused("Địa chỉ không mã hóa (http://): chỉ tải khi LISTS_OVER_HTTP=1.")
    if parts.username is not None or parts.password is not None:
        raise FetchRefused("Địa chỉ không được chứa tên và mật khẩu.")
    if port not in _PORTS.values() and not limits.private:
        raise FetchRefused(f"Cổng {port} không phải cổng của một trang web.")
    return parts


def port_of(parts: SplitResult) -> int:
    return parts.port or _PORTS[parts.scheme]


def reachable(parts: SplitResult, limits: Limits) -> list[str]:
    """The IP addresses to connect to, all of them judged.

    Raises FetchFailed when the name is not found, FetchRefused when one of its addresses lies
    inside a network of ours.
    """
    host = str(parts.hostname)
    try:
        found = socket.getaddrinfo(host, port_of(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchFailed(f"Không tìm thấy máy chủ {host}.") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not limits.private and not all(is_public(address) for address in addresses):
        raise FetchRefused(
            f"{host} trỏ vào mạng nội bộ: chỉ tải khi LISTS_FROM_INSIDE=1 (máy chủ gương)."
        )
    return addresses


def is_public(text: str) -> bool:
    """Whether an address is one of the open internet, also when it hides in an IPv6 one."""
    address: Address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inside(address)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


def _inside(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for: mapped, 6to4, Teredo, NAT64 (RFC 6052)."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
