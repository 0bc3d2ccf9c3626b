"""What happens to a product after it is approved: published, counted, recalled."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from mangnon.base.audit.api import record
from mangnon.base.notices.api import Message, tell_many
from mangnon.kit import clock
from mangnon.library.actions.indexing import index_product
from mangnon.library.choices import ProductState, Use
from mangnon.library.models import Product, Subscription, Used
from mangnon.library.perms import ROLES_THAT_WRITE, can_recall
from mangnon.library.refusals import Conflict, Invalid, NotAllowed
from mangnon.units.api import Person, RoleGrant, Unit


@transaction.atomic
def mark_published(product: Product) -> None:
    """It now stands on the public site. Raises Conflict when it is not approved any more."""
    ready = Product.objects.filter(pk=product.pk, state=ProductState.APPROVED)
    if ready.update(published_at=clock.now()) != 1:
        raise Conflict("Sản phẩm này chưa được duyệt hoặc đã bị thu hồi.")
    product.refresh_from_db()
    index_product(product)


@transaction.atomic
def take_off(product: Product) -> None:
    """It no longer stands on the public site; approved it stays. Twice is once."""
    Product.objects.filter(pk=product.pk).update(published_at=None)
    product.refresh_from_db()
    index_product(product)


@transaction.atomic
def recall(*, product: Product, by: Person, reason: str) -> None:
    """Take a product back; whoever adapted or follows it is told.

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
    tell_followers(product, "product_recalled", f"{product.pk}:recalled")


def tell_followers(product: Product, template: str, key: str) -> None:
    """The people of units that follow or adapted a product."""
    units = {*product.followed.values_list("unit_id", flat=True)}
    units |= {*product.adapted.values_list("unit_id", flat=True)}
    grants = RoleGrant.objects.on(clock.today()).filter(
        unit__in=units, role__in=ROLES_THAT_WRITE, person__is_active=True
    )
    people = {grant.person_id: grant.person for grant in grants.select_related("person")}
    tell_many(
        Message(
            template,
            f"{key}:{person.pk}",
            "",
            person.pk,
            {"product": product},
            f"/thu-vien-noi-bo/san-pham/{product.pk}/",
        )
        for person in people.values()
    )


def count_use(product: Product, use: str) -> None:
    """One more view, download or print today; nobody's name."""
    today = {"product": product, "on": clock.today(), "use": Use(use)}
    if not Used.objects.filter(**today).update(count=F("count") + 1):
        row, is_new = Used.objects.get_or_create(**today, defaults={"count": 1})
        if not is_new:
            Used.objects.filter(pk=row.pk).update(count=F("count") + 1)


@transaction.atomic
def subscribe(*, product: Product, unit: Unit, by: Person) -> Subscription:
    """The unit follows a product. Twice is once."""
    row, is_new = Subscription.objects.get_or_create(
        product=product, unit=unit, defaults={"by": by}
    )
    if is_new:
        record(by=by, what="product.followed", on=product, unit=unit.pk)
    return row


@transaction.atomic
def unsubscribe(*, product: Product, unit: Unit, by: Person) -> None:
    if Subscription.objects.filter(product=product, unit=unit).delete()[0]:
        record(by=by, what="product.unfollowed", on=product, unit=unit.pk)
