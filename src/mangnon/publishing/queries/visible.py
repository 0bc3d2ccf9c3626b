"""The only roads to rows: what of publishing a person sees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from mangnon.kit import clock
from mangnon.library.api import Product, copies_of
from mangnon.publishing.choices import BEGUN, BY_HAND, LIVE, OVER, STANDING, State
from mangnon.publishing.models import ChannelAccount, Interest, Offer, Post
from mangnon.publishing.perms import PUBLISHERS, publishes_somewhere
from mangnon.units.api import Person, Unit, scope_of


def posts_visible_to(person: Person) -> QuerySet[Post]:
    """Those of the units in the person's reach."""
    if not publishes_somewhere(person):
        return Post.objects.none()
    found = Post.objects.filter(unit__in=scope_of(person).unit_ids)
    return found.select_related("unit", "account", "product", "made_by")


def post_for(person: Person, pk: UUID) -> Post:
    """Raises Post.DoesNotExist for what the person does not see."""
    return posts_visible_to(person).select_related("product__revision__map__document").get(pk=pk)


def posts_between(person: Person, start: datetime, end: datetime) -> QuerySet[Post]:
    """On a calendar: by the day on which they are due."""
    return posts_visible_to(person).filter(due_at__gte=start, due_at__lt=end)


def posts_for_hand(person: Person) -> QuerySet[Post]:
    """What a person at the own unit has to do, the oldest first."""
    units = [unit.pk for unit in units_publishing(person)]
    return posts_visible_to(person).filter(state__in=BY_HAND, unit__in=units).order_by("due_at")


def posts_failed(person: Person) -> QuerySet[Post]:
    units = [unit.pk for unit in units_publishing(person)]
    return posts_visible_to(person).filter(state=State.FAILED, unit__in=units)


def posts_to_see_to(person: Person) -> QuerySet[Post]:
    """What could not go out, what waits for a hand, and what stands though its source is over, at
    the own units; the oldest first."""
    units = [unit.pk for unit in units_publishing(person)]
    wanted = Q(state__in=[*BY_HAND, State.FAILED]) | _over()
    return posts_visible_to(person).filter(wanted, unit__in=units).order_by("due_at")


def to_do() -> Case:
    """Of a post in that list: its state, or OVER."""
    is_over = When(state__in=STANDING, then=Value(OVER))
    return Case(is_over, default=F("state"), output_field=CharField())


def posts_over(person: Person) -> QuerySet[Post]:
    """What stands out there though the source is over, at the own units: a person decides."""
    units = [unit.pk for unit in units_publishing(person)]
    return posts_visible_to(person).filter(_over(), unit__in=units).order_by("due_at")


def _over() -> Q:
    last = "product__revision__map__document__valid_until"
    return Q(state__in=STANDING, **{f"{last}__lt": clock.today()})


def posts_over_since(day: date) -> QuerySet[Post]:
    """Those of all units whose source held until that day or a later one that has passed."""
    last = "product__revision__map__document__valid_until"
    found = Post.objects.filter(_over(), **{f"{last}__gte": day})
    return found.select_related("unit", "product__revision__map__document")


def units_publishing(person: Person) -> list[Unit]:
    """The units at which the person publishes."""
    held = scope_of(person).held
    return list(dict.fromkeys(one.unit for one in held if one.role in PUBLISHERS))


def accounts_visible_to(person: Person) -> QuerySet[ChannelAccount]:
    units = [unit.pk for unit in units_publishing(person)]
    found = ChannelAccount.objects.filter(unit__in=units, closed_at=None)
    return found.select_related("unit", "connected_by")


def account_for(person: Person, pk: UUID) -> ChannelAccount:
    return accounts_visible_to(person).get(pk=pk)


def posts_of(product: Product) -> QuerySet[Post]:
    """Every post of a product, on all channels."""
    return Post.objects.filter(product=product).select_related("unit", "account")


def posts_of_all(products: Iterable[Product]) -> QuerySet[Post]:
    """Those of several products: one, and the copies of it."""
    found = Post.objects.filter(product__in=[one.pk for one in products])
    return found.select_related("unit", "account", "product")


def saying_the_same(product: Product) -> list[Product]:
    """The product and the copies made of the same words; one that its unit has made anew of later
    ones says something else."""
    copies = copies_of(product)
    return [product, *(one for one in copies if one.revision_id == product.revision_id)]


def site_post_of(product: Product) -> Post | None:
    """The one that stands on our own site."""
    return Post.objects.filter(product=product, channel="website", state__in=LIVE).first()


def due_posts(now: datetime, most: int) -> list[UUID]:
    """Due ones, and those that a worker left begun."""
    ready = Q(state__in=[*BEGUN], next_try_at__lte=now)
    left = Q(state__in=[*BEGUN.values()], held_until__lt=now)
    return [
        *Post.objects.filter(ready | left)
        .order_by("next_try_at")
        .values_list("pk", flat=True)[:most]
    ]


def interests_of(unit: Unit) -> QuerySet[Interest]:
    return Interest.objects.filter(unit=unit)


def offers_to(person: Person) -> QuerySet[Offer]:
    """New products that wait for the units at which the person publishes."""
    units = [unit.pk for unit in units_publishing(person)]
    found = Offer.objects.filter(unit__in=units, state="new", product__published_at__isnull=False)
    return found.select_related("unit", "product__unit")


def interest_for(person: Person, pk: int) -> Interest:
    units = [unit.pk for unit in units_publishing(person)]
    return Interest.objects.select_related("unit").get(pk=pk, unit__in=units)


def offer_for(person: Person, pk: int) -> Offer:
    units = [unit.pk for unit in units_publishing(person)]
    return Offer.objects.select_related("unit", "product").get(pk=pk, unit__in=units)
