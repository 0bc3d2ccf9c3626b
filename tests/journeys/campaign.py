"""A letter becomes a whole campaign in a browser, on a demo that is started for it.

    python -m tests.journeys.campaign [LETTER] [--pictures DIR]

Without LETTER an invented one. Uploaded, its proposed map accepted as it is, every genre made while
one looks on, approved by link in another browser, posted to the site, the fake Zalo and the fake
Facebook, one recalled, the source revised twice: where nothing rests, and where something does. One
JSON line a step; exits with 1 when a step does not hold. --pictures keeps what was seen at 1280 and
390 pixels.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.studio import LETTER
from docx import Document
from playwright.sync_api import sync_playwright

from mangnon.studio.genres import genres
from mangnon.studio.reading import read_document
from tests.browser.watching import CHROMIUM, switches
from tests.journeys.campaigning import (
    EDITOR,
    accept_map,
    approved_by_link,
    connect,
    flagged,
    make,
    post,
    recall,
    revise,
    state,
    upload,
)
from tests.journeys.running import Running, signed_in, started, until

_GROUNDS = re.compile(r'data-grounds="([^"]+)"')
ADDED = "(sửa đổi)"
AUDIENCE = "Cán bộ, giáo viên"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


class Walk:
    """Tells each step that was walked, and keeps pictures of the pages when asked."""

    def __init__(self, pictures: Path | None) -> None:
        self._pictures, self._number, self._since = pictures, 0, time.monotonic()
        if pictures:
            pictures.mkdir(parents=True, exist_ok=True)

    def tell(self, step: str, holds: bool, **more: Any) -> None:
        took = round(time.monotonic() - self._since, 1)
        line = {"step": step, "holds": holds, "seconds": took, **more}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        self._since = time.monotonic()
        if not holds:
            raise SystemExit(1)

    def look(self, page: Any, name: str = "") -> None:
        if not self._pictures:
            return
        self._number += 1
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            file = f"{self._number:02d}-{name or 'dang-dung'}-{size['width']}.png"
            page.screenshot(path=str(self._pictures / file), full_page=bool(name))


def walk(letter: Path, demo: Running, browser: Any, folder: Path, pictures: Path | None) -> None:
    told = Walk(pictures)
    editor = signed_in(browser, demo, EDITOR)
    read = read_document(letter.read_bytes(), name=letter.name)
    document = upload(editor, letter, read.source.title)
    told.look(editor, "tai-lieu")
    told.tell("read", True, bytes=letter.stat().st_size)

    the_map = accept_map(editor, document, AUDIENCE)
    told.look(editor, "so-do")
    told.tell("map accepted", True)

    products = make(editor, the_map, look=told.look)
    told.look(editor, "da-dung")
    told.tell("every genre made", set(products) == set(genres()), genres=len(products))

    for genre in ("article", "carousel"):
        approved_by_link(editor, browser, products[genre])
    told.look(editor, "da-duyet")
    told.tell("approved by link", True)

    connect(editor, demo)
    post(editor, demo, products["article"], "website")
    post(editor, demo, products["article"], "zalo")
    posted = post(editor, demo, products["carousel"], "facebook")
    told.look(editor, "bai-dang")
    standing = len(demo.oa.standing()), len(demo.graph.standing())
    told.tell("posted", standing == (1, 1), zalo=standing[0], facebook=standing[1])

    recall(editor, demo, products["carousel"])
    editor.goto(posted)
    gone = until(lambda: state(editor) == "Đã gỡ")
    told.tell("one recalled", gone and demo.graph.standing() == [] and len(demo.oa.standing()) == 1)

    used, spare = _paragraphs(editor, document, products["article"])
    if spare:
        revise(editor, document, _revised(letter, folder, spare), 2)
        told.tell(
            "revised where nothing rests", flagged(editor, the_map) == set(), where=spare[:60]
        )
    revise(editor, document, _revised(letter, folder, used), 3 if spare else 2)
    seen = flagged(editor, the_map)
    told.look(editor, "can-cap-nhat")
    told.tell("revised", seen == set(products) - {"carousel"}, where=used[:60], flagged=len(seen))


def _paragraphs(page: Any, document: str, article: str) -> tuple[str, str]:
    """The paragraph under the first message, and the last on which nothing rests, if any."""
    told = page.request.get(f"{article}tep/bai-bao.html").text()
    rested = [key for keys in _GROUNDS.findall(told) for key in keys.split()]
    first = _GROUNDS.findall(told[told.index("<h2") :])[0].split()[0]
    page.goto(document)
    texts = dict(
        page.locator("ol.paragraphs li").evaluate_all(
            "all => all.map(one => [one.id, one.querySelector('p').innerText])"
        )
    )
    spare = [text for key, text in texts.items() if key not in rested and len(text.split()) > 8]
    return texts[first], spare[-1] if spare else ""


def _revised(letter: Path, folder: Path, paragraph: str) -> Path:
    """The same letter with a word more within that paragraph."""
    held = r"\s+".join(map(re.escape, paragraph.split()[3:7]))
    file = folder / f"sua-{len(list(folder.iterdir()))}{letter.suffix}"
    if letter.suffix == ".docx":
        paper = Document(str(letter))
        for line in paper.paragraphs:
            if re.search(held, line.text):
                line.text = re.sub(held, rf"\g<0> {ADDED}", line.text, count=1)
        paper.save(str(file))
        return file
    text = letter.read_text(encoding="utf-8")
    assert re.search(held, text), paragraph
    file.write_text(re.sub(held, rf"\g<0> {ADDED}", text, count=1), encoding="utf-8")
    return file


def main() -> int:
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("letter", type=Path, nargs="?", help="DOCX or text")
    asked.add_argument("--pictures", type=Path, help="a folder for what was seen")
    given = asked.parse_args()
    with (
        tempfile.TemporaryDirectory() as data,
        tempfile.TemporaryDirectory() as folder,
        started(Path(data)) as demo,
        sync_playwright() as playwright,
    ):
        invented = Path(folder) / "cong-van-mau.txt"
        invented.write_text(LETTER, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=switches())
        walk(given.letter or invented, demo, browser, Path(folder), given.pictures)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
