"""DOCX and PPTX by LibreOffice: as many pages as slides, every word arrives, letters are the right.

The house font is lent to LibreOffice; where neither Arial nor a font of its widths is installed,
the house font, which is wider, stands in for it.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from docx import Document
from pptx import Presentation
from pypdf import PdfReader

from mangnon.kit.fonts import HOUSE_FAMILY, fonts_for_print
from tests.studio.sound.told import Check, lacking, lost, wrong

LONGEST = 180  # seconds
SLACK = 1.0  # points over the edge of a page, by rounding
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{folders}
<alias binding="same"><family>Arial</family><prefer><family>Arial</family>
<family>Liberation Sans</family><family>Arimo</family><family>{house}</family></prefer></alias>
</fontconfig>"""


def checks(home: Path) -> Iterator[Check]:
    files = sorted([*home.glob("*/*.docx"), *home.glob("*/*.pptx")])
    if not files:
        return
    if missing := lacking("LibreOffice", "DOCX, PPTX", "soffice"):
        yield missing
        return
    with tempfile.TemporaryDirectory() as folder:
        printed(files, Path(folder))
        for path in files:
            pdf = Path(folder) / f"{path.stem}.pdf"
            if not pdf.exists():
                yield Check("opens in LibreOffice", path.name, False, "nothing came out")
                continue
            yield from (_deck if path.suffix == ".pptx" else _paper)(path, pdf)


def printed(files: list[Path], folder: Path) -> None:
    """All of them as PDF, by one office that starts from nothing."""
    lent = "".join(f"<dir>{one}</dir>" for one in {path.parent for path in fonts_for_print()})
    (folder / "fonts.conf").write_text(_FONTS.format(folders=lent, house=HOUSE_FAMILY))
    asked = ["soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless"]
    asked += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    surroundings = {"FONTCONFIG_FILE": str(folder / "fonts.conf"), "PATH": "/usr/bin:/bin"}
    surroundings |= {"HOME": str(folder)}
    subprocess.run(asked, capture_output=True, check=True, timeout=LONGEST, env=surroundings)


def _deck(path: Path, pdf: Path) -> Iterator[Check]:
    show = Presentation(str(path))
    pages = pypdfium2.PdfDocument(pdf)
    slides = list(show.slides)
    yield Check("a page a slide", path.name, len(pages) == len(slides), [len(pages), len(slides)])
    shown = [_text(page) for page in pages]
    missing = [lost(_said(slide), text) for slide, text in zip(slides, shown, strict=False)]
    yield wrong("every word of each slide", path.name, (str(one) for one in missing if one))
    yield wrong("nothing over the edge", path.name, _over_the_edge(pages))
    yield wrong("pictures described, notes kept", path.name, _undescribed(slides))
    own = [run.font.name for slide in slides for run in _runs(slide)]
    wanted = "BeVietnamPro" if HOUSE_FAMILY in own else ("Arial", "Liberation", "Arimo", "BeV")
    fonts = _fonts(pdf)
    right = bool(fonts) and all(name.startswith(wanted) for name in fonts)
    yield Check("letters", path.name, right and len(set(own)) == 1, sorted({*fonts, *own}))


def _paper(path: Path, pdf: Path) -> Iterator[Check]:
    paper = Document(str(path))
    pages = pypdfium2.PdfDocument(pdf)
    said = "\n".join(line.text for line in paper.paragraphs)
    missing = lost(said, "\n".join(map(_text, pages)))
    yield wrong("every word", path.name, missing)
    yield wrong("nothing over the edge", path.name, _over_the_edge(pages))
    headings = [one.style.name for one in paper.paragraphs if one.style and one.text]
    holds = headings[0] == "Title" and "Heading 1" in headings
    yield Check("true headings", path.name, holds, f"{len(pages)} pages")


def _said(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def _runs(slide: Any) -> Iterator[Any]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            for line in shape.text_frame.paragraphs:
                yield from line.runs


def _undescribed(slides: list[Any]) -> Iterator[str]:
    for number, slide in enumerate(slides, 1):
        if not slide.notes_slide.notes_text_frame.text.strip():
            yield f"slide {number} has no notes"
        for shape in slide.shapes:
            pictured = shape.element.tag.endswith(("}pic", "}graphicFrame"))
            if pictured and not shape.element.xpath(".//p:cNvPr/@descr")[:1]:
                yield f"slide {number}: {shape.name} is not described"


def _text(page: pypdfium2.PdfPage) -> str:
    return str(page.get_textpage().get_text_bounded())


def _over_the_edge(pages: pypdfium2.PdfDocument) -> Iterator[str]:
    for number, page in enumerate(pages, 1):
        width, height = page.get_size()
        text = page.get_textpage()
        for place in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(place)
            if min(left, bottom) < -SLACK or right > width + SLACK or top > height + SLACK:
                yield f"page {number}: {text.get_text_bounded(left, bottom, right, top)}"


def _fonts(pdf: Path) -> set[str]:
    """Names without the letters of their subset."""
    found = set()
    for page in PdfReader(pdf).pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            found.add(str(font.get_object()["/BaseFont"]).lstrip("/").partition("+")[2])
    return found
