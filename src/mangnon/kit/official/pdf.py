"""A letter as PDF by typst, in the layout of Decree 30/2020, with only the fonts made at setup."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from mangnon.kit.fonts import TIMES_FAMILY, fonts_for_print
from mangnon.kit.official import layout
from mangnon.kit.official.docx import addressee_start, annex_width, summary_rule
from mangnon.kit.official.letter import (
    Block,
    Heading,
    Line,
    OfficialLetter,
    Paragraph,
    Quote,
    Run,
    Table,
    Text,
)
from mangnon.kit.official.measure import MM_PER_POINT, breakable, column_widths, width_mm
from mangnon.kit.official.words import (
    AnnexWords,
    LetterWords,
    clean,
    heading_line,
    quote_line,
    words,
)

TEMPLATE = (Path(__file__).parent / "letter.typ").read_bytes()
TALL = 20  # lines of a table row, as the crow flies
MEASURES: dict[str, Any] = {
    "font": TIMES_FAMILY,
    "state": layout.STATE,
    "motto": layout.MOTTO,
    "motto_rule": width_mm(layout.MOTTO, size=layout.SIZE_MOTTO, bold=True),
    "columns": [layout.LEFT_COLUMN, layout.RIGHT_COLUMN],
    "margins": {
        "top": layout.MARGIN_TOP,
        "bottom": layout.MARGIN_BOTTOM,
        "left": layout.MARGIN_LEFT,
        "right": layout.MARGIN_RIGHT,
    },
    "page_number_from_top": layout.PAGE_NUMBER_FROM_TOP,
    "first_line": layout.FIRST_LINE,
    "line": layout.LINE,
    "after": layout.AFTER,
    "rule": layout.RULE,
    "cell_padding": layout.CELL_PADDING,
    "signing_space": layout.SIGNING_SPACE,
    "stamp_height": layout.STAMP_HEIGHT,
    "stamp_ink": f"#{layout.STAMP_INK}",
    "dash_body": width_mm("- ", size=layout.SIZE_BODY) / MM_PER_POINT,
    "dash_copies": width_mm("- ", size=layout.SIZE_COPIES) / MM_PER_POINT,
    "addressee_dash": width_mm("Kính gửi:", size=layout.SIZE_BODY) - 1,
    "size": {
        "state": layout.SIZE_STATE,
        "motto": layout.SIZE_MOTTO,
        "issuer": layout.SIZE_ISSUER,
        "number": layout.SIZE_NUMBER,
        "date": layout.SIZE_DATE,
        "about": layout.SIZE_ABOUT,
        "title": layout.SIZE_TITLE,
        "body": layout.SIZE_BODY,
        "table": layout.SIZE_TABLE,
        "copies_label": layout.SIZE_COPIES_LABEL,
        "copies": layout.SIZE_COPIES,
        "page_number": layout.SIZE_PAGE_NUMBER,
    },
}


def to_pdf(letter: OfficialLetter) -> bytes:
    """The letter as PDF/UA-1, which a screen reader can read. Equal letters give equal bytes.

    A sign that no print font has (an emoji, a Chinese letter) prints as an empty box; such a
    letter is tagged as well but may not claim the standard.
    Raises mangnon.kit.fonts.FontsMissing when `make setup` has not built the print fonts.
    """
    fonts = _fonts(tuple(sorted({path.parent for path in fonts_for_print()})))
    data = json.dumps(_data(letter), ensure_ascii=False)
    try:
        return _compile(data, fonts, "ua-1")
    except typst.TypstError:
        return _compile(data, fonts, None)


def _compile(data: str, fonts: typst.Fonts, standard: Literal["ua-1"] | None) -> bytes:
    made = typst.compile(
        TEMPLATE,
        font_paths=fonts,
        sys_inputs={"letter": data},
        format="pdf",
        timestamp=0,
        pdf_standards=standard,
    )
    return bytes(made)


@lru_cache(maxsize=4)
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    """Fonts are read once; the system's are left out so that every machine sets the same page."""
    return typst.Fonts(include_system_fonts=False, font_paths=list(folders))


