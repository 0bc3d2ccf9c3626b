"""What a progress report is compiled from: plain values, counted elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mangnon.directives.outgoing.wording import Number, in_sentence, on_day


@dataclass(frozen=True, slots=True)
class DirectiveRef:
    """The letter that is being carried out; what it does not say is None."""

    issuer: str
    subject: str
    kind: str = "công văn"
    notation: str | None = None
    issued_on: date | None = None

    def short(self) -> str:
        """ "Công văn số 901/BMTE-BV ngày 05 tháng 8 năm 2025 của Cục Bà mẹ và Trẻ em"."""
        parts = [self.kind[:1].upper() + self.kind[1:]]
        parts += [f"số {self.notation}"] if self.notation else []
        parts += [on_day(self.issued_on)] if self.issued_on else []
        parts += [f"của {in_sentence(self.issuer)}"] if self.issuer else []
        return " ".join(parts)

    def full(self) -> str:
        """The short form and what it is about."""
        return f"{self.short()} về việc {_inside(self.subject)}" if self.subject else self.short()


@dataclass(frozen=True, slots=True)
class ClauseCount:
    """Assignments of one clause, one per unit.

    `received`: acknowledged, whatever came later; `in_progress`: being carried out now;
    `returned`: a return waits to be judged; `accepted`: judged good; `late`: past the deadline
    and not accepted.
    """

    mark: str
    text: str
    assigned: int
    received: int = 0
    in_progress: int = 0
    returned: int = 0
    accepted: int = 0
    late: int = 0

    def __post_init__(self) -> None:
        parts = (self.received, self.in_progress, self.returned, self.accepted, self.late)
        if min(parts) < 0 or max(parts) > self.assigned:
            raise ValueError(f"Số liệu của nội dung {self.mark} không khớp với số lượt được giao.")


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator's total over the units that gave it."""

    name: str
    total: Number
    unit: str = ""
    given_by: int | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """Words of a unit: an achievement, a difficulty or a proposal."""

    text: str
    unit: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything a report may say. `reporter` writes it, `as_of` is the day of the figures.

    `own` when the reporter tells of the work that it was given; else of the work that it gave out.
    """

    directive: DirectiveRef
    reporter: str
    as_of: date
    units: int
    clauses: tuple[ClauseCount, ...] = ()
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Voice, ...] = ()
    difficulties: tuple[Voice, ...] = ()
    proposals: tuple[Voice, ...] = ()
    silent_units: tuple[str, ...] = ()
    own: bool = False

    def total(self, name: str) -> int:
        """Sum of one count over all clauses."""
        return sum(getattr(clause, name) for clause in self.clauses)


def _inside(subject: str) -> str:
    """A subject inside a sentence: no "V/v", no end mark, as it was written otherwise."""
    said = " ".join(subject.split()).rstrip(" .;,")
    for lead in ("V/v ", "v/v ", "Về việc ", "về việc "):
        said = said.removeprefix(lead)
    return said
