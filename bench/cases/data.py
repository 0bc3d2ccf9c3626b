"""A province after years: invented reports, cases and a record of what was done, written in bulk.

Everything is drawn from one seed. Bodies are sealed as `open_report` seals them, each under a key
of its own that is given to the province's desk, so that a restored copy can be opened.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
PASSPHRASE = "bon-cay-tre-ben-suoi"  # noqa: S105 - of invented people
STORY = "Bạn lấy cặp của em và đổ nước vào vở. " * 8
YEARS, BATCH = 3, 2000


@dataclass(frozen=True)
class Sizes:
    reports: int = 100_000
    cases: int = 50_000
    events: int = 1_000_000


def start_django(folder: Path) -> None:
    """The platform on this data folder (and on DATABASE_URL when there is one), tables and all."""
    os.environ["MANGNON_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.project.settings"
    os.environ.setdefault("MANGNON_LOG", "json")
    import logging

    import django
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.WARNING)
    from mangnon.base.walls import whole_program_asks

    whole_program_asks("a measurement makes and counts its own rows")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def build(sizes: Sizes) -> None:
    """Fill an empty database; one that has its reports already stays as it is."""
    from mangnon.reports.models import Report
    from mangnon.units.places import load_places

    load_places()
    if Report.objects.count() >= sizes.reports:
        return
    _Builder(sizes, Random(4)).build()


def people() -> Any:
    """(officer of the province, leader of a commune, worker there): made once, with keys."""
    from mangnon.units.models import Person

    names = ("can-bo", "lanh-dao", "nguoi-lam")
    return tuple(Person.objects.get(email=f"{name}@dem.example") for name in names)


class _Builder:
    def __init__(self, sizes: Sizes, random: Random) -> None:
        from mangnon.kit import clock
        from mangnon.units.models import Unit

        self.sizes, self.random, self.now = sizes, random, clock.now()
        self.health = Unit.objects.get(code="51-SYT")
        self.communes = list(Unit.objects.filter(kind="commune", province_id="51").order_by("path"))
        self.marks = iter(range(10**9))

    def build(self) -> None:
        from django.db import connection

        self._people()
        linked = self._reports()
        self._cases(linked)
        self._record()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    # --- who -------------------------------------------------------------------------------------

    def _people(self) -> None:
        from mangnon.reports.actions.keys import set_up
        from mangnon.reports.keys import key_in_use
        from mangnon.units.choices import Role

        self.officer = self._person("can-bo", Role.PROVINCIAL_OFFICER, self.health)
        self.leader = self._person("lanh-dao", Role.COMMUNE_LEADER, self.communes[0])
        self.worker = self._person("nguoi-lam", Role.COMMUNE_WORKER, self.communes[0])
        for one in (self.officer, self.leader):
            set_up(by=one, passphrase=PASSPHRASE)
        self.desk_key = key_in_use(self.health)
        self.commune_key = key_in_use(self.communes[0])

    def _person(self, name: str, role: str, unit: Any) -> Any:
        from mangnon.units.models import Person, RoleGrant

        person = Person.objects.create_user(f"{name}@dem.example", full_name=f"Người Thử {name}")
        day = self.now.date() - timedelta(days=400)
        RoleGrant.objects.create(person=person, unit=unit, role=role, valid_from=day)
        return person

    def _keys_for(self, unit: Any) -> list[Any]:
        found = [self.desk_key]
        return [*found, self.commune_key] if unit == self.communes[0] else found

    # --- reports ---------------------------------------------------------------------------------

    def _reports(self) -> list[Any]:
        """The newest hundredth waits; every second of the others became a case."""
        from mangnon.reports.models import Barred, BlindMark, Report, ReportKey

        linked, count = [], self.sizes.reports
        for start in range(0, count, BATCH):
            rows = [self._report(n) for n in range(start, min(start + BATCH, count))]
            Report.objects.bulk_create(row for row, _ in rows)
            ReportKey.objects.bulk_create(box for _, boxes in rows for box in boxes)
            made = [row for row, _ in rows]
            BlindMark.objects.bulk_create(
                BlindMark(report=row, kind="name", mark=f"{next(self.marks) % (count // 2):064d}")
                for row in made
            )
            Barred.objects.bulk_create(
                Barred(report=row, unit=self.random.choice(self.communes), why="Bên bị báo")
                for row in made
                if row.accused_unit_id
            )
            linked += [row for row in made if row.state == "linked"]
        return linked

    def _report(self, number: int) -> tuple[Any, list[Any]]:
        from mangnon.kit import sealing
        from mangnon.reports.answers import Answers
        from mangnon.reports.choices import AgeBand, Channel, Kind, Lane
        from mangnon.reports.models import Report, ReportKey

        draw, pk, key = self.random, UUID(int=self.random.getrandbits(128)), sealing.new_key()
        age = number / self.sizes.reports  # the newest has the highest number
        commune = self.communes[0] if draw.random() < 0.03 else draw.choice(self.communes)
        unit = self.health if draw.random() < 0.2 else commune
        answers = Answers(what=STORY)
        row = Report(
            pk=pk,
            number=f"BT{number:08d}",
            idempotency_key=f"{number:064d}",
            received_at=self.now - timedelta(days=365 * YEARS) * (1 - age),
            channel=draw.choice(Channel.values[:5]),
            lane=draw.choice(Lane.values),
            quarantined=draw.random() < 0.01,
            age_band=draw.choice(AgeBand.values),
            kind=draw.choice(Kind.values),
            danger_now=draw.random() < 0.05,
            commune_id=commune.commune_id,
            receiving_unit=unit,
            accused_unit=draw.choice(self.communes) if draw.random() < 0.01 else None,
            state=self._report_state(age),
            body=sealing.seal(key, answers.sealed_part(), f"report:{pk}:body"),
        )
        boxes = [
            ReportKey(report=row, unit_key=to, wrapped_key=sealing.wrapped(key, to.public_key))
            for to in self._keys_for(unit)
        ]
        return row, boxes

    def _report_state(self, age: float) -> str:
        share = self.sizes.cases / self.sizes.reports
        if age > 0.98:
            return self.random.choice(("received", "triaged"))
        if self.random.random() < share / 0.98:
            return "linked"
        return self.random.choice(("referred_out", "content_only", "duplicate", "no_action"))

    # --- cases -----------------------------------------------------------------------------------

    def _cases(self, linked: list[Any]) -> None:
        for start in range(0, len(linked), BATCH):
            rows = [self._case(report) for report in linked[start : start + BATCH]]
            _write_cases(self, rows)

    def _case(self, report: Any) -> Any:
        from mangnon.cases.models import Case

        draw, age = self.random, self.now - report.received_at
        opened_at = min(report.received_at + timedelta(minutes=draw.randint(5, 300)), self.now)
        closed = age > timedelta(days=30) and draw.random() < 0.85
        unit = report.receiving_unit
        owner = self._commune_of(report) if unit == self.health else unit
        state = "closed" if closed else draw.choice(OPEN)
        return Case(
            pk=UUID(int=draw.getrandbits(128)),
            number=f"VV{report.number[2:]}",
            report=report,
            received_at=report.received_at,
            opened_at=opened_at,
            state=state,
            crime=draw.choice(("none", "none", "none", "reported", "accepted", "decided")),
            content=draw.choice(("none", "none", "none", "requested", "removed", "refused")),
            urgency=draw.choice(("urgent", "not_urgent")),
            commune_of_event_id=report.commune_id,
            commune_of_residence_id=report.commune_id,
            receiver=unit,
            owner=owner,
            person=self.worker if owner == self.communes[0] else None,
            acted_minutes=draw.randint(10, 900) if state not in OPEN[:2] else None,
            closed_at=opened_at + timedelta(days=draw.randint(20, 29)) if closed else None,
            close_reason=draw.choice(("safe_at_home", "with_relatives", "not_confirmed"))
            if closed
            else "",
        )

    def _commune_of(self, report: Any) -> Any:
        return next(one for one in self.communes if one.commune_id == report.commune_id)

    # --- the record ------------------------------------------------------------------------------

    def _record(self) -> None:
        """A chain of a million acts, as `record` writes them, after what is there already."""
        from mangnon.base.audit.models import AuditHead, AuditRow

        head = AuditHead.objects.get(pk=1)
        wanted = self.sizes.events - head.seq
        seq, previous, rows = head.seq, head.hash, []
        for entry in self._entries(seq, previous, wanted):
            rows.append(entry)
            if len(rows) == BATCH:
                AuditRow.objects.bulk_create(rows)
                rows = []
        AuditRow.objects.bulk_create(rows)
        last = AuditRow.objects.order_by("seq").last()
        assert last is not None
        AuditHead.objects.filter(pk=1).update(seq=last.seq, hash=last.hash)

    def _entries(self, seq: int, previous: str, wanted: int) -> Iterator[Any]:
        from mangnon.base.audit.chain import Entry
        from mangnon.base.audit.models import AuditRow

        whats = ("case.read", "case.open", "report.opened", "report.read", "case.take")
        by, unit = str(self.officer.pk), str(self.health.pk)
        for number in range(seq + 1, seq + wanted + 1):
            on = str(UUID(int=self.random.getrandbits(128)))
            entry = Entry(
                seq=number,
                at=self.now + timedelta(milliseconds=number - seq - wanted),
                by=by,
                what=whats[number % len(whats)],
                on_type="cases.case",
                on_id=on,
                unit=unit,
                facts={"parts": ["supervisor"], "in_need": False},
                previous=previous,
            )
            previous = entry.digest()
            yield AuditRow(**vars(entry), hash=previous)


OPEN = ("intake", "forwarded", "verifying", "assessment", "plan_review", "in_service", "review")
STEPS = (
    ("forward", "intake", "forwarded", 1),
    ("take", "forwarded", "verifying", 3),
    ("assess_risk", "verifying", "initial_risk", 9),
    ("assess", "initial_risk", "assessment", 30),
    ("draft_plan", "assessment", "plan_draft", 60),
    ("submit_plan", "plan_draft", "plan_review", 90),
    ("approve_plan", "plan_review", "plan_approved", 150),
    ("start_services", "plan_approved", "in_service", 160),
    ("review", "in_service", "review", 400),
    ("close", "review", "closed", 450),
)


def _write_cases(builder: _Builder, cases: list[Any]) -> None:
    """Cases with their keys, events, clocks, papers, services and referrals."""
    from mangnon.cases import models
    from mangnon.kit import sealing

    models.Case.objects.bulk_create(cases)
    models.CaseKey.objects.bulk_create(
        models.CaseKey(
            case=case, unit_key=to, wrapped_key=sealing.wrapped(sealing.new_key(), to.public_key)
        )
        for case in cases
        for to in builder._keys_for(case.owner)
    )
    models.CaseEvent.objects.bulk_create(row for case in cases for row in _events(builder, case))
    models.Deadline.objects.bulk_create(row for case in cases for row in _clocks(builder, case))
    models.Paper.objects.bulk_create(
        models.Paper(
            case=case, form=form, schema_version=1, sealed=b"\x01" * 600, made_by=builder.worker
        )
        for case in cases
        for form in ("02", "03")
    )
    models.Service.objects.bulk_create(
        models.Service(case=case, kind="học tập", unit=case.owner, due_on=case.opened_at.date())
        for case in cases
    )
    models.BlindMark.objects.bulk_create(
        models.BlindMark(case=case, kind="name", mark=f"{next(builder.marks):064d}")
        for case in cases
    )
    models.Referral.objects.bulk_create(
        row for case in cases[::5] for row in _referrals(builder, case)
    )


def _events(builder: _Builder, case: Any) -> Iterator[Any]:
    from mangnon.cases.models import CaseEvent

    open_steps = OPEN.index(case.state) + 1 if case.state in OPEN else len(STEPS)
    at = case.opened_at
    steps = (("open", "intake", "intake", 0), *STEPS[:open_steps])
    for number, (event, start, end, hours) in enumerate(steps, start=1):
        moment = min(at + timedelta(hours=hours * builder.random.uniform(0.3, 1.4)), builder.now)
        yield CaseEvent(
            case=case,
            number=number,
            event=event,
            from_state=start,
            to_state=end,
            by=builder.worker,
            by_unit=case.owner,
            at=moment,
        )


def _clocks(builder: _Builder, case: Any) -> Iterator[Any]:
    from mangnon.cases.models import Deadline

    spans = (("initial_risk", 12), ("emergency_12h", 12), ("plan", 168), ("approval", 240))
    for rule, hours in spans:
        due_at = case.received_at + timedelta(hours=hours)
        state = builder.random.choices(("met", "met_late", "breached", "void"), (80, 8, 7, 5))[0]
        running = case.state != "closed" and rule in ("plan", "approval")
        if running:
            state = "breached" if due_at <= builder.now else "armed"
        ended: datetime | None = None if running else due_at + timedelta(hours=1)
        yield Deadline(
            case=case,
            rule=rule,
            started_at=case.received_at,
            due_at=due_at,
            state=state,
            ended_at=ended,
            alarmed=100 if state == "breached" else 0,
            next_alarm_at=due_at if running and state == "armed" else None,
        )


def _referrals(builder: _Builder, case: Any) -> Iterator[Any]:
    from mangnon.cases.models import Referral

    state = "done" if case.state == "closed" else "sent"
    yield Referral(
        pk=UUID(int=builder.random.getrandbits(128)),
        case=case,
        kind="service",
        to_unit=builder.random.choice(builder.communes[1:]),
        state=state,
        sent_by=builder.worker,
        sent_at=case.opened_at + timedelta(hours=20),
    )
