"""Every page that links lead to, as each of the cast finds them: readable, whole, no wider than
the screen. Who adds a page and links to it has it tested here without writing a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from mangnon.directives import api as directives
from mangnon.units.api import Person, load_places, seed_demo
from tests.browser.watching import axe, inline_styles, sideways

Visit = Callable[..., Any]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
LINKS = "[...document.querySelectorAll('a[href]')].map(one => one.href)"
AT_LEAST = {"tinh": 25, "xa-son-ha": 10, "hieu-truong": 8, "kiem-tra": 8}


@pytest.fixture
def demo(transactional_db: None, settings: Any) -> None:
    settings.DEMO = True
    load_places()
    directives.load_holidays()
    seed_demo()
    directives.seed_demo()


def route(address: str, home: str) -> str:
    """The name of the page at an address; "" for other machines, files and downloads."""
    parts = urlsplit(address)
    if parts.netloc != urlsplit(home).netloc or "." in parts.path.rsplit("/", 1)[-1]:
        return ""
    try:
        return resolve(parts.path).view_name
    except Resolver404:
        return f"dead link {parts.path}"


def opened(page: Any, address: str) -> Any:
    """The answer, or None for what the browser saves instead of showing."""
    from playwright.sync_api import Error

    try:
        return page.goto(address)
    except Error as refusal:
        if "Download is starting" in str(refusal):
            return None
        raise


def faults(page: Any, address: str) -> list[str]:
    found = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        here = f"{urlsplit(address).path} at {size['width']}"
        found += [f"{here}: {one}" for one in axe(page)]
        found += [f"{here}: {sideways(page)} pixels too wide"] if sideways(page) else []
    found += [f"{address}: {one}" for one in inline_styles(page)]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("who", list(AT_LEAST))
def test_every_page_within_reach(visit: Visit, demo: None, who: str) -> None:
    person = Person.objects.get(email=f"{who}@trinhdien.mangnon")
    page = visit("/ban-lam-viec/", person=person)
    home = page.url
    waiting, seen, wrong = [home], {""}, []
    while waiting:
        address = waiting.pop(0)
        name = route(address, home)
        if name in seen:
            continue
        seen.add(name)
        answer = opened(page, address)
        if answer is None:
            continue
        if answer.status >= 400:
            wrong.append(f"{address} ({name}): {answer.status}")
            continue
        waiting += [urljoin(address, link).split("#")[0] for link in page.evaluate(LINKS)]
        wrong += faults(page, address)
    assert wrong == []
    assert len(seen) > AT_LEAST[who], sorted(seen)
