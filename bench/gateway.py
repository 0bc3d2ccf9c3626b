"""Processor time per query: the filter, its hot path, a bare echo and the peers installed here.

All run at once on 127.0.0.1 with the same names of real lists, pinned to core 0; one at a time, in
random order each round, is asked from core 1 as fast as it answers. Blocked names, cached open
names, and both in turn. Every answer is looked at; the kernel counts; medians. Ours has everything
on: groups by subnet, masks, counters, SafeSearch, allowances, top names. One JSON line for each
server and kind.

python bench/gateway.py [--lists ../shared/data/lists] [--names 200000] [--seconds 1] [--rounds 5]
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "gateway"))

import ours
from inputs import (
    ASKED,
    ELSEWHERE,
    KINDS,
    LISTS,
    OPEN,
    PAGE,
    Listing,
    Names,
    listed_names,
    some_of,
    write_questions,
)
from machine import CLIENT_CORE, Server, able, built, ready, running, said, started
from peers import PEERS, Site

WINDOW = 32  # of each of 8 clients: what waits then fits in the smallest buffer of a peer
MOST_WARMING = 30
ECHOES = ("echo", "echo-batched")


@dataclass(frozen=True)
class Measure:
    """One run: µs of processor per query, queries per second, the share of the core in use."""

    cost: float
    qps: float
    busy: float


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lists", type=Path, default=LISTS)
    parser.add_argument("--names", type=int, default=200_000)
    parser.add_argument("--asked", type=int, default=ASKED, help="so many different blocked names")
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="peers and kinds of ours, by name, with commas")
    return parser.parse_known_args()[0]


class Bench:
    """The sender, and what it measured of each server."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._blast = folder, built(folder, "blast")

    def blast(
        self, server: Server, kind: str, seconds: float, *, strict: bool = True
    ) -> dict[str, float]:
        """Raises SystemExit when an answer is wrong."""
        blocked, opened = said_of_blocked(server), ELSEWHERE
        if blocked == "any":
            opened = "any"
        questions = self._folder / kind
        told = said(self._blast, server.port, questions, seconds, WINDOW, blocked, opened)
        if strict and (not told["answered"] or told["wrong"]):
            raise SystemExit(f"{server.name}: {kind}: {told}")
        return told

    def measured(self, server: Server, kind: str, seconds: float) -> Measure:
        before = server.spent()
        told = self.blast(server, kind, seconds)
        spent = server.spent() - before
        return Measure(spent / told["answered"] * 1e6, told["qps"], spent / seconds)

    def warm(self, server: Server, names: Names) -> None:
        """Blocked names past its eyes once, and the open ones until it has them all in its cache:
        until it answers every one of them four times within a second."""
        ready(server, some_of(names), said_of_blocked(server))
        self.blast(server, "blocked", 1.0)
        for _ in range(MOST_WARMING):
            told = self.blast(server, "cached", 1.0, strict=False)
            if told["answered"] >= 4 * OPEN and not told["wrong"]:
                return
        raise SystemExit(f"{server.name} does not keep the open names: {told}")


def said_of_blocked(server: Server) -> str:
    if server.name in {peer.name for peer in PEERS}:
        return "nxdomain"
    return "any" if server.name in ECHOES else PAGE


def servers(folder: Path, site: Site, wanted: set[str]) -> Iterator[Server]:
    """Everything that is measured."""
    echo = built(folder, "echo")
    yield started("echo", lambda port: [echo, str(port), "echo"])
    yield started("echo-batched", lambda port: [echo, str(port), "batched"])
    for plain in (False, True):
        tail = "-plain" if plain else ""
        if not wanted or "hot" + tail in wanted:
            yield started("hot" + tail, ours.hot_path(folder, plain=plain))
        if not wanted or "serve" + tail in wanted:
            yield started("serve" + tail, ours.serve(folder, site.upstream, plain=plain))
    for peer in PEERS:
        if peer.installed and (not wanted or peer.name in wanted):
            yield started(peer.name, peer.command(site))


def main() -> None:
    wanted, missing = arguments(), able()
    if missing:
        print(json.dumps({"bench": "gateway", "skipped": f"needs {missing}"}))
        return
    with tempfile.TemporaryDirectory() as name:
        run(Path(name), wanted)


def run(folder: Path, wanted: argparse.Namespace) -> None:
    listing = listed_names(wanted.lists, wanted.names)
    ours.prepare(folder, listing.names)
    write_questions(folder, listing.names, wanted.asked)
    bench, echo = Bench(folder), built(folder, "echo")
    upstream = started("upstream", lambda port: [echo, str(port), "answer"], CLIENT_CORE)
    only = set(wanted.only.split(",")) - {""}
    measuring: list[Server] = []
    with running([upstream]):
        try:
            measuring += servers(folder, Site(folder, listing.names, upstream.port), only)
            measure(bench, measuring, wanted, listing)
        finally:
            with running(measuring):
                pass


def measure(
    bench: Bench, measuring: list[Server], wanted: argparse.Namespace, listing: Listing
) -> None:
    """Fill the caches, then measure in turns."""
    for server in measuring:
        bench.warm(server, listing.names)
    absent = [peer.name for peer in PEERS if not peer.installed]
    told = {
        "names": wanted.names,
        "invented": listing.invented,
        "asked": wanted.asked,
        "open": OPEN,
    }
    print(
        json.dumps({"bench": "gateway", "measures": "inputs", **told, "not_installed": absent}),
        flush=True,
    )
    costs: dict[tuple[str, str], list[Measure]] = {}
    for _ in range(wanted.rounds):
        turns = [(server, kind) for server in measuring for kind in KINDS]
        random.shuffle(turns)
        for server, kind in turns:
            cost = bench.measured(server, kind, wanted.seconds)
            costs.setdefault((kind, server.name), []).append(cost)
    for kind in KINDS:
        report(kind, {server.name: costs[kind, server.name] for server in measuring}, wanted.names)


def report(kind: str, costs: dict[str, list[Measure]], names: int) -> None:
    middle = {name: statistics.median(each.cost for each in seen) for name, seen in costs.items()}
    peers = {peer.name: middle[peer.name] for peer in PEERS if peer.name in middle}
    best = min(peers, key=lambda name: peers[name], default="")
    for name, cost in middle.items():
        line = {
            "bench": "gateway",
            "measures": "cost",
            "server": name,
            "kind": kind,
            "names": names,
            "cpu_us_per_query": round(cost, 2),
            "to_echo": round(cost / middle["echo"], 2),
            "to_best_peer": round(cost / peers[best], 2) if best else None,
            "best_peer": best or None,
            "qps": round(statistics.median(each.qps for each in costs[name])),
            "busy": round(statistics.median(each.busy for each in costs[name]), 2),
        }
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
