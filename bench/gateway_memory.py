"""Memory, start, compiling and exchanging at a million names: the filter beside the peers.

Each program alone, on core 0: seconds until its first answer, the processor's seconds and megabytes
then and after 1.5 s of questions. Lines of mixed formats compiled, in processor seconds. A new
bundle put in place while 4,000 questions a second come: when it is in force, what was lost, the
slowest answer. One JSON line for each.

python bench/gateway_memory.py [--lists …] [--names 1000000] [--only memory,compile,exchange]
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "gateway"))

import exchange
import ours
from inputs import ELSEWHERE, LISTS, PAGE, Listing, Names, listed_names, some_of, write_questions
from machine import CLIENT_CORE, Command, able, built, ready, running, said, started
from peers import PEERS, Site

ME = {"bench": "gateway_memory"}
WORKERS = 2
FORMATS: dict[str, Callable[[str], str]] = {
    "plain": lambda name: name,
    "wildcard": lambda name: f"*.{name}",
    "hosts": lambda name: f"0.0.0.0 {name}",
    "dnsmasq": lambda name: f"address=/{name}/",
    "unbound": lambda name: f'local-zone: "{name}." always_nxdomain',
    "rpz": lambda name: f"{name} CNAME .",
    "abp": lambda name: f"||{name}^",
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lists", type=Path, default=LISTS)
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--only", default="memory,compile,exchange")
    parser.add_argument("--ours", action="store_true", help="leave the peers out")
    return parser.parse_known_args()[0]


def main() -> None:
    wanted, missing = arguments(), able()
    if missing:
        print(json.dumps({**ME, "skipped": f"needs {missing}"}))
        return
    only = wanted.only.split(",")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        listing = listed_names(wanted.lists, wanted.names)
        ours.prepare(folder, listing.names)
        write_questions(folder, listing.names)
        if "memory" in only:
            memory(folder, listing, peers=not wanted.ours)
        if "compile" in only:
            compiling(folder, listing)
        if "exchange" in only:
            exchange.report(folder, listing.names, ME)


def memory(folder: Path, listing: Listing, *, peers: bool) -> None:
    """Each program alone, beside the upstream."""
    echo, blast = built(folder, "echo"), built(folder, "blast")
    upstream = started("upstream", lambda port: [echo, str(port), "answer"], CLIENT_CORE)
    with running([upstream]):
        site = Site(folder, listing.names, upstream.port)
        index = (folder / "bundle" / "index.bin").stat().st_size
        ours_command = ours.serve(folder, upstream.port, workers=WORKERS)
        weigh("serve", ours_command, folder, blast, listing, index_bytes=index)
        for peer in PEERS if peers else ():
            if peer.installed:
                weigh(peer.name, peer.command(site), folder, blast, listing)


def weigh(
    name: str,
    command: Command,
    folder: Path,
    blast: str,
    listing: Listing,
    index_bytes: int | None = None,
) -> None:
    """Start one program, ask it for a name that is blocked, weigh it, ask much, weigh it again."""
    server, blocked = started(name, command), PAGE if name == "serve" else "nxdomain"
    with running([server]):
        seconds = ready(server, some_of(listing.names), blocked)
        time.sleep(1)  # what it does after its first answer belongs to its load
        spent, loaded = server.spent(), server.memory()
        questions = [str(folder / kind) for kind in ("cached", "blocked")]
        for each in questions:
            told = said(blast, server.port, each, 1.5, 32, blocked, ELSEWHERE)
        if told["wrong"]:
            raise SystemExit(f"{name}: {told}")
        line = {
            "measures": "memory",
            "server": name,
            "names": len(listing.names),
            "invented": listing.invented,
            "first_answer_s": round(seconds, 2),
            "load_cpu_s": round(spent, 2),
            **loaded,
            "after": server.memory(),
        }
        if index_bytes:
            line["index_bytes"] = index_bytes
        print(json.dumps({**ME, **line}), flush=True)


def write_mixed(folder: Path, names: Names) -> int:
    """The names as lists of every format in turn, one in UT1's manner; returns the lines."""
    folder.mkdir()
    rows, lines = ["file,format,category,use"], 0
    for place, (form, written) in enumerate(FORMATS.items()):
        some = [written(name) for name, _ in names[place :: len(FORMATS)]]
        file = f"{form}/domains" if form == "plain" else f"{form}.txt"
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text("\n".join(some) + "\n")
        rows.append(f"{file},{form},category-{place},block")
        lines += len(some)
    (folder / "catalogue.csv").write_text("\n".join(rows) + "\n")
    return lines


def compiling(folder: Path, listing: Listing) -> None:
    lines = write_mixed(folder / "formats", listing.names)
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    ours.compile_lists(folder / "formats", folder / "formats-bundle")
    after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - begun
    manifest = json.loads((folder / "formats-bundle" / "manifest.json").read_text())
    line = {
        "measures": "compile",
        "lines": lines,
        "formats": list(FORMATS),
        "names": manifest["names"],
        "index_bytes": manifest["index_bytes"],
        "cpu_s": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
        "s": round(seconds, 2),
    }
    shutil.rmtree(folder / "formats")
    print(json.dumps({**ME, **line}), flush=True)


if __name__ == "__main__":
    main()
