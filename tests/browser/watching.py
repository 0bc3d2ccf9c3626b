"""What is asked of every page: whole, readable by everyone, and silent towards the outside."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# Beyond these, Chromium asks its makers for updates and lists of its own accord.
_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def switches() -> list[str]:
    return list(_SWITCHES)


class Watch:
    """Listens to one page: requests to other machines, refusals of its policy, failed scripts.

    A request to another machine is noted and cut off, so that the test harms nobody.
    """

    def __init__(self, page: Any, home: str) -> None:
        self.page = page
        self.home = urlsplit(home).netloc
        self.outside: list[str] = []
        self.complaints: list[str] = []
        page.route("**/*", self._judge)
        page.on("console", self._listen)
        page.on("pageerror", lambda wrong: self.complaints.append(str(wrong)))

    def _judge(self, route: Any) -> None:
        address = urlsplit(route.request.url)
        if address.netloc == self.home or address.scheme in {"data", "blob", "about"}:
            route.continue_()
            return
        self.outside.append(route.request.url)
        route.abort()

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def close(self) -> None:
        self.page.context.close()


def axe(page: Any) -> list[str]:
    """Every rule of accessibility that the page breaks, with the first element that does."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['help']} – {one['nodes'][0]['html'][:200]}" for one in found]


def sideways(page: Any) -> int:
    """How many pixels the page is wider than the screen; 0 when it fits."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def inline_styles(page: Any) -> list[str]:
    """Elements with a style attribute, which the policy would not apply."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('[style]')].map(one => one.outerHTML.slice(0, 120))"
    )
    return found
