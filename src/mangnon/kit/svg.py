"""A small writer of SVG: text is escaped, numbers are short, a drawing says what it shows.

Only presentation attributes are written, no `style`, so that a strict content policy holds.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

Value = str | int | float | None
FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u007f-\u009f]")
NAMESPACE = "http://www.w3.org/2000/svg"


class Svg(str):
    """Finished markup: safe to nest, and templates do not escape it again."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def number(value: float) -> str:
    """A coordinate with at most two decimals and no tail of noughts."""
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def text(said: str) -> Svg:
    """Plain text as markup, without characters that XML refuses."""
    return Svg(escape(FORBIDDEN.sub(" ", said)))


def element(name: str, *inside: str, **attributes: Value) -> Svg:
    """`<name …>inside</name>`: `fill_opacity` is written fill-opacity, `class_` class.

    Strings inside are escaped unless they are Svg; an attribute of None is left out.
    """
    said = "".join(
        f" {_name(key)}={quoteattr(_value(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    children = "".join(part if isinstance(part, Svg) else text(part) for part in inside)
    return Svg(f"<{name}{said}>{children}</{name}>" if children else f"<{name}{said}/>")


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: str | int | float) -> str:
    return FORBIDDEN.sub(" ", value) if isinstance(value, str) else number(value)


def group(*inside: str, **attributes: Value) -> Svg:
    """Things that move or are styled together."""
    return element("g", *inside, **attributes)


def link(href: str, *inside: str, label: str) -> Svg:
    """A link with a spoken label, which is also the tip under the pointer; plain when no href."""
    tip = element("title", label)
    if not href:
        return group(tip, *inside)
    return element("a", tip, *inside, href=href, aria_label=label)


def points(pairs: list[tuple[float, float]]) -> str:
    """Coordinates as a polygon wants them."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in pairs)


def drawing(
    width: float,
    height: float,
    *inside: str,
    title: str,
    desc: str = "",
    class_: str = "chart",
    links: bool = False,
) -> Svg:
    """A whole drawing that scales to its place; `title` and `desc` are for those who cannot see it.

    With `links` inside it is a group, since an image hides what stands in it from a reader.
    """
    return element(
        "svg",
        element("title", title),
        element("desc", desc) if desc else Svg(),
        *inside,
        xmlns=NAMESPACE,
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="group" if links else "img",
        aria_label=title,
        class_=class_,
        font_family="'Be Vietnam Pro', system-ui, sans-serif",
        preserveAspectRatio="xMidYMid meet",
    )
