"""Sources whose last day has passed while what was made of them is still out there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from mangnon.base.notices.api import Message, tell_many
from mangnon.library.api import Document
from mangnon.publishing.perms import PUBLISHERS
from mangnon.publishing.queries.visible import posts_over_since
from mangnon.units.api import Unit, people_at

LOOKS_BACK = timedelta(days=30)  # so that nothing is missed where no worker ran for a while


def tell_of_over(today: date) -> int:
    """Those who publish for a unit with posts out there, once for a source and its last day.
    Nothing is taken back: that is for a person to decide. How many units and sources."""
    found: dict[tuple[str, int], tuple[Document, Unit, int]] = {}
    for post in posts_over_since(today - LOOKS_BACK):
        document = post.product.revision.map.document
        key = (str(document.pk), post.unit_id)
        count = found[key][2] if key in found else 0
        found[key] = (document, post.unit, count + 1)
    for document, unit, count in found.values():
        tell_many(_messages(document, unit, count))
    return len(found)


def _messages(document: Document, unit: Unit, count: int) -> Iterator[Message]:
    said = {"document": document, "unit": unit, "count": count}
    key = f"source_over:{document.pk}:{document.valid_until}"
    for person in people_at(unit, PUBLISHERS):
        link = reverse("posts")
        yield Message("source_over", f"{key}:{person.pk}", person.email, person.pk, said, link)
