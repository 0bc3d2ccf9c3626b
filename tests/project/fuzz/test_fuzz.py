"""No request breaks a page, no form of another site is taken, no answer is without its headers.

All of it for every address that the resolver has: who adds a view has it tried here.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.project.fuzz.asking import ROUTES, Route
from tests.project.fuzz.storm import EVERYWHERE, ILL, Storm, undone
from tests.project.fuzz.world import NOBODY, World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("strange requests")]
REQUESTS = 200
# Machines, who have a key of their own and no cookie; links of letters, which are their own key.
WITHOUT_FORMS = {
    "public_news_confirm",
    "public_news_stop",
    "report_partner_send",
    "machine_current",
    "machine_plan",
    "machine_bundle",
    "machine_index",
    "machine_model",
    "machine_change",
    "machine_enrol",
    "machine_report",
}


def test_no_strange_request_breaks_a_page(world: World) -> None:
    storm = Storm(world)

    storm.blow(REQUESTS)

    assert storm.broken == {}
    assert storm.asked == REQUESTS
    assert len(storm.statuses) >= 6


def address_of(world: World, route: Route) -> str:
    """With ids that exist where there are any, so that the answer comes from within."""
    given: dict[str, Any] = {}
    for name, kind in route.converters:
        real = world.ids(route.route, name)
        given[name] = real[0] if real else {"UUID": world.drafts[0], "int": 1}.get(kind, "x")
    if "uidb36" in given:
        given = {"uidb36": "7", "key": "x-y"}
    return reverse(route.name, kwargs=given)


def test_most_addresses_with_ids_are_asked_about_something_that_is_there(world: World) -> None:
    """Else the strange requests would be strange to pages that nobody sees."""
    empty = {
        one.name
        for one in ROUTES
        if any(kind != "str" and not world.ids(one.route, name) for name, kind in one.converters)
    }

    assert len(empty) < 5, sorted(empty)


def test_a_form_of_another_site_is_refused_everywhere(world: World) -> None:
    strangers = world.client(NOBODY, enforce_csrf_checks=True)
    worker = world.client("xa-son-ha", enforce_csrf_checks=True)
    taken = set()
    for one in ROUTES:
        for client, method in ((strangers, "POST"), (worker, "POST"), (worker, "DELETE")):
            with undone():
                answer = client.generic(method, address_of(world, one), b"a=1")
            if answer.status_code != 403 and one.name not in WITHOUT_FORMS:
                taken.add((one.name, method, answer.status_code))

    assert taken == set()


@pytest.mark.parametrize("who", [NOBODY, "tinh"])
def test_every_answer_has_its_headers(world: World, who: str) -> None:
    wrong = []
    for one in ROUTES:
        cache.clear()
        with undone():
            answer = world.client(who).get(address_of(world, one))
        assert answer.status_code < 500 or one.name in ILL
        for name, begins in EVERYWHERE.items():
            said = answer.get(name, "")
            if begins not in said and "sandbox" not in said:
                wrong.append((one.name, answer.status_code, name, said))
        shown = answer.status_code == 200 and "text/html" in answer["Content-Type"]
        if who and shown and "Cookie" not in answer.get("Vary", ""):
            wrong.append((one.name, 200, "Vary", answer.get("Vary", "")))
    assert wrong == []
