"""How the library's things look: states, small pictures, texts shown in the page."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe

from mangnon.base.files.api import contents
from mangnon.base.ui.templatetags import ui
from mangnon.library.choices import EntryKind, ProductState
from mangnon.library.models import Document, Product, ProductFile
from mangnon.library.queries.shown import Making
from mangnon.studio.genres import genres
from mangnon.studio.model import Audience

register = template.Library()

_TONES = {
    ProductState.MAKING: ("teal", "Đ"),
    ProductState.FAILED: ("red", "K"),
    ProductState.DRAFT: ("grey", "N"),
    ProductState.ASKED: ("violet", "C"),
    ProductState.APPROVED: ("green", "D"),
    ProductState.SENT_BACK: ("amber", "S"),
    ProductState.RECALLED: ("red", "T"),
}
_MOST_SHOWN = 20_000  # characters of a text in the page


@register.simple_tag
def product_tag(product: Product) -> SafeString:
    tone, letter = _TONES[ProductState(product.state)]
    return ui.tag(ProductState(product.state).label, tone, letter)


@register.filter
def audience_words(name: str) -> str:
    return Audience(name).words if name in set(Audience) else ""


@register.filter
def genre_words(name: str) -> str:
    known = genres().get(name)
    return known.words if known else ""


@register.filter
def kind_words(kind: str) -> str:
    return str(EntryKind(kind).label)


@register.filter
def audiences_line(document: Document) -> str:
    return ", ".join(filter(None, map(audience_words, document.audiences)))


@register.filter
def ends(name: str, suffixes: str) -> bool:
    """ "a.png"|ends:".png .jpg"."""
    return name.endswith(tuple(suffixes.split()))


@register.filter
def size_words(size: int) -> str:
    if size < 2**20:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 2**20:.1f} MB".replace(".", ",")


@register.filter
def text_of(file: ProductFile) -> str:
    """What a text file says."""
    return contents(file.file).decode("utf-8", "replace")[:_MOST_SHOWN]


@register.filter
def article_of(file: ProductFile) -> SafeString:
    """An article as markup: the studio wrote it and escaped every word of it."""
    made = text_of(file).replace("<h1", '<p class="article__title"').replace("</h1>", "</p>")
    made = made.replace("<footer>", "<div>").replace("</footer>", "</div>")
    return mark_safe(made)  # noqa: S308


@register.filter
def lookup(table: dict[str, str], name: str) -> str:
    """What a table says of a name; "" when nothing."""
    return table.get(name, "")


@register.filter
def not_moving(rows: Sequence[Making]) -> int:
    """How many of these are made, or were refused."""
    return sum(not row.is_moving for row in rows)
