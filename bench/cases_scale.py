"""Pages at 100,000 reports, 50,000 cases and a record of 1,000,000 acts: time and questions.

Builds an invented province in a folder of its own (SQLite, or DATABASE_URL), then asks every list,
search, desk, case and figures page through `mangnon web`, signed in with the key open. One JSON
line a page; exit code 1 when the slowest of twenty takes 0.3 s or more, or a page asks the database
more than 15 times. What the record itself asks when a reading is written down is counted apart.

python bench/cases_scale.py [--reports 100000] [--cases 50000] [--events 1000000] [--rounds 40]
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
GOAL_MS, GOAL_QUERIES = 300, 15
_RECORD = ("audit_", "pg_advisory_xact_lock", "SAVEPOINT", "BEGIN", "COMMIT")


@dataclass(frozen=True)
class Page:
    """An address as one of the people opens it; `sent` goes as a form."""

    name: str
    person: str
    path: str
    sent: dict[str, str] = field(default_factory=dict)


def pages(cases: Any, reports: Any) -> list[Page]:
    """Of the officer, who sees the whole province; of a leader; of a worker."""
    found = [
        Page("cases", "officer", "/vu-viec/"),
        Page("cases, page 20", "officer", "/vu-viec/?page=20"),
        Page("cases, ended", "officer", "/vu-viec/?xem=da-xong"),
        Page("triage", "officer", "/vu-viec/tin-bao/"),
        Page("search", "officer", "/vu-viec/tim/", {"name": "Trần Văn Không"}),
        Page("desk", "officer", "/ban-lam-viec/"),
        Page("case", "officer", f"/vu-viec/{cases[0]}/"),
        Page("report", "officer", f"/vu-viec/tin-bao/{reports[0]}/"),
        Page("figures, quarter", "officer", "/vu-viec/so-lieu/"),
        Page("figures, year", "officer", "/vu-viec/so-lieu/?ky=2026"),
    ]
    below = [
        Page("cases", "leader", "/vu-viec/"),
        Page("triage", "leader", "/vu-viec/tin-bao/"),
        Page("desk", "leader", "/ban-lam-viec/"),
        Page("case", "leader", f"/vu-viec/{cases[1]}/"),
        Page("figures, quarter", "leader", "/vu-viec/so-lieu/"),
        Page("cases", "worker", "/vu-viec/"),
        Page("desk", "worker", "/ban-lam-viec/"),
        Page("case", "worker", f"/vu-viec/{cases[1]}/"),
    ]
    return [*found, *below]


def samples() -> tuple[list[Any], list[Any]]:
    """A case of the province and one of the worker's; a report that waits."""
    from mangnon.cases.models import Case
    from mangnon.reports.models import Report

    _, _, worker = _people()
    case = Case.objects.exclude(person=worker).order_by("-opened_at").values_list("pk", flat=True)
    own = Case.objects.filter(person=worker).order_by("-opened_at").values_list("pk", flat=True)
    report = Report.objects.filter(state="received", barred=None).values_list("pk", flat=True)
    return [case[0], own[0]], [report[0]]


def _people() -> Any:
    from bench.cases.data import people

    return people()


def browsers() -> dict[str, Any]:
    """Signed in past the second factor; officer and leader with their keys open."""
    from bench.cases.data import PASSPHRASE
    from django.test import Client
    from tests.cast import sign_in

    found = {}
    for name, person in zip(("officer", "leader", "worker"), _people(), strict=True):
        found[name] = sign_in(Client(SERVER_NAME="127.0.0.1"), person)
        if name != "worker":
            found[name].post("/bao-tin/khoa/", {"passphrase": PASSPHRASE})
    return found


def questions(browser: Any, page: Page) -> tuple[int, int, int]:
    """(status, questions of the page, statements of the record) of one answer."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        answer = browser.post(page.path, page.sent) if page.sent else browser.get(page.path)
    texts = [one["sql"] for one in seen.captured_queries]
    record = sum(any(word in text for word in _RECORD) for text in texts)
    return answer.status_code, len(texts) - record, record


@contextmanager
def web(folder: Path) -> Iterator[int]:
    """`mangnon web` on a free port of this machine, until the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    said = {"MANGNON_DATA": str(folder), "PORT": str(port), "MANGNON_DEMO": "1"}
    words = [sys.executable, "-m", "mangnon", "web"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, env={**os.environ, **said}, **quiet) as child:  # type: ignore[call-overload]
        try:
            _wait_for(port)
            yield port
        finally:
            child.terminate()


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            _asked(http.client.HTTPConnection("127.0.0.1", port), "/", {}, "")
            return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError("mangnon web does not answer")


def _asked(to: http.client.HTTPConnection, path: str, heads: dict[str, str], form: str) -> int:
    """Ask and read the whole answer; its status."""
    to.request("POST" if form else "GET", path, form or None, heads)
    answer = to.getresponse()
    answer.read()
    return answer.status


def timed(port: int, browser: Any, page: Page, rounds: int) -> list[float]:
    """Milliseconds of each answer over one line, in order of size, without the first two."""
    token = "t" * 32
    cookies = {name: one.value for name, one in browser.cookies.items()} | {"csrftoken": token}
    heads = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    form = urlencode({**page.sent, "csrfmiddlewaretoken": token}) if page.sent else ""
    if form:
        heads |= {"Content-Type": "application/x-www-form-urlencoded"}
        heads |= {"Origin": f"http://127.0.0.1:{port}"}
    line, took = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    for _ in range(rounds + 2):
        begun = time.perf_counter()
        status = _asked(line, page.path, heads, form)
        took.append((time.perf_counter() - begun) * 1000)
        if status != 200:
            raise RuntimeError(f"{page.path}: {status}")
    return sorted(took[2:])


def measure(folder: Path, rounds: int) -> bool:
    from django.db import connection

    held, signed_in = True, browsers()
    with web(folder) as port:
        for page in pages(*samples()):
            browser = signed_in[page.person]
            status, asked, record = questions(browser, page)
            took = timed(port, browser, page, rounds)
            p95 = took[max(-(-len(took) * 95 // 100) - 1, 0)]
            ok = status == 200 and p95 < GOAL_MS and asked <= GOAL_QUERIES
            held = held and ok
            line = {
                "bench": "cases_scale",
                "database": connection.vendor,
                "page": page.name,
                "person": page.person,
                "p50_ms": round(took[len(took) // 2]),
                "p95_ms": round(p95),
                "goal_ms": GOAL_MS,
                "queries": asked,
                "of_the_record": record,
                "goal_queries": GOAL_QUERIES,
                "held": ok,
            }
            print(json.dumps(line, ensure_ascii=False), flush=True)
    return held


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--data", type=Path, help="a folder to keep, or to use again")
    wanted = parser.parse_args()
    from bench.cases.data import Sizes, build, start_django

    with tempfile.TemporaryDirectory() as made:
        folder = wanted.data or Path(made)
        start_django(folder)
        build(Sizes(wanted.reports, wanted.cases, wanted.events))
        held = measure(folder, wanted.rounds)
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
