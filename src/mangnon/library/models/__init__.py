"""The library: documents, message maps, products. Personal data kept here: see each model."""

from mangnon.library.models.document import Document, Edition, Paragraph
from mangnon.library.models.maps import MessageMap, Revision
from mangnon.library.models.products import Approval, Product, ProductFile, Rest, Used

__all__ = [
    "Approval",
    "Document",
    "Edition",
    "MessageMap",
    "Paragraph",
    "Product",
    "ProductFile",
    "Rest",
    "Revision",
    "Used",
]
