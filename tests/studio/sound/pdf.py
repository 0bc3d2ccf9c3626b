"""PDF/UA-1 and PDF/A-2a as far as a program can judge them without its maker's help.

By ISO 14289-1 (clause in brackets) and ISO 19005-2: what is declared, that each mark of the content
stands in the tree of structure or is an artifact, that the tree has no mark which is nowhere, that
pictures are described and letters embedded. Not a veraPDF: what is not named here is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject

_PAINTING = "Tj TJ ' \" f F f* B B* b b* S s sh Do"
_PAINTS = frozenset([*_PAINTING.encode().split(), b"INLINE IMAGE"])
_KINDS = """Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private H H1 H2
H3 H4 H5 H6 P L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry
Code Link Annot Ruby Warichu Figure Formula Form"""
_STANDARD = frozenset(f"/{kind}" for kind in _KINDS.split())
Mark = tuple[int, int]  # object number of the page, MCID


def faults(content: bytes) -> Iterator[str]:
    reader = PdfReader(BytesIO(content), strict=True)
    root = reader.root_object
    yield from _declared(reader, root)
    tree = _Tree(reader, root.get("/StructTreeRoot"))
    yield from tree.faults
    shown: set[Mark] = set()
    for number, page in enumerate(reader.pages, 1):
        assert page.indirect_reference is not None
        own = page.indirect_reference.idnum
        for fault in _page(page, reader, own, shown):
            yield f"page {number}: {fault}"
    if stray := shown - tree.marks:
        yield f"[7.1] {len(stray)} marked contents stand in no element of the tree"
    if gone := tree.marks - shown:
        yield f"{len(gone)} elements of the tree point at nothing"


def figures(node: Any) -> list[DictionaryObject]:
    """The pictures in a tree of structure."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        return [one for kid in node for one in figures(kid)]
    if not isinstance(node, DictionaryObject):
        return []
    own = [node] if node.get("/S") == "/Figure" else []
    return own + (figures(node["/K"]) if "/K" in node else [])


def _declared(reader: PdfReader, root: DictionaryObject) -> Iterator[str]:
    meta = root.get("/Metadata")
    xmp = meta.get_object().get_data().decode() if meta else ""
    for name, value in {"pdfuaid:part": "1", "pdfaid:part": "2", "pdfaid:conformance": "A"}.items():
        if not re.search(rf"{name}(>|=\")\s*{value}", xmp):
            yield f"[5] the metadata do not say {name} {value}"
    if "dc:title" not in xmp or not (reader.metadata and reader.metadata.title):
        yield "[7.1] no title"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "[7.1] not marked as tagged"
    if not str(root.get("/Lang", "")).startswith("vi"):
        yield "[7.2] not said to be Vietnamese"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "[7.1] the title is not displayed"
    if not root.get("/OutputIntents"):
        yield "[A 6.2.3] no colour profile of the output"
    if reader.is_encrypted or "/ID" not in reader.trailer:
        yield "[A 6.1.3] encrypted, or without an identifier"
    if {"/AA", "/OpenAction"} & set(root) or "/JavaScript" in root.get("/Names", {}):
        yield "[A 6.5] it acts when opened"


