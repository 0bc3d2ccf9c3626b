"""A directive of 10 clauses to 1,000 units with 8,000 returns: how long a person waits.

Issues the letter, brings 8,000 pieces of work to a return, then asks for the issuer's board and
for two desks through Django's test client, on SQLite in a folder of its own. Prints one JSON line.

python bench/board.py [--units 1000] [--clauses 10] [--returns 8000] [--rounds 40]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--clauses", type=int, default=10)
    parser.add_argument("--returns", type=int, default=8000)
    parser.add_argument("--rounds", type=int, default=40)
    return parser.parse_args()


def start_django(folder: str) -> None:
    """An empty installation on SQLite in the folder."""
    os.environ["MANGNON_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.project.settings"
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("MANGNON_LOG", "json")
    import logging

    import django
    from django.conf import settings

    django.setup()
    logging.disable(logging.WARNING)
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    settings.ALLOWED_HOSTS.append("testserver")
    # Pages name their static files by content; gathering those is no part of this figure.
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    from django.core.management import call_command
    from django.urls import reverse

    call_command("migrate", interactive=False, verbosity=0)
    reverse("letters")  # a serving process has its addresses loaded


def build(given: argparse.Namespace) -> tuple[Any, Any, Any, dict[str, float]]:
    """The letter issued, with its returns; gives letter, officer, worker, times of the issue."""
    from tests.cast import make_person, make_province

    from mangnon.directives import api
    from mangnon.units.api import Role

    house = make_province()
    units = plant_units(house, given.units)
    officer = make_person(Role.PROVINCIAL_OFFICER, house.health)
    worker = make_person(Role.PRINCIPAL, units[0])
    people_at(units[1:])
    letter = draft(house.health, units, given.clauses)
    began, began_cpu = time.perf_counter(), time.process_time()
    letter = api.issue(by=officer, directive=letter, version=letter.version)
    issued = {
        "issue_s": round(time.perf_counter() - began, 2),
        "issue_cpu_s": round(time.process_time() - began_cpu, 2),
    }
    answer(letter, given.returns)
    return letter, officer, worker, issued


def plant_units(house: Any, count: int) -> list[Any]:
    """So many invented schools, spread over the communes of the house."""
    from tests.cast import SINCE

    from mangnon.units.choices import UnitKind
    from mangnon.units.models import Unit
    from mangnon.units.places import plant

    plant(
        Unit(
            kind=UnitKind.SCHOOL,
            name=f"Trường Thử {number:04}",
            code=f"B{number:04}",
            parent=house.communes[number % 3],
            province_id=house.root.province_id,
            commune_id=house.communes[number % 3].commune_id,
            valid_from=SINCE,
        )
        for number in range(count)
    )
    return list(Unit.objects.filter(code__startswith="B").order_by("code"))


def people_at(units: list[Any]) -> None:
    """One person in each unit, to be told of the work."""
    from tests.cast import SINCE

    from mangnon.units.api import Person, Role, RoleGrant

    people = [Person(email=f"{unit.code}@vi-du.test", full_name="Người Thử") for unit in units]
    Person.objects.bulk_create(people)
    RoleGrant.objects.bulk_create(
        RoleGrant(person=person, unit=unit, role=Role.PRINCIPAL, valid_from=SINCE)
        for person, unit in zip(people, units, strict=True)
    )


def draft(issuer: Any, units: list[Any], clauses: int) -> Any:
    """A letter to all the units, ready to be issued."""
    from tests.directives.work.cast import in_days

    from mangnon.directives.api import ClauseKind, DirectiveState
    from mangnon.directives.models import Addressee, Clause, ClauseParty, Directive

    letter = Directive.objects.create(
        state=DirectiveState.DRAFT,
        issuer=issuer,
        subject="bảo vệ trẻ em trên môi trường mạng",
        deadline_on=in_days(20),
    )
    addressee = Addressee.objects.create(directive=letter, order=1, text="Các trường học")
    addressee.units.set(units)
    for order in range(1, clauses + 1):
        clause = Clause.objects.create(
            directive=letter,
            order=order,
            mark=str(order),
            text=f"Nội dung thứ {order} về an toàn cho trẻ em trên môi trường mạng.",
            kind=ClauseKind.EDUCATION,
            indicator="returns.figure_sum",
        )
        ClauseParty.objects.create(clause=clause, addressee=addressee)
    return letter


def answer(letter: Any, count: int) -> None:
    """Returns for the first pieces of work, half of them accepted."""
    from mangnon.directives.api import ReturnState, State
    from mangnon.directives.models import Assignment, Return
    from mangnon.kit import clock

    works = list(Assignment.objects.filter(directive=letter).order_by("unit_id", "pk")[:count])
    for place, work in enumerate(works):
        work.state = State.ACCEPTED if place % 2 else State.RETURNED
        work.returned_at, work.percent = clock.now(), 100
    Assignment.objects.bulk_update(works, ["state", "returned_at", "percent"], batch_size=500)
    Return.objects.bulk_create(
        (
            Return(
                assignment=work,
                text="Đã tổ chức 12 buổi cho 900 học sinh, có giáo viên và phụ huynh cùng dự.",
                figure=12,
                state=ReturnState.ACCEPTED if place % 2 else ReturnState.SUBMITTED,
            )
            for place, work in enumerate(works)
        ),
        batch_size=1000,
    )


def page_times(ask: Callable[[], Any], rounds: int) -> dict[str, float]:
    """What a page takes, in milliseconds: the 95th percentile and the median of the clock, and the
    median of the processor's time, which other work on the machine does not stretch."""
    ask()
    waits, works = [], []
    for _ in range(rounds):
        began, began_cpu = time.perf_counter(), time.process_time()
        ask()
        waits.append((time.perf_counter() - began) * 1000)
        works.append((time.process_time() - began_cpu) * 1000)
    waits.sort()
    return {
        "p95_ms": round(waits[max(0, round(len(waits) * 0.95) - 1)], 1),
        "median_ms": round(statistics.median(waits), 1),
        "cpu_ms": round(statistics.median(works), 1),
    }


def main() -> None:
    given = arguments()
    with tempfile.TemporaryDirectory(prefix="mangnon-bench-") as folder:
        start_django(folder)
        print(json.dumps(measure(given), ensure_ascii=False), flush=True)


def measure(given: argparse.Namespace) -> dict[str, object]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from tests.cast import sign_in

    letter, officer, worker, issued = build(given)
    connection.cursor().execute("ANALYZE")
    officers, workers = sign_in(Client(), officer), sign_in(Client(), worker)
    pages = {
        "board": (officers, f"/cong-van/{letter.pk}/theo-doi/"),
        "board_filtered": (officers, f"/cong-van/{letter.pk}/theo-doi/?trang_thai=returned&page=2"),
        "desk_issuer": (officers, "/ban-lam-viec/"),
        "desk_unit": (workers, "/ban-lam-viec/"),
    }
    told: dict[str, object] = {
        "bench": "board",
        "units": given.units,
        "clauses": given.clauses,
        "returns": given.returns,
        **issued,
    }
    for name, (client, path) in pages.items():

        def ask(client: Any = client, path: str = path) -> Any:
            answered = client.get(path)
            assert answered.status_code == 200, (path, answered.status_code)
            return answered

        told |= {f"{name}_{what}": took for what, took in page_times(ask, given.rounds).items()}
        with CaptureQueriesContext(connection) as queries:
            answered = ask()
        told |= {f"{name}_queries": len(queries), f"{name}_kb": round(len(answered.content) / 1024)}
    return told


if __name__ == "__main__":
    main()
