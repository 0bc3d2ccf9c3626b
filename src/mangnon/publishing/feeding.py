"""Feeds as text: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1, podcast (RSS with Apple's tags)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
for _prefix, _space in (("atom", ATOM), ("itunes", ITUNES)):
    ET.register_namespace(_prefix, _space)


@dataclass(frozen=True)
class Item:
    """One entry. `sound`: (address, bytes, seconds) of an episode; `picture`: its address."""

    title: str
    about: str
    address: str
    id: str
    at: datetime
    maker: str
    genre: str = ""
    picture: str = ""
    sound: tuple[str, int, float] | None = None


@dataclass(frozen=True)
class Feed:
    """`address`: of the feed itself; `home`: of the page that it follows."""

    title: str
    about: str
    address: str
    home: str
    owner: str
    picture: str
    items: tuple[Item, ...]

    @property
    def at(self) -> datetime | None:
        return max((one.at for one in self.items), default=None)


def rss(feed: Feed, *, podcast: bool = False) -> bytes:
    root = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(root, "channel")
    _text(channel, "title", feed.title)
    _text(channel, "link", feed.home)
    _text(channel, "description", feed.about)
    _text(channel, "language", "vi")
    own = {"href": feed.address, "rel": "self", "type": "application/rss+xml"}
    ET.SubElement(channel, f"{{{ATOM}}}link", own)
    if feed.at:
        _text(channel, "lastBuildDate", format_datetime(feed.at))
    if podcast:
        _podcast_head(channel, feed)
    for item in feed.items:
        _rss_item(channel, item, podcast=podcast)
    return _bytes(root)


def _podcast_head(channel: ET.Element, feed: Feed) -> None:
    _text(channel, f"{{{ITUNES}}}author", feed.owner)
    _text(channel, f"{{{ITUNES}}}explicit", "false")
    ET.SubElement(channel, f"{{{ITUNES}}}category", {"text": "Kids & Family"})
    ET.SubElement(channel, f"{{{ITUNES}}}image", {"href": feed.picture})


def _rss_item(channel: ET.Element, item: Item, *, podcast: bool) -> None:
    row = ET.SubElement(channel, "item")
    _text(row, "title", item.title)
    _text(row, "link", item.address)
    _text(row, "description", item.about)
    _text(row, "pubDate", format_datetime(item.at))
    ET.SubElement(row, "guid", {"isPermaLink": "false"}).text = item.id
    if item.genre:
        _text(row, "category", item.genre)
    if item.sound:
        address, size, seconds = item.sound
        said = {"url": address, "length": str(size), "type": "audio/mpeg"}
        ET.SubElement(row, "enclosure", said)
        if podcast and seconds:
            _text(row, f"{{{ITUNES}}}duration", str(round(seconds)))


def atom(feed: Feed, now: datetime) -> bytes:
    """`now`: when nothing is in it yet; Atom always wants a day."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "vi"})
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.about)
    _text(root, "id", feed.home)
    _text(root, "updated", (feed.at or now).isoformat())
    ET.SubElement(root, "link", {"rel": "self", "href": feed.address})
    ET.SubElement(root, "link", {"rel": "alternate", "href": feed.home})
    for item in feed.items:
        row = ET.SubElement(root, "entry")
        _text(row, "title", item.title)
        _text(row, "id", item.id)
        _text(row, "updated", item.at.isoformat())
        _text(ET.SubElement(row, "author"), "name", item.maker)
        ET.SubElement(row, "link", {"rel": "alternate", "href": item.address})
        _text(row, "summary", item.about)
    return _bytes(root)


def json_feed(feed: Feed) -> bytes:
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.about,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "language": "vi",
        "items": [
            {
                "id": item.id,
                "url": item.address,
                "title": item.title,
                "content_text": item.about,
                "date_published": item.at.isoformat(),
                "authors": [{"name": item.maker}],
                "tags": [item.genre],
                **({"image": item.picture} if item.picture else {}),
            }
            for item in feed.items
        ],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def sitemap(pages: list[tuple[str, datetime | None]]) -> bytes:
    root = ET.Element("urlset", {"xmlns": SITEMAP})
    for address, at in pages:
        row = ET.SubElement(root, "url")
        _text(row, "loc", address)
        if at:
            _text(row, "lastmod", at.date().isoformat())
    return _bytes(root)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _printable(text)


def _printable(text: str) -> str:
    """XML 1.0 has no other control characters."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
