"""A công văn that hands the clauses of a directive on to the units that carry them out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mangnon.directives.outgoing.facts import DirectiveRef
from mangnon.directives.outgoing.wording import on_day, sentence
from mangnon.kit.official.letter import (
    Block,
    Kind,
    Letterhead,
    OfficialLetter,
    Paragraph,
    Run,
)

Deadline = date | str | None


@dataclass(frozen=True, slots=True)
class AssignedClause:
    """A clause with who leads, who co-operates, and until when (a date, or words as agreed)."""

    mark: str
    text: str
    lead: tuple[str, ...] = ()
    cooperate: tuple[str, ...] = ()
    deadline: Deadline = None


def assignment_letter(
    head: Letterhead,
    *,
    subject: str,
    clauses: tuple[AssignedClause, ...],
    ground: DirectiveRef | None = None,
    report_by: Deadline = None,
    report_to: str = "",
) -> OfficialLetter:
    """The letter; a deadline that nobody set is not mentioned."""
    body = (
        Paragraph(_opening(head, ground)),
        *(block for clause in clauses for block in _clause(clause)),
        *_report(head.issuer, report_by, report_to),
        Paragraph("Đề nghị các cơ quan, đơn vị quan tâm, phối hợp thực hiện."),
    )
    return head.letter(kind=Kind.DISPATCH, subject=subject, body=body)


def _opening(head: Letterhead, ground: DirectiveRef | None) -> str:
    asked = head.addressees[0] if len(head.addressees) == 1 else "các cơ quan, đơn vị"
    start = f"Thực hiện {ground.full()}, " if ground else ""
    return f"{start}{head.issuer} đề nghị {asked} triển khai thực hiện các nội dung sau:"


def _clause(clause: AssignedClause) -> Iterator[Block]:
    mark = clause.mark.rstrip(".)")
    lead = f"{mark}. " if mark and mark not in "-+*" else ""
    yield from _lines(lead, clause.text)
    who = [f"chủ trì: {', '.join(clause.lead)}"] if clause.lead else []
    who += [f"phối hợp: {', '.join(clause.cooperate)}"] if clause.cooperate else []
    who += [f"thời hạn: {_until(clause.deadline)}"] if clause.deadline else []
    if who:
        yield Paragraph((Run(f"({sentence('; '.join(who)).rstrip('.')}.)", italic=True),))


def _lines(lead: str, text: str) -> Iterator[Block]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for place, line in enumerate(lines):
        yield Paragraph(f"{lead}{line}" if place == 0 else line)


def _until(deadline: Deadline) -> str:
    return f"trước {on_day(deadline)}" if isinstance(deadline, date) else str(deadline)


def _report(issuer: str, report_by: Deadline, report_to: str) -> Iterator[Block]:
    if report_by:
        where = report_to or issuer
        yield Paragraph(
            f"Kết quả thực hiện báo cáo về {where} {_until(report_by)} để tổng hợp, theo dõi."
        )
