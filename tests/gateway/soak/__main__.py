"""python -m tests.gateway.soak SECONDS: a filter under mixed load; one JSON line, 1 when it failed.

Blocked, kept and new names, answers by TCP only, aliases of blocked sites; UDP, TCP and TLS;
hostile packets; a new bundle and a new plan each minute; a process killed now and then. Everything
stays on the loopback.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import ssl
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from mangnon.gateway.compiling import compile_folder
from mangnon.gateway.engine.plan import Plan
from tests.gateway.serve.certificates import doors
from tests.gateway.serve.school import School, free_port, school
from tests.gateway.soak import asking, upstream
from tests.gateway.soak.questions import OWN, SIGN, Questions, State, blocked_names
from tests.gateway.soak.watching import Watch

ASKERS, PAUSE_S = 24, 0.03
LOOK_S, IDLE_S = 5.0, 15.0
MOST_FAILED = 100_000  # one SERVFAIL in so many questions: this program is the upstream too


def write_bundles(folder: Path) -> None:
    """Two bundles: `bundle` in its place, and beside it `other`, which blocks one name more."""
    lists = folder / "lists"
    with (lists / "gambling.txt").open("a") as file:
        file.write("\n".join(blocked_names()) + "\n")
    compile_folder(lists, folder / "bundle")
    with (lists / "gambling.txt").open("a") as file:
        file.write(SIGN + "\n")
    compile_folder(lists, folder / "other")


def exchange_bundles(folder: Path, state: State) -> None:
    state.changed[SIGN] = time.monotonic()
    (folder / "bundle").rename(folder / "aside")
    (folder / "other").rename(folder / "bundle")
    (folder / "aside").rename(folder / "other")
    state.sign_blocked = not state.sign_blocked
    state.changed[SIGN] = time.monotonic()


def exchange_plans(folder: Path, state: State) -> None:
    """A name of the school's own, blocked or not for every group."""
    plan = Plan.from_json((folder / "plan.json").read_text())
    own = () if state.own_blocked else (OWN,)
    groups = tuple(replace(group, own_block=own) for group in plan.groups)
    beside = folder / "plan.new"
    beside.write_text(replace(plan, groups=groups, revision=plan.revision + 1).to_json())
    state.changed[OWN] = time.monotonic()
    beside.rename(folder / "plan.json")
    state.own_blocked = not state.own_blocked
    state.changed[OWN] = time.monotonic()


class Soak:
    """One run."""

    def __init__(self, filter_: School, tls_port: int, seconds: float) -> None:
        self.filter, self.tls_port, self.seconds = filter_, tls_port, seconds
        self.state, self.watch = State(), Watch()
        self.account = asking.Account(self.state)
        self.exchanges = self.kills = 0
        self.first_worker = filter_.workers[0]

    async def run(self, upstream_port: int) -> None:
        await upstream.begin(upstream_port)
        await asyncio.sleep(1)  # what the first bundle needs to be in force
        tasks = [asyncio.create_task(each) for each in (*self._load(), *self._changes())]
        done, _ = await asyncio.wait(
            tasks, timeout=self.seconds, return_when=asyncio.FIRST_EXCEPTION
        )
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        for task in done:
            task.result()  # something here broke, not the filter
        await asyncio.sleep(IDLE_S)  # streams of clients that are gone are closed by then
        self.watch.look(self.processes())

    def processes(self) -> list[int]:
        return [self.filter.process.pid, *self.filter.workers]

    def _load(self) -> list[Any]:
        port, account, state = self.filter.port, self.account, self.state
        tls = ssl.create_default_context(cafile=str(self.filter.folder / "cert.pem"))
        load: list[Any] = [
            asking.datagrams(Questions(state, seed), account, port, PAUSE_S, seed)
            for seed in range(ASKERS)
        ]
        load.append(asking.streams(Questions(state, 100), account, port, 0.2, None))
        load.append(asking.streams(Questions(state, 101), account, self.tls_port, 0.4, tls))
        load.append(asking.hostile(account, port, 0.02, 102))
        return load

    def _changes(self) -> list[Any]:
        minute = min(60.0, self.seconds / 10)
        return [self._look(), self._exchange(minute), self._kill(minute * 5)]

    async def _look(self) -> None:
        while True:
            self.watch.look(self.processes())
            await asyncio.sleep(min(LOOK_S, self.seconds / 60))

    async def _exchange(self, minute: float) -> None:
        while True:
            await asyncio.sleep(minute / 2)
            exchange_bundles(self.filter.folder, self.state)
            await asyncio.sleep(minute / 2)
            exchange_plans(self.filter.folder, self.state)
            self.exchanges += 1

    async def _kill(self, pause: float) -> None:
        """The first process is spared: its memory is watched for the whole run."""
        while True:
            await asyncio.sleep(pause)
            for pid in self.filter.workers:
                if pid != self.first_worker:
                    os.kill(pid, signal.SIGKILL)
                    self.kills += 1
                    break

    def failures(self) -> list[str]:
        """What is not as it must be."""
        account, watch = self.account, self.watch
        said = {
            "wrong answers": account.wrong_count,
            "questions without an answer": account.unanswered,
            "too many failed": account.failed > account.asked.total() / MOST_FAILED,
            "the first process died": self.first_worker not in self.filter.workers,
            "a process is missing": len(self.filter.workers) < 2,
        }
        for pid in (self.filter.process.pid, self.first_worker):
            seen = watch.samples[pid]
            said[f"memory of {pid} grows"] = watch.flat(pid) is False
            said[f"files of {pid} stay open"] = seen[-1].files > seen[0].files + 2
        return [words for words, wrong in said.items() if wrong]

    def as_dict(self) -> dict[str, Any]:
        roles = {"keeper": self.filter.process.pid, "worker": self.first_worker}
        held = {
            role: {
                "rss_mb": [round(seen[at].rss_mb, 1) for at in (0, len(seen) // 2, -1)],
                "slope_mb_per_hour": round(self.watch.slope_mb_per_hour(pid), 2),
                "growth_mb": round(self.watch.growth_mb(pid), 2),
                "flat": self.watch.flat(pid),
                "files": [seen[0].files, max(each.files for each in seen), seen[-1].files],
            }
            for role, pid in roles.items()
            for seen in (self.watch.samples[pid],)
        }
        told = {"exchanges": self.exchanges, "kills": self.kills, **held}
        account = {name: value for name, value in vars(self.account).items() if name != "state"}
        return {"soak": "gateway", "seconds": self.seconds, **account, **told}


def main(seconds: float) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder, upstream_port, tls_port = Path(name), free_port(), free_port()
        more = doors(folder, tls_port=tls_port)
        with school(folder, upstream_port, more=more) as running:
            write_bundles(folder)
            soak = Soak(running, tls_port, seconds)
            asyncio.run(soak.run(upstream_port))
            failures = soak.failures()
            told = soak.as_dict() | {"failures": failures}
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 1 if failures else 0


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 3600))
