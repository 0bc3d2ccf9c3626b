"""What goes wrong: eight kinds, each with its repair. A fault ends when the pages answer again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from signal import SIGCONT, SIGKILL, SIGSTOP

from tests.reports.faults.disk import Disk
from tests.reports.faults.proxy import Wire
from tests.reports.faults.reporter import Reporter
from tests.reports.faults.stack import Stack

STOPPED_SECONDS = 8.0
_FULL_AT_MOST_SECONDS = 45.0
_FULL = ("No space left", "disk is full")
_STORM_SECONDS = 3.0
_HOUR = 3600
_JUMPS = (24 * _HOUR, -24 * _HOUR, 40 * 24 * _HOUR, -2 * _HOUR, 13 * _HOUR)


@dataclass
class Scene:
    """All that can be broken."""

    stack: Stack
    disk: Disk
    wire: Wire
    chance: Random
    reporters: list[Reporter] = field(default_factory=list)

    def refusals(self) -> int:
        """Lines of the logs that say that the disk is full."""
        return sum(map(self.stack.said, _FULL))


async def kill_web(scene: Scene) -> None:
    await asyncio.to_thread(scene.stack.send, "web", SIGKILL)


async def kill_worker(scene: Scene) -> None:
    await asyncio.to_thread(scene.stack.send, "work", SIGKILL)


async def kill_database(scene: Scene) -> None:
    """On SQLite the database is whoever writes it."""
    if scene.stack.postgres:
        await asyncio.to_thread(scene.stack.postgres.kill)
        return
    for name in ("web", "work"):
        await asyncio.to_thread(scene.stack.send, name, SIGKILL)


async def fill_disk(scene: Scene) -> None:
    """Until somebody's write was refused, and a little longer: SQLite first uses what it has."""
    await asyncio.to_thread(scene.disk.fill)
    try:
        before, end = scene.refusals(), time.monotonic() + _FULL_AT_MOST_SECONDS
        while scene.refusals() == before and time.monotonic() < end:
            await asyncio.sleep(1)
        await asyncio.sleep(_STORM_SECONDS)
    finally:
        scene.disk.empty()


async def stop_web(scene: Scene) -> None:
    """Longer than the browsers wait: they ask again while the first is still on its way."""
    scene.stack.send("web", SIGSTOP)
    try:
        await asyncio.sleep(STOPPED_SECONDS)
    finally:
        scene.stack.send("web", SIGCONT)


async def jump_clock(scene: Scene) -> None:
    assert scene.stack.clock is not None
    scene.stack.clock.set(scene.chance.choice(_JUMPS))
    try:
        await asyncio.sleep(_STORM_SECONDS)
    finally:
        scene.stack.clock.set(0)


async def cut_wires(scene: Scene) -> None:
    scene.wire.cutting = True
    try:
        await asyncio.sleep(_STORM_SECONDS)
    finally:
        scene.wire.cutting = False


async def deliver_twice(scene: Scene) -> None:
    for one in scene.reporters:
        one.presses_twice = True
    try:
        await asyncio.sleep(_STORM_SECONDS)
    finally:
        for one in scene.reporters:
            one.presses_twice = False


KINDS: dict[str, Callable[[Scene], Awaitable[None]]] = {
    "kill_web": kill_web,
    "kill_worker": kill_worker,
    "kill_database": kill_database,
    "full_disk": fill_disk,
    "stopped_web": stop_web,
    "clock_jump": jump_clock,
    "cut_wire": cut_wires,
    "delivered_twice": deliver_twice,
}


def possible(scene: Scene) -> dict[str, Callable[[Scene], Awaitable[None]]]:
    """Those that this machine can do: a disk wants a mount, a clock wants a compiler."""
    out = set() if scene.disk.own else {"full_disk"}
    out |= set() if scene.stack.clock and scene.stack.clock.works else {"clock_jump"}
    return {name: kind for name, kind in KINDS.items() if name not in out}
