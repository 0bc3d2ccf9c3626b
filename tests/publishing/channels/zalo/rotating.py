"""Tokens that can be used once, under two workers and `kill -9`.

`python -m tests.publishing.channels.zalo.rotating [--rotations 1000] [--seed 1]` prints one JSON
line and exits 1 when a promise is broken. It makes a database of its own.

Two workers renew without a pause and kill themselves at a step drawn by lot, each at once replaced.
A person brings new tokens whenever an account was lost. What must hold: an account is lost only
where a worker died after Zalo had answered and before the answer was on the disk. Each such death
has a token shown to Zalo once more, by whoever finds out (and dies of it perhaps, which makes the
next one find out); nothing else ever does.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

NAME = "tests.publishing.channels.zalo.rotating"
ROOT = Path(__file__).parents[4]
# Before Zalo is asked, while the answer exists nowhere but in the process, and after it is kept.
BEFORE = ("alone", "taken", "sending")
GAP = ("taken by zalo", "answered", "half kept")
AFTER = ("kept", "committed", "forgotten")
STEPS = (*BEFORE, *GAP, *AFTER)


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rotations", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--lottery", default="all", choices=["all", "kept"])
    asked.add_argument("--database", default="")
    asked.add_argument("--at", default="")
    asked.add_argument("--account", default="")
    args = asked.parse_args()
    if args.database:
        return _launch(args)
    with tempfile.TemporaryDirectory() as folder:
        return _alone(args, Path(folder))


def _alone(args: argparse.Namespace, folder: Path) -> int:
    """With a database and a fake of its own."""
    os.environ.update(MANGNON_DATA=str(folder), DATABASE_URL="")
    _set_up()
    from django.core.management import call_command

    from tests.cast import make_province

    call_command("migrate", verbosity=0)
    unit = make_province().health
    database = f"sqlite:///{folder / 'mangnon.sqlite3'}"
    found = run(folder, database, unit, args.rotations, args.seed, args.lottery)
    sys.stdout.write(json.dumps(found) + "\n")
    return 0 if found["holds"] else 1


def run(
    folder: Path, database: str, unit: Any, rotations: int, seed: int = 1, lottery: str = "all"
) -> dict[str, Any]:
    """Rotate so often with a fake in this process and the workers in others; what came of it."""
    from mangnon.publishing import vault
    from mangnon.publishing.models import ChannelAccount
    from tests.publishing.channels.outside import zalo_tokens
    from tests.publishing.fakes.zalo import OA_ID, ZaloFake

    oa = ZaloFake()
    row = ChannelAccount.objects.create(unit=unit, channel="zalo", name="OA", outside_id=OA_ID)
    vault.keep(row.pk, zalo_tokens(oa))
    words = [sys.executable, "-m", NAME, "--database", database, "--account", str(row.pk)]
    words += ["--at", oa.url, "--rotations", str(rotations), "--seed", str(seed)]
    words += ["--lottery", lottery]
    env = {**os.environ, "MANGNON_DATA": str(folder), "DATABASE_URL": database}
    env |= {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    with subprocess.Popen(words, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True) as launcher:
        lost = _brings_new_tokens(launcher, row.pk, oa)
        said = json.loads(launcher.communicate()[0])
    again = len(oa.used_again())
    in_vain = sum(one.given.count("spent") for one in oa.refreshes.values())
    alive = bool(_last_pair_works(row.pk, oa))
    gaps = said["killed in the gap"]
    oa.close()
    return {
        "bench": "zalo-rotation",
        **said,
        "lost": lost,
        "used again": again,
        "shown in vain": in_vain,
        "holds": lost == again and in_vain == gaps and alive and launcher.returncode == 0,
    }


def _brings_new_tokens(launcher: subprocess.Popen[str], account: Any, oa: Any) -> int:
    """A person at the page of accounts, for as long as the workers run: how often it was needed."""
    from mangnon.publishing import vault
    from mangnon.publishing.models import ChannelAccount
    from tests.publishing.channels.outside import zalo_tokens

    lost, ended = 0, False
    while not ended:
        ended = launcher.poll() is not None
        if ChannelAccount.objects.exclude(problem="").filter(pk=account).exists():
            lost += 1
            vault.keep(account, zalo_tokens(oa))
        time.sleep(0.005)
    return lost


def _last_pair_works(account: Any, oa: Any) -> bool:
    from functools import partial

    from mangnon.publishing.channels.zalo.tokens import exchange
    from mangnon.publishing.vault import RowVault

    at = RowVault(account)
    before = at.read()
    return at.renew(before, partial(exchange, base=oa.url)).access in oa.accesses


# --- the workers' side ---------------------------------------------------------------------------


def _launch(args: argparse.Namespace) -> int:
    """Two workers at a time, each a fork of this process, until so many tokens were renewed."""
    _set_up()
    from django.db import connection

    connection.close()
    lot, left, kills, running = random.Random(args.seed), args.rotations, Counter[str](), {}
    steps = STEPS if args.lottery == "all" else (*BEFORE, *AFTER)
    while left > 0 or running:
        while left > 0 and len(running) < 2:
            step, turn = lot.choice(steps), lot.randint(1, 5)
            running[_forked(args, step, turn)] = step, turn
            left -= turn
        pid, status = os.wait()
        step, _ = running.pop(pid)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
            kills[step] += 1
        elif status:
            return 1
    said = {"rotations": args.rotations, "kills": sum(kills.values())}
    said["killed in the gap"] = sum(kills[step] for step in GAP)
    _settle_last(args)
    sys.stdout.write(json.dumps(said) + "\n")
    return 0


def _settle_last(args: argparse.Namespace) -> None:
    """The last worker may have died in the gap: one more, who kills nobody, finds out."""
    pid = _forked(args, "", 1)
    os.waitpid(pid, 0)
    time.sleep(0.05)


def _forked(args: argparse.Namespace, step: str, turn: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        code = _work(args, step, turn)
    finally:
        os._exit(code)


def _work(args: argparse.Namespace, step: str, turn: int) -> int:
    """Renew `turn` times; the last time, die at `step`."""
    from functools import partial
    from uuid import UUID

    from mangnon.publishing.channels.base import Later, TokenExpired
    from mangnon.publishing.channels.zalo.tokens import exchange
    from mangnon.publishing.vault import RowVault

    mine = RowVault(UUID(args.account))
    done = 0
    while done < turn:
        if done == turn - 1 and step:
            _die_at(step)
        try:
            before = mine.read()
            mine.renew(before, partial(exchange, base=args.at))
            done += 1
        except (Later, TokenExpired):
            time.sleep(0.01)  # until a person has brought new ones
            done += not step
    return 0


def _die_at(step: str) -> None:
    """Put a `kill -9` of this process before or after what the step is named for."""
    from mangnon.publishing import journal, vault
    from mangnon.publishing.channels import asking
    from mangnon.publishing.channels.zalo import tokens

    before = {
        "alone": (vault, "_take"),
        "sending": (asking, "_connected"),
        "taken by zalo": (asking, "_read"),
        "half kept": (journal.Path, "replace"),
        "committed": (journal, "forget"),
    }
    after = {
        "taken": (vault, "_take"),
        "answered": (tokens, "_pair"),
        "kept": (journal, "keep"),
        "forgotten": (journal, "forget"),
    }
    place, name = {**before, **after}[step]
    setattr(place, name, _deadly(getattr(place, name), first=step in before))


def _deadly(real: Any, *, first: bool) -> Any:
    def dies(*given: Any, **more: Any) -> None:
        if not first:
            real(*given, **more)
        elif real.__name__ == "_read":
            given[0].read()  # the answer is on this machine: Zalo has taken the token
        os.kill(os.getpid(), signal.SIGKILL)

    return dies


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mangnon.project.settings")
    from mangnon.base.loading import load
    from mangnon.base.walls import whole_program_asks

    load()

    whole_program_asks("a test")


if __name__ == "__main__":
    sys.exit(main())
