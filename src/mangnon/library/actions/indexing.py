"""What search finds is written with the thing itself, in its transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mangnon.library import folding
from mangnon.library.choices import EditionState, EntryKind, Kind, ProductState
from mangnon.library.models import Document, Entry, MessageMap, Product
from mangnon.studio.maps import checked, texts_of
from mangnon.studio.refusals import BadMap


def index_document(document: Document) -> None:
    """As its newest readable edition stands; nothing once it is withdrawn."""
    if document.withdrawn_at is not None:
        Entry.objects.filter(document=document).delete()
        return
    edition = document.editions.filter(state=EditionState.READY).first()
    texts = [one.text for one in edition.paragraphs.all()] if edition else []
    is_source = document.kind == Kind.SOURCE
    named = [document.number, document.issuer, document.about]
    _write(
        {"document": document},
        kind=EntryKind.SOURCE if is_source else EntryKind.CATALOGUED,
        title=document.title,
        about=document.about[:300] or " ".join(texts)[:300],
        texts=[*named, *texts],
        audiences=document.audiences,
        of=document,
        genre=document.genre,
        unit_id=document.unit_id,
        at=document.added_at,
    )


def index_map(of_map: MessageMap) -> None:
    """As its newest revision says; a map that was never whole is not found."""
    revision = of_map.revisions.first()
    if revision is None:
        return
    values = revision.values
    _write(
        {"map": of_map},
        kind=EntryKind.MAP,
        title=values["title"]["text"],
        about=of_map.document.title,
        texts=_texts(values),
        audiences=[of_map.audience],
        of=of_map.document,
        genre="",
        unit_id=of_map.unit_id,
        at=revision.made_at,
    )


def index_product(product: Product) -> None:
    """Shared once approved, public once published; a recalled one is found by nobody."""
    if product.state == ProductState.RECALLED:
        Entry.objects.filter(product=product).delete()
        return
    document = product.revision.map.document
    approved = product.state == ProductState.APPROVED
    _write(
        {"product": product},
        kind=EntryKind.PRODUCT,
        title=product.title,
        about=document.title,
        texts=_texts(product.revision.values),
        audiences=[product.theme],
        of=document,
        genre=product.genre,
        unit_id=product.unit_id,
        at=product.made_at,
        shared=approved,
        public=approved and product.published_at is not None,
    )


def _write(
    found_by: dict[str, Any],
    *,
    title: str,
    texts: Iterable[str],
    audiences: Iterable[str],
    of: Document,
    **more: Any,
) -> None:
    named = [*dict.fromkeys(str(one) for one in audiences)]
    Entry.objects.update_or_create(
        **found_by,
        defaults={
            "title": title[:300],
            "title_words": folding.indexed(title),
            "words": folding.indexed("\n".join(texts)),
            "audiences": f" {' '.join(named)} " if named else "",
            "issuer": of.issuer,
            "year": of.issued_on.year if of.issued_on else None,
            "rights": of.rights,
            "holds_until": of.valid_until,
            "shared": False,
            "public": False,
            **more,
        },
    )


def _texts(values: dict[str, Any]) -> list[str]:
    try:
        return [*texts_of(checked(values))]
    except BadMap:  # kept before a rule became stricter
        return []
