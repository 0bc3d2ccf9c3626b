"""A saved web page: its title, headings and paragraphs, without menus, scripts and fields."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# A form itself is read: many portals of offices wrap the whole page in one.
_SKIPPED = {
    "script",
    "style",
    "nav",
    "header",
    "footer",
    "aside",
    "noscript",
    "template",
    "svg",
    "button",
    "select",
    "textarea",
    "label",
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    "p",
    "li",
    "blockquote",
    "td",
    "th",
    "dd",
    "dt",
    "figcaption",
    "div",
    "section",
    "article",
    "br",
    "tr",
}
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
DEEPEST = 400  # nested elements of a page that somebody wrote


def looks_like_html(data: bytes) -> bool:
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html")) or b"<body" in head or b"<head>" in head


def read_html(data: bytes) -> tuple[str, list[tuple[str, bool]]]:
    """The title, and each block's text with whether it is a heading."""
    reader = _Reader()
    reader.feed(_text(data))
    reader.close()
    reader.end_block()
    return reader.first_heading or reader.title.strip(), reader.lines


def _text(data: bytes) -> str:
    named = _CHARSET.search(data[:4096])
    try:
        return data.decode(named[1].decode() if named else "utf-8")
    except (UnicodeDecodeError, LookupError):
        return data.decode("utf-8", errors="replace")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.first_heading = ""
        self.lines: list[tuple[str, bool]] = []
        self._text: list[str] = []
        self._heading = False
        self._in_title = False
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipping = min(self._skipping + 1, DEEPEST)
        elif tag == "title":
            self._in_title = True
        elif tag in _BLOCKS:
            self.end_block()
            self._heading = tag in _HEADINGS
            if tag == "li":
                self._text.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif tag == "title":
            self._in_title = False
        elif tag in _BLOCKS:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif not self._skipping:
            self._text.append(data)

    def end_block(self) -> None:
        text = " ".join("".join(self._text).split())
        if len(text) > 2:
            if self._heading and not self.first_heading:
                self.first_heading = text
            else:
                self.lines.append((text, self._heading))
        self._text, self._heading = [], False
