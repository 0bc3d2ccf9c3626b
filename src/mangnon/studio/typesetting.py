"""Sheets set by typst: plain values in; PDF, PNG, SVG out, or a refusal saying what is too long.

A sheet (`sheet.typ` of a genre) imports `/sheets/base.typ` and puts texts with its `fit`, which
tries sizes from large to small and notes what fits at none. Notes are read before anything is
drawn, so that a page that would spill is never made. Fonts come from the set-up alone: every
machine sets the same page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import typst

from mangnon.kit.fonts import HAND_FAMILY, fonts_for_print
from mangnon.studio.genre import Brief
from mangnon.studio.maps import texts_of
from mangnon.studio.phrases import COMPOUNDS, bound
from mangnon.studio.refusals import MissingGlyph, TooLong
from mangnon.studio.shop import Shop

HOME = Path(__file__).parent
BASE = HOME / "sheets" / "base.typ"
Format = Literal["pdf", "png", "svg"]
STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]  # read by anyone, kept for years


@dataclass(frozen=True, slots=True)
class Sheet:
    """A typst file of a genre and the values it is set with."""

    path: Path
    values: dict[str, Any]


def set_pages(sheet: Sheet, form: Format, shop: Shop, *, ppi: float = 96) -> list[bytes]:
    """The pages: one PDF, or one picture each.

    ppi: dots per inch of a PNG; a sheet measured in points with ppi 72 gives a pixel a point.
    Raises TooLong, MissingGlyph, mangnon.kit.fonts.FontsMissing.
    """
    check_glyphs(sheet.values, _texts(sheet.values))
    key = [_stamp(sheet.path), form, ppi, sheet.values]
    joined = shop.once(
        f"{sheet.path.parent.name}/{sheet.path.stem}.{form}", key, lambda: _draw(sheet, form, ppi)
    )
    return _parted(joined)


def set_pdf(sheet: Sheet, shop: Shop) -> bytes:
    """The PDF, tagged for screen readers (PDF/UA-1) and fit for archives (PDF/A-2a)."""
    return set_pages(sheet, "pdf", shop)[0]


def draw_plain(sheet: Sheet, shop: Shop) -> bytes:
    """The PDF of a sheet whose sizes were measured beforehand: nothing in it is fitted."""
    return _parted(
        shop.once(
            f"{sheet.path.stem}.pdf",
            [_stamp(sheet.path), sheet.values],
            lambda: _compiled(sheet, "pdf", 96),
        )
    )[0]


def common_values(brief: Brief) -> dict[str, Any]:
    """What every sheet is told: theme, the line to call, source, date, credit, the label for AI."""
    plan = brief.plan
    child_line = brief.lines[0]
    return {
        "theme": brief.theme.as_values(),
        "hand": HAND_FAMILY,
        "title": plan.title.text,
        "lead": plan.lead.text if plan.lead else "",
        "audience": plan.audience.words,
        "line": {"number": child_line.number, "title": child_line.title, "words": child_line.words},
        "source": plan.source.line,
        "date": f"{plan.made_on:%d/%m/%Y}",
        "maker": brief.maker.name,
        "contact": brief.maker.contact,
        "logo": brief.maker.logo,
        "credit": credit_line(),
        "ai": AI_LABEL if plan.by_machine else "",
    }


AI_LABEL = "Nội dung có sử dụng trí tuệ nhân tạo"


def credit_line() -> str:
    """Who drew the pictures, on one line."""
    from mangnon.studio.pictures import credits

    return "Hình: " + ", ".join(
        f"{one['name']} – {one['by']} ({one['licence']})" for one in credits()
    )


def check_glyphs(values: dict[str, Any], texts: Iterable[str]) -> None:
    """Every sign of every text is in the fonts that draw it. Raises MissingGlyph."""
    drawn = _letters()
    for text in texts:
        if missing := [sign for sign in dict.fromkeys(text) if sign not in drawn]:
            raise MissingGlyph("".join(missing[:5]), text)


def check_map(brief: Brief) -> None:
    """The same for a whole map, before any genre. Raises MissingGlyph."""
    check_glyphs({}, texts_of(brief.plan))


def _texts(values: Any) -> list[str]:
    """Every text in the values but drawings."""
    if isinstance(values, str):
        return [] if values.startswith("<") else [values]
    if isinstance(values, dict):
        return [text for one in values.values() for text in _texts(one)]
    if isinstance(values, list | tuple):
        return [text for one in values for text in _texts(one)]
    return []


@cache
def _letters() -> frozenset[str]:
    """The signs that every family of the themes can draw."""
    from fontTools.ttLib import TTFont

    families = ("BeVietnamPro-Regular", "Baloo2-Bold", "PatrickHand-Regular")
    found: set[str] | None = None
    for path in fonts_for_print() + _children_fonts():
        if path.stem in families:
            with TTFont(path, lazy=True) as font:
                signs = {chr(code) for code in font.getBestCmap()}
            found = signs if found is None else found & signs
    return frozenset((found or set()) | {" ", "\u00a0", "\n"})


def _children_fonts() -> list[Path]:
    folder = fonts_for_print()[0].parent
    return [folder / "Baloo2-Bold.ttf", folder / "PatrickHand-Regular.ttf"]


@lru_cache(maxsize=2)
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=list(folders))


@cache
def _font_set() -> typst.Fonts:
    return _fonts(tuple(sorted({path.parent for path in fonts_for_print()})))


@cache
def _stamp(path: Path) -> str:
    """What a sheet is, with what it imports: a change of it makes everything anew."""
    parts = (
        path.read_bytes(),
        BASE.read_bytes(),
        COMPOUNDS.read_bytes(),
        version("typst").encode(),
    )
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _said(sheet: Sheet) -> dict[str, str]:
    """The values, with each text as its words hold together (`brief.bound`)."""
    held = {text: kept for text in _texts(sheet.values) if (kept := bound(text)) != text}
    values = sheet.values | {"bound": held}
    return {"brief": json.dumps(values, ensure_ascii=False, sort_keys=True)}


def _draw(sheet: Sheet, form: Format, ppi: float) -> bytes:
    said = _said(sheet)
    notes = json.loads(
        typst.query(
            str(sheet.path),
            "<fit>",
            field="value",
            root=str(HOME),
            font_paths=_font_set(),
            sys_inputs=said,
        )
    )
    for note in notes:
        if note["over"] > 0:
            raise TooLong(note["place"], note["text"], note["over"])
    return _compiled(sheet, form, ppi)


def _compiled(sheet: Sheet, form: Format, ppi: float) -> bytes:
    said = _said(sheet)
    made = typst.compile(
        str(sheet.path),
        root=str(HOME),
        font_paths=_font_set(),
        sys_inputs=said,
        format=form,
        ppi=ppi,
        timestamp=0,
        pdf_standards=list(STANDARDS) if form == "pdf" else [],
    )
    return _joined(made if isinstance(made, list) else [made])


def _joined(pages: list[bytes]) -> bytes:
    """Pages in one piece: their count, their lengths, themselves."""
    head = [len(pages), *map(len, pages)]
    return b"".join(number.to_bytes(4, "big") for number in head) + b"".join(map(bytes, pages))


def _parted(piece: bytes) -> list[bytes]:
    count = int.from_bytes(piece[:4], "big")
    lengths = [
        int.from_bytes(piece[4 * place : 4 * place + 4], "big") for place in range(1, count + 1)
    ]
    pages, start = [], 4 * (count + 1)
    for length in lengths:
        pages.append(piece[start : start + length])
        start += length
    return pages
