"""The library shows the product to everybody; the number out there is the product's own."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Sum

from mangnon.library import api as library
from mangnon.publishing.channels.base import Account, Draft, Refused, Sent


def send(account: Account | None, draft: Draft, key: str) -> Sent:
    product = _product(draft.product)
    try:
        library.mark_published(product)
    except library.Refusal as why:
        raise Refused(str(why)) from why
    return Sent(draft.product, draft.address)


def recall(account: Account | None, outside_id: str) -> None:
    library.take_off(_product(outside_id))


def correct(account: Account | None, outside_id: str, draft: Draft) -> None:
    """The page shows the note of the post; here it is only made sure that the page stands."""
    if _product(outside_id).published_at is None:
        raise Refused("Sản phẩm không còn trên trang.")


def reach(account: Account | None, outside_id: str) -> dict[str, int]:
    rows = _product(outside_id).used.order_by().values("use").annotate(count=Sum("count"))
    words = dict(library.Use.choices)
    return {str(words[row["use"]]): int(row["count"]) for row in rows}


def _product(pk: str) -> library.Product:
    try:
        return library.Product.objects.get(pk=pk)
    except ObjectDoesNotExist:
        raise Refused("Không còn sản phẩm này trong thư viện.") from None
