"""What more policies, more lists and a miss cost: the filter against itself.

The same names, asked as in bench/gateway.py: with 1 policy and with 1,000, in 1 list and in 100 (of
64 categories). All run at once, in rounds of random order. Then new names at 1,000 a second by the
clock, each asked of the upstream itself and through the filter: what the filter adds. One JSON line
for each.

python bench/gateway_scaling.py [--lists …] [--names 200000] [--seconds 0.8] [--rounds 9]
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "gateway"))

import ours
from inputs import ELSEWHERE, KINDS, LISTS, PAGE, Names, listed_names, some_of, write_questions
from machine import CLIENT_CORE, Server, able, built, ready, running, said, started

ME = {"bench": "gateway_scaling"}
SHAPES = {"1 policy, 1 list": (1, 1), "1,000 policies": (1000, 1), "100 lists": (1, 100)}
RATE, MISSES_S = 1000, 10


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lists", type=Path, default=LISTS)
    parser.add_argument("--names", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=0.8)
    parser.add_argument("--rounds", type=int, default=9)
    return parser.parse_known_args()[0]


def main() -> None:
    wanted, missing = arguments(), able()
    if missing:
        print(json.dumps({**ME, "skipped": f"needs {missing}"}))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = listed_names(wanted.lists, wanted.names).names
        write_questions(folder, names)
        echo = built(folder, "echo")
        upstream = started("upstream", lambda port: [echo, str(port), "answer"], CLIENT_CORE)
        with running([upstream]):
            growth(folder, names, upstream, wanted)
            misses(folder, upstream)


def shaped(folder: Path, names: Names, upstream: int) -> Iterator[Server]:
    """A filter for each shape, with the same names."""
    for shape, (policies, lists) in SHAPES.items():
        home = folder / f"{policies}-{lists}"
        ours.prepare(home, names, policies, lists)
        yield started(shape, ours.serve(home, upstream))


def growth(folder: Path, names: Names, upstream: Server, wanted: argparse.Namespace) -> None:
    servers: list[Server] = []
    blast, costs = built(folder, "blast"), dict[tuple[str, str], list[float]]()
    try:
        servers += shaped(folder, names, upstream.port)
        for server in servers:
            ready(server, some_of(names), PAGE)
            for kind in ("cached", "cached", "cached", "blocked"):
                said(blast, server.port, folder / kind, 1, 32, PAGE, ELSEWHERE)
        for _ in range(wanted.rounds):
            turns = [(server, kind) for server in servers for kind in KINDS]
            random.shuffle(turns)
            for server, kind in turns:
                cost = cost_of(blast, server, folder / kind, wanted.seconds)
                costs.setdefault((server.name, kind), []).append(cost)
    finally:
        with running(servers):
            pass
    for kind in KINDS:
        least = statistics.median(costs[next(iter(SHAPES)), kind])
        for shape in SHAPES:
            cost = statistics.median(costs[shape, kind])
            line = {"measures": "growth", "shape": shape, "kind": kind, "names": len(names)}
            line |= {"cpu_us_per_query": round(cost, 2), "to_first": round(cost / least, 3)}
            print(json.dumps({**ME, **line}), flush=True)


def cost_of(blast: str, server: Server, questions: Path, seconds: float) -> float:
    """µs of processor per query."""
    before = server.spent()
    told = said(blast, server.port, questions, seconds, 32, PAGE, ELSEWHERE)
    if told["wrong"] or not told["answered"]:
        raise SystemExit(f"{server.name}: {told}")
    return (server.spent() - before) / told["answered"] * 1e6


def misses(folder: Path, upstream: Server) -> None:
    """Names that nobody asked before, of the upstream itself and through the filter, in turns."""
    questions = folder / "misses"
    lines = [f"o moi{number}.lan{number % 31}.example" for number in range(RATE * MISSES_S)]
    questions.write_text("\n".join(lines) + "\n")
    steady = built(folder, "steady")
    server = started("serve", ours.serve(folder / "1-1", upstream.port))
    with running([server]):
        ready(server, ["san-sang.example"], ELSEWHERE)
        words = [RATE, MISSES_S, questions, PAGE, ELSEWHERE, upstream.port, server.port]
        direct, through = said(steady, *words)["ports"]
    line = {
        "measures": "misses",
        "rate_qps": RATE,
        "asked": through["asked"],
        "lost": through["asked"] - through["answered"],
        "wrong": through["wrong"],
        "upstream": direct["took"],
        "filter": through["took"],
        "added_p99_ms": round(through["took"]["p99_ms"] - direct["took"]["p99_ms"], 3),
        "added_to_the_same_question": through["added"],
    }
    print(json.dumps({**ME, **line}), flush=True)


if __name__ == "__main__":
    main()
