"""Reads about products: what is public, what changed beneath them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from mangnon.library.aligning import Change, Line, compared
from mangnon.library.choices import EditionState, ProductState
from mangnon.library.models import Edition, Product
from mangnon.library.queries.visible import holding
from mangnon.library.wording import Piece, pieces_of


def public_products() -> QuerySet[Product]:
    """What stands on the public site: approved and published, also when it needs an update or its
    source is over, which its page says."""
    found = Product.objects.filter(state=ProductState.APPROVED, published_at__isnull=False)
    return found.select_related("unit", "revision__map__document").order_by("-published_at")


def listed_products() -> QuerySet[Product]:
    """Of these what lists, feeds and the map of the site name: not what rests on a source that is
    over."""
    return public_products().filter(holding())


def copies_of(product: Product) -> list[Product]:
    """What other units made of a product, and others of theirs; none that is recalled."""
    found: list[Product] = []
    level = [product.pk]
    while level:
        rows = Product.objects.filter(parent__in=level).exclude(state=ProductState.RECALLED)
        copies = [*rows.select_related("unit").order_by("made_at")]
        found += copies
        level = [copy.pk for copy in copies]
    return found


@dataclass(frozen=True)
class ChangedParagraph:
    """A paragraph beneath a product: as it was when made, and as it reads now ("" when gone)."""

    key: str
    was: str
    now: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Word for word."""
        return pieces_of(self.was, self.now)


def changed_paragraphs(product: Product) -> list[ChangedParagraph]:
    """What the newest edition changed or removed of the paragraphs that the product rests on."""
    newest = current_edition(product.revision.map.document_id)
    if newest is None:
        return []
    now = {one.key: one.text for one in newest.paragraphs.all()}
    was = {one["id"]: one["text"] for one in product.revision.values["source"]["paragraphs"]}
    keys = set(product.rests.values_list("key", flat=True))
    lines = compared([(key, was[key]) for key in was if key in keys], list(now.items()))
    return [
        ChangedParagraph(line.key, line.old, line.new)
        for line in lines
        if line.key in keys and line.change in {Change.CHANGED, Change.REMOVED}
    ]


def current_edition(document_id: UUID) -> Edition | None:
    """The newest one that could be read."""
    ready = Edition.objects.filter(document=document_id, state=EditionState.READY)
    return ready.select_related("file").order_by("-number").first()


def differences(old: Edition, new: Edition) -> list[Line]:
    """The new edition beside the old one, paragraph by paragraph."""
    pairs = [[(one.key, one.text) for one in each.paragraphs.all()] for each in (old, new)]
    return compared(*pairs)
