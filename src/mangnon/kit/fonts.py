"""Print fonts: a Times-metric family and two for children built once at setup, the house family.

Decree 30/2020 asks for Times New Roman, which may not be handed on. Tinos (SIL OFL) has the same
widths, so a letter breaks its lines in the same places. It comes as web fonts cut by alphabet,
as the hand of the comics does; the children's headings come as one variable font; typst needs
whole, still TrueType files, hence the build: `python -m mangnon.kit.fonts FOLDER [SOURCE]`.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

TIMES_FAMILY = "Tinos"
HOUSE_FAMILY = "Be Vietnam Pro"
CHILD_FAMILY = "Baloo 2"  # headings for small children
HAND_FAMILY = "Patrick Hand"  # the words of comics
CHILD_WEIGHT = 700
STYLES = {
    "Regular": "400-normal",
    "Italic": "400-italic",
    "Bold": "700-normal",
    "BoldItalic": "700-italic",
}
ALPHABETS = ("latin", "latin-ext", "vietnamese")
EPOCH = 2082844800  # 1970 in font time, which counts from 1904; fixed so that bytes repeat
WEB_FONTS = Path("frontend/node_modules/@fontsource")


def _vietnamese_letters() -> str:
    bases = "aăâeêioôơuưy"
    marks = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    vowels = {unicodedata.normalize("NFC", base + mark) for base in bases for mark in marks}
    lower = "".join(sorted((vowels - set("aeiouy")) | {"đ"}))
    return lower + lower.upper()


VIETNAMESE_LETTERS = _vietnamese_letters()
NEEDED = VIETNAMESE_LETTERS + "0123456789" + "“”‘’–—…•§°×" + "".join(map(chr, range(33, 127)))


class FontsMissing(RuntimeError):
    """The print fonts were not built, or lack letters; the words say how to mend it."""


def font_folder() -> Path:
    """Where setup puts the print fonts: MANGNON_FONTS, else build/fonts of the checkout."""
    if chosen := os.environ.get("MANGNON_FONTS"):
        return Path(chosen)
    checkout = Path(__file__).resolve().parents[3]
    home = checkout if (checkout / "pyproject.toml").exists() else Path.cwd()
    return home / "build" / "fonts"


def fonts_for_print(folder: Path | None = None) -> list[Path]:
    """Every font file for typst, in a fixed order: the Times family, then the house family.

    Raises FontsMissing when the Times family has not been built.
    """
    folder = folder or font_folder()
    times = [folder / f"{TIMES_FAMILY}-{style}.ttf" for style in STYLES]
    if not all(path.is_file() for path in times):
        raise FontsMissing(f"Chưa có phông chữ để in trong {folder}. Hãy chạy: make setup")
    return times + _house_fonts()


def _house_fonts() -> list[Path]:
    folder = Path(str(resources.files("fontpkg_be_vietnam_pro") / "files"))
    return sorted(folder.glob("*.ttf"))


def build(folder: Path, source: Path = WEB_FONTS) -> list[Path]:
    """Make the TTF files in `folder` from the web fonts in `source` and the variable font."""
    folder.mkdir(parents=True, exist_ok=True)
    times = [
        _whole(folder / f"{TIMES_FAMILY}-{style}.ttf", _merge(_cut(source, "tinos", cut), style))
        for style, cut in STYLES.items()
    ]
    hand = _merge(_cut(source, "patrick-hand", "400-normal"), "Regular", family=HAND_FAMILY)
    return [
        *times,
        _whole(folder / "PatrickHand-Regular.ttf", hand),
        _whole(folder / "Baloo2-Bold.ttf", _still()),
    ]


def _cut(source: Path, package: str, cut: str) -> list[Path]:
    """The web fonts of a package by alphabet."""
    parts = [source / package / "files" / f"{package}-{one}-{cut}.woff2" for one in ALPHABETS]
    for part in parts:
        if not part.is_file():
            raise FontsMissing(f"Không tìm thấy {part}. Hãy chạy: make setup")
    return parts


def _whole(target: Path, data: bytes) -> Path:
    whole = target.with_suffix(".part")
    whole.write_bytes(data)
    whole.replace(target)  # a broken build never leaves half a font behind
    return target


def _still() -> bytes:
    """One weight of the variable font."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    path = Path(str(resources.files("fontpkg_baloo_2") / "files")) / "Baloo2[wght].ttf"
    font = TTFont(path, recalcTimestamp=False)
    instantiateVariableFont(font, {"wght": CHILD_WEIGHT}, inplace=True)
    _check(font, CHILD_FAMILY)
    _name(font, "Bold", CHILD_FAMILY)
    font["OS/2"].usWeightClass = CHILD_WEIGHT
    return _bytes(font)


def _merge(parts: list[Path], style: str, *, family: str = TIMES_FAMILY) -> bytes:
    """One font from alphabets: each adds the letters not yet there; kerning is the first one's."""
    from fontTools.merge import Merger

    have: set[int] = set()
    pieces: list[BytesIO] = []
    for number, part in enumerate(parts):
        pieces.append(_piece(part, have, keep_layout=number == 0))
    font = Merger().merge(pieces)
    _check(font, f"{family} {style}")
    _name(font, style, family)
    return _bytes(font)


def _check(font: TTFont, called: str) -> None:
    missing = [letter for letter in NEEDED if ord(letter) not in font.getBestCmap()]
    if missing:
        raise FontsMissing(f"Phông {called} thiếu các chữ: {' '.join(missing)}")


def _bytes(font: TTFont) -> bytes:
    out = BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def _piece(path: Path, have: set[int], *, keep_layout: bool) -> BytesIO:
    """The glyphs of one web font whose letters are not in `have`, which it extends."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(path, recalcTimestamp=False)
    wanted = set(font.getBestCmap()) - have
    have.update(wanted)
    options = Options(layout_features=["*"], hinting=False, notdef_outline=True)
    options.drop_tables += [] if keep_layout else ["GSUB", "GPOS", "GDEF"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.flavor = None
    out = BytesIO()
    font.save(out)
    out.seek(0)
    return out


def _name(font: TTFont, style: str, family: str) -> None:
    """Plain names and a fixed date, so that programs find the family and bytes repeat."""
    words = {"Regular": "Regular", "Italic": "Italic", "Bold": "Bold", "BoldItalic": "Bold Italic"}
    full = f"{family} {words[style]}"
    script = f"{family.replace(' ', '')}-{style}"
    names = {1: family, 2: words[style], 3: full, 4: full, 6: script}
    table = font["name"]
    for record in list(table.names):
        if record.nameID in {16, 17, 21, 22}:
            table.removeNames(record.nameID)
    for name_id, text in names.items():
        table.setName(text, name_id, 3, 1, 0x409)
    head = font["head"]
    head.created = head.modified = EPOCH
    font.recalcTimestamp = False


def main(arguments: list[str]) -> int:
    """Build into the first argument (default: the usual folder) from the second."""
    folder = Path(arguments[0]) if arguments else font_folder()
    source = Path(arguments[1]) if len(arguments) > 1 else WEB_FONTS
    try:
        made = build(folder, source)
    except FontsMissing as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    sys.stdout.write(f"Phông chữ để in: {len(made)} tệp trong {folder}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
