"""Everybody asks for everything: the requests, generated, and what was answered wrong."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from mangnon.cases.models import (
    Arrival,
    Case,
    Export,
    Package,
    ProvinceCard,
    SignedDecision,
    SubjectRequest,
)
from mangnon.cases.program_urls import urlpatterns as of_programs
from mangnon.cases.urls import urlpatterns as of_cases
from mangnon.kit import clock
from mangnon.reports.forms.steps import STEPS
from mangnon.reports.models import Barred, Evidence, Partner, Report
from mangnon.reports.urls import urlpatterns as of_reports
from tests.cases.machine.cast import Cast
from tests.cases.rights.relations import people
from tests.cases.rights.routes import ROUTES, Route, finds
from tests.cast import sign_in
from tests.reports.cast import tell

# 415: a program's address to which a page's form was sent.
ANSWERED = {200, 302, 409, 413, 415, 422, 429}
SHUT = {401, 403, 404, 405}
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=/)\d+(?=/)")


def names() -> dict[str, URLPattern]:
    """All addresses of both domains, from the resolver's own lists."""
    every = (*of_cases, *of_programs, *of_reports)
    found = [one for one in every if isinstance(one, URLPattern)]
    return {str(one.name): one for one in found}


@dataclass(frozen=True)
class World:
    """The case of Sơn Hà with one of everything, and a report that waits at the health office."""

    cast: Cast
    waiting: Report
    told: dict[str, dict[str, Any]]
    elsewhere: dict[str, dict[str, Any]]

    def address(self, name: str, which: str) -> str:
        """Of this name: `this` thing, a thing `absent`, or one of another case under this one."""
        converters = names()[name].pattern.converters
        said = {key: self._said(name, key) for key in converters}
        if which == "nested":
            said |= {key: self.elsewhere[name].get(key, value) for key, value in said.items()}
        address = reverse(name, kwargs=said)
        return ID.sub(_nobodys, address) if which == "absent" else address

    def _said(self, name: str, key: str) -> Any:
        own = {**self.told["*"], "pk": self.cast.case.pk} | self.told.get(name, {})
        return own[key]

    def variants(self, name: str) -> list[str]:
        known = ["this"]
        if ID.search(self.address(name, "this")):
            known.append("absent")
        return known + ["nested"] * (name in self.elsewhere)


def _nobodys(found: re.Match[str]) -> str:
    return "987654321" if found[0].isdecimal() else str(uuid4())


