"""A small school and a piece of internet out of network namespaces: hosts, cables, one router.

          internet  192.0.2.8 a public resolver, .53 the one the school asks, .80 a web site
             |
pupils --- router --- staff       10.1.1.0/24, 10.1.9.0/24; IPv6 beside
             |
          gateway                 10.1.0.53
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex

# host -> its networks at the router, and its own addresses; the router has .1 or ::1 in each
CABLES = {
    "pupils": (("10.1.1.0/24", "10.1.1.5"), ("fd00:1::/64", "fd00:1::5")),
    "staff": (("10.1.9.0/24", "10.1.9.5"), ("fd00:9::/64", "fd00:9::5")),
    "gateway": (("10.1.0.0/24", "10.1.0.53"), ("fd00:53::/64", "fd00:53::53")),
    "internet": (
        ("192.0.2.0/24", "192.0.2.8 192.0.2.53 192.0.2.80"),
        ("2001:db8:8::/64", "2001:db8:8::8"),
    ),
}


def can_be_made() -> bool:
    """Whether this machine lets us make namespaces."""
    if os.geteuid() or shutil.which("ip") is None:
        return False
    name = f"mn-{token_hex(3)}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False)
    if made.returncode == 0:
        subprocess.run(["ip", "netns", "del", name], check=True)
    return made.returncode == 0


@dataclass(frozen=True)
class Network:
    """Hosts by their names above. mark: keeps networks of tests that run at once apart."""

    mark: str

    def at(self, host: str, command: str) -> list[str]:
        """A command as it runs on a host."""
        return ["ip", "netns", "exec", f"{self.mark}-{host}", *command.split()]

    def run(self, host: str, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.at(host, command), capture_output=True, text=True, check=False)

    def says(self, host: str, command: str) -> str:
        """What a command prints on a host; it must succeed."""
        done = self.run(host, command)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout.strip()

    def lay(self) -> None:
        for host in ("router", *CABLES):
            _ip(f"netns add {self.mark}-{host}")
            self.says(host, "ip link set lo up")
        for each in ("ipv4/conf/all/rp_filter", "ipv4/ip_forward", "ipv6/conf/all/forwarding"):
            self.says("router", f"sysctl -qw net.{each.replace('/', '.')}=1")
        for host, networks in CABLES.items():
            self._cable(host, networks)

    def _cable(self, host: str, networks: tuple[tuple[str, str], ...]) -> None:
        inside, to_host = f"{self.mark}-{host}", f"to-{host}"
        _ip(f"link add {to_host} netns {self.mark}-router type veth peer name lan netns {inside}")
        self.says("router", f"ip link set {to_host} up")
        self.says(host, "ip link set lan up")
        for network, addresses in networks:
            length = network.partition("/")[2]
            router = network.partition("/")[0].removesuffix("0").removesuffix("::") + (
                "::1" if ":" in network else "1"
            )
            nodad = "nodad" if ":" in network else ""
            self.says("router", f"ip addr add {router}/{length} dev {to_host} {nodad}")
            for address in addresses.split():
                self.says(host, f"ip addr add {address}/{length} dev lan {nodad}")
            family = "-6" if ":" in network else "-4"
            self.says(host, f"ip {family} route add default via {router}")

    def only_the_gateway_may_ask(self) -> None:
        """What a router of a school is told: questions of others do not leave, nor does anything
        towards resolvers that are known to answer by HTTPS."""
        for family, gateway, resolver in (
            ("-4", "10.1.0.53", "192.0.2.8"),
            ("-6", "fd00:53::53", "2001:db8:8::8"),
        ):
            rule = f"ip {family} rule add"
            self.says("router", f"{rule} pref 10 from {gateway} lookup main")
            self.says("router", f"{rule} pref 11 to {gateway} lookup main")
            self.says("router", f"{rule} pref 12 iif to-internet lookup main")
            for protocol, port in (("udp", 53), ("tcp", 53), ("udp", 853), ("tcp", 853)):
                self.says("router", f"{rule} pref 20 ipproto {protocol} dport {port} prohibit")
            self.says("router", f"{rule} pref 30 to {resolver} prohibit")

    def clear(self) -> None:
        for host in ("router", *CABLES):
            subprocess.run(
                ["ip", "netns", "del", f"{self.mark}-{host}"], capture_output=True, check=False
            )


def _ip(words: str) -> None:
    subprocess.run(["ip", *words.split()], check=True, capture_output=True)


@contextmanager
def network() -> Iterator[Network]:
    made = Network(f"mn{token_hex(2)}")
    try:
        made.lay()
        yield made
    finally:
        made.clear()
