"""A real browser against a live server. Skips, saying so, where there is no Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from mangnon.units.models import Person
from tests.browser.rooms import Rooms
from tests.browser.watching import Watch
from tests.cast import sign_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def visit(rooms: Rooms, live_server: Any) -> Iterator[Callable[..., Any]]:
    """`visit("/lien-he/", phone=True, scripts=False, person=officer)` gives the loaded page.

    When the test is over every page is asked: did a request leave the machine, did the page's
    policy refuse something, did a script fail?
    """
    watches: list[Watch] = []

    def open_page(
        path: str, *, phone: bool = False, scripts: bool = True, person: Person | None = None
    ) -> Any:
        page = rooms.enter(live_server.url, phone=phone, scripts=scripts)
        if person is not None:
            page.context.add_cookies([session_of(person, live_server.url)])
        watches.append(Watch(page, live_server.url))
        page.goto(live_server.url + path)
        return page

    yield open_page
    for watch in watches:
        rooms.leave(watch.page, live_server.url)
    for watch in watches:
        assert watch.outside == []
        assert watch.complaints == []


def session_of(person: Person, url: str) -> dict[str, str]:
    client = sign_in(Client(), person)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }
