"""Official letters that a unit sends, as Decree 30/2020 lays them out. Values in, files out."""

from mangnon.directives.outgoing.assigning import AssignedClause, assignment_letter
from mangnon.directives.outgoing.draft import (
    ReportDraft,
    ReportSection,
    draft_from_dict,
    section_text,
    with_text,
)
from mangnon.directives.outgoing.facts import ClauseCount, DirectiveRef, Figure, ReportFacts, Voice
from mangnon.directives.outgoing.report import compile_report, draft_to_letter
from mangnon.kit.official.docx import to_docx
from mangnon.kit.official.letter import (
    TYPE_CODES,
    Align,
    Annex,
    Block,
    Heading,
    Items,
    Kind,
    LetterDate,
    Letterhead,
    OfficialLetter,
    Paragraph,
    Quote,
    Run,
    Signer,
    Table,
    Urgency,
)
from mangnon.kit.official.pdf import to_pdf

__all__ = [
    "TYPE_CODES",
    "Align",
    "Annex",
    "AssignedClause",
    "Block",
    "ClauseCount",
    "DirectiveRef",
    "Figure",
    "Heading",
    "Items",
    "Kind",
    "LetterDate",
    "Letterhead",
    "OfficialLetter",
    "Paragraph",
    "Quote",
    "ReportDraft",
    "ReportFacts",
    "ReportSection",
    "Run",
    "Signer",
    "Table",
    "Urgency",
    "Voice",
    "assignment_letter",
    "compile_report",
    "draft_from_dict",
    "draft_to_letter",
    "section_text",
    "to_docx",
    "to_pdf",
    "with_text",
]
