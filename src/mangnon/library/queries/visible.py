"""The only roads to rows: what of the library a person sees.

Documents and maps: those of the units in the person's reach, of the units above, and of every
agency of the province. Products: the same reach, and every approved one of the province.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q, QuerySet

from mangnon.kit import clock
from mangnon.library.choices import ProductState
from mangnon.library.models import Document, MessageMap, Product, ProductFile
from mangnon.library.perms import ROLES_THAT_PUBLISH
from mangnon.units.api import Person, Scope, Unit, UnitKind, scope_of

# What these give out is for the whole province.
OF_THE_PROVINCE = frozenset(set(UnitKind) - {UnitKind.COMMUNE, UnitKind.SCHOOL})


def documents_visible_to(person: Person) -> QuerySet[Document]:
    return Document.objects.filter(near(person), withdrawn_at=None).select_related("unit")


def document_for(person: Person, pk: UUID) -> Document:
    """Raises Document.DoesNotExist for what the person does not see."""
    return documents_visible_to(person).get(pk=pk)


def maps_visible_to(person: Person) -> QuerySet[MessageMap]:
    seen = MessageMap.objects.filter(near(person), document__withdrawn_at=None)
    return seen.select_related("unit", "document", "document__unit")


def map_for(person: Person, pk: UUID) -> MessageMap:
    """Raises MessageMap.DoesNotExist for what the person does not see."""
    return maps_visible_to(person).get(pk=pk)


def products_visible_to(person: Person) -> QuerySet[Product]:
    scope = scope_of(person)
    own = Q(unit__in=scope.unit_ids) | Q(unit__in=[unit.pk for unit in scope.homes])
    shared = _in_the_province(scope) & Q(state=ProductState.APPROVED)
    return Product.objects.filter(own | shared).select_related(
        "unit", "revision__map__document", "made_by"
    )


def product_for(person: Person, pk: UUID) -> Product:
    """Raises Product.DoesNotExist for what the person does not see."""
    return products_visible_to(person).get(pk=pk)


def publishable_to(person: Person) -> QuerySet[Product]:
    """What the person may publish: approved, whole, up to date, of the units it speaks for."""
    units = [one.unit.pk for one in scope_of(person).held if one.role in ROLES_THAT_PUBLISH]
    return standing().filter(unit__in=units).select_related("unit")


def standing() -> QuerySet[Product]:
    """Approved, neither recalled nor outdated, of a source whose last day has not passed."""
    return Product.objects.filter(
        holding(), state=ProductState.APPROVED, recalled_at=None, outdated_at=None
    )


def holding() -> Q:
    """The condition on a product that the last day of its source has not passed."""
    last = "revision__map__document__valid_until"
    return Q(**{last: None}) | Q(**{f"{last}__gte": clock.today()})


def files_of(product: Product) -> list[ProductFile]:
    """Its files in order, each with its bytes' row and its small picture."""
    return list(product.files.select_related("file", "preview").order_by("place"))


def near(person: Person) -> Q:
    """The condition on `unit` for what concerns the person: own reach, above it, the province."""
    scope = scope_of(person)
    above = [path for unit in scope.homes for path in _paths_to(unit)]
    mine = Q(unit__in=scope.unit_ids) | Q(unit__path__in=above)
    return mine | (_in_the_province(scope) & Q(unit__kind__in=OF_THE_PROVINCE))


def _in_the_province(scope: Scope) -> Q:
    inside = Q(pk__in=[])
    for root in {unit.root_path for unit in scope.homes}:
        inside |= Q(unit__path__startswith=root)
    return inside


def _paths_to(unit: Unit) -> Iterator[str]:
    steps = unit.path.rstrip("/").split("/")
    for count in range(1, len(steps) + 1):
        yield "/".join(steps[:count]) + "/"
