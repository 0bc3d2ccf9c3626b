"""Filters wait at the hub and hear at once; nobody else hears anything."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db import OperationalError

from mangnon.gateway import hub as module
from mangnon.gateway.hub import Hub, Known
from tests.gateway.fleet.world import TOKEN, RunningHub, running

SITE = 7


class Database:
    """What the hub would read, and how often it was asked."""

    def __init__(self) -> None:
        self.known = Known({SITE: 12, 8: 1}, 3, {sha256(TOKEN.encode()).hexdigest(): SITE})
        self.away = False
        self.reads = 0

    def __call__(self, fresh: bool) -> Known:
        self.reads += 1
        if self.away:
            raise OperationalError("không nối được")
        return self.known


def ask(at: RunningHub, plan: int, bundle: int, *, token: str = TOKEN) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", at.port, timeout=30)
    path = f"/bo-loc/cho/?site={SITE}&plan={plan}&bundle={bundle}"
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, json.loads(body) if body else None


def waiting(at: RunningHub, plan: int, bundle: int) -> Callable[[], tuple[int, Any]]:
    """A filter that waits in a thread; call it for its answer."""
    got: list[tuple[int, Any]] = []
    before = at.waiting
    thread = threading.Thread(target=lambda: got.append(ask(at, plan, bundle)))
    thread.start()
    until(lambda: at.waiting == before + 1)

    def answer() -> tuple[int, Any]:
        thread.join(30)
        return got[0]

    return answer


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_who_is_behind_hears_at_once() -> None:
    with running(Hub(Database())) as hub:
        assert ask(hub, 11, 3) == (200, {"plan": 12, "bundle": 3, "spread": 0})
        assert ask(hub, 12, 2) == (200, {"plan": 12, "bundle": 3, "spread": 0})


def test_who_is_up_to_date_waits_and_hears_of_its_own_site_alone() -> None:
    database = Database()
    with running(Hub(database)) as hub:
        answer = waiting(hub, 12, 3)
        database.known = Known({SITE: 12, 8: 99}, 3, database.known.tokens)
        looked = database.reads
        until(lambda: database.reads > looked + 1)
        assert hub.waiting == 1

        database.known = Known({SITE: 13, 8: 99}, 3, database.known.tokens)

        assert answer() == (200, {"plan": 13, "bundle": 3, "spread": 0})
        assert hub.waiting == 0


def test_a_new_bundle_is_for_all_who_wait() -> None:
    database = Database()
    with running(Hub(database)) as hub:
        answers = [waiting(hub, 12, 3) for _ in range(3)]
        database.known = Known(database.known.revisions, 4, database.known.tokens)

        assert {json.dumps(each()) for each in answers} == {
            '[200, {"plan": 12, "bundle": 4, "spread": 0}]'
        }


def test_after_a_while_nothing_is_said(monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "WAIT_S", 0.2)
    with running(Hub(Database())) as hub:
        assert ask(hub, 12, 3) == (204, None)
        assert hub.waiting == 0


def test_a_filter_that_leaves_is_forgotten() -> None:
    with running(Hub(Database())) as hub:
        connection = http.client.HTTPConnection("127.0.0.1", hub.port)
        path = "/bo-loc/cho/?site=7&plan=12&bundle=3"
        connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}"})
        until(lambda: hub.waiting == 1)

        connection.close()

        until(lambda: hub.waiting == 0)


def test_while_the_database_is_away_filters_wait_on(caplog: Any) -> None:
    database = Database()
    with running(Hub(database)) as hub:
        answer = waiting(hub, 12, 3)
        database.away = True
        looked = database.reads
        until(lambda: database.reads > looked + 2)
        assert hub.waiting == 1

        database.known = Known({SITE: 13}, 3, database.known.tokens)
        database.away = False

        assert answer()[0] == 200
    assert caplog.text.count("cơ sở dữ liệu không trả lời") == 1


def test_the_number_of_filters_does_not_change_what_the_database_is_asked() -> None:
    database = Database()
    with running(Hub(database)) as hub:
        answers = [waiting(hub, 12, 3) for _ in range(40)]
        asked, looked_at = database.reads, time.monotonic()
        until(lambda: time.monotonic() > looked_at + 1.2)
        assert database.reads - asked <= 4
        database.known = Known({SITE: 13}, 3, database.known.tokens)
        assert {answer()[0] for answer in answers} == {200}


def test_what_is_no_filter_is_shown_out(monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "_looked_up", lambda token: None)
    with running(Hub(Database())) as hub:
        assert ask(hub, 11, 3, token="00" * 32)[0] == 403
        connection = http.client.HTTPConnection("127.0.0.1", hub.port, timeout=5)
        for method, path, status in (
            ("GET", "/", 404),
            ("POST", "/bo-loc/cho/", 404),
            ("GET", "/bo-loc/cho/?plan=x&bundle=1", 400),
        ):
            headers = {"Authorization": f"Bearer {TOKEN}"}
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == status
            connection.close()


def test_one_that_was_sent_off_is_told_so(monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "_looked_up", lambda token: -1)
    with running(Hub(Database())) as hub:
        status, said = ask(hub, 12, 3, token="00" * 32)
        assert (status, said["revoked"]) == (403, True)
