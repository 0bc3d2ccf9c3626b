"""What comes out is shown to the units that follow its kind."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from mangnon.base.audit.api import record
from mangnon.library import api as library
from mangnon.publishing.choices import OfferState
from mangnon.publishing.models import Interest, Offer
from mangnon.publishing.perms import can_publish
from mangnon.publishing.refusals import Conflict, Invalid, NotAllowed
from mangnon.studio.genres import genres
from mangnon.studio.model import Audience
from mangnon.units.api import Person, Unit


def offer(product: library.Product) -> None:
    """To every unit of the province that follows such products; adapted ones go no further."""
    if product.parent_id:
        return
    fits = Q(audience__in=["", product.theme]) & Q(genre__in=["", product.genre])
    near = Interest.objects.filter(fits, unit__path__startswith=product.unit.root_path)
    units = near.exclude(unit=product.unit_id).values_list("unit_id", flat=True).distinct()
    rows = [Offer(unit_id=pk, product=product) for pk in units.order_by()]
    Offer.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


@transaction.atomic
def follow(*, unit: Unit, by: Person, audience: str, genre: str) -> Interest:
    """Raises NotAllowed, Invalid. Twice is once."""
    if not can_publish(by, unit):
        raise NotAllowed(f"Anh/chị không đăng ký thay {unit.name}.")
    if audience and audience not in set(Audience):
        raise Invalid("Hãy chọn đối tượng trong danh sách.", "audience")
    if genre and genre not in genres():
        raise Invalid("Hãy chọn thể loại trong danh sách.", "genre")
    row, is_new = Interest.objects.get_or_create(
        unit=unit, audience=audience, genre=genre, defaults={"by": by}
    )
    if is_new:
        record(by=by, what="interest.added", on=row, unit=unit.pk)
    return row


@transaction.atomic
def unfollow(*, interest: Interest, by: Person) -> None:
    if not can_publish(by, interest.unit):
        raise NotAllowed("Anh/chị không bỏ được đăng ký này.")
    record(by=by, what="interest.removed", on=interest, unit=interest.unit_id)
    interest.delete()


def take(*, offered: Offer, by: Person) -> library.Product:
    """Adapt an offered product for the unit. Raises Conflict, and the library's refusals."""
    if not can_publish(by, offered.unit):
        raise NotAllowed("Anh/chị không dùng được sản phẩm này cho đơn vị.")
    own = library.adapt(product=offered.product, unit=offered.unit, by=by)
    Offer.objects.filter(pk=offered.pk).update(state=OfferState.TAKEN)
    return own


def set_aside(*, offered: Offer, by: Person) -> None:
    if not can_publish(by, offered.unit):
        raise NotAllowed("Anh/chị không bỏ qua được sản phẩm này.")
    rows = Offer.objects.filter(pk=offered.pk, state=OfferState.NEW)
    if rows.update(state=OfferState.SET_ASIDE) != 1:
        raise Conflict("Sản phẩm này đã được dùng hoặc bỏ qua.")