def make_world(cast: Cast) -> World:
    """Rows are made as they are kept; nobody opens them here."""
    case, house = cast.case, cast.house
    waiting = tell("Có người đợi em ở cổng.").report
    Report.objects.filter(pk=waiting.pk).update(receiving_unit=house.health)
    waiting.refresh_from_db()
    file = Evidence.objects.create(
        report=waiting,
        number=1,
        sha256="a" * 64,
        size_bytes=1,
        media_type="image/png",
        state="kept",
    )
    glass = case.broken_glass.create(person=cast.police, reason="gấp", until=clock.now())
    asked = case.identity_requests.create(asked_by=cast.worker, reason="cần")
    partner = Partner.objects.create(
        name="Tổng đài Thử", unit=house.centre, made_by=cast.officer, key_hash="b" * 64
    )
    paper = case.papers.create(form="02", schema_version=1, sealed=b"")
    signed = _signed(case)
    service = case.services.create(kind="học tập", unit=case.owner, due_on=clock.today())
    referral = case.referrals.create(kind="service", to_unit=house.centre)
    data = SubjectRequest.objects.create(
        number="YC-THU",
        token="yc",
        case=case,
        unit=house.health,
        kind="view",
        asker="other",
        way="desk",
        received_at=clock.now(),
        answer_due_at=clock.now(),
        due_at=clock.now(),
    )
    export = Export.objects.create(
        number="KX-THU",
        token="kx",
        kind="rows",
        format="csv",
        first_day=clock.today(),
        last_day=clock.today(),
        reason="họp",
        rows=0,
        wants_second=True,
        asked_by=cast.officer,
    )
    card = ProvinceCard.objects.create(
        name="Tỉnh Thử", code="80", signing="c" * 64, sealing="d" * 64
    )
    said = {"from": {"unit": "Sở Thử", "person": "Người Thử"}, "to": {"unit": "Công an Thử"}}
    said |= {"number": "BG-THU", "case": case.number, "made_at": "2026-11-29T02:00:00+00:00"}
    package = Package.objects.create(
        number="BG-THU",
        case=case,
        kind="police",
        token="bg",
        to_unit=house.police,
        sha256="a" * 64,
        manifest=json.dumps({**said, "files": [], "left_out": []}).encode(),
        manifest_sha256="b" * 64,
        size_bytes=1,
        made_for=case.owner,
    )
    arrival = Arrival.objects.create(
        package=uuid4(), number="CT-THU", province=card, case=case, receipt=b"{}"
    )
    of_report = {name: {"pk": waiting.pk} for name, one in ROUTES.items() if one.who == "R"}
    of_file = {name: {"pk": file.pk} for name in ROUTES if name.startswith("evidence_")}
    told = {
        "*": {
            "event": "raise_urgency",
            "name": "02",
            "kind": "pdf",
            "paper": paper.pk,
            "decision": signed.pk,
            "service_pk": service.pk,
            "code": house.son_ha.code,
            "draft": uuid4(),
            "report": waiting.pk,
            "number": waiting.number,
            "package": package.pk,
            "card": card.pk,
            "arrival": arrival.pk,
            "unit": house.son_ha.pk,
            "to": 1,
        },
        **of_report,
        **of_file,
        "case_figures_file": {"kind": "xlsx"},
        "subject_request": {"pk": data.pk},
        "subject_letter": {"pk": data.pk},
        "case_export_answer": {"pk": export.pk},
        "case_export_file": {"pk": export.pk},
        "case_referral": {"pk": referral.pk},
        "case_glass_judge": {"pk": glass.pk},
        "case_identity_answer": {"pk": asked.pk},
        "report_partner_end": {"pk": partner.pk},
        "report_step": {"name": STEPS[0]},
    }
    return World(cast, waiting, told, _of_another(cast))


def _of_another(cast: Cast) -> dict[str, dict[str, Any]]:
    """Things of another case, asked for under the address of this one: nobody finds them there."""
    other = Case.objects.get(pk=cast.case.pk)
    report = tell().report
    other.pk, other.number, other.report, other.token = uuid4(), "VV-KHAC", report, uuid4().hex
    other.save(force_insert=True)
    paper = other.papers.create(form="02", schema_version=1, sealed=b"")
    service = other.services.create(kind="y tế", unit=other.owner, due_on=clock.today())
    nested = {"paper": paper.pk, "service_pk": service.pk, "decision": _signed(other).pk}
    names = ("case_paper", "case_paper_file", "case_service")
    signed = ("case_decision_file", "case_decision_attach")
    return dict.fromkeys((*names, *signed), nested)


def _signed(case: Case) -> SignedDecision:
    event = case.events.create(
        number=90, event="approve_plan", from_state="plan_review", to_state="plan_approved"
    )
    return SignedDecision.objects.create(
        case=case, event=event, number="12/QĐ", signed_on=clock.today(), plan_revision=1
    )


@dataclass
class Asked:
    """What was asked and what was answered wrong."""

    requests: int = 0
    wrong: list[tuple[str, ...]] = field(default_factory=list)
    routes: Counter[str] = field(default_factory=Counter)
    cells: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Asker:
    """Somebody signed in, with the role and the relation to the case."""

    client: Client
    role: str
    relation: str

    def finds(self, who: str) -> bool:
        return finds(who, self.role, self.relation)


