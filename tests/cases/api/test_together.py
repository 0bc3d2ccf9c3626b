"""Requests of a program that come at the same moment: one key is one move."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from mangnon.cases.models import Case, CaseEvent
from tests.cases.api.asking import send
from tests.cases.machine.cast import make_cast
from tests.cast import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(client: Client, case: Case, bodies: list[dict[str, Any]]) -> Counter[str]:
    """All under one key, in threads that start together; how they were answered."""
    ready, ends = threading.Barrier(len(bodies)), Counter[str]()

    def run(body: dict[str, Any]) -> None:
        ready.wait()
        try:
            answer = send(client, case, body, once="cung-luc")
            ends[answer.json().get("error", "made")] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[body]) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def test_one_request_sent_four_times_at_once_is_one_move() -> None:
    cast = make_cast()
    cast.taken()
    body = {"event": "raise_urgency", "version": cast.case.version, "reason": "gấp"}

    ends = at_once(sign_in(Client(), cast.worker), cast.case, [body] * 4)

    assert ends == {"made": 4}
    assert CaseEvent.objects.filter(event="raise_urgency").count() == 1
    assert Case.objects.get().version == cast.case.version + 1


def test_one_key_for_moves_that_could_follow_each_other_is_one_move() -> None:
    cast = make_cast()
    cast.taken()
    first = {"event": "raise_urgency", "version": cast.case.version, "reason": "gấp"}
    others = [{"event": "report_crime", "version": cast.case.version + more} for more in (0, 1, 1)]

    ends = at_once(sign_in(Client(), cast.worker), cast.case, [first, *others])

    assert ends["made"] == 1
    assert Case.objects.get().version == cast.case.version + 1
