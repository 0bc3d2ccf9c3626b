"""From a backup to a working copy, at 100,000 reports, 50,000 cases and 1,000,000 acts.

Builds the data of `cases_scale`, runs `mangnon backup`, then `mangnon restore` into an empty folder
(SQLite) or an empty database of the same server (DATABASE_URL), and compares: rows of every table,
the head of the record, the record verified, and reports opened with a passphrase set before. One
JSON line; exit code 1 when restoring takes five minutes or anything differs.

python bench/recovery.py [--reports 100000] [--cases 50000] [--events 1000000] [--data FOLDER]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
GOAL_S, OPENED = 300, 50
# What a copy tells of itself, in a process of its own.
_COUNT = "from bench.recovery import told; told()"


def told() -> None:
    """Print the rows of each table, the head of the record and how many reports open."""
    import django

    django.setup()
    from django.apps import apps

    from mangnon.base.audit.api import head
    from mangnon.base.walls import whole_program_asks

    whole_program_asks("a measurement counts rows")
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    rows = {name: model._default_manager.count() for name, model in tables.items()}
    print(json.dumps({"rows": rows, "head": head(), "opened": _opened()}))


def _opened() -> int:
    """Bodies of reports that the officer's passphrase opens, of the first OPENED."""
    from bench.cases.data import PASSPHRASE, STORY, people

    from mangnon.kit import sealing
    from mangnon.reports.keys import key_for, opened_private, reader_with
    from mangnon.reports.models import Report

    officer, _, _ = people()
    reader, found = reader_with(officer, opened_private(officer, PASSPHRASE)), 0
    for report in Report.objects.order_by("number").prefetch_related("keys")[:OPENED]:
        key = key_for(reader, report.keys.all())
        body = sealing.opened(key, bytes(report.body), f"report:{report.pk}:body")
        found += json.loads(body)["what"] == STORY
    return found


def _run(folder: Path, url: str, *words: str) -> str:
    """A program of ours upon a folder and a database; its output. Raises on failure."""
    said = {
        "MANGNON_DATA": str(folder),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "mangnon.project.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = kept | {name: value for name, value in said.items() if value}
    done = subprocess.run(
        [sys.executable, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(words)}: {done.stdout[-500:]} {done.stderr[-1500:]}")
    return done.stdout


def _empty_database(url: str) -> str:
    """Another database on the server of this one; "" for SQLite, which is a file in the folder."""
    if not url:
        return ""
    import psycopg

    name = "khoi_phuc"
    with psycopg.connect(url, autocommit=True) as line:
        line.execute(f"DROP DATABASE IF EXISTS {name}")
        line.execute(f"CREATE DATABASE {name}")
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def recover(folder: Path, copy: Path) -> dict[str, Any]:
    """Back up, restore, compare."""
    url = os.environ.get("DATABASE_URL", "")
    file, other = copy / "ban-sao-luu.mn", _empty_database(url)
    (copy / "moi").mkdir()
    before = json.loads(_run(folder, url, "-c", _COUNT).splitlines()[-1])
    begun = time.perf_counter()
    _run(folder, url, "-m", "mangnon", "backup", str(file))
    backed_up = time.perf_counter()
    _run(copy / "moi", other, "-m", "mangnon", "restore", str(file))
    restored = time.perf_counter()
    after = json.loads(_run(copy / "moi", other, "-c", _COUNT).splitlines()[-1])
    differing = [name for name, n in before["rows"].items() if after["rows"].get(name) != n]
    return {
        "database": "postgresql" if url else "sqlite",
        "rows": sum(after["rows"].values()),
        "backup_mb": round(file.stat().st_size / 2**20),
        "backup_s": round(backed_up - begun, 1),
        "restore_s": round(restored - backed_up, 1),
        "goal_s": GOAL_S,
        "tables_differing": differing,
        "head_equal": before["head"] == after["head"],
        "reports_opened": f"{after['opened']}/{before['opened']}",
        "held": not differing
        and before["head"] == after["head"]
        and after["opened"] == before["opened"] > 0
        and restored - backed_up < GOAL_S,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, help="a folder to use again")
    wanted = parser.parse_args()
    from bench.cases.data import Sizes, build, start_django

    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as copy:
        folder = wanted.data or Path(made)
        start_django(folder)
        build(Sizes(wanted.reports, wanted.cases, wanted.events))
        from django.db import connections

        connections.close_all()
        figure = recover(folder, Path(copy))
    print(json.dumps({"bench": "recovery", "reports": wanted.reports, **figure}))
    sys.exit(0 if figure["held"] else 1)


if __name__ == "__main__":
    main()
