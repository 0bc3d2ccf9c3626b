"""Values of the poster's sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mangnon.studio.codes import qr
from mangnon.studio.genre import Brief, File
from mangnon.studio.pictures import drawing, pictures
from mangnon.studio.shop import Shop
from mangnon.studio.typesetting import Sheet, common_values, set_pdf

SHEET = Path(__file__).parent / "sheet.typ"


def make(brief: Brief, shop: Shop) -> Iterator[File]:
    plan = brief.plan
    address = brief.report_address or brief.source_address
    items = [
        {
            "words": f"{one.heading.text} {one.sentences[0].text}",
            "heading": one.heading.text,
            "sentence": one.sentences[0].text,
            "picture": drawing(one.picture),
            "alt": pictures()[one.picture].words,
        }
        for one in plan.messages
    ]
    values = {
        "items": items,
        "address": address.split("://", 1)[-1],
        "code": qr(address) if address else "",
    }
    says = (
        plan.title,
        *((plan.lead,) if plan.lead else ()),
        *(said for one in plan.messages for said in (one.heading, one.sentences[0])),
    )
    page = set_pdf(Sheet(SHEET, common_values(brief) | values), shop)
    yield File("ap-phich-a3.pdf", page, "Áp phích A3", plan.title.text, says)
