"""The print fonts: merged from web fonts, whole, repeatable, and missed in plain words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from mangnon.kit import fonts

ASCII = "".join(map(chr, range(32, 127)))
LATIN = ASCII + "“”‘’–—…•§°×" + "àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ"
EXTENDED = "".join(letter for letter in fonts.VIETNAMESE_LETTERS if letter not in LATIN)


def _web_font(path: Path, letters: str) -> None:
    """A web font in which each letter is a square as wide as its place in the alphabet."""
    names = [".notdef", *(f"uni{ord(letter):04X}" for letter in letters)]
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 500))
    pen.lineTo((400, 500))
    pen.closePath()
    builder = FontBuilder(2048, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"uni{ord(letter):04X}" for letter in letters})
    builder.setupGlyf({name: pen.glyph() for name in names})
    builder.setupHorizontalMetrics({name: (500 + len(name), 0) for name in names})
    builder.setupHorizontalHeader(ascent=1825, descent=-443)
    builder.setupNameTable({"familyName": "Web", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.font.flavor = "woff2"
    builder.font.save(path)


@pytest.fixture(scope="module")
def web_fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of web fonts, cut by alphabet as they come; whoever spoils it copies it first."""
    folder = tmp_path_factory.mktemp("web")
    cuts = [("tinos", style) for style in fonts.STYLES.values()]
    for package, style in [*cuts, ("patrick-hand", "400-normal")]:
        files = folder / package / "files"
        files.mkdir(parents=True, exist_ok=True)
        _web_font(files / f"{package}-latin-{style}.woff2", LATIN)
        _web_font(files / f"{package}-latin-ext-{style}.woff2", "āēī")
        _web_font(files / f"{package}-vietnamese-{style}.woff2", " " + EXTENDED)
    return folder


@pytest.fixture(scope="module")
def made(web_fonts: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The print fonts, built once: a variable font is stood still, which takes seconds."""
    return fonts.build(tmp_path_factory.mktemp("print"), web_fonts)


def test_there_are_134_vietnamese_letters_beyond_ascii() -> None:
    assert len(set(fonts.VIETNAMESE_LETTERS)) == 134
    assert {"ặ", "Ữ", "đ", "Đ", "ý"} <= set(fonts.VIETNAMESE_LETTERS)


def test_alphabets_become_one_font_in_each_style(made: list[Path]) -> None:
    assert [path.name for path in made] == [
        "Tinos-Regular.ttf",
        "Tinos-Italic.ttf",
        "Tinos-Bold.ttf",
        "Tinos-BoldItalic.ttf",
        "PatrickHand-Regular.ttf",
        "Baloo2-Bold.ttf",
    ]
    font = TTFont(made[0])
    assert {ord(letter) for letter in fonts.NEEDED} <= set(font.getBestCmap())
    assert font["name"].getDebugName(4) == "Tinos Regular"
    assert font.flavor is None


def test_the_same_web_fonts_give_the_same_bytes(
    made: list[Path], web_fonts: Path, tmp_path: Path
) -> None:
    once = [path.read_bytes() for path in made]
    again = [path.read_bytes() for path in fonts.build(tmp_path / "again", web_fonts)]

    assert once == again


def test_a_font_without_a_vietnamese_letter_is_refused(web_fonts: Path, tmp_path: Path) -> None:
    spoilt = shutil.copytree(web_fonts, tmp_path / "web")
    cut = spoilt / "tinos" / "files" / "tinos-vietnamese-400-normal.woff2"
    _web_font(cut, EXTENDED.replace("ặ", ""))

    with pytest.raises(fonts.FontsMissing, match="Phông Tinos Regular thiếu các chữ: ặ"):
        fonts.build(tmp_path / "print", spoilt)

    assert list((tmp_path / "print").iterdir()) == []


def test_missing_web_fonts_name_the_mend(tmp_path: Path) -> None:
    with pytest.raises(fonts.FontsMissing, match="make setup"):
        fonts.build(tmp_path / "print", tmp_path / "nowhere")


def test_fonts_that_were_not_built_name_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MANGNON_FONTS", str(tmp_path))

    with pytest.raises(fonts.FontsMissing, match="make setup"):
        fonts.fonts_for_print()


def test_the_command_builds_and_says_where(
    made: list[Path],
    web_fonts: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    still = made[-1].read_bytes()
    monkeypatch.setattr(fonts, "_still", lambda: still)
    target = tmp_path / "print"

    assert fonts.main([str(target), str(web_fonts)]) == 0
    assert "6 tệp" in capsys.readouterr().out
    assert [(target / one.name).read_bytes() for one in made] == [one.read_bytes() for one in made]

    assert fonts.main([str(target), str(tmp_path / "nowhere")]) == 1
    assert "make setup" in capsys.readouterr().err


def test_the_built_fonts_carry_every_letter_and_the_widths_of_times() -> None:
    found = fonts.fonts_for_print()

    times = [path for path in found if path.name.startswith("Tinos")]
    assert len(times) == 4
    assert any(path.name == "BeVietnamPro-Bold.ttf" for path in found)
    for path in times:
        font = TTFont(path)
        assert {ord(letter) for letter in fonts.NEEDED} <= set(font.getBestCmap()), path.name
        assert "GPOS" in font, path.name
    regular = TTFont(times[0])
    widths = {letter: regular["hmtx"][regular.getBestCmap()[ord(letter)]][0] for letter in "AMi5 "}
    in_thousandths = {letter: round(width * 1000 / 2048) for letter, width in widths.items()}
    assert in_thousandths == {"A": 722, "M": 889, "i": 278, "5": 500, " ": 250}
