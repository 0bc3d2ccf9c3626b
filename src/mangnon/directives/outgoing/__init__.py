"""Official letters that a unit sends, as Decree 30/2020 lays them out. Values in, files out."""

from mangnon.directives.outgoing.docx import to_docx
from mangnon.directives.outgoing.letter import (
    TYPE_CODES,
    Align,
    Annex,
    Block,
    Heading,
    Items,
    Kind,
    LetterDate,
    OfficialLetter,
    Paragraph,
    Quote,
    Run,
    Signer,
    Table,
    Urgency,
)
from mangnon.directives.outgoing.pdf import to_pdf

__all__ = [
    "TYPE_CODES",
    "Align",
    "Annex",
    "Block",
    "Heading",
    "Items",
    "Kind",
    "LetterDate",
    "OfficialLetter",
    "Paragraph",
    "Quote",
    "Run",
    "Signer",
    "Table",
    "Urgency",
    "to_docx",
    "to_pdf",
]
