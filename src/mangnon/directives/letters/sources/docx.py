"""Word files (DOCX): paragraphs, tables, automatic numbers, old fonts; no bomb is unpacked.

The file is a zip of XML. It is read here directly because automatic list numbers, deleted text,
text boxes and the font of each run all matter and are not in what python-docx calls the text.
"""

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from mangnon.directives.letters.layout import Source
from mangnon.directives.letters.refusal import NotALetter, TooLarge, Unreadable
from mangnon.directives.letters.sources.numbering import Numbering, W
from mangnon.directives.letters.sources.package import MAIN_PART, parsed, parts_of
from mangnon.kit.vietnamese import charset_of_font, is_capitals_font, nfc, to_unicode, without_marks

_ANY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MOST_PARAGRAPHS = 20_000
_DEEPEST = 80
_BROKEN = "Tệp Word bị hỏng, không mở được. Hãy lưu lại thành DOCX hoặc PDF rồi gửi lại."


def read_docx(data: bytes) -> Source:
    """The text of a Word file, a paragraph a line; cells of a letterhead one after the other."""
    parts = parts_of(data)
    body = parsed(parts[MAIN_PART]).find(f"{W}body")
    if body is None:
        raise Unreadable(_BROKEN)
    numbering = Numbering(_part(parts, "word/numbering.xml", b"numId"))
    # Styles are long and tell nothing but fonts: they are opened only where an old font is named.
    fonts = _Fonts(_part(parts, "word/styles.xml", b'".Vn', b'"VNI-'))
    lines: list[str] = []
    for line in _blocks(body, numbering, fonts, 0):
        lines.append(line)
        if len(lines) > _MOST_PARAGRAPHS:
            raise TooLarge("Tệp Word có quá nhiều đoạn để là một công văn.")
    if not any(line.strip() for line in lines):
        raise NotALetter("Tệp Word không có chữ nào để đọc. Nếu là ảnh chụp, hãy gửi bản quét PDF.")
    return Source("docx", ("\n".join(lines),), whole=True)


def _part(parts: dict[str, bytes], name: str, *signs: bytes) -> Element | None:
    """A part of the file, parsed when it holds one of the signs."""
    content = parts.get(name, b"")
    return parsed(content) if any(sign in content for sign in signs) else None


def _blocks(parent: Element, numbering: Numbering, fonts: "_Fonts", depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise Unreadable(_BROKEN)
    for child in parent:
        if child.tag == f"{W}p":
            yield from _paragraph(child, numbering, fonts, depth)
        elif child.tag == f"{W}tbl":
            yield from _table(child, numbering, fonts, depth)
        elif child.tag in (
            f"{W}sdt",
            f"{W}sdtContent",
            f"{W}ins",
            f"{W}customXml",
            f"{W}smartTag",
        ):
            yield from _blocks(child, numbering, fonts, depth + 1)


def _paragraph(
    paragraph: Element, numbering: Numbering, fonts: "_Fonts", depth: int
) -> Iterator[str]:
    boxes = [box for box in paragraph.iter(f"{W}txbxContent") if depth < 2]
    fallbacks = {
        id(box)
        for each in paragraph.iter(f"{_ANY}Fallback")
        for box in each.iter(f"{W}txbxContent")
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
        if child.tag == f"{W}r":
            yield _run(child, fonts, font)
        elif child.tag in _HOLDERS:
            yield from _inline(child, fonts, font, depth + 1)


_HOLDERS = frozenset(
    W + tag
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
    f"{W}t": lambda part: part.text or "",
    f"{W}tab": lambda part: "\t",
    f"{W}br": lambda part: "\n",
    f"{W}cr": lambda part: "\n",
    f"{W}noBreakHyphen": lambda part: "-",
    f"{W}sym": lambda part: "-",
}


def _run(run: Element, fonts: "_Fonts", font: str) -> str:
    text = "".join(_SIGNS[part.tag](part) for part in run if part.tag in _SIGNS)
    look = run.find(f"{W}rPr")
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
    found = look.find(W + tag)
    return found is not None and found.get(f"{W}val", "1") not in ("0", "false", "none")


def _table(table: Element, numbering: Numbering, fonts: "_Fonts", depth: int) -> Iterator[str]:
    """Rows of data between bars; a table made for layout as paragraphs, cell by cell."""
    rows = [
        [list(_blocks(cell, numbering, fonts, depth + 10)) for cell in _children(row, f"{W}tc")]
        for row in _children(table, f"{W}tr")
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
        elif child.tag in (f"{W}sdt", f"{W}sdtContent"):
            yield from _children(child, tag)


_LAYOUTWORDS = re.compile(
    r"C[OỘ]NG H[OÒ]A|DOC LAP|\bSO\s?:|NOI\s?NHAN|KINH\s?GUI|\b(?:KT|TM|TL|TUQ)\.|GIAM DOC|CHU TICH"
    r"|TRUONG|V/V"
)


def _is_letterhead(row: list[list[str]]) -> bool:
    text = without_marks(nfc("\n".join("\n".join(cell) for cell in row))).upper()
    return _LAYOUTWORDS.search(text) is not None


class _Fonts:
    """The fonts that styles name, so that text without a font of its own is read rightly."""

    def __init__(self, styles: Element | None) -> None:
        self._styles: dict[str, str] = {}
        self._default = ""
        if styles is None:
            return
        defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._default = (self.named(defaults) or "") if defaults is not None else ""
        for style in styles.iter(f"{W}style"):
            look = style.find(f"{W}rPr")
            font = self.named(look) if look is not None else None
            if font:
                self._styles[style.get(f"{W}styleId", "")] = font
                if style.get(f"{W}default") == "1" and style.get(f"{W}type") == "paragraph":
                    self._default = font

    def of_style(self, paragraph: Element) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return (
            self._styles.get(style.get(f"{W}val", ""), self._default)
            if style is not None
            else self._default
        )

    @staticmethod
    def named(look: Element) -> str | None:
        fonts = look.find(f"{W}rFonts")
        return fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") if fonts is not None else None
