"""The judges of a set: they pass what we make, and they see each fault that is put in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

from mangnon.studio.genres import genres
from mangnon.studio.making import make, write, write_manifest
from mangnon.studio.shop import Shop
from tests.studio.plans import brief
from tests.studio.sound import films, office, pdf, sheets, texts
from tests.studio.sound.told import Check, likeness, lost

LIGHT = ("article", "leaflet", "carousel", "social", "quiz", "slides", "audio")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cheap genres of one map, as the command writes them."""
    folder = tmp_path_factory.mktemp("set")
    made = list(make(brief(), [genres()[name] for name in LIGHT], Shop()))
    for product in made:
        write(product, folder)  # type: ignore[arg-type]
    write_manifest(brief(), made, folder)
    return folder


def unsound(checks: Any) -> list[Check]:
    found = list(checks)
    assert found
    return [one for one in found if one.holds is False]


def test_sheets_pictures_and_posts_are_sound(home: Path) -> None:
    told = unsound(texts.checks(home))

    assert [one.name for one in told] == ["every genre, every file"]
    assert told[0].seen == [f"{name}: not made" for name in genres() if name not in LIGHT]
    assert unsound(sheets.checks(home)) == []


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_an_office_opens_papers_and_decks_without_loss(home: Path) -> None:
    assert unsound(office.checks(home)) == []


@pytest.mark.skipif(not shutil.which("ffprobe"), reason="ffprobe is not installed")
def test_the_loudspeaker_sound_is_sound(home: Path) -> None:
    assert unsound(films.checks(home)) == []


def undescribed(paper: PdfWriter) -> None:
    del pdf.figures(paper.root_object["/StructTreeRoot"]["/K"])[0][NameObject("/Alt")]


def of_no_language(paper: PdfWriter) -> None:
    del paper.root_object["/Lang"]


def painted_outside(paper: PdfWriter) -> None:
    page, held = paper.pages[0], StreamObject()
    held.set_data(page.get_contents().get_data() + b"\n0 0 10 10 re f\n")  # type: ignore[union-attr]
    page[NameObject("/Contents")] = paper._add_object(held)


def without_letters(paper: PdfWriter) -> None:
    for font in paper.pages[0]["/Resources"]["/Font"].values():  # type: ignore[index]
        told = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        told.pop("/FontFile2", None)
        told.pop("/FontFile3", None)


def out_of_the_tree(paper: PdfWriter) -> None:
    del pdf.figures(paper.root_object["/StructTreeRoot"]["/K"])[0][NameObject("/K")]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (undescribed, "a picture is not described"),
        (of_no_language, "not said to be Vietnamese"),
        (painted_outside, "neither text nor artifact"),
        (without_letters, "is not embedded"),
        (out_of_the_tree, "stand in no element of the tree"),
    ],
)
def test_a_spoilt_sheet_is_seen(home: Path, spoil: Callable[[PdfWriter], None], said: str) -> None:
    paper = PdfWriter(clone_from=home / "leaflet" / "to-roi-a4.pdf")
    spoil(paper)
    out = BytesIO()
    paper.write(out)
    assert PdfReader(out).pages

    assert said in " ".join(pdf.faults(out.getvalue()))


def test_a_caption_out_of_its_time_is_seen() -> None:
    shown = [films.Shown(0.3, 2.0, "Giữ kín mật khẩu."), films.Shown(1.5, 9.0, "Kể ngay nhé.")]

    assert list(films._out_of_time(shown, 9.5)) == ["1.5–9.0 is out of its time"]


def test_words_are_missed_and_likeness_is_counted() -> None:
    assert lost("Gọi số 111, gọi ngay", "Gọi ngay") == ["111", "gọi", "số"]
    assert likeness("Gọi ngay 111", "(o19 Gọi  ngay 111!") == 1.0
    assert likeness("mười hai chữ", "khác") < 0.5
