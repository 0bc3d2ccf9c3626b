"""Browser contexts that are used again: a new one costs more than most of what is done in it.

Whoever gets a room finds nothing of who had it before: no cookie, no storage, no cached file. One
page stays open in it, which keeps its process.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
Kind = tuple[bool, bool]  # on a phone; with scripts


class Rooms:
    """Of one browser and one site."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._free: defaultdict[Kind, list[Any]] = defaultdict(list)
        self._kinds: dict[Any, Kind] = {}

    def enter(self, home: str, *, phone: bool, scripts: bool) -> Any:
        """A new page with nothing in it; nobody else has its context until `leave`."""
        free = self._free[phone, scripts]
        context = free.pop() if free else self._made(home, phone, scripts)
        return context.new_page()

    def leave(self, page: Any, home: str) -> None:
        context = page.context
        kept, *others = context.pages
        for other in others:
            other.close()
        context.clear_cookies()
        driver = context.new_cdp_session(kept)
        driver.send("Network.clearBrowserCache")
        driver.send("Storage.clearDataForOrigin", {"origin": home, "storageTypes": "all"})
        driver.detach()
        self._free[self._kinds[context]].append(context)

    def _made(self, home: str, phone: bool, scripts: bool) -> Any:
        context = self._browser.new_context(
            viewport=PHONE if phone else DESKTOP, java_script_enabled=scripts, locale="vi-VN"
        )
        self._kinds[context] = (phone, scripts)
        context.new_page().goto(f"{home}/robots.txt")
        return context
