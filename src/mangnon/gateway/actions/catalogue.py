"""Lists that an installation begins with: the public ones by name, and the demo's own."""

from __future__ import annotations

from django.db import transaction

from mangnon.gateway.actions.bundles import compile_now
from mangnon.gateway.actions.lists import OWN_FORM, take_own
from mangnon.gateway.demo import LISTS
from mangnon.gateway.feeds.catalogue import PublicList, public_lists
from mangnon.gateway.feeds.written import read_names
from mangnon.gateway.models import ListSource
from mangnon.gateway.queries.lists import category_words

# What the catalogue says of a list; how it is used is the operator's.
_CATALOGUE_SAYS = ("title", "publisher", "address", "form", "licence", "note")


@transaction.atomic
def load_catalogue() -> int:
    """The public lists are there, none of them in use by itself; says how many are new.

    A later catalogue may mend a title or an address; what an operator chose (in use or not, group,
    way of use, rhythm, key) is left alone.
    """
    known = {source.key: source for source in ListSource.objects.all()}
    new = [ListSource(**_fields(row)) for row in public_lists() if row.key not in known]
    ListSource.objects.bulk_create(new)
    for row in public_lists():
        if row.key in known:
            _mend(known[row.key], row)
    return len(new)


def _fields(row: PublicList) -> dict[str, object]:
    return {name: getattr(row, name) for name in PublicList.__slots__}


def _mend(source: ListSource, row: PublicList) -> None:
    changes = {
        name: getattr(row, name)
        for name in _CATALOGUE_SAYS
        if getattr(source, name) != getattr(row, name)
    }
    if not changes:
        return
    ListSource.objects.filter(pk=source.pk).update(**changes)
    if "address" in changes:
        # Another address knows nothing of what the old one said of its versions.
        source.versions.update(etag="", last_modified="")


def seed_demo_lists() -> None:
    """The demo's own lists, in use, and their bundle at once. A second call does nothing."""
    if ListSource.objects.filter(is_demo=True).exists():
        return
    words = category_words()
    for category, text in LISTS.items():
        with transaction.atomic():
            source = ListSource.objects.create(
                key=f"trinh-dien-{category}",
                title=f"Trình diễn: {words[category]}",
                publisher="Tỉnh",
                form=OWN_FORM,
                category=category,
                enabled=True,
                is_demo=True,
                note="Tên bịa để trình diễn.",
            )
            take_own(source, text, read_names(text))
    compile_now()
