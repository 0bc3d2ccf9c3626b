"""Names that the filter answers in its own way for a group, in terms that a zone can say.

Safe search and YouTube levels lead to another name or address, canaries do not exist, the names of
a site have its addresses. A name that is blocked for the group is blocked: nothing is said of it.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from enum import Enum

from mangnon.gateway.engine import message, names
from mangnon.gateway.publish.effective import Group
from mangnon.gateway.publish.gather import key_of
from mangnon.gateway.serve.special import DISCOVERY, Elsewhere, Settled, Specials


class Kind(Enum):
    SAFE = "tìm kiếm an toàn và mức YouTube"
    CANARY = "tên báo hiệu của trình duyệt"
    LOCAL = "tên nội bộ của kế hoạch"


@dataclass(frozen=True)
class Special:
    """name: text; target: another name's text; addresses: those of its A and AAAA records; known:
    whether there is such a name."""

    name: bytes
    kind: Kind
    target: str = ""
    addresses: tuple[str, ...] = ()
    known: bool = True


def specials_of(group: Group) -> list[Special]:
    """What a group's special names get, in order of their keys."""
    specials = Specials(group.at.plan)
    local = {names.wire(names.checked(name.encode())) for name in group.at.plan.zones}
    said = [
        _special(name, specials, group.number, local=name in local)
        for name in specials.names
        if name != DISCOVERY and not group.blocked(name)
    ]
    return sorted((each for each in said if each is not None), key=lambda each: key_of(each.name))


def _special(name: bytes, specials: Specials, number: int, *, local: bool) -> Special | None:
    said = [specials.of(name, qtype, number) for qtype in (message.A, message.AAAA)]
    text = names.text(name).encode()
    if isinstance(said[0], Elsewhere):
        return Special(text, Kind.SAFE, target=names.text(said[0].target))
    settled = [each for each in said if isinstance(each, Settled)]
    if not settled:
        return None
    if settled[0].rcode == message.NXDOMAIN:
        return Special(text, Kind.CANARY, known=False)
    packed = [record.data for each in settled for record in each.answers]
    addresses = tuple(str(ipaddress.ip_address(each)) for each in packed)
    return Special(text, Kind.LOCAL if local else Kind.SAFE, addresses=addresses)