class _Tree:
    """The tree of structure: its marks, and what is wrong with it."""

    def __init__(self, reader: PdfReader, root: Any) -> None:
        self.marks: set[Mark] = set()
        self.faults: list[str] = []
        self._level = 0
        if root is None:
            self.faults.append("[7.1] no tree of structure")
            return
        self._roles = root.get("/RoleMap", {})
        if "/ParentTree" not in root:
            self.faults.append("[7.1] no way from the content to the tree")
        self._walk(root.get("/K"), None)

    def _walk(self, kids: Any, page: IndirectObject | None) -> None:
        kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
        for kid in kids if isinstance(kids, ArrayObject) else [kids]:
            node = kid.get_object() if isinstance(kid, IndirectObject) else kid
            if isinstance(node, int):
                self._mark(page, node)
            elif isinstance(node, DictionaryObject) and node.get("/Type") == "/MCR":
                self._mark(node.raw_get("/Pg") if "/Pg" in node else page, node["/MCID"])
            elif isinstance(node, DictionaryObject) and "/S" in node:
                self._judge(node)
                own = node.raw_get("/Pg") if "/Pg" in node else page
                if "/K" in node:
                    self._walk(node.raw_get("/K"), own)

    def _mark(self, page: IndirectObject | None, number: int) -> None:
        if page is None:
            self.faults.append("an element that is on no page")
        else:
            self.marks.add((page.idnum, int(number)))

    def _judge(self, node: DictionaryObject) -> None:
        kind = str(self._roles.get(node["/S"], node["/S"]))
        if kind not in _STANDARD:
            self.faults.append(f"[7.1] an element of an unknown kind {kind}")
        described = str(node.get("/Alt", "")) or str(node.get("/ActualText", ""))
        if kind in {"/Figure", "/Formula"} and not described.strip():
            self.faults.append("[7.3] a picture is not described")
        if re.fullmatch(r"/H[1-6]", kind):
            level = int(kind[2])
            if level > self._level + 1:
                self.faults.append(f"[7.4.2] a heading of level {level} after one of {self._level}")
            self._level = level


def _page(page: Any, reader: PdfReader, own: int, shown: set[Mark]) -> Iterator[str]:
    for annotation in page.get("/Annots", []):
        if "/StructParent" not in annotation.get_object():
            yield "[7.18.1] an annotation stands in no tree"
        if page.get("/Tabs") != "/S":
            yield "[7.18.3] the tab key does not follow the tree"
    yield from _letters(page.get("/Resources"), set())
    content = page.get_contents()
    if content is not None:
        yield from _marks(ContentStream(content, reader), own, shown)


def _marks(content: ContentStream, own: int, shown: set[Mark]) -> Iterator[str]:
    """Nothing is painted outside marks; no artifact stands in text and no text in an artifact."""
    open_marks: list[str] = []  # "artifact", "text", ""
    bare = 0
    for operands, operator in content.operations:
        if operator in (b"BMC", b"BDC"):
            kind = _kind(operands, own, shown)
            if {kind, *open_marks} >= {"artifact", "text"}:
                yield "[7.1] an artifact and text stand in each other"
            open_marks.append(kind)
        elif operator == b"EMC":
            open_marks.pop()
        elif operator in _PAINTS and not {"artifact", "text"} & set(open_marks):
            bare += 1
    if bare:
        yield f"[7.1] {bare} times something is painted that is neither text nor artifact"


def _kind(operands: list[Any], own: int, shown: set[Mark]) -> str:
    if operands[0] == "/Artifact":
        return "artifact"
    told = operands[1] if len(operands) > 1 else {}
    if isinstance(told, DictionaryObject) and "/MCID" in told:
        shown.add((own, int(told["/MCID"])))
        return "text"
    return ""


def _letters(resources: Any, seen: set[int]) -> Iterator[str]:
    """Fonts of a page and of all that is drawn in it: embedded, and readable as text."""
    held = resources.get_object() if resources is not None else {}
    for font in held.get("/Font", {}).values():
        yield from _font(font.get_object())
    inner = [*held.get("/XObject", {}).values(), *held.get("/Pattern", {}).values()]
    for one in inner:
        thing = one.get_object()
        if isinstance(thing, StreamObject) and id(thing) not in seen:
            seen.add(id(thing))
            yield from _letters(thing.get("/Resources"), seen)


def _font(font: DictionaryObject) -> Iterator[str]:
    name = str(font.get("/BaseFont", font.get("/Name", "")))
    if "/ToUnicode" not in font:
        yield f"[7.21.7] the letters of {name} cannot be read as text"
    if font["/Subtype"] == "/Type3":
        return
    inside = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    told = inside.get("/FontDescriptor", {})
    if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(told):
        yield f"[7.21.4] {name} is not embedded"
