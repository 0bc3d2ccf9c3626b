"""Values of each picture, set one by one: a changed sentence draws only its own picture anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mangnon.studio.codes import qr
from mangnon.studio.genre import Brief, File
from mangnon.studio.model import Sentence
from mangnon.studio.pictures import drawing, pictures
from mangnon.studio.shop import Shop
from mangnon.studio.typesetting import Sheet, common_values, set_pages

SHEET = Path(__file__).parent / "sheet.typ"
SIDE = 1080  # points of the sheet, pixels at 72 dots an inch


def make(brief: Brief, shop: Shop) -> Iterator[File]:
    plan = brief.plan
    count = len(plan.messages)
    lead = (plan.lead,) if plan.lead else ()
    first = plan.messages[0].picture
    yield _picture(brief, shop, 0, {"part": "cover", **_drawn(first)}, (plan.title, *lead))
    for place, message in enumerate(plan.messages, 1):
        values = {
            "part": "message",
            "place": place,
            "count": count,
            "heading": message.heading.text,
            "sentences": [one.text for one in message.sentences],
            **_drawn(message.picture),
        }
        yield _picture(brief, shop, place, values, (message.heading, *message.sentences))
    address = brief.report_address or brief.source_address
    end = {"part": "end", "address": address, "code": qr(address) if address else ""}
    yield _picture(brief, shop, count + 1, end, ())


def _drawn(name: str) -> dict[str, str]:
    return {"picture": drawing(name), "alt": pictures()[name].words}


def _picture(
    brief: Brief, shop: Shop, place: int, values: dict[str, Any], says: tuple[Sentence, ...]
) -> File:
    name = f"anh-vuong-{place + 1:02d}.png"
    shop.tell(f"Bộ ảnh vuông, ảnh {place + 1}")
    page = set_pages(Sheet(SHEET, common_values(brief) | values), "png", shop, ppi=72)[0]
    alt = " ".join(one.text for one in says) or f"Gọi {brief.lines[0].number}"
    return File(name, page, f"Ảnh vuông {place + 1}", alt, says)
