"""Posters with a QR code: one A4 page a school or commune, set by typst with the house font."""

from __future__ import annotations

import io
import json
from functools import lru_cache
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.urls import reverse

from mangnon.kit.fonts import HOUSE_FAMILY, fonts_for_print
from mangnon.kit.hotlines import hotlines
from mangnon.units.api import Unit

_SHEET = (Path(__file__).parent / "poster.typ").read_bytes()


def address_of(place: Unit) -> str:
    """Where the code of a poster leads."""
    return settings.PUBLIC_URL + reverse("report_poster_start", args=[place.code])


def poster_of(place: Unit) -> bytes:
    """PDF/UA-1. Raises mangnon.kit.fonts.FontsMissing before `make setup` has built the fonts."""
    address = address_of(place)
    drawing = io.BytesIO()
    segno.make(address, error="q").save(drawing, kind="svg", border=0, dark="#0e3b2a")
    said = {
        "font": HOUSE_FAMILY,
        "place": place.name,
        "address": address.split("://", 1)[-1],
        "code": drawing.getvalue().decode(),
        "lines": [[line.number, line.title] for line in hotlines()[:2]],
    }
    made = typst.compile(
        _SHEET,
        font_paths=_fonts(tuple(sorted({path.parent for path in fonts_for_print()}))),
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
        format="pdf",
        timestamp=0,
        pdf_standards="ua-1",
    )
    return bytes(made)


@lru_cache(maxsize=2)
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=list(folders))
