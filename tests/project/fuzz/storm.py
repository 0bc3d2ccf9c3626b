"""Many strange requests, each undone again; what broke is told once for each place of the code."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.project.fuzz.asking import MARKUP, Asked, asked
from tests.project.fuzz.world import NOBODY, World

# Says "not well" while no worker runs, which is its work.
ILL = {"health:healthz": 503}
EVERYWHERE = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
A_ROUND = 1000


class Fields(HTMLParser):
    """The named fields of a page's forms, each with values that it may have."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes)
        name = said.get("name") or ""
        if tag == "option" and self._select:
            self.found[self._select].append(said.get("value") or "")
        elif tag in {"input", "textarea", "select", "button"} and name:
            self._select = name if tag == "select" else ""
            value = "file" if said.get("type") == "file" else said.get("value") or ""
            known = self.found.setdefault(name, [])
            known += [value] if value and tag != "select" and value not in known else []


@dataclass
class Storm:
    world: World
    asked: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    _fields: dict[tuple[str, str], dict[str, list[str]]] = field(default_factory=dict)
    _crash: BaseException | None = None

    def blow(self, requests: int, first: int = 0) -> None:
        """At least so many requests, the same ones for the same `first`."""
        got_request_exception.connect(self._note)
        try:
            for number in range(first, first + max(1, requests // A_ROUND)):
                self._round(number, min(requests, A_ROUND))
        finally:
            got_request_exception.disconnect(self._note)

    def _round(self, number: int, examples: int) -> None:
        @seed(number)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(asked(self.world, self._names))
        def throw(one: Asked) -> None:
            self._judge(one)

        throw()

    def _names(self, who: str, view: str, address: str) -> dict[str, list[str]]:
        """Of the first address of a view that this person opened, and of its query."""
        if (who, view) not in self._fields:
            page = Fields()
            with undone():
                answer = self.world.client(who).get(address)
                if answer.get("Content-Type", "").startswith("text/html"):
                    page.feed(answer.content.decode())
            found = page.found | {name: ["1", "2"] for name in ("page", "next", "q", "month")}
            self._fields[who, view] = found | {"code": [self.world.known["code"]]}
        return self._fields[who, view]

    def _judge(self, one: Asked) -> None:
        self.asked += 1
        self._crash = None
        cache.clear()  # counts of wrong sign-ins
        with undone():
            answer = self.world.client(one.who).generic(
                one.method,
                one.address,
                one.body,
                one.content_type,
                QUERY_STRING=one.query,
                **dict(one.headers),
            )
            body = b"".join(answer) if answer.streaming else answer.content
        self.statuses[answer.status_code] = self.statuses.get(answer.status_code, 0) + 1
        if wrong := self._wrong(one, answer, body):
            self.broken.setdefault(wrong, str(one))

    def _wrong(self, one: Asked, answer: Any, body: bytes) -> str:
        if answer.status_code >= 500 and ILL.get(one.view) != answer.status_code:
            return f"{answer.status_code} {self._where()}"
        if b"Traceback (most recent call last)" in body:
            return f"{one.view}: a traceback is shown"
        if MARKUP.encode() in body and answer["Content-Type"].startswith("text/html"):
            return f"{one.view}: markup comes back as markup"
        for name, begins in EVERYWHERE.items():
            if begins not in answer.get(name, "") and "sandbox" not in answer.get(name, ""):
                return f"{one.view}: {answer.status_code} without {name}"
        return ""

    def _note(self, sender: Any, **more: Any) -> None:
        import sys

        self._crash = sys.exc_info()[1]

    def _where(self) -> str:
        """The kind of the error, and the last line of our own code that led to it."""
        if self._crash is None:
            return "said by the view itself"
        steps = traceback.extract_tb(self._crash.__traceback__)
        ours = [one for one in steps if "/mangnon/" in one.filename] or list(steps)
        place = f"{ours[-1].filename.rsplit('/mangnon/', 1)[-1]}:{ours[-1].lineno}"
        return f"{type(self._crash).__name__} in {place}: {str(self._crash)[:200]}"


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


__all__ = ["EVERYWHERE", "NOBODY", "Storm", "undone"]
