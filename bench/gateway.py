"""Processor time per query of the hot path, of a bare echo and of the peers installed here.

All run at once on 127.0.0.1 with the same 200,000 names of real lists, pinned to core 0; one after
another, in rounds, is asked from core 1 as fast as it answers. Blocked names, cached open names,
and both in turn; the kernel's accounting; medians. One JSON line for each server and kind.

python bench/gateway.py [--lists ../shared/data/lists] [--seconds 0.8] [--rounds 3]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
HERE = ROOT / "bench" / "gateway"
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from mangnon.gateway.compiling import Building  # noqa: E402
from mangnon.gateway.engine import hot, index  # noqa: E402
from mangnon.gateway.engine.rules import Rule  # noqa: E402
from mangnon.gateway.lists.catalogue import Listed, catalogue_of  # noqa: E402
from mangnon.gateway.lists.model import Tally  # noqa: E402
from mangnon.gateway.lists.reading import read_rules  # noqa: E402

NAMES, ASKED, OPEN = 200_000, 20_000, 5_000
KINDS = ("blocked", "cached", "mixed")
PEERS = ("unbound", "dnsmasq")
TICK = 1 / os.sysconf("SC_CLK_TCK")

UNBOUND = """server:
  interface: 127.0.0.1@{port}
  do-daemonize: no
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  verbosity: 0
  num-threads: 1
  module-config: "iterator"
  do-not-query-localhost: no
  so-rcvbuf: 4m
  so-sndbuf: 4m
  include: "{folder}/zones.conf"
forward-zone:
  name: "."
  forward-addr: 127.0.0.1@{upstream}
"""


@dataclass
class Server:
    """A program that answers on a port of 127.0.0.1."""

    name: str
    port: int
    process: subprocess.Popen[bytes]

    def spent(self) -> float:
        """Processor seconds so far, of user and kernel."""
        said = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(said[11]) + int(said[12])) * TICK


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lists", type=Path, default=ROOT.parent / "shared" / "data" / "lists")
    parser.add_argument("--seconds", type=float, default=0.8)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_known_args()[0]


def listed_names(folder: Path) -> list[tuple[str, str]]:
    """(name, category) of plain blocking rules, each name once, in a fixed random order."""
    found: dict[str, str] = {}
    for listed in catalogue_of(folder):
        if listed.use != "block":
            continue
        with (folder / listed.file).open("rb") as file:
            for _, rule in read_rules(file.read().splitlines(), listed.form, Tally()):
                if rule.plain and not rule.allow and not rule.reach:
                    found.setdefault(rule.name.decode(), listed.category)
    names = sorted(found.items())
    random.Random(3).shuffle(names)
    return names[:NAMES]


def write_inputs(folder: Path, names: list[tuple[str, str]]) -> None:
    """The index, and the files of names to ask for."""
    building, of_category = Building(), dict[str, list[str]]()
    for name, category in names:
        of_category.setdefault(category, []).append(name)
    for category, some in of_category.items():
        rules = [(line, Rule(name.encode())) for line, name in enumerate(some)]
        building.add_list(Listed(category, "plain", category), rules)
    index.write(building.contents(), folder / "index.bin")
    asked = [name for name, _ in names[:ASKED]]
    opened = [f"trang{number}.mo{number % 97}.example" for number in range(OPEN)]
    mixed = [name for pair in zip(asked, opened * (ASKED // OPEN), strict=False) for name in pair]
    for kind, some in zip(KINDS, (asked, opened, mixed), strict=True):
        (folder / kind).write_text("\n".join(some) + "\n")


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def built(folder: Path, name: str) -> str:
    out = folder / name
    subprocess.run(["gcc", "-O2", "-o", str(out), str(HERE / f"{name}.c")], check=True)
    return str(out)


def started(name: str, command: Callable[[int], list[str]]) -> Server:
    """The program, pinned to core 0."""
    port = free_port()
    process = subprocess.Popen(
        ["taskset", "-c", "0", *command(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return Server(name, port, process)


def filter_command(paths: list[str], kind: str) -> Callable[[int], list[str]]:
    return lambda port: [sys.executable, str(HERE / "filter.py"), str(port), *paths, kind]


def peer_commands(
    folder: Path, names: list[tuple[str, str]], upstream: int
) -> Iterator[tuple[str, Callable[[int], list[str]]]]:
    """How each installed peer is started with the same names."""
    zones = "".join(f'local-zone: "{name}." always_nxdomain\n' for name, _ in names)
    (folder / "zones.conf").write_text("server:\n" + zones)
    (folder / "addresses.conf").write_text("".join(f"address=/{name}/\n" for name, _ in names))

    def unbound(port: int) -> list[str]:
        written = folder / "unbound.conf"
        written.write_text(UNBOUND.format(port=port, folder=folder, upstream=upstream))
        return ["unbound", "-d", "-c", str(written)]

    def dnsmasq(port: int) -> list[str]:
        return [
            "dnsmasq", "--keep-in-foreground", f"--port={port}", "--listen-address=127.0.0.1",
            "--bind-interfaces", "--no-resolv", "--no-hosts", "--user=root", "--pid-file",
            f"--server=127.0.0.1#{upstream}", "--cache-size=10000", "--dns-forward-max=1000",
            f"--conf-file={folder / 'addresses.conf'}",
        ]  # fmt: skip

    for name, command in zip(PEERS, (unbound, dnsmasq), strict=True):
        if shutil.which(name):
            yield name, command


def answers(port: int) -> bool:
    """Whether somebody answers there."""
    question = b"\0\1\1\0\0\1\0\0\0\0\0\0\2mo\7example\0\0\1\0\1"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(("127.0.0.1", port))
        sock.settimeout(0.2)
        try:
            sock.send(question)
            return bool(sock.recv(512))
        except OSError:
            return False


def ready(server: Server) -> bool:
    """Wait until it answers, at most 20 s. The filter of this bench is silent about open names."""
    until = time.monotonic() + 20
    while time.monotonic() < until and server.process.poll() is None:
        if answers(server.port):
            return True
        time.sleep(0.1)
    return False


class Bench:
    """The sender, and what it measured: CPU µs per query."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._blast = folder, built(folder, "blast")

    def blast(self, server: Server, kind: str, seconds: float) -> dict[str, float]:
        words = [str(server.port), str(self._folder / kind), str(seconds), "64"]
        run = subprocess.run(
            ["taskset", "-c", "1", self._blast, *words], check=True, capture_output=True
        )
        return dict(json.loads(run.stdout))

    def measured(self, server: Server, kind: str, seconds: float) -> tuple[float, float]:
        """(CPU µs per query, queries per second)"""
        before = server.spent()
        said = self.blast(server, kind, seconds)
        if not said["answered"] or said["servfail"]:
            raise SystemExit(f"{server.name}: {kind}: {said}")
        return (server.spent() - before) / said["answered"] * 1e6, said["qps"]


