"""The library: documents, message maps, products. Personal data kept here: see each model."""

from mangnon.library.models.document import Document, Edition, Paragraph
from mangnon.library.models.entry import Entry
from mangnon.library.models.maps import MessageMap, Revision, Voice
from mangnon.library.models.products import Approval, Product, ProductFile, Rest, Used
from mangnon.library.models.sharing import Consent, Subscription, UnitMark

__all__ = [
    "Approval",
    "Consent",
    "Document",
    "Edition",
    "Entry",
    "MessageMap",
    "Paragraph",
    "Product",
    "ProductFile",
    "Rest",
    "Revision",
    "Subscription",
    "UnitMark",
    "Used",
    "Voice",
]
