"""The face of the library: what publishing and other domains may use."""

from mangnon.library.actions.adapting import adapt
from mangnon.library.actions.making import brief_of
from mangnon.library.actions.recalling import recall, recall_left_copies
from mangnon.library.actions.starters import load_starter
from mangnon.library.actions.using import (
    count_use,
    mark_published,
    subscribe,
    take_off,
    unsubscribe,
)
from mangnon.library.choices import ProductState, Use
from mangnon.library.demo import seed_demo
from mangnon.library.models import Document, Product, ProductFile
from mangnon.library.perms import (
    ROLES_THAT_PUBLISH,
    can_publish,
    can_recall,
    publishes_somewhere,
)
from mangnon.library.queries.products import (
    ChangedParagraph,
    changed_paragraphs,
    copies_of,
    listed_products,
    public_products,
)
from mangnon.library.queries.search import Choice, Found, Wanted, search_public
from mangnon.library.queries.visible import (
    files_of,
    product_for,
    products_visible_to,
    publishable_to,
    standing,
)
from mangnon.library.refusals import Conflict, Invalid, NotAllowed, Refusal

__all__ = [
    "ROLES_THAT_PUBLISH",
    "ChangedParagraph",
    "Choice",
    "Conflict",
    "Document",
    "Found",
    "Invalid",
    "NotAllowed",
    "Product",
    "ProductFile",
    "ProductState",
    "Refusal",
    "Use",
    "Wanted",
    "adapt",
    "brief_of",
    "can_publish",
    "can_recall",
    "changed_paragraphs",
    "copies_of",
    "count_use",
    "files_of",
    "listed_products",
    "load_starter",
    "mark_published",
    "product_for",
    "products_visible_to",
    "public_products",
    "publishable_to",
    "publishes_somewhere",
    "recall",
    "recall_left_copies",
    "search_public",
    "seed_demo",
    "standing",
    "subscribe",
    "take_off",
    "unsubscribe",
]
