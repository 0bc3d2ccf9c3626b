"""What anybody sees: products on the site with the words of their post and a small picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from mangnon.library.api import (
    Found,
    Product,
    ProductFile,
    Wanted,
    listed_products,
    public_products,
    search_public,
)
from mangnon.publishing.choices import LIVE
from mangnon.publishing.models import Post
from mangnon.studio.genres import genres
from mangnon.studio.model import Audience
from mangnon.units.api import Province

PICTURE = "image/png"
_LEAD_MOST = 220
MOST_TOLD = 500  # of a week


@dataclass(frozen=True)
class Shown:
    """A product in a list. `cover`: the file whose small picture stands for it; without one the
    drawing named `picture` does."""

    product: Product
    title: str
    description: str
    note: str
    genre: str
    audience: str
    cover: ProductFile | None
    picture: str
    at: datetime


@dataclass(frozen=True)
class Page:
    """One page of a search."""

    found: Found
    shown: list[Shown]


def public_page(wanted: Wanted) -> Page:
    """Few queries whatever is found: the entries, their products, posts and pictures."""
    found = search_public(wanted)
    ids = [entry.product_id for entry in found.entries if entry.product_id]
    rows = {one.pk: one for one in listed_products().filter(pk__in=ids)}
    return Page(found, as_shown([rows[pk] for pk in ids if pk in rows]))


def newest(count: int, genre: str = "") -> list[Shown]:
    found = listed_products()
    return as_shown(list((found.filter(genre=genre) if genre else found)[:count]))


def published_between(start: datetime, end: datetime) -> list[Shown]:
    """What came out within a span, the newest first; the end is not part of it."""
    found = listed_products().filter(published_at__gte=start, published_at__lt=end)
    return as_shown(found[:MOST_TOLD])


def of_document(pk: UUID) -> QuerySet[Product]:
    """All that was made of one source."""
    return public_products().filter(revision__map__document=pk)


def public_product(pk: UUID) -> Product:
    """Raises Product.DoesNotExist for what is not on the site."""
    return public_products().get(pk=pk)


def as_shown(products: Iterable[Product]) -> list[Shown]:
    rows = list(products)
    posts = {
        post.product_id: post
        for post in Post.objects.filter(product__in=rows, channel="website", state__in=LIVE)
    }
    covers = _covers(rows)
    return [_shown(one, posts.get(one.pk), covers.get(one.pk)) for one in rows]


def _shown(product: Product, post: Post | None, cover: ProductFile | None) -> Shown:
    known = genres().get(product.genre)
    audience = product.theme
    return Shown(
        product,
        post.title if post else product.title,
        (post.description if post else "") or _lead(product),
        post.note if post else "",
        known.words if known else product.genre,
        Audience(audience).words if audience in set(Audience) else "",
        cover,
        _picture(product),
        product.published_at or product.made_at,
    )


def _lead(product: Product) -> str:
    """What the map leads with, else its first message."""
    values = product.revision.values
    lead = values.get("lead") or values["messages"][0]["sentences"][0]
    return str(lead["text"])[:_LEAD_MOST]


def _picture(product: Product) -> str:
    """The drawing of its first message, for what has no picture of its own."""
    return str(product.revision.values["messages"][0]["picture"])


def _covers(products: list[Product]) -> dict[UUID, ProductFile]:
    """The first file with a small picture of each."""
    files = ProductFile.objects.filter(product__in=products, preview__isnull=False)
    found: dict[UUID, ProductFile] = {}
    for file in files.select_related("preview").order_by("product_id", "place"):
        found.setdefault(file.product_id, file)
    return found


def shared_picture(product: Product) -> ProductFile | None:
    """The picture of a shared link: its own first one, else the cover of the square pictures made
    of the same map and on the site too."""
    own = ProductFile.objects.filter(product=product, file__media_type=PICTURE)
    if found := own.select_related("product", "file").order_by("place").first():
        return found
    beside = public_products().filter(
        revision=product.revision_id, unit=product.unit_id, genre="carousel"
    )
    files = ProductFile.objects.filter(product__in=beside, file__media_type=PICTURE)
    return files.select_related("product", "file").order_by("place").first()


def sounds_of(province: str, count: int) -> list[tuple[Shown, ProductFile]]:
    """For a podcast: what units of a province have for the ear, the newest first."""
    found = listed_products().filter(genre="audio", unit__province_id=province)[:count]
    shown = as_shown(list(found))
    files = ProductFile.objects.filter(
        product__in=[one.product for one in shown], file__media_type="audio/mpeg"
    ).select_related("file")
    by_product = {file.product_id: file for file in files}
    return [(one, by_product[one.product.pk]) for one in shown if one.product.pk in by_product]


def province_of(code: str) -> Province | None:
    return Province.objects.filter(pk=code).first()


def file_of(pk: UUID, name: str) -> ProductFile | None:
    """A file of a product that the public may have."""
    shown = public_products().filter(pk=pk).order_by()
    found = ProductFile.objects.filter(product__in=shown, name=name)
    return found.select_related("product", "file", "preview").first()
