"""Reading pages as a person would: the words of the main part, the fields of its forms."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

SPACES = re.compile(r"\s+")


def words_of(response: Any) -> str:
    """The page's text without markup."""
    bare = re.sub(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", " ", response.content.decode())
    return SPACES.sub(" ", html.unescape(bare))


class _Fields(HTMLParser):
    """What a browser would send for the form with the given id."""

    def __init__(self, form_id: str) -> None:
        super().__init__(convert_charrefs=True)
        self.form_id, self.inside, self.data = form_id, False, dict[str, Any]()
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        name = given.get("name") or ""
        if tag == "input":
            self._input(name, given)
        elif tag == "textarea":
            self.area, self.data[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and ("selected" in given or self.select not in self.data):
            self.data[self.select] = given.get("value") or ""

    def _input(self, name: str, given: dict[str, str | None]) -> None:
        kind = given.get("type", "text")
        if kind in {"checkbox", "radio"}:
            if "checked" in given:
                self.data.setdefault(name, []).append(given.get("value") or "on")
        elif name:
            self.data[name] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.data[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser drops the line break that follows the opening tag.
            self.data[self.area] = self.data[self.area].removeprefix("\n")
            self.area = ""
        elif tag == "form":
            self.inside = False


def form_of(response: HttpResponse, form_id: str = "ra-soat") -> dict[str, Any]:
    """The values that stand in a form, as they would be sent."""
    reader = _Fields(form_id)
    reader.feed(response.content.decode())
    assert reader.data, f"no form {form_id}"
    return reader.data
