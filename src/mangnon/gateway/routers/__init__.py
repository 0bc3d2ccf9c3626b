"""Configurations of the routers that schools have, made from what is known of a site. Pure text.

Each kind is one module with `guide(network) -> Guide`; the eighth is a copy of the seventh.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mangnon.gateway.routers import dnsmasq, mikrotik, openwrt, pfsense, windows
from mangnon.gateway.routers.model import Guide, Network

GUIDES: Mapping[str, Callable[[Network], Guide]] = {
    "mikrotik": mikrotik.guide,
    "openwrt": openwrt.guide,
    "pfsense": pfsense.guide,
    "dnsmasq": dnsmasq.guide,
    "windows": windows.guide,
}
