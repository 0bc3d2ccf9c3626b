"""Mẫu 01 to 07 of Decree 56/2017: filled, checked, carried over, masked, printed. No framework."""

from mangnon.cases.papers.answers import Checked, checked
from mangnon.cases.papers.carrying import Carried, Earlier, carried
from mangnon.cases.papers.loading import BadSchema, NoSuchForm, schema, versions
from mangnon.cases.papers.masking import keeping_hidden, masked
from mangnon.cases.papers.printing import to_docx, to_pdf
from mangnon.cases.papers.risk import Suggestion, suggest_risk
from mangnon.cases.papers.schema import (
    HIDDEN,
    UNVERIFIED,
    Answers,
    Field,
    FieldClass,
    FormSchema,
    Kind,
    Section,
)
from mangnon.cases.papers.wording import Said, told
from mangnon.kit.official.letter import LetterDate, Letterhead, Signer

__all__ = [
    "HIDDEN",
    "UNVERIFIED",
    "Answers",
    "BadSchema",
    "Carried",
    "Checked",
    "Earlier",
    "Field",
    "FieldClass",
    "FormSchema",
    "Kind",
    "LetterDate",
    "Letterhead",
    "NoSuchForm",
    "Said",
    "Section",
    "Signer",
    "Suggestion",
    "carried",
    "checked",
    "keeping_hidden",
    "masked",
    "schema",
    "suggest_risk",
    "to_docx",
    "to_pdf",
    "told",
    "versions",
]
