"""Every page that links lead to, as each of the cast finds them: readable, whole, no wider than
the screen. Who adds a page and links to it has it tested here without writing a line.

A page is known by the name of its view: each person opens one address of a name. Who meets the
name first looks at it in the browser, on both screens, and by the rules of accessibility where
things are tightest, on the phone; whoever comes later has only their desk drawn, and of the rest
the source read. `MANGNON_CRAWL=3` (`make soak`): three addresses of a name, everybody on both
screens.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from lxml.html import document_fromstring

from mangnon.directives import api as directives
from mangnon.gateway import api as gateway
from mangnon.units.api import Person, load_places, seed_demo
from tests.browser.conftest import session_of
from tests.browser.rooms import DESKTOP, PHONE
from tests.browser.watching import axe, inline_styles, sideways

Visit = Callable[..., Any]
# As written: `href` of a link inside a drawing is not a string.
LINKS = "[...new Set([...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href')))]"
OF_EACH_NAME = int(os.environ.get("MANGNON_CRAWL", "1"))
LEADS_AWAY = {"report_leave"}  # the quick exit: to a page of the world outside
# person of the demo -> how many names of pages links lead to, at least
AT_LEAST = {"tinh": 40, "xa-son-ha": 18, "hieu-truong": 16, "kiem-tra": 14}


@pytest.fixture
def demo(transactional_db: None, settings: Any) -> None:
    settings.DEMO = True
    load_places()
    directives.load_holidays()
    seed_demo()
    directives.seed_demo()
    gateway.load_catalogue()
    gateway.seed_demo()


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
    """The answer in the browser, or None for what it saves instead of showing."""
    from playwright.sync_api import Error

    try:
        return page.goto(address, wait_until="domcontentloaded")
    except Error as refusal:
        if "Download is starting" in str(refusal):
            return None
        raise


def source(page: Any, address: str) -> tuple[int, str, Any]:
    """As the person of the browser gets it, without drawing it: status, address, document."""
    answer = page.context.request.get(address, max_redirects=5)
    text = answer.text() if "html" in answer.headers.get("content-type", "") else ""
    found = answer.status, answer.url, document_fromstring(text or "<html></html>")
    answer.dispose()
    return found


@dataclass
class Crawl:
    """One browser page that goes wherever links lead, for one person after the other."""

    page: Any
    home: str
    judged: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def go(self, who: str, person: Person) -> set[str]:
        """Everything within the person's reach; the names of the pages found."""
        self.page.context.clear_cookies()
        self.page.context.add_cookies([session_of(person, self.home)])
        seen: Counter[str] = Counter()
        waiting, met = [urljoin(self.home, "/ban-lam-viec/")], set[str]()
        while waiting:
            address = waiting.pop(0)
            name = route(address, self.home)
            if not name or name in LEADS_AWAY or address in met or seen[name] >= OF_EACH_NAME:
                continue
            met.add(address)
            seen[name] += 1
            drawn = len(met) == 1 or name not in self.judged or OF_EACH_NAME > 1
            look = self._drawn if drawn else self._read
            waiting += [link.split("#")[0] for link in look(f"{who}: {name}", name, address)]
        return set(seen)

    def _drawn(self, said: str, name: str, address: str) -> list[str]:
        """Look at the page; the links on it."""
        answer = opened(self.page, address)
        if answer is not None and answer.status >= 400:
            self.wrong.append(f"{said}: {address}: {answer.status}")
        elif answer is not None:
            self.wrong += [f"{said}: {one}" for one in self._faults(name, address)]
        return [urljoin(self.page.url, link) for link in self.page.evaluate(LINKS)]

    def _read(self, said: str, name: str, address: str) -> list[str]:
        """Read the source of a page that was looked at before; the links in it."""
        status, at, document = source(self.page, address)
        if status >= 400:
            self.wrong.append(f"{said}: {address}: {status}")
        self.wrong += [f"{said}: {address}: a style" for _ in document.xpath("//*[@style]")]
        return [urljoin(at, link) for link in document.xpath("//a/@href")]

    def _faults(self, name: str, address: str) -> Iterator[str]:
        for size in (DESKTOP, PHONE):
            self.page.set_viewport_size(size)
            here = f"{urlsplit(address).path} at {size['width']}"
            if (wider := sideways(self.page)) > 0:
                yield f"{here}: {wider} pixels too wide"
        if name not in self.judged:
            self.judged.add(name)
            yield from (f"{here}: {one}" for one in axe(self.page))
        yield from (f"{address}: {one}" for one in inline_styles(self.page))


@pytest.mark.slow
def test_every_page_within_reach(visit: Visit, demo: None) -> None:
    page = visit("/")
    crawl = Crawl(page, page.url)

    found = {
        who: crawl.go(who, Person.objects.get(email=f"{who}@trinhdien.mangnon")) for who in AT_LEAST
    }

    assert crawl.wrong == []
    assert {who: names for who, names in found.items() if len(names) < AT_LEAST[who]} == {}
