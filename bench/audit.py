"""A record of a million acts is verified within a minute: one JSON line.

The acts are chained in bulk in a database of its own, SQLite in a folder or the empty one of
DATABASE_URL; then `mangnon audit verify --json` reads them, and once more after one was altered.

python bench/audit.py [--events 1000000]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
GOAL_SECONDS_A_MILLION = 60
BATCH = 5_000
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
ACTS = ("case.read", "case.moved", "assignment.issued", "person.signed_in", "report.read")


def start_django(folder: str) -> None:
    os.environ["MANGNON_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.project.settings"
    os.environ.setdefault("MANGNON_LOG", "json")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def fill(events: int) -> None:
    """As `record` would have written them one by one, in fewer statements."""
    from mangnon.base.audit.chain import GENESIS
    from mangnon.base.audit.models import AuditHead, AuditRow

    AuditHead.objects.get_or_create(pk=1)
    previous = GENESIS
    for first in range(1, events + 1, BATCH):
        rows = []
        for seq in range(first, min(first + BATCH, events + 1)):
            rows.append(row(seq, previous))
            previous = rows[-1].hash
        AuditRow.objects.bulk_create(rows, batch_size=BATCH)
        AuditHead.objects.filter(pk=1).update(seq=rows[-1].seq, hash=previous)


def row(seq: int, previous: str) -> Any:
    from mangnon.base.audit.chain import Entry
    from mangnon.base.audit.models import AuditRow

    entry = Entry(
        seq=seq,
        at=BEGIN + timedelta(seconds=seq, microseconds=seq % 1_000_000),
        by=f"0b5c0a56-1111-4000-8000-{seq % 900:012}",
        what=ACTS[seq % len(ACTS)],
        on_type="cases.case",
        on_id=f"7d9a0c1e-2222-4000-8000-{seq % 50_000:012}",
        unit=str(seq % 3_000),
        facts={"number": seq % 40, "from": "assessing", "to": "planning", "part": "worker"},
        previous=previous,
    )
    return AuditRow(**vars(entry), hash=entry.digest())


def verified() -> tuple[dict[str, Any], float]:
    """What the command says and how long it took, its start included."""
    begun = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-m", "mangnon", "audit", "verify", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(run.stdout), time.monotonic() - begun


def alter(seq: int) -> None:
    from django.db import connection

    from mangnon.base.audit import guard

    with connection.cursor() as cursor:
        for line in guard.removing(connection.vendor):
            cursor.execute(line)
        cursor.execute("UPDATE audit_auditrow SET on_id = 'x' WHERE seq = %s", [seq])
        for line in guard.installing(connection.vendor):
            cursor.execute(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    events = parser.parse_args().events
    with tempfile.TemporaryDirectory() as folder:
        start_django(folder)
        from django.db import connection

        fill(events)
        whole, seconds = verified()
        alter(events // 2)
        bent, _ = verified()
        connection.close()
    named = [(each["kind"], each["seq"]) for each in bent["breaks"]]
    goal = GOAL_SECONDS_A_MILLION * events / 1_000_000
    figure = {
        "bench": "audit_verify",
        "database": connection.vendor,
        "events": whole["rows"],
        "seconds": round(seconds, 1),
        "events_a_second": round(events / seconds),
        "goal_seconds": goal,
        "within_goal": seconds <= goal,
        "whole": whole["ok"],
        "one_altered_is_named": named == [("changed", events // 2)],
    }
    print(json.dumps(figure))
    right = figure["whole"] and figure["one_altered_is_named"] and whole["rows"] == events
    # A small run pays the start of the program, which is no matter of rate.
    sys.exit(0 if right and (figure["within_goal"] or events < 200_000) else 1)


if __name__ == "__main__":
    main()
