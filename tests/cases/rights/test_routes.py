"""Every address of a case × 12 roles × 5 relations: who may not see it finds nothing there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from mangnon.cases.urls import urlpatterns
from mangnon.kit import clock
from mangnon.reports.models import Barred
from tests.cases.machine.cast import Cast
from tests.cases.rights.expected import RELATIONS, RIGHT, ROLES
from tests.cases.rights.relations import people
from tests.cast import sign_in

pytestmark = pytest.mark.django_db

SHUT = {403, 404, 405}
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What stands in an address beside the id of the case.
OTHERS = {"event": "forward", "name": "02", "kind": "pdf"}


def addresses(cast: Cast) -> dict[str, str]:
    """The addresses of this case by name, from the list of all that there are."""
    case = cast.case
    paper = case.papers.create(form="02", schema_version=1, sealed=b"")
    service = case.services.create(kind="học tập", unit=case.owner, due_on=clock.today())
    referral = case.referrals.create(kind="service", to_unit=cast.house.centre)
    told = {**OTHERS, "paper": paper.pk, "service_pk": service.pk}
    glass = case.broken_glass.create(person=cast.police, reason="gấp", until=clock.now())
    asked = case.identity_requests.create(asked_by=cast.worker, reason="cần")
    of = {
        "tin-bao/": case.report_id,
        "chuyen-tuyen/": referral.pk,
        "khi-can/": glass.pk,
        "nguoi-bao-tin/": asked.pk,
        "yeu-cau/": uuid4(),
        "ket-xuat/": uuid4(),
    }
    found = {}
    for one in urlpatterns:
        assert isinstance(one, URLPattern)
        names = one.pattern.converters
        if "pk" not in names:
            continue
        pk = next((pk for way, pk in of.items() if str(one.pattern).startswith(way)), case.pk)
        said = {name: told.get(name, 1) for name in names if name != "pk"}
        found[str(one.name)] = reverse(str(one.name), kwargs={"pk": pk, **said})
    return found


def about_the_case(name: str) -> bool:
    """A report and a referral have readers of their own, who are tried where they are written."""
    own = ("case_report", "case_open", "subject_", "case_export")
    return not name.startswith(own) and name != "case_referral"


def finds_nothing(ask: Callable[..., Any], address: str, cast: Cast) -> bool:
    """Shut; or led to open the key, exactly as for an id that nobody has."""
    answer = ask(address)
    if answer.status_code != 302:
        return answer.status_code in SHUT and cast.case.number not in answer.content.decode()
    if not ID.search(address):
        return False
    nobodys = str(uuid4())
    same = ask(ID.sub(nobodys, address))
    return same.status_code == 302 and ID.sub(nobodys, answer.url) == same.url


def test_nobody_finds_a_case_by_its_address(cast: Cast, client: Client) -> None:
    """Each asks for every third address to read or to send, in turns: in any relation some role
    does either. All of it, by everybody, is a program (`make soak ONLY=rights`)."""
    found, wrong, asked = addresses(cast), [], 0
    tried: set[tuple[str, str, str]] = set()
    for role, relation, who, unit, bar in people(cast):
        turn = ROLES.index(role) + RELATIONS.index(relation)
        rows = [Barred.objects.create(report=cast.case.report, unit=unit)] if bar else []
        sign_in(client, who)
        may = "S" in RIGHT[role, relation]
        shut = [name for name in found if about_the_case(name) or relation in ("barred", "none")]
        for number, name in enumerate([] if may else shut):
            if (turn + number) % 3:
                continue
            ask = (client.get, client.post)[(turn + number) // 3 % 2]
            tried.add((relation, name, ask.__name__))
            asked += 1
            if not finds_nothing(ask, found[name], cast):
                wrong.append((role, relation, name, ask.__name__))
        listed = cast.case.number in client.get(reverse("cases")).content.decode()
        opened = client.get(found["case"]).status_code == 200
        if (listed, opened) != (may, may):
            wrong.append((role, relation, "list", listed, opened))
        for row in rows:
            row.delete()
    assert wrong == []
    assert asked > (len(ROLES) * len(RELATIONS) - 10) * 9
    own = {name for name in found if about_the_case(name)}
    assert {one for one in tried if one[0] == "barred" and one[1] in own} >= {
        ("barred", name, how) for name in own for how in ("get", "post")
    }
