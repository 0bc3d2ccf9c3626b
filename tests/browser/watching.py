"""What is asked of every page: whole, readable by everyone, and silent towards the outside."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from tests.browser.rooms import DESKTOP, PHONE

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# Beyond these, Chromium asks its makers for updates and lists of its own accord.
_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-gpu-compositing",
    "--num-raster-threads=1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--process-per-site",
    # A new document in the frame that is there: a third less work a page. Of several such lists
    # Chromium heeds the last, hence what Playwright turns off is named again.
    "--disable-features=RenderDocument,AvoidUnnecessaryBeforeUnloadCheckSync,PaintHolding,"
    "DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,"
    "MediaRouter,ThirdPartyStoragePartitioning,OptimizationHints,NetworkTimeServiceQuerying,"
    "AimEnabled,PreconnectToSearch",
)


# A request to another machine finds no address there: the test harms nobody.
_AT_HOME = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"


def switches() -> list[str]:
    return list(_SWITCHES)


def at_home() -> list[str]:
    return [*_SWITCHES, _AT_HOME]


class Watch:
    """Listens to one page: requests to other machines, refusals of its policy, failed scripts.

    It only listens: stopping each request to judge it costs the browser its cache.
    """

    def __init__(self, page: Any, home: str) -> None:
        self.page = page
        self.home = urlsplit(home).netloc
        self.outside: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._judge)
        page.on("console", self._listen)
        page.on("pageerror", lambda wrong: self.complaints.append(str(wrong)))

    def _judge(self, request: Any) -> None:
        address = urlsplit(request.url)
        if address.netloc != self.home and address.scheme not in {"data", "blob", "about"}:
            self.outside.append(request.url)

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


_VIOLATIONS = {"resultTypes": ["violations"]}  # what is right need not be told in full


def axe(page: Any) -> list[str]:
    """Every rule of accessibility that the page breaks, with the first element that does."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=_VIOLATIONS).response["violations"]
    return [f"{one['id']}: {one['help']} – {one['nodes'][0]['html'][:200]}" for one in found]


def sideways(page: Any) -> int:
    """How many pixels the page is wider than the screen; 0 when it fits."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def faults(page: Any) -> list[str]:
    """What is wrong with an open page on both screens. The rules of accessibility, which take most
    of the time, are asked on a phone, where things are tightest; in `make soak` on both."""
    found = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        if (wider := sideways(page)) > 0:
            found.append(f"{wider} pixels wider than {size['width']}")
        if size is PHONE or "MANGNON_CRAWL" in os.environ:
            found += axe(page)
    return found + inline_styles(page)


def inline_styles(page: Any) -> list[str]:
    """Elements with a style attribute, which the policy would not apply."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('[style]')].map(one => one.outerHTML.slice(0, 120))"
    )
    return found
