"""Logos: an SVG of which only drawing is left, or a PNG inside one. Pure: bytes in, SVG out."""

from __future__ import annotations

import base64
import io
import re
from xml.etree.ElementTree import Element, ParseError, register_namespace, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image

SVG = "http://www.w3.org/2000/svg"
MOST_BYTES = 200 * 1024
MOST_PIXELS = 800  # a side of a PNG; larger ones are made smaller
# Shapes, and what fills them. No text (its fonts are elsewhere), no links, no script, no pictures.
_SHAPES = (
    "svg g path rect circle ellipse line polyline polygon defs linearGradient radialGradient stop"
    " clipPath title desc"
)
_ATTRIBUTES = (
    "viewBox width height d x y x1 y1 x2 y2 cx cy r rx ry points transform fill stroke"
    " fill-rule clip-rule fill-opacity stroke-opacity opacity stroke-width stroke-linecap"
    " stroke-linejoin stroke-miterlimit stroke-dasharray id offset stop-color stop-opacity"
    " gradientUnits gradientTransform spreadMethod fx fy clip-path clipPathUnits"
    " preserveAspectRatio"
)
_SHAPE_NAMES, _ATTRIBUTE_NAMES = frozenset(_SHAPES.split()), frozenset(_ATTRIBUTES.split())
_INSIDE = re.compile(r"url\(\s*['\"]?#[\w-]+['\"]?\s*\)")


class BadLogo(Exception):
    """A logo that is not taken; the words are fit for the screen."""


def cleaned(content: bytes) -> str:
    """The logo as SVG that draws and does nothing else. Raises BadLogo."""
    if len(content) > MOST_BYTES:
        raise BadLogo(f"Biểu trưng lớn hơn {MOST_BYTES // 1024} KB. Hãy dùng tệp nhỏ hơn.")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _of_png(content)
    return _of_svg(content)


def _of_png(content: bytes) -> str:
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            picture.load()
            plain = picture.convert("RGBA")
    except Exception:
        # Pillow's readers raise whatever the broken bytes lead them to.
        raise BadLogo("Ảnh PNG bị hỏng, không mở được.") from None
    plain.thumbnail((MOST_PIXELS, MOST_PIXELS))
    held = io.BytesIO()
    plain.save(held, "PNG", optimize=True)
    data = base64.b64encode(held.getvalue()).decode()
    size = f'width="{plain.width}" height="{plain.height}"'
    return (
        f'<svg xmlns="{SVG}" viewBox="0 0 {plain.width} {plain.height}" {size}>'
        f'<image {size} href="data:image/png;base64,{data}"/></svg>'
    )


def _of_svg(content: bytes) -> str:
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise BadLogo("Biểu trưng phải là tệp SVG hoặc PNG.") from None
    if root.tag != f"{{{SVG}}}svg":
        raise BadLogo("Biểu trưng phải là tệp SVG hoặc PNG.")
    if not root.get("viewBox") and not (root.get("width") and root.get("height")):
        raise BadLogo("Tệp SVG không cho biết kích thước (thiếu viewBox).")
    _clean(root)
    if not any(_name(one) not in {"svg", "g", "defs"} for one in root.iter()):
        raise BadLogo("Tệp SVG không còn hình nào sau khi bỏ chữ, ảnh và mã lệnh.")
    register_namespace("", SVG)
    return tostring(root, encoding="unicode")


def _clean(element: Element) -> None:
    for name in [*element.attrib]:
        if name not in _ATTRIBUTE_NAMES or not _is_harmless(element.attrib[name]):
            del element.attrib[name]
    for child in [*element]:
        ours = isinstance(child.tag, str) and child.tag.startswith(f"{{{SVG}}}")
        if ours and _name(child) in _SHAPE_NAMES:
            _clean(child)
        else:
            element.remove(child)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _is_harmless(value: str) -> bool:
    """Nothing that leads out of the drawing."""
    left = _INSIDE.sub("", value).lower()
    return "url" not in left and ":" not in left