def _data(letter: OfficialLetter) -> dict[str, Any]:
    said = words(letter)
    issuer = [width_mm(line, size=layout.SIZE_ISSUER, bold=True) for line in said.issuer]
    return {
        **MEASURES,
        "pdf_title": said.pdf_title,
        "author": clean(letter.issuer).strip(),
        "parent": said.parent,
        "issuer": said.issuer,
        "issuer_rule": max(issuer, default=40) * 0.42,
        "number": said.number,
        "place_date": said.place_date,
        "about": said.about,
        "stamp": said.stamp,
        "stamp_width": layout.STAMPS.get(said.stamp, 0),
        "title": said.title,
        "summary": said.summary,
        "summary_rule": summary_rule(said.summary),
        "addressees": said.addressees,
        "addressee_start": addressee_start(said.addressees) if said.addressees else 0,
        "blocks": _blocks(said.blocks, layout.TEXT_WIDTH),
        **_end(said),
    }


def _end(said: LetterWords) -> dict[str, Any]:
    return {
        "authority": said.authority,
        "position": said.position,
        "name": said.name,
        "copies": said.copies,
        "form": said.form,
        "signing_note": said.signing_note,
        "notes": said.notes,
        "annexes": [_annex(annex) for annex in said.annexes],
    }


def _rule(text: str, width: float) -> float:
    return min(width_mm(text, size=layout.SIZE_TITLE, bold=True), width) * 0.4


def _annex(annex: AnnexWords) -> dict[str, Any]:
    width = annex_width(annex)
    return {
        "label": annex.label,
        "title": annex.title,
        "belongs": annex.belongs,
        "rule": _rule(annex.belongs, width),
        "landscape": annex.landscape,
        "blocks": _blocks(annex.blocks, width, above=1),
    }


def _blocks(blocks: tuple[Block, ...], width: float, *, above: int = 0) -> list[dict[str, Any]]:
    """The blocks for the template. A heading looks as its level says; its tag goes at most one
    level deeper than the tag before, as PDF/UA asks."""
    made = [_block(block, width) for block in blocks]
    for block in made:
        if block["kind"] == "heading":
            block["tag"] = above = min(block["level"], above + 1)
    return made


def _block(block: Block, width: float) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "text": heading_line(block), "level": min(block.level, 3)}
        case Line():
            size = layout.SIZE_BODY
            label = breakable(f"{block.label}:", width - layout.FIRST_LINE, size=size)
            value = breakable(block.value, width, size=size)
            return {"kind": "line", "label": label, "value": value, "room": block.room}
        case Quote():
            text = breakable(quote_line(block), width - 20, size=layout.SIZE_BODY)
            return {"kind": "quote", "text": text}
        case Table():
            return _table(block, width)
        case Paragraph():
            sides = {"align": block.align.value, "indent": block.indent}
            return {"kind": "paragraph", "runs": _runs(block.text, width), **sides}
    raise TypeError(block)


def _table(block: Table, width: float) -> dict[str, Any]:
    widths = column_widths(block, width)
    return {
        "kind": "table",
        "caption": block.caption,
        "header": _cells(block.header, widths),
        "rows": [_cells(row, widths) for row in block.rows],
        "total": _cells(block.total, widths),
        "tall": [_is_tall(row, widths) for row in block.rows],
        "widths": widths,
        "align": [side.value for side in block.align],
    }


def _is_tall(texts: tuple[str, ...], widths: tuple[float, ...]) -> bool:
    """Whether a row takes so many lines that it may be broken between pages: kept whole it would
    run out of one."""
    size, padding = layout.SIZE_TABLE, 2 * layout.CELL_PADDING
    pairs = zip(texts, widths, strict=False)
    return any(width_mm(text, size=size) > TALL * (width - padding) for text, width in pairs)


def _cells(texts: tuple[str, ...], widths: tuple[float, ...]) -> list[str]:
    size, padding = layout.SIZE_TABLE, 2 * layout.CELL_PADDING
    pairs = zip(texts, widths, strict=False)
    return [breakable(text, width - padding, size=size) for text, width in pairs]


def _runs(text: Text, width: float) -> list[dict[str, Any]]:
    runs = (Run(text),) if isinstance(text, str) else text
    return [
        {
            "text": breakable(run.text, width, size=layout.SIZE_BODY),
            "bold": run.bold,
            "italic": run.italic,
        }
        for run in runs
    ]
