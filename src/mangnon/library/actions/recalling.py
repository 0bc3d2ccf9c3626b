"""A product is taken back, and with it every copy that other units made of it.

Their words are the same, so what is wrong in the one is wrong in all. Level by level, each row
changed before the copies of it are looked for: who adapts meanwhile holds the original's row, so
that no copy is missed.
"""

from __future__ import annotations

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.kit import clock
from mangnon.library.actions.indexing import index_product
from mangnon.library.actions.using import HOME, tell_writers
from mangnon.library.choices import ProductState
from mangnon.library.models import Approval, Product
from mangnon.library.perms import can_recall
from mangnon.library.refusals import Conflict, Invalid, NotAllowed
from mangnon.units.api import Person

MOST_AT_ONCE = 200


@transaction.atomic
def recall(*, product: Product, by: Person, reason: str) -> list[Product]:
    """Take a product back with all its copies; whoever adapted or follows it is told. Gives what
    is recalled, itself first.

    Raises NotAllowed; Invalid without a reason; Conflict when it is not approved.
    """
    if not can_recall(by, product):
        raise NotAllowed("Anh/chị không thu hồi được sản phẩm này.")
    said = reason.strip()[:300]
    if not said:
        raise Invalid("Hãy ghi lý do thu hồi.", "reason")
    ready = Product.objects.filter(pk=product.pk, state=ProductState.APPROVED)
    changed = ready.update(state=ProductState.RECALLED, recalled_at=clock.now(), recall_reason=said)
    if changed != 1:
        raise Conflict("Sản phẩm này đã được thu hồi hoặc chưa được duyệt.")
    product.refresh_from_db()
    index_product(product)
    record(by=by, what="product.recalled", on=product, unit=product.unit_id)
    copies = _recall_copies(product, product, by)
    _tell_followers(product, copies)
    return [product, *copies]


def recall_left_copies() -> int:
    """Copies that stand though their original is recalled: of a time before both went together.
    How many."""
    rows = Product.objects.filter(parent__state=ProductState.RECALLED)
    left = rows.exclude(state=ProductState.RECALLED).values_list("parent_id", flat=True)
    originals = Product.objects.filter(pk__in=[*left.order_by()[:MOST_AT_ONCE]])
    found = 0
    for original in originals.select_related("unit"):
        with transaction.atomic():
            found += len(_recall_copies(original, original, None))
    return found


def _recall_copies(of: Product, original: Product, by: Person | None) -> list[Product]:
    """Whatever their state: none is published again, their links for approval are dead."""
    rows = Product.objects.filter(parent=of).exclude(state=ProductState.RECALLED)
    gone: list[Product] = []
    for copy in rows.select_related("unit", "revision__map__document"):
        if _recall_copy(copy, original, by):
            gone += [copy, *_recall_copies(copy, original, by)]
    return gone


def _recall_copy(copy: Product, original: Product, by: Person | None) -> bool:
    """Twice is once."""
    said = f"Bản gốc của {original.unit.name} đã thu hồi: {original.recall_reason}"
    standing = Product.objects.filter(pk=copy.pk).exclude(state=ProductState.RECALLED)
    changes = {"recalled_at": clock.now(), "recall_reason": said[:300]}
    if standing.update(state=ProductState.RECALLED, **changes) != 1:
        return False
    copy.refresh_from_db(fields=["state", *changes])
    Approval.objects.filter(product=copy, decision="").delete()
    index_product(copy)
    facts = {"parent": str(copy.parent_id)}
    record(by=by, what="product.recalled", on=copy, unit=copy.unit_id, facts=facts)
    link = f"{HOME}san-pham/{copy.pk}/"
    context = {"product": copy, "original": original}
    key = f"{copy.pk}:recalled"
    tell_writers([copy.unit_id], "product_recalled_with_original", key, link, context)
    return True


def _tell_followers(product: Product, copies: list[Product]) -> None:
    """Those who made no copy; they see the product itself no more."""
    units = {*product.followed.values_list("unit_id", flat=True)}
    units -= {copy.unit_id for copy in copies}
    tell_writers(units, "product_recalled", f"{product.pk}:recalled", HOME, {"product": product})
