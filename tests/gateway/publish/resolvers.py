"""Resolvers of others, started for a test on the loopback, and the question put to them."""

from __future__ import annotations

import getpass
import shutil
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from mangnon.gateway.engine import names
from tests.gateway.serve.school import free_port

SECRET = "bWFuZy1ub24tbWFuZy1ub24tbWFuZy1ub24tMDE="
WINDOW = 150


@dataclass
class Resolver:
    """A running server."""

    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def blocks(self, asked: Iterable[str]) -> dict[str, bool]:
        return verdicts(self.port, list(asked))

    def until(self, holds: Callable[[], bool], *, within: float = 60.0) -> bool:
        end = time.monotonic() + within
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text()
            with suppress(AssertionError, OSError):
                if holds():
                    return True
            time.sleep(0.1)
        return False


def verdicts(port: int, asked: list[str]) -> dict[str, bool]:
    """Whether each name is answered with "no such name", many questions under way at once."""
    found: dict[str, bool] = {}
    waiting: dict[int, str] = {}
    rest = iter(enumerate(asked))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        sock.settimeout(1.0)
        sock.connect(("127.0.0.1", port))
        for _ in range(WINDOW):
            _send_next(sock, rest, waiting)
        tries = 0
        while waiting:
            try:
                reply = sock.recv(2048)
            except TimeoutError:
                tries += 1
                assert tries < 15, f"no answer about {list(waiting.values())[:3]}"
                for again, name in waiting.items():
                    sock.send(_question(again, name))
                continue
            ident = int.from_bytes(reply[:2], "big")
            name = waiting.get(ident, "")
            if name and reply[12:].startswith(names.wire(name.encode())):
                del waiting[ident]  # else it is a late answer to what was asked twice
                found[name] = _blocked(name, reply)
                _send_next(sock, rest, waiting)
    return found


def _send_next(
    sock: socket.socket, rest: Iterator[tuple[int, str]], waiting: dict[int, str]
) -> None:
    for number, name in rest:
        waiting[number & 0xFFFF] = name
        sock.send(_question(number & 0xFFFF, name))
        return


def _question(ident: int, name: str) -> bytes:
    head = struct.pack("!6H", ident, 0x0100, 1, 0, 0, 0)
    return head + names.wire(name.encode()) + b"\0\0\1\0\1"


def _blocked(name: str, reply: bytes) -> bool:
    rcode, answers = reply[3] & 15, int.from_bytes(reply[6:8], "big")
    assert (rcode == 3) != (rcode == 0 and answers > 0), f"{name}: rcode {rcode}, {answers} answers"
    return rcode == 3


def program(name: str) -> str:
    """Where a program is; the test is skipped, saying so, on a machine without it."""
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if found is None:
        pytest.skip(f"{name} is not on this machine")
    return found


@contextmanager
def everybody() -> Iterator[int]:
    """The port of an upstream that has an address for every name."""
    port = free_port()
    script = Path(__file__).with_name("everybody.py")
    process = subprocess.Popen([sys.executable, "-S", str(script), str(port)])
    try:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with suppress(AssertionError, OSError):
                verdicts(port, ["co.example"])
                break
        yield port
    finally:
        process.kill()
        process.wait()


@contextmanager
def _running(command: list[str], port: int, log: Path) -> Iterator[Resolver]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    resolver = Resolver(port, log, process)
    try:
        assert resolver.until(lambda: bool(resolver.blocks(["co.example"]))), log.read_text()
        yield resolver
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def unbound(
    folder: Path, upstream: int, zone: str, *, file: Path | None = None, primary: int = 0
) -> Iterator[Resolver]:
    """With a zone from a file, or by transfer from a port of the loopback."""
    port = free_port()
    source = f"zonefile: {file}" if file else f"primary: 127.0.0.1@{primary}"
    config = folder / "unbound.conf"
    config.write_text(f"""server:
  interface: 127.0.0.1@{port}
  do-daemonize: no
  chroot: ""
  username: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  module-config: "respip iterator"
  do-not-query-localhost: no
  local-zone: "onion." nodefault
  local-zone: "test." nodefault
remote-control:
  control-enable: no
rpz:
  name: {zone}
  {source}
forward-zone:
  name: "."
  forward-addr: 127.0.0.1@{upstream}
""")
    command = [program("unbound"), "-d", "-c", str(config)]
    with _running(command, port, folder / "unbound.log") as resolver:
        yield resolver


@contextmanager
def bind(
    folder: Path, upstream: int, zone: str, primary: int, *, port: int = 0, secret: str = SECRET
) -> Iterator[Resolver]:
    """A secondary of the zone that signs with the key `isp`."""
    port = port or free_port()
    config = folder / "named.conf"
    config.write_text(f"""options {{
  directory "{folder}"; pid-file none; session-keyfile "{folder}/session.key";
  listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
  dnssec-validation no; empty-zones-enable no; qname-minimization off; notify no;
  forwarders {{ 127.0.0.1 port {upstream}; }}; forward only;
  response-policy {{ zone "{zone}" log no; }} qname-wait-recurse no break-dnssec yes
    min-update-interval 0;
}};
key "isp" {{ algorithm hmac-sha256; secret "{secret}"; }};
controls {{ }};
zone "{zone}" {{
  type secondary; file "{folder}/thcs.db"; primaries {{ 127.0.0.1 port {primary} key "isp"; }};
}};
""")
    command = [program("named"), "-g", "-n", "1", "-c", str(config)]
    with _running(command, port, folder / "named.log") as resolver:
        yield resolver


@contextmanager
def recursor(folder: Path, upstream: int, zone: str, primary: int) -> Iterator[Resolver]:
    """PowerDNS with the zone by transfer, signed with the key `isp`."""
    port = free_port()
    lua = folder / "recursor.lua"
    lua.write_text(
        f'rpzPrimary("127.0.0.1:{primary}", "{zone}", '
        f'{{tsigname="isp", tsigalgo="hmac-sha256", tsigsecret="{SECRET}"}})\n'
    )
    options = {
        "local-address": "127.0.0.1",
        "local-port": port,
        "config-dir": folder,
        "socket-dir": folder,
        "lua-config-file": lua,
        "forward-zones-recurse": f".=127.0.0.1:{upstream}",
        "dont-query": "",
        "dnssec": "off",
        "disable-packetcache": "yes",  # it would keep what it said before the zone came
        "hint-file": "no",
        "security-poll-suffix": "",
        "root-nx-trust": "no",
        "write-pid": "no",
        "threads": 1,
    }
    command = [program("pdns_recursor"), *(f"--{key}={value}" for key, value in options.items())]
    with _running(command, port, folder / "recursor.log") as resolver:
        yield resolver


@contextmanager
def dnsmasq(folder: Path, upstream: int, export: Path) -> Iterator[Resolver]:
    """With an exported file."""
    port = free_port()
    config = folder / "dnsmasq.conf"
    config.write_text(f"""port={port}
listen-address=127.0.0.1
bind-interfaces
no-resolv
no-hosts
dns-forward-max=1000
user={getpass.getuser()}
pid-file=
server=127.0.0.1#{upstream}
conf-file={export}
""")
    command = [program("dnsmasq"), "-k", f"--conf-file={config}"]
    with _running(command, port, folder / "dnsmasq.log") as resolver:
        yield resolver
