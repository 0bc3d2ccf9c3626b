"""A new bundle while questions come: when it is in force, what was lost, what took longest."""

from __future__ import annotations

import json
import statistics
import subprocess
import time
from pathlib import Path
from typing import Any

import ours
from inputs import ELSEWHERE, PAGE, Names, some_of
from machine import CLIENT_CORE, Server, answer, built, ready, running, started

RATE, TIMES, EVERY_S = 1000, 3, 3.0  # questions a second on each of four sockets
SOCKETS = 4
SIGN = "dau-hieu.example"  # blocked by one of the two bundles


def report(folder: Path, names: Names, me: dict[str, Any]) -> None:
    """Exchange two bundles of all the names in turns; one of them has a name more."""
    ours.prepare(folder / "other", [*names, (SIGN, names[0][1])])
    echo, steady = built(folder, "echo"), built(folder, "steady")
    upstream = started("upstream", lambda port: [echo, str(port), "answer"], CLIENT_CORE)
    server = started("serve", ours.serve(folder, upstream.port, workers=2))
    with running([server, upstream]):
        ready(server, some_of(names), PAGE)
        print(json.dumps(me | measured(folder, server, steady, len(names))), flush=True)


def measured(folder: Path, server: Server, steady: str, names: int) -> dict[str, Any]:
    seconds = EVERY_S * (TIMES + 1)
    ports = [str(server.port)] * SOCKETS
    words = [str(RATE), str(seconds), str(folder / "mixed"), PAGE, ELSEWHERE, *ports]
    asking = subprocess.Popen(
        ["taskset", "-c", CLIENT_CORE, steady, *words], stdout=subprocess.PIPE
    )
    moved, effects = [], []
    for each in range(TIMES):
        time.sleep(EVERY_S)
        moved.append(time.monotonic())
        move(folder / "other" / "bundle", folder / "bundle")
        effects.append(seen(server, blocked=each % 2 == 0, since=moved[-1]))
    told = json.loads(asking.communicate()[0])
    worst = [max(each) for each in zip(*(port["worst_ms"] for port in told["ports"]), strict=True)]
    during = [round(at - told["begun"], 1) for at in moved]
    near = {place for at in during for place in range(int(at * 10), int(at * 10) + 15)}
    asked, answered, wrong = (
        sum(port[key] for port in told["ports"]) for key in ("asked", "answered", "wrong")
    )
    return {
        "measures": "exchange",
        "names": names,
        "exchanges": TIMES,
        "in_force_s": round(statistics.median(effects), 2),
        "slowest_in_force_s": round(max(effects), 2),
        "questions": asked,
        "lost": asked - answered,
        "wrong": wrong,
        "slowest_answer_ms": max(ms for place, ms in enumerate(worst) if place in near),
        "slowest_before_ms": max(worst[3 : int(during[0] * 10)]),
    }


def move(new: Path, place: Path) -> None:
    """The two folders change places: each is whole at every moment."""
    aside = place.with_name("aside")
    place.rename(aside)
    new.rename(place)
    aside.rename(new)


def seen(server: Server, *, blocked: bool, since: float) -> float:
    """Seconds until the new word on the name is all that is heard: 16 times in a row, by sockets
    that the kernel shares out among the processes. The first of the 16 counts."""
    page = bytes(map(int, PAGE.split(".")))
    heard, first = 0, since
    while heard < 16:
        if time.monotonic() > since + 20:
            raise SystemExit("the new bundle is not in force after 20 s")
        host = f"127.0.0.{heard % 8 + 1}"
        if (page in answer(server.port, SIGN, host, 1)) == blocked:
            first = first if heard else time.monotonic()
            heard += 1
        else:
            heard = 0
            time.sleep(0.002)
    return first - since
