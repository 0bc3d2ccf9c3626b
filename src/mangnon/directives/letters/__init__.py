"""Reading official letters: a file goes in as it is, its fields come out with their places."""

from mangnon.directives.letters.model import (
    Clause,
    Ground,
    Letter,
    LetterDate,
    LetterType,
    Reading,
    Signer,
    Span,
)
from mangnon.directives.letters.read import read_letter
from mangnon.directives.letters.refusal import NotALetter, Refusal, TooLarge, Unreadable

__all__ = [
    "Clause",
    "Ground",
    "Letter",
    "LetterDate",
    "LetterType",
    "NotALetter",
    "Reading",
    "Refusal",
    "Signer",
    "Span",
    "TooLarge",
    "Unreadable",
    "read_letter",
]
