"""PDF, PNG and SVG: structure, sizes, and what every product must say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from defusedxml.ElementTree import fromstring
from PIL import Image

from tests.studio.sound import pdf
from tests.studio.sound.told import Check, wrong

SQUARE, LIGHT = (1080, 1080), 1_000_000
UNKNOWN = "\ufffd\ufffe\uffff\x00"
PAPERS = {"do-hoa-a3.pdf": (842, 1191), "ap-phich-a3.pdf": (842, 1191), "to-roi-a4.pdf": (595, 842)}
PAPERS |= {"to-gap-ba.pdf": (842, 595), "the-lop-hoc.pdf": (595, 842)}
PAPERS |= {"trinh-chieu.pdf": (960, 540)}


def checks(home: Path) -> Iterator[Check]:
    for path in sorted(home.glob("*/*.pdf")):
        yield wrong("PDF/UA-1, PDF/A-2a", path.name, pdf.faults(path.read_bytes()))
        yield from _pages(path)
    for path in sorted(home.glob("*/*.png")):
        yield _picture(path)
    for path in sorted(home.glob("*/*.svg")):
        yield _drawing(path)


def _pages(path: Path) -> Iterator[Check]:
    document = pypdfium2.PdfDocument(path)
    sizes = {tuple(round(side) for side in page.get_size()) for page in document}
    wanted = PAPERS.get(path.name)
    if wanted:
        yield Check("paper", path.name, sizes == {wanted}, sorted(sizes))
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    yield Check("every letter known", path.name, not set(text) & set(UNKNOWN), len(text))


def _picture(path: Path) -> Check:
    with Image.open(path) as picture:
        picture.load()
        told = [*picture.size, path.stat().st_size]
    if path.parent.name == "carousel":
        return Check("picture", path.name, tuple(told[:2]) == SQUARE and told[2] < LIGHT, told)
    return Check("picture", path.name, min(told[:2]) >= 1000, told)


def _drawing(path: Path) -> Check:
    root = fromstring(path.read_bytes(), forbid_dtd=True)
    led = [one for one in root.iter() if str(one.get("href", "")).startswith("http")]
    holds = root.tag.endswith("}svg") and "viewBox" in root.attrib and not led
    return Check("drawing", path.name, holds, len(list(root.iter())))