def walk(world: World, *, part: int = 1) -> Asked:
    """Everybody asks for everything; with `part`, one in so many of all roles and relations
    asks for a route, and every other one for what is not there."""
    asked, case = Asked(), world.cast.case
    for place, (role, relation, who, unit, bar) in enumerate(people(world.cast)):
        rows = []
        if relation == "barred":
            barred = {"unit": unit} if bar else {"person": who}
            rows = [Barred.objects.create(report=world.waiting, **barred)]
            rows += [Barred.objects.create(report=case.report, unit=unit)] if bar else []
        asker = Asker(sign_in(Client(raise_request_exception=False), who), role, relation)
        for number, route in enumerate(ROUTES.values()):
            if (place // 6 + place % 6 + number) % part == 0:
                variants = world.variants(route.name)
                _ask(asked, world, asker, route, variants if part == 1 or place % 2 else ["this"])
        asked.wrong += [*_lists(world, asker)]
        for row in rows:
            row.delete()
    return asked


def _lists(world: World, asker: Asker) -> Iterator[tuple[str, ...]]:
    """What is theirs stands in their lists, and nothing else."""
    cast, waiting = world.cast, world.waiting
    for name, number, who in (
        ("cases", cast.case.number, "S"),
        ("case_api_list", cast.case.number, "S"),
        ("case_reports", waiting.number, "R"),
    ):
        listed = number in asker.client.get(reverse(name)).content.decode()
        if listed != asker.finds(who):
            yield asker.role, asker.relation, name, f"listed: {listed}"


def _ask(asked: Asked, world: World, asker: Asker, route: Route, variants: list[str]) -> None:
    asked.routes[route.name] += 1
    asked.cells.add((asker.role, asker.relation))
    for which in variants:
        for method in ("get", "post"):
            asked.requests += 1
            answer = _answered(asker.client, method, world.address(route.name, which))
            faults = [*_faults(world, asker, route, which, method, answer)]
            faults += _leaks(world, asker, answer)
            for fault in faults:
                asked.wrong.append((asker.role, asker.relation, route.name, which, method, fault))


def _faults(
    world: World, asker: Asker, route: Route, which: str, method: str, answer: Any
) -> Iterator[str]:
    status, way = answer.status_code, route.way(method)
    theirs = which == "this" and asker.finds(route.who)
    if status not in ANSWERED | SHUT:
        yield f"status {status}"
    elif way == "-":
        if status not in ({405} if theirs else SHUT):
            yield f"{status} where the method is not taken"
    elif route.who == "*":
        # Nothing there is anybody's: whatever the address says, the page answers everybody.
        if status not in ANSWERED:
            yield f"{status} where everybody is answered"
    elif not theirs or way == "y":
        nothing = _is_nothing(asker.client, method, world.address(route.name, which), answer)
        if not theirs and not nothing:
            yield f"{status} where nothing is to be found"
        if theirs and (nothing or status not in ANSWERED):
            yield f"{status} where something is to be found"


def _answered(client: Client, method: str, address: str) -> Any:
    """As a form without an answer; undone again."""
    with transaction.atomic():
        try:
            return getattr(client, method)(address)
        finally:
            transaction.set_rollback(True)


def _is_nothing(client: Client, method: str, address: str, answer: Any) -> bool:
    """Shut; or led away exactly as from an id that nobody has."""
    if answer.status_code != 302:
        return answer.status_code in SHUT
    if not ID.search(address):
        return False
    same = _answered(client, method, ID.sub(_nobodys, address))
    return same.status_code == 302 and _plain(same.url) == _plain(answer.url)


def _plain(address: str) -> str:
    return re.sub(
        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=%2F)\d+(?=%2F)|(?<=/)\d+(?=/)", "#", address
    )


def _leaks(world: World, asker: Asker, answer: Any) -> Iterator[str]:
    """The number of what is not theirs is on no page, whatever was asked."""
    if answer.streaming or not answer["Content-Type"].startswith(("text/", "application/json")):
        return
    text = answer.content.decode()
    if not asker.finds("S") and world.cast.case.number in text:
        yield "the number of the case"
    if not asker.finds("R") and world.waiting.number in text:
        yield "the number of the report"
