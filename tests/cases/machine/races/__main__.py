"""`python -m tests.cases.machine.races 10000`: five kinds of races, one line of JSON.

Each kind is a program of its own (`one`) in a database of its own, so that two cores have work: on
SQLite in a folder that is thrown away, else beside the empty database of DATABASE_URL.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.project.settings"
os.environ["MANGNON_DATA"] = tempfile.mkdtemp()
os.environ.setdefault("MANGNON_LOG", "json")

import django
from django.core.management import call_command

django.setup()
call_command("migrate", interactive=False, verbosity=0)

from django.db import connection  # noqa: E402

from tests.cases.machine.races.apart import apart  # noqa: E402
from tests.cases.machine.races.kinds import KINDS  # noqa: E402


def begun(kind: str, races: int, where: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.cases.machine.races.one", kind, str(races)]
    return subprocess.Popen(command, env={**os.environ, **where}, stdout=subprocess.PIPE, text=True)


def said(kind: str, program: subprocess.Popen[str]) -> dict[str, Any]:
    """What it printed. One that died proves nothing, whatever it counted until then."""
    out, _ = program.communicate()
    if program.returncode:
        sys.exit(f"{kind}: ended with {program.returncode}")
    told: dict[str, Any] = json.loads(out)
    return told


def main(wanted: int) -> int:
    begin, each, vendor = time.monotonic(), -(-wanted // len(KINDS)), connection.vendor
    with ExitStack() as stack:
        places = {kind.name: stack.enter_context(apart(kind.name)) for kind in KINDS}
        programs = {name: begun(name, each, where) for name, where in places.items()}
        told = {name: said(name, program) for name, program in programs.items()}
    wrong = [words for one in told.values() for words in one["wrong"]]
    holds, races = all(one["record_holds"] for one in told.values()), sum_of(told, "races")
    print(  # noqa: T201  a program whose output is its figure
        json.dumps(
            {
                "soak": "case_races",
                "database": vendor,
                "races": races,
                "kinds": len(told),
                "winners": {name: one["winners"] for name, one in told.items()},
                "not_one_winner": len(wrong),
                "first_wrong": wrong[:3],
                "record_holds": holds,
                "cpu_ms_a_race": round(1000 * sum_of(told, "cpu_seconds") / races, 1),
                "seconds": round(time.monotonic() - begin, 1),
            },
            ensure_ascii=False,
        )
    )
    return 1 if wrong or not holds or races < wanted else 0


def sum_of(told: dict[str, dict[str, Any]], what: str) -> Any:
    return sum(one[what] for one in told.values())


sys.exit(main(int(sys.argv[1])))
