"""What a guide is made of, and what all routers have to do.

Four things, whatever the router: give the filter's address by DHCP; send questions that go past it
back to it; shut the ways round (DNS over TLS, known addresses of DNS over HTTPS); the same for
IPv6, which otherwise is a second door that nobody looks at.
"""

from __future__ import annotations

import csv
import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PUBLIC = Path(__file__).parent.parent / "data" / "doctor.csv"


class BadNetwork(ValueError):
    """What was said of the network makes no configuration; says why."""


@dataclass(frozen=True)
class Network:
    """Of a site. filter_v4, filter_v6: the filter's addresses, the second may be blank; subnets:
    those of its groups; school: its name, for comments."""

    school: str
    filter_v4: str
    filter_v6: str = ""
    subnets: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for value, version in ((self.filter_v4, 4), (self.filter_v6, 6)):
            if value and not _is_address(value, version):
                raise BadNetwork(f"“{value}” không phải địa chỉ IPv{version} của máy lọc.")
        if not self.filter_v4:
            raise BadNetwork("Hãy ghi địa chỉ IPv4 của máy lọc trong mạng của trường.")

    @property
    def is_among_clients(self) -> bool:
        """Whether the filter stands in a network of its clients. A redirected question would then
        be answered past the router, and the answer be thrown away by who asked: such questions are
        refused instead, so that devices take the filter that DHCP gives."""
        address = ipaddress.ip_address(self.filter_v4)
        return any(address in ipaddress.ip_network(each) for each in self.subnets)

    @property
    def subnets_v4(self) -> tuple[str, ...]:
        return tuple(each for each in self.subnets if ":" not in each)


@dataclass(frozen=True)
class Step:
    """One thing to do: what, why in plain words, and what to type; code is blank for menus."""

    title: str
    words: str
    code: str = ""


@dataclass(frozen=True)
class Guide:
    """How one kind of router is set up. comment: how its language begins a comment."""

    kind: str
    title: str
    where: str
    steps: tuple[Step, ...]
    file_name: str
    comment: str = "#"

    @property
    def text(self) -> str:
        """Everything to type, with its reasons, as a file."""
        parts = [f"{self.comment} {self.title}. {self.where}"]
        for step in self.steps:
            parts.append(f"\n{self.comment} {step.title}. {step.words}")
            if step.code:
                parts.append(step.code)
        return "\n".join(parts) + "\n"


def _is_address(text: str, version: int) -> bool:
    try:
        return ipaddress.ip_address(text).version == version
    except ValueError:
        return False


@dataclass(frozen=True)
class Public:
    """A well-known resolver outside: its address, and its name for DoH and DoT."""

    address: str
    name: str


@cache
def public_resolvers() -> tuple[Public, ...]:
    """From data/doctor.csv."""
    return tuple(_rows())


def _rows() -> Iterator[Public]:
    with PUBLIC.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] == "resolver":
                yield Public(row["value"], row["name"])


def public_v4() -> list[str]:
    return [each.address for each in public_resolvers() if ":" not in each.address]


def public_v6() -> list[str]:
    return [each.address for each in public_resolvers() if ":" in each.address]


def last_step(network: Network) -> Step:
    """The same for all."""
    return Step(
        "Kiểm tra từ trong trường",
        "Trên một máy của học sinh, tắt rồi bật lại mạng để nhận cấu hình mới, rồi chạy lệnh này. "
        "Mục nào không đạt, lệnh nói cần làm gì.",
        f"mangnon gateway doctor --server {network.filter_v4}",
    )
