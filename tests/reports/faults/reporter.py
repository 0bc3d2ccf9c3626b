"""Somebody who reports: page after page, patient when an answer does not come.

A page that fails is asked for again, a form that fails is sent again as it was: what a person does
who presses reload. When the pages say that what was written is gone, it is written again.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.reports.faults.browser import Broken, Browser, Page

_RECEIPT = re.compile(rb'name="code" value="([0-9A-Z-]+)"')
_GROUP = re.compile(rb'<span class="nowrap">([0-9A-Z]{4})</span>')
_STEPS = {
    "an-toan": ("safe",),
    "chuyen-gi": ("what", "kind", "age_band"),
    "o-dau": ("commune", "accused", "accused_who", "school_name"),
    "gui": ("child_name", "phone"),
}
_AGAIN_AFTER_SECONDS = 0.5


class GaveUp(Exception):
    """Nothing was acknowledged, however often it was tried."""


class Refused(Exception):
    """The pages answered something that they never may."""


@dataclass(frozen=True)
class Story:
    """What somebody has to tell. `age` is a band of the first page, or `adult`."""

    what: str
    age: str = "6_10"
    said: Mapping[str, str] = field(default_factory=dict)

    def of(self, step: str, writing: int) -> dict[str, str]:
        """The answers of a page. `writing` counts how often the whole was begun."""
        told = {**self.said, "what": f"{self.what} [{writing}]"}
        return {name: told[name] for name in _STEPS[step] if told.get(name)}


@dataclass(frozen=True)
class Acknowledged:
    """The receipt as the page shows it, and under which words the report must be found."""

    receipt: str
    what: str
    token: str


@dataclass
class Reporter:
    """`tries` is how often one page is asked for; `waits_s` how long the last page is read."""

    browser: Browser
    tries: int = 1
    waits_s: float = 0.0
    presses_twice: bool = False
    given_work: int = 0
    failed: int = 0

    async def tell(self, story: Story) -> Acknowledged:
        """Raises GaveUp, Refused."""
        for writing in range(self.tries):
            if (done := await self._written(story, writing)) is not None:
                return done
        raise GaveUp("what was written was gone each time")

    async def _written(self, story: Story, writing: int) -> Acknowledged | None:
        """One draft from the first page to the receipt; None when it is gone on the way."""
        page = await self._page("/bao-tin/")
        page = await self._sent(page.path, {**page.fields, "age": story.age})
        for step in _STEPS:
            if f"/{step}/" not in page.location:
                return None
            page = await self._page(page.location)
            if "token" not in page.fields:
                return None
            token = page.fields["token"]
            fields = {**page.fields, **story.of(step, writing)}
            if step == "gui":
                fields |= await self._before_sending(page)
            page = await self._pressed(page.path, fields, last=step == "gui")
        if (receipt := receipt_on(page)) is None:
            return None
        return Acknowledged(receipt, f"{story.what} [{writing}]", token)

    async def _before_sending(self, page: Page) -> dict[str, str]:
        """What the last page is answered with besides the answers."""
        self.given_work += b"data-work" in page.body
        await asyncio.sleep(self.waits_s)
        return {}

    async def _pressed(self, path: str, fields: dict[str, str], *, last: bool) -> Page:
        if last and self.presses_twice:
            return await self._double_click(path, fields)
        return await self._sent(path, fields)

    async def _double_click(self, path: str, fields: dict[str, str]) -> Page:
        """Both presses leave at once; whatever shows a receipt must show the same one."""
        twin = self.browser.twin()
        other = Reporter(twin, self.tries)
        try:
            pages = await asyncio.gather(self._sent(path, fields), other._sent(path, fields))
        finally:
            twin.close()
            self.failed += other.failed
        shown = {receipt for page in pages if (receipt := receipt_on(page))}
        if len(shown) > 1:
            raise Refused("two receipts for a double click")
        return next((page for page in pages if receipt_on(page)), pages[0])

    async def _page(self, path: str) -> Page:
        for _ in range(self.tries):
            try:
                page = await self.browser.open(path)
            except Broken:
                page = None
            if page is not None and page.status < 500:
                return page
            await self._pause()
        raise GaveUp(path)

    async def _sent(self, path: str, fields: Mapping[str, str]) -> Page:
        for _ in range(self.tries):
            try:
                page = await self.browser.send(path, fields)
            except Broken:
                page = None
            if page is not None and page.status < 500:
                return page
            await self._pause()
        raise GaveUp(path)

    async def _pause(self) -> None:
        self.failed += 1
        if self.tries > 1:
            await asyncio.sleep(_AGAIN_AFTER_SECONDS)


def receipt_on(page: Page) -> str | None:
    """The receipt that a person can copy from the page: its six groups of four."""
    groups = _GROUP.findall(page.body)
    field = _RECEIPT.search(page.body)
    if len(groups) != 6 or field is None:
        return None
    receipt = b"-".join(groups).decode()
    if receipt.encode() != field[1]:
        raise Refused("the page shows another receipt than it sends on")
    return receipt
