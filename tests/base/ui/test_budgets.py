"""What a page weighs, and what the build leaves behind."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

FRONTEND = Path("frontend")
BUILT = Path("src/mangnon/base/ui/static/ui/built")
built = pytest.mark.skipif(
    not (BUILT / "mangnon.css").exists(), reason="the look is not built: run make setup"
)


def weight(*files: Path) -> int:
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


@built
def test_styles_stay_under_25_kilobytes() -> None:
    assert weight(BUILT / "mangnon.css") <= 25 * 1024


@built
def test_scripts_stay_under_35_kilobytes_with_htmx() -> None:
    import django_htmx

    htmx = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
    assert weight(BUILT / "mangnon.js", htmx) <= 35 * 1024


@built
def test_styles_ask_nobody_else_for_anything() -> None:
    css = (BUILT / "mangnon.css").read_text(encoding="utf-8")
    addresses = re.findall(r"url\(\"?([^\")]+)", css)
    assert addresses
    for address in addresses:
        assert address.startswith("data:") or (BUILT / Path(address).name).exists(), address


@built
def test_neither_the_crown_nor_its_font_is_ours() -> None:
    css = (BUILT / "mangnon.css").read_text(encoding="utf-8")
    assert "GDS Transport" not in css
    assert "crown" not in css


@built
def test_every_icon_is_drawn() -> None:
    picks = json.loads((FRONTEND / "icons.json").read_text(encoding="utf-8"))
    drawn = json.loads((BUILT / "icons.json").read_text(encoding="utf-8"))
    assert set(drawn) == set(picks)
    assert all(drawing.startswith("<") for drawing in drawn.values())


def test_every_icon_that_a_screen_asks_for_is_picked() -> None:
    picks = set(json.loads((FRONTEND / "icons.json").read_text(encoding="utf-8")))
    asked: dict[str, str] = {}
    for file in Path("src").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        for name in re.findall(r"""(?:\{% icon |icon_name=)["']([^"']+)["']""", text):
            asked[name] = str(file)
    assert {name: file for name, file in asked.items() if name not in picks} == {}


def test_no_template_styles_inline() -> None:
    """The page policy would not apply it."""
    wrong = [
        str(file)
        for file in Path("src").rglob("*.html")
        if re.search(r"""\sstyle=["']|<style|\son[a-z]+=["']""", file.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    assert all("resolved" not in package for package in lock["packages"].values())
    assert all("integrity" in package for name, package in lock["packages"].items() if name)
