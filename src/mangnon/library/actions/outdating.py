"""A source changed: exactly the products that rest on what changed need an update."""

from __future__ import annotations

import hashlib

from mangnon.base.audit.api import record
from mangnon.base.notices.api import Message, tell_many
from mangnon.kit import clock
from mangnon.library.actions.using import tell_followers
from mangnon.library.aligning import normalised
from mangnon.library.choices import ProductState
from mangnon.library.models import Document, Edition, Product, Rest
from mangnon.library.queries.products import current_edition
from mangnon.units.api import Person


def sha256_of(text: str) -> str:
    """By which a paragraph is known to read as it did."""
    return hashlib.sha256(normalised(text).encode()).hexdigest()


def flag_outdated(*, document: Document, edition: Edition, by: Person | None) -> list[Product]:
    """Flag the products of the document that rest on what now reads otherwise or is gone.

    In the transaction that makes the edition readable. Gives those newly flagged.
    """
    now = _reads(edition)
    rests = Rest.objects.filter(product__revision__map__document=document)
    rows = rests.values_list("product_id", "key", "text_sha256")
    touched = {product for product, key, was in rows if now.get(key) != was}
    products = Product.objects.filter(pk__in=touched, outdated_at=None).exclude(
        state=ProductState.RECALLED
    )
    flagged = [*products.select_related("made_by")]
    products.update(outdated_at=clock.now())
    for product in flagged:
        record(by=by, what="product.outdated", on=product, unit=product.unit_id)
        tell_followers(product, "product_outdated", f"{product.pk}:{edition.pk}")
    _tell_makers(flagged, edition)
    return flagged


def is_outdated(product: Product) -> bool:
    """Whether the source changed beneath it while it was being made."""
    newest = current_edition(product.revision.map.document_id)
    if newest is None:
        return False
    now = _reads(newest)
    rests = product.rests.values_list("key", "text_sha256")
    return any(now.get(key) != was for key, was in rests)


def _reads(edition: Edition) -> dict[str, str]:
    return {one.key: sha256_of(one.text) for one in edition.paragraphs.all()}


def _tell_makers(products: list[Product], edition: Edition) -> None:
    tell_many(
        Message(
            "product_outdated",
            f"{product.pk}:{edition.pk}:maker",
            "",
            product.made_by_id,
            {"product": product},
            f"/thu-vien-noi-bo/san-pham/{product.pk}/",
        )
        for product in products
        if product.made_by_id
    )
