"""Another unit makes an approved product its own: own logo, own contact line, same words."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from mangnon.base.audit.api import record
from mangnon.library.actions.making import enqueue, still_ahead
from mangnon.library.actions.maps import OVER
from mangnon.library.actions.using import subscribe
from mangnon.library.choices import ProductState
from mangnon.library.models import Product, UnitMark
from mangnon.library.perms import can_write
from mangnon.library.refusals import Conflict, NotAllowed
from mangnon.units.api import Person, Unit

NOT_STANDING = "Chỉ dùng lại được sản phẩm đã duyệt của đơn vị khác."


def adapt(*, product: Product, unit: Unit, by: Person) -> Product:
    """A product of the unit's own from an approved one; the source and the parent stay named.

    Raises NotAllowed; Conflict when the parent is not standing, its source is over or
    the unit adapted it already.
    """
    if not can_write(by, unit):
        raise NotAllowed(f"Anh/chị không dựng được sản phẩm cho {unit.name}.")
    if product.state != ProductState.APPROVED or product.unit_id == unit.pk:
        raise Conflict(NOT_STANDING)
    if product.revision.map.document.is_over:
        raise Conflict(OVER)
    if product.outdated_at is not None:
        raise Conflict("Sản phẩm này cần cập nhật theo tài liệu nguồn mới, chưa nên dùng lại.")
    try:
        with transaction.atomic():
            return _adapted(product, unit, by)
    except IntegrityError as twice:
        raise Conflict("Đơn vị đã dùng lại sản phẩm này.") from twice


def _adapted(product: Product, unit: Unit, by: Person) -> Product:
    held = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
    if held.state != ProductState.APPROVED:  # recalled a moment ago
        raise Conflict(NOT_STANDING)
    mark = UnitMark.objects.filter(unit=unit).first()
    own = Product.objects.create(
        revision=product.revision,
        genre=product.genre,
        theme=product.theme,
        title=product.title,
        unit=unit,
        maker_logo=mark.logo if mark else "",
        maker_contact=mark.contact if mark else "",
        parent=product,
        priority=product.priority,
        air_until=still_ahead(product.air_until),
        made_by=by,
    )
    subscribe(product=product, unit=unit, by=by)
    record(by=by, what="product.adapted", on=own, unit=unit.pk, facts={"parent": str(product.pk)})
    enqueue(own)
    return own
