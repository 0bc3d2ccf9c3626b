"""The article as a DOCX that a newsroom can edit: true headings, Vietnamese, no fixed layout."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from mangnon.studio.genre import Brief
from mangnon.studio.genres.article.text import Section
from mangnon.studio.office import steady
from mangnon.studio.rasters import Sign

FONT = "Times New Roman"  # opens alike in every office
LOGO = 42.0  # points of its height


def to_docx(
    brief: Brief, sections: Iterable[Section], foot: Iterable[str], sign: Sign | None
) -> bytes:
    """foot: lines under the text."""
    plan = brief.plan
    paper = blank(brief, sign)
    paper.add_heading(plan.title.text, level=0)
    if plan.lead:
        paper.add_paragraph().add_run(plan.lead.text).bold = True
    for section in sections:
        paper.add_heading(section.heading.text, level=1)
        paper.add_paragraph(" ".join(one.text for one in section.sentences))
    return closed(paper, foot)


def blank(brief: Brief, sign: Sign | None) -> DocumentObject:
    """A paper with its properties, of one family throughout, in black, said to be Vietnamese; the
    maker's sign at its head."""
    paper = Document()
    for name, size in (("Normal", 13), ("Title", 20), ("Heading 1", 15)):
        _dress(paper.styles[name], size)
    language = paper.styles["Normal"].element.get_or_add_rPr().makeelement(qn("w:lang"), {})
    language.set(qn("w:val"), "vi-VN")
    paper.styles["Normal"].element.rPr.append(language)
    about = paper.core_properties
    about.title, about.author, about.language = brief.plan.title.text, brief.maker.name, "vi-VN"
    about.created = about.modified = datetime.combine(brief.plan.made_on, time(), UTC)
    about.last_modified_by, about.comments = "", ""
    if sign:
        _put(paper, sign)
    return paper


def _put(paper: DocumentObject, sign: Sign) -> None:
    width, height = sign.within(LOGO)
    shown = paper.add_paragraph().add_run().add_picture(BytesIO(sign.png), Pt(width), Pt(height))
    shown._inline.docPr.set("descr", sign.alt)


def closed(paper: DocumentObject, foot: Iterable[str]) -> bytes:
    """The paper with its foot, as bytes that repeat."""
    for line in foot:
        run = paper.add_paragraph().add_run(line)
        run.italic, run.font.size = True, Pt(11)
    out = BytesIO()
    paper.save(out)
    return steady(out.getvalue())


def _dress(style: Any, size: float) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
