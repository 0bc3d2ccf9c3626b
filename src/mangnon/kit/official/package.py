"""The DOCX package around a body: fixed parts, fixed dates, so that bytes repeat."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from mangnon.kit.official import layout
from mangnon.kit.official.ooxml import paragraph

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
ZIP_DATE = (2020, 3, 5, 0, 0, 0)  # the day of Decree 30/2020; any fixed day would do

CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{OFFICE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{OFFICE}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{OFFICE}.settings+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{OFFICE}.header+xml"/>'
    f'<Override PartName="/word/header2.xml" ContentType="{OFFICE}.header+xml"/>'
    '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
ROOT_LINKS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
DOCUMENT_LINKS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{R}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{R}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{R}/header" Target="header1.xml"/>'
    f'<Relationship Id="rId4" Type="{R}/header" Target="header2.xml"/></Relationships>'
)
SETTINGS = (
    f'{HEAD}<w:settings {NAMESPACES}><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="vi-VN"/></w:settings>'
)


def _font() -> str:
    name = layout.FONT
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _style(name: str, label: str, level: int | None = None) -> str:
    outline = "" if level is None else f'<w:pPr><w:outlineLvl w:val="{level}"/></w:pPr>'
    based = "" if name == "Normal" else '<w:basedOn w:val="Normal"/>'
    default = ' w:default="1"' if name == "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{label}"/>'
        f"{based}<w:qFormat/>{outline}</w:style>"
    )


def _styles() -> str:
    size = round(layout.SIZE_BODY * 2)
    styles = [_style("Normal", "Normal"), _style("Header", "header"), _style("Title", "Title")]
    styles += [_style(f"Heading{level}", f"heading {level}", level - 1) for level in (1, 2, 3)]
    return (
        f"{HEAD}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{_font()}"
        f'<w:color w:val="000000"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault/></w:docDefaults>{''.join(styles)}</w:styles>"
    )


def _page_number() -> str:
    size = round(layout.SIZE_PAGE_NUMBER * 2)
    style = f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    field = f'<w:fldSimple w:instr=" PAGE "><w:r>{style}<w:t>2</w:t></w:r></w:fldSimple>'
    return _header(paragraph(field, align="center", style="Header"))


def _header(content: str) -> str:
    return f"{HEAD}<w:hdr {NAMESPACES}>{content}</w:hdr>"


def _core(title: str, author: str) -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        '<dc:language>vi-VN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">'
        "2020-03-05T00:00:00Z</dcterms:created></cp:coreProperties>"
    )


def pack(body: str, *, title: str, author: str) -> bytes:
    """The DOCX file of a body (XML of its blocks, last section included)."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT_LINKS,
        "docProps/core.xml": _core(title, author),
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": DOCUMENT_LINKS,
        "word/styles.xml": _styles(),
        "word/settings.xml": SETTINGS,
        "word/header1.xml": _page_number(),
        "word/header2.xml": _header(paragraph(style="Header")),
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode())
    return out.getvalue()
