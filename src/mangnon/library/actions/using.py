"""What happens to a product after it is approved: published, followed, counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F

from mangnon.base.audit.api import record
from mangnon.base.notices.api import Message, tell_many
from mangnon.kit import clock
from mangnon.library.actions.indexing import index_product
from mangnon.library.choices import ProductState, Use
from mangnon.library.models import Product, Subscription, Used
from mangnon.library.perms import ROLES_THAT_WRITE
from mangnon.library.refusals import Conflict
from mangnon.units.api import Person, RoleGrant, Unit

HOME = "/thu-vien-noi-bo/"


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


def tell_followers(product: Product, template: str, key: str) -> None:
    """The people of units that follow or adapted a product."""
    units = {*product.followed.values_list("unit_id", flat=True)}
    units |= {*product.adapted.values_list("unit_id", flat=True)}
    tell_writers(units, template, key, f"{HOME}san-pham/{product.pk}/", {"product": product})


def tell_writers(
    units: Iterable[int], template: str, key: str, link: str, context: dict[str, Any]
) -> None:
    """All who write for one of the units, each once."""
    grants = RoleGrant.objects.on(clock.today()).filter(
        unit__in=[*units], role__in=ROLES_THAT_WRITE, person__is_active=True
    )
    people = {grant.person_id: grant.person for grant in grants.select_related("person")}
    tell_many(
        Message(template, f"{key}:{person.pk}", "", person.pk, context, link)
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
