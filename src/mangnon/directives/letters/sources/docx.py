"""Word files (DOCX): paragraphs, tables, automatic numbers, old fonts; no bomb is unpacked.

The file is a zip of XML. It is read here directly because automatic list numbers, deleted text,
text boxes and the font of each run all matter and are not in what python-docx calls the text.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from mangnon.directives.letters.layout import Source
from mangnon.directives.letters.refusal import NotALetter, TooLarge, Unreadable
from mangnon.kit.vietnamese import charset_of_font, is_capitals_font, nfc, to_unicode, without_marks

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ANY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MOST_UNPACKED = 40_000_000
_MOST_PARTS = 5_000
_MOST_PARAGRAPHS = 20_000
_DEEPEST = 80
_BROKEN = "Tệp Word bị hỏng, không mở được. Hãy lưu lại thành DOCX hoặc PDF rồi gửi lại."
_ROMANS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def read_docx(data: bytes) -> Source:
    """The text of a Word file, a paragraph a line; cells of a letterhead one after the other."""
    parts = _parts(data)
    body = parts["word/document.xml"].find(f"{_W}body")
    if body is None:
        raise Unreadable(_BROKEN)
    numbering = _Numbering(parts.get("word/numbering.xml"))
    fonts = _Fonts(parts.get("word/styles.xml"))
    lines: list[str] = []
    for line in _blocks(body, numbering, fonts, 0):
        lines.append(line)
        if len(lines) > _MOST_PARAGRAPHS:
            raise TooLarge("Tệp Word có quá nhiều đoạn để là một công văn.")
    if not any(line.strip() for line in lines):
        raise NotALetter("Tệp Word không có chữ nào để đọc. Nếu là ảnh chụp, hãy gửi bản quét PDF.")
    return Source("docx", ("\n".join(lines),), whole=True)


def _parts(data: bytes) -> dict[str, Element]:
    wanted = ("word/document.xml", "word/numbering.xml", "word/styles.xml")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = {info.filename: info.file_size for info in archive.infolist()}
            if "EncryptedPackage" in sizes:
                raise Unreadable("Tệp Word có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
            if wanted[0] not in sizes:
                raise Unreadable("Tệp nén này không phải là tệp Word (DOCX).")
            if (
                len(sizes) > _MOST_PARTS
                or sum(sizes[name] for name in wanted if name in sizes) > _MOST_UNPACKED
            ):
                raise TooLarge("Tệp Word bung ra quá lớn để là một công văn.")
            return {name: _parsed(archive, name) for name in wanted if name in sizes}
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
    ) as error:
        raise Unreadable(_BROKEN) from error
    except (ParseError, DefusedXmlException, ValueError, EOFError, LookupError) as error:
        raise Unreadable(_BROKEN) from error


def _parsed(archive: zipfile.ZipFile, name: str) -> Element:
    # The size in the directory can lie: read one byte more than allowed and no further.
    with archive.open(name) as part:
        text = part.read(_MOST_UNPACKED + 1)
    if len(text) > _MOST_UNPACKED:
        raise TooLarge("Tệp Word bung ra quá lớn để là một công văn.")
    try:
        root: Element = fromstring(text)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(_BROKEN) from error
    return root


def _blocks(parent: Element, numbering: "_Numbering", fonts: "_Fonts", depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise Unreadable(_BROKEN)
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, numbering, fonts, depth)
        elif child.tag == f"{_W}tbl":
            yield from _table(child, numbering, fonts, depth)
        elif child.tag in (
            f"{_W}sdt",
            f"{_W}sdtContent",
            f"{_W}ins",
            f"{_W}customXml",
            f"{_W}smartTag",
        ):
            yield from _blocks(child, numbering, fonts, depth + 1)


def _paragraph(
    paragraph: Element, numbering: "_Numbering", fonts: "_Fonts", depth: int
) -> Iterator[str]:
    boxes = [box for box in paragraph.iter(f"{_W}txbxContent") if depth < 2]
    fallbacks = {
        id(box)
        for each in paragraph.iter(f"{_ANY}Fallback")
        for box in each.iter(f"{_W}txbxContent")
    }
    for box in boxes:
        if id(box) not in fallbacks:
            yield from _blocks(box, numbering, fonts, depth + 40)
    text = "".join(_inline(paragraph, fonts, fonts.of_style(paragraph), depth)).strip("\n")
    number = numbering.next_for(paragraph) if text.strip() else ""
    yield from (number + text).split("\n")


def _inline(parent: Element, fonts: "_Fonts", font: str, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise Unreadable(_BROKEN)
    for child in parent:
        if child.tag == f"{_W}r":
            yield _run(child, fonts, font)
        elif child.tag in _HOLDERS:
            yield from _inline(child, fonts, font, depth + 1)


_HOLDERS = frozenset(
    _W + tag
    for tag in (
        "hyperlink",
        "ins",
        "sdt",
        "sdtContent",
        "smartTag",
        "fldSimple",
        "customXml",
        "dir",
        "bdo",
        "moveTo",
    )
)
_SIGNS: dict[str, Callable[[Element], str]] = {
    f"{_W}t": lambda part: part.text or "",
    f"{_W}tab": lambda part: "\t",
    f"{_W}br": lambda part: "\n",
    f"{_W}cr": lambda part: "\n",
    f"{_W}noBreakHyphen": lambda part: "-",
    f"{_W}sym": lambda part: "-",
}


def _run(run: Element, fonts: "_Fonts", font: str) -> str:
    text = "".join(_SIGNS[part.tag](part) for part in run if part.tag in _SIGNS)
    look = run.find(f"{_W}rPr")
    if look is not None:
        font = fonts.named(look) or font
        if _is_on(look, "caps"):
            text = text.upper()
        if _is_on(look, "vanish"):
            return ""
    charset = charset_of_font(font)
    if charset == "unicode" or not text.strip():
        return text
    converted = to_unicode(text, charset)
    return converted.upper() if is_capitals_font(font) else converted


def _is_on(look: Element, tag: str) -> bool:
    found = look.find(_W + tag)
    return found is not None and found.get(f"{_W}val", "1") not in ("0", "false", "none")


def _table(table: Element, numbering: "_Numbering", fonts: "_Fonts", depth: int) -> Iterator[str]:
    """Rows of data between bars; a table made for layout as paragraphs, cell by cell."""
    rows = [
        [list(_blocks(cell, numbering, fonts, depth + 10)) for cell in _children(row, f"{_W}tc")]
        for row in _children(table, f"{_W}tr")
    ]
    layout = (
        len(rows) <= 3
        and all(len(row) <= 3 for row in rows)
        and any(_is_letterhead(row) for row in rows)
    )
    for row in rows:
        if layout:
            for cell in row:
                yield from cell
        else:
            yield (
                "| "
                + " | ".join(" ".join(filter(None, map(str.strip, cell))) for cell in row)
                + " |"
            )


def _children(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _children(child, tag)


_LAYOUT_WORDS = re.compile(
    r"C[OỘ]NG H[OÒ]A|DOC LAP|\bSO\s?:|NOI\s?NHAN|KINH\s?GUI|\b(?:KT|TM|TL|TUQ)\.|GIAM DOC|CHU"
    r" TICH|TRUONG|V/V"
)


def _is_letterhead(row: list[list[str]]) -> bool:
    text = without_marks(nfc("\n".join("\n".join(cell) for cell in row))).upper()
    return _LAYOUT_WORDS.search(text) is not None


class _Fonts:
    """The fonts that styles name, so that text without a font of its own is read rightly."""

    def __init__(self, styles: Element | None) -> None:
        self._styles: dict[str, str] = {}
        self._default = ""
        if styles is None:
            return
        defaults = styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        self._default = (self.named(defaults) or "") if defaults is not None else ""
        for style in styles.iter(f"{_W}style"):
            look = style.find(f"{_W}rPr")
            font = self.named(look) if look is not None else None
            if font:
                self._styles[style.get(f"{_W}styleId", "")] = font
                if style.get(f"{_W}default") == "1" and style.get(f"{_W}type") == "paragraph":
                    self._default = font

    def of_style(self, paragraph: Element) -> str:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return (
            self._styles.get(style.get(f"{_W}val", ""), self._default)
            if style is not None
            else self._default
        )

    @staticmethod
    def named(look: Element) -> str | None:
        fonts = look.find(f"{_W}rFonts")
        return fonts.get(f"{_W}ascii") or fonts.get(f"{_W}hAnsi") if fonts is not None else None


class _Numbering:
    """Automatic numbers of lists, which Word counts and does not write into the text."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[tuple[str, str], tuple[str, str, int]] = {}
        self._counts: dict[tuple[str, str], int] = {}
        if root is None:
            return
        shapes = {
            each.get(f"{_W}abstractNumId", ""): each for each in root.iter(f"{_W}abstractNum")
        }
        for number in root.iter(f"{_W}num"):
            shape = number.find(f"{_W}abstractNumId")
            if shape is not None and (found := shapes.get(shape.get(f"{_W}val", ""))) is not None:
                self._add(number.get(f"{_W}numId", ""), found)

    def _add(self, number: str, shape: Element) -> None:
        for level in shape.iter(f"{_W}lvl"):
            start = _value(level, "start", "1")
            self._levels[number, level.get(f"{_W}ilvl", "0")] = (
                _value(level, "numFmt", "decimal"),
                _value(level, "lvlText", "%1."),
                int(start) if start.isdigit() and len(start) < 6 else 1,
            )

    def next_for(self, paragraph: Element) -> str:
        """The number Word would print before the paragraph, a space after it; "" without one."""
        place = paragraph.find(f"{_W}pPr/{_W}numPr")
        if place is None:
            return ""
        number, level = _value(place, "numId", "0"), _value(place, "ilvl", "0")
        found = self._levels.get((number, level))
        if found is None or found[0] == "none":
            return ""
        self._count(number, level, found[2])
        return "- " if found[0] == "bullet" else self._printed(number, found[1]) + " "

    def _count(self, number: str, level: str, start: int) -> None:
        self._counts[number, level] = self._counts.get((number, level), start - 1) + 1
        for other in [key for key in self._counts if key[0] == number and key[1] > level]:
            del self._counts[other]

    def _printed(self, number: str, pattern: str) -> str:
        for level in range(9):
            if f"%{level + 1}" in pattern:
                kind = self._levels.get((number, str(level)), ("decimal", "", 1))
                count = self._counts.get((number, str(level)), kind[2])
                pattern = pattern.replace(f"%{level + 1}", _numeral(count, kind[0]))
        return pattern


def _value(parent: Element, tag: str, default: str) -> str:
    found = parent.find(_W + tag)
    return found.get(f"{_W}val", default) if found is not None else default


def _numeral(count: int, kind: str) -> str:
    if kind.endswith("Letter") and 0 < count <= len(_LETTERS):
        letter = _LETTERS[count - 1]
        return letter.upper() if kind.startswith("upper") else letter
    if kind.endswith("Roman") and 0 < count < 40:
        roman = ""
        for value, sign in _ROMANS:
            while count >= value:
                roman, count = roman + sign, count - value
        return roman.upper() if kind.startswith("upper") else roman
    return f"{count:02d}" if kind == "decimalZero" else str(count)