def main() -> None:
    wanted = arguments()
    if not wanted.lists.is_dir() or not shutil.which("gcc") or (os.cpu_count() or 1) < 2:
        print(json.dumps({"bench": "gateway", "skipped": "needs the lists, gcc and two cores"}))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = listed_names(wanted.lists)
        write_inputs(folder, names)
        run(folder, names, wanted.seconds, wanted.rounds)


def run(folder: Path, names: list[tuple[str, str]], seconds: float, rounds: int) -> None:
    bench, echo = Bench(folder), built(folder, "echo")
    upstream = started("upstream", lambda port: [echo, str(port), "answer"])
    servers = [started("echo", lambda port: [echo, str(port), "echo"])]
    ours = ("compiled", "plain") if hot.COMPILED else ("plain",)
    paths = [str(folder / "index.bin"), str(folder / "cached")]
    for kind in ours:
        servers.append(started(kind, filter_command(paths, kind)))
    commands = peer_commands(folder, names, upstream.port)
    servers += [started(name, command) for name, command in commands]
    try:
        absent = set(PEERS) - {server.name for server in servers}
        measure(bench, servers, seconds, rounds, sorted(absent))
    finally:
        for server in [upstream, *servers]:
            server.process.kill()
            server.process.wait()


def measure(
    bench: Bench, servers: list[Server], seconds: float, rounds: int, absent: list[str]
) -> None:
    """Fill the caches, then measure in turns."""
    for server in servers:
        if server.name in ("echo", *PEERS) and not ready(server):
            raise SystemExit(f"{server.name} does not answer")
        bench.blast(server, "cached", 0.5)
        bench.blast(server, "blocked", 1.0)
    costs: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for _ in range(rounds):
        for kind in KINDS:
            for server in servers:
                cost = bench.measured(server, kind, seconds)
                costs.setdefault((server.name, kind), []).append(cost)
    if absent:
        print(json.dumps({"bench": "gateway", "not_installed": absent}))
    for kind in KINDS:
        report(kind, {s.name: costs[s.name, kind] for s in servers})


def report(kind: str, costs: dict[str, list[tuple[float, float]]]) -> None:
    middle = {name: statistics.median(cost for cost, _ in seen) for name, seen in costs.items()}
    best = min((middle[name] for name in PEERS if name in middle), default=None)
    for name, cost in middle.items():
        line = {
            "bench": "gateway",
            "server": name,
            "kind": kind,
            "names": NAMES,
            "cpu_us_per_query": round(cost, 2),
            "to_echo": round(cost / middle["echo"], 2),
            "to_best_peer": round(cost / best, 2) if best else None,
            "qps": round(statistics.median(qps for _, qps in costs[name])),
        }
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
