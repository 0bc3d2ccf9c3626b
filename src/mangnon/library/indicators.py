"""What the library gives as indicators of letters: products made, and units that made them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.db.models import QuerySet

from mangnon.directives.api import Asked, Measured, register_indicator
from mangnon.kit import clock
from mangnon.library.choices import ProductState
from mangnon.library.models import Approval, Product


def products_approved(asked: Asked) -> Measured:
    """Products of the units that were approved within the span."""
    return Measured(Decimal(_approved(asked).count()))


def units_that_made(asked: Asked) -> Measured:
    """How many of the units had a product approved within the span."""
    units = _approved(asked).order_by().values("unit").distinct().count()
    return Measured(Decimal(units), Decimal(len(asked.unit_ids)))


def _approved(asked: Asked) -> QuerySet[Product]:
    decided = Approval.objects.filter(
        decision="approved",
        decided_at__gte=clock.start_of(asked.since),
        decided_at__lt=clock.start_of(asked.until + timedelta(days=1)),
    )
    return Product.objects.filter(
        unit__in=asked.unit_ids, state=ProductState.APPROVED, pk__in=decided.values("product")
    )


def register() -> None:
    register_indicator("library.products", "Số sản phẩm truyền thông đã duyệt", products_approved)
    register_indicator(
        "library.units", "Số đơn vị có sản phẩm truyền thông được duyệt", units_that_made
    )
