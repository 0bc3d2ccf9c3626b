"""The map's own panels, or panels drafted from its messages when it has too few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mangnon.studio.genre import Brief, File
from mangnon.studio.model import Panel
from mangnon.studio.pictures import people, portrait
from mangnon.studio.proposing.drafting import panels_of
from mangnon.studio.shop import Shop
from mangnon.studio.typesetting import Sheet, common_values, set_pages, set_pdf

SHEET = Path(__file__).parent / "sheet.typ"
FEWEST, MOST = 4, 8
MOST_OTHERS = 2
STRANGER = "nguoi-la"


def make(brief: Brief, shop: Shop) -> Iterator[File]:
    panels = panels_for(brief)
    values = common_values(brief) | {"panels": _values(panels)}
    sheet = Sheet(SHEET, values)
    says = (brief.plan.title, *(one.says for one in panels))
    told = [f"{one.caption} {people()[one.who].words}: “{one.says.text}”".strip() for one in panels]
    alt = f"Truyện tranh {len(panels)} khung. {' '.join(told)}"
    yield File(
        "truyen-tranh.png",
        set_pages(sheet, "png", shop, ppi=72)[0],
        "Truyện tranh để đăng",
        alt,
        says,
    )
    yield File("truyen-tranh.pdf", set_pdf(sheet, shop), "Truyện tranh để in", alt, says)


def panels_for(brief: Brief) -> Sequence[Panel]:
    """Between four and eight."""
    own = brief.plan.panels
    if len(own) >= FEWEST:
        return own[:MOST]
    return panels_of(brief.plan.messages, brief.theme)


def _values(panels: Sequence[Panel]) -> list[dict[str, Any]]:
    """Who speaks first stands left, whoever answers stands right: always on the same side."""
    sides: dict[str, str] = {}
    found = []
    for place, panel in enumerate(panels, 1):
        side = sides.setdefault(panel.who, "left" if len(sides) % 2 == 0 else "right")
        person = people()[panel.who]
        found.append(
            {
                "who": person.words,
                "portrait": portrait(panel.who, panel.mood),
                "side": side,
                "caption": panel.caption,
                "says": panel.says.text,
                "others": _others(panels, panel) if place == len(panels) else [],
            }
        )
    return found


def _others(panels: Sequence[Panel], last: Panel) -> list[dict[str, str]]:
    """Who else was in the story, but no stranger: they stand by when it ends well."""
    if last.mood != "vui":
        return []
    names = dict.fromkeys(one.who for one in panels if one.who not in {last.who, STRANGER})
    return [
        {"who": people()[name].words, "portrait": portrait(name, "vui")}
        for name in list(names)[-MOST_OTHERS:]
    ]
