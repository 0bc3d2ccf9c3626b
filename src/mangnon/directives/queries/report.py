"""Letters that a unit sends about a directive: the result, and the handing on of its clauses."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from mangnon.directives.choices import Part
from mangnon.directives.exchange import ExchangeRefused, Organ, message_of, write_message
from mangnon.directives.models import Assignment, Directive, Report
from mangnon.directives.outgoing import (
    AssignedClause,
    Kind,
    LetterDate,
    Letterhead,
    OfficialLetter,
    Paragraph,
    ReportDraft,
    Signer,
    Table,
    Urgency,
    assignment_letter,
    compile_report,
    draft_from_dict,
    draft_to_letter,
)
from mangnon.directives.queries.facts import printed_date, reference, report_facts
from mangnon.directives.refusals import Invalid
from mangnon.directives.workflow import OWING
from mangnon.kit import clock
from mangnon.units.api import Person, Unit, UnitKind


@dataclass(frozen=True)
class StandingReport:
    """A report as it stands: as it was edited, or compiled anew (`version` 0)."""

    draft: ReportDraft
    head: Letterhead
    version: int = 0
    saved_by: Person | None = None
    saved_at: datetime | None = None


def report_of(directive: Directive, unit: Unit) -> StandingReport:
    """The report of a unit on a letter, for a person to edit."""
    saved = Report.objects.select_related("saved_by").filter(directive=directive, unit=unit).first()
    if saved is None:
        return StandingReport(
            compile_report(report_facts(directive, unit)), letterhead(directive, unit)
        )
    return StandingReport(
        draft_from_dict(saved.outline),
        head_from_dict(saved.head),
        saved.version,
        saved.saved_by,
        saved.saved_at,
    )


def result_letter(
    directive: Directive, unit: Unit, report: StandingReport | None = None
) -> OfficialLetter:
    """The report as a BÁO CÁO in official layout."""
    standing = report or report_of(directive, unit)
    return draft_to_letter(standing.draft, standing.head)


def letterhead(directive: Directive, unit: Unit) -> Letterhead:
    """The head that a unit writes under: the issuer to the body above it, others to the issuer.

    Number and day stay open until the letter is signed.
    """
    own = directive.issuer_id == unit.pk
    above = unit.parent if own else directive.issuer
    today = clock.today()
    return Letterhead(
        issuer=unit.name,
        parent=unit.parent.name if unit.parent and unit.kind != UnitKind.COMMUNE else None,
        symbol=f"/BC-{abbreviation(unit)}",
        place=unit.province.bare_name if unit.province else None,
        date=LetterDate(None, today.month, today.year),
        addressees=(above.name,) if above else (),
        signer=_signer(directive) if own else Signer(),
        copies=("Như trên", "Lưu: VT"),
    )


def abbreviation(unit: Unit) -> str:
    """The unit in the symbol of its letters: `SYT` of the code `51-SYT`, `UBND` for a commune."""
    if unit.kind in {UnitKind.COMMUNE, UnitKind.PROVINCE}:
        return "UBND"
    last = unit.code.rsplit("-", 1)[-1]
    return last if last.isalpha() else "".join(word[0] for word in unit.name.split()).upper()


def _signer(directive: Directive) -> Signer:
    authority = directive.signer_authority
    return Signer(
        authority=(authority,) if authority else (),
        position=directive.signer_position or None,
        name=directive.signer_name or None,
    )


def head_as_dict(head: Letterhead) -> dict[str, Any]:
    """A letterhead as plain values, fit for JSON; `head_from_dict` reads them back."""
    return asdict(head)


def head_from_dict(data: dict[str, Any]) -> Letterhead:
    values = dict(data)
    signer = values.pop("signer")
    urgency = values.pop("urgency")
    return Letterhead(
        **{
            **values,
            "date": LetterDate(**values["date"]),
            "addressees": tuple(values["addressees"]),
            "copies": tuple(values["copies"]),
            "signer": Signer(tuple(signer["authority"]), signer["position"], signer["name"]),
            "urgency": Urgency(urgency) if urgency else None,
        }
    )


def giving_letter(directive: Directive, unit: Unit) -> OfficialLetter:
    """The công văn with which a unit hands a letter's clauses on, with who leads and until when."""
    head = _sending(letterhead(directive, unit), _addressees(directive, unit))
    own = directive.issuer_id == unit.pk
    clauses = directive.clauses.prefetch_related("parties__addressee")
    return assignment_letter(
        head,
        subject=directive.subject,
        clauses=tuple(
            AssignedClause(
                mark=clause.mark or str(clause.order),
                text=clause.text,
                lead=_who(clause.parties.all(), Part.LEAD) if own else (),
                cooperate=_who(clause.parties.all(), Part.COOPERATE) if own else (),
                deadline=clause.deadline_on,
            )
            for clause in clauses
        ),
        ground=None if own else reference(directive),
        report_by=directive.deadline_on,
    )


def _sending(head: Letterhead, addressees: tuple[str, ...]) -> Letterhead:
    """The head of a công văn: no type code in the symbol, other addressees."""
    symbol = (head.symbol or "").replace("/BC-", "/")
    return Letterhead(**{**_fields(head), "symbol": symbol, "addressees": addressees})


def _fields(head: Letterhead) -> dict[str, Any]:
    return {name: getattr(head, name) for name in Letterhead.__dataclass_fields__}


def _who(parties: Any, part: Part) -> tuple[str, ...]:
    return tuple(party.addressee.text for party in parties if party.part == part)


def _addressees(directive: Directive, unit: Unit) -> tuple[str, ...]:
    if directive.issuer_id == unit.pk:
        return tuple(directive.addressees.values_list("text", flat=True))
    given = Assignment.objects.filter(directive=directive, given_by=unit)
    return tuple(sorted(set(given.values_list("unit__name", flat=True))))


def urging_letter(directive: Directive, unit: Unit) -> OfficialLetter:
    """A công văn that asks the units with work past its deadline to report, with their list."""
    late = Assignment.objects.filter(
        directive=directive, given_by=unit, state__in=OWING, due_on__lt=clock.today()
    )
    counts: dict[str, int] = {}
    for name in late.order_by("unit__path").values_list("unit__name", flat=True):
        counts[name] = counts.get(name, 0) + 1
    head = _sending(letterhead(directive, unit), ("Các đơn vị có tên trong danh sách dưới đây",))
    said = reference(directive)
    rows = tuple(
        (str(place), name, str(count)) for place, (name, count) in enumerate(counts.items(), 1)
    )
    body = (
        Paragraph(
            f"Thực hiện {said.full()}, đến nay còn {len(rows)} đơn vị chưa gửi báo cáo kết quả "
            "theo thời hạn. Để kịp thời tổng hợp, đề nghị các đơn vị có tên dưới đây khẩn trương "
            "thực hiện và gửi báo cáo; trường hợp cần thêm thời gian, đề nghị nêu rõ lý do và "
            "ngày hoàn thành."
        ),
        Table(("TT", "Đơn vị", "Số nội dung quá hạn"), rows, widths=(1, 8, 3)),
    )
    subject = f"đôn đốc thực hiện {said.short()}"
    return head.letter(kind=Kind.DISPATCH, subject=subject, body=body)


def exchange_message(directive: Directive) -> bytes:
    """The letter's metadata for document exchange (XML). Not conformance-tested.

    Raises Invalid when a field does not fit the format.
    """
    day = printed_date(directive)
    issuer = directive.issuer_text or directive.issuer.name
    letter = OfficialLetter(
        issuer=issuer,
        subject=directive.subject,
        kind=_kind(directive.kind),
        parent=directive.parent_text or None,
        number=directive.number or None,
        symbol=directive.symbol or None,
        place=directive.place or None,
        date=LetterDate(day.day, day.month, day.year) if day else LetterDate(),
        signer=_signer(directive),
        copies=tuple(directive.copies),
    )
    message = message_of(
        letter,
        document_id=str(directive.pk),
        sender=Organ(directive.issuer.code, issuer),
        receivers=tuple(
            Organ(code, name)
            for code, name in Assignment.objects.filter(
                directive=directive, given_by=directive.issuer_id
            )
            .order_by("unit__code")
            .values_list("unit__code", "unit__name")
            .distinct()
        ),
        due_on=directive.deadline_on,
    )
    try:
        return write_message(message)
    except ExchangeRefused as refusal:
        raise Invalid(str(refusal)) from refusal


def _kind(name: str) -> Kind:
    return Kind(name) if name in set(Kind) else Kind.DISPATCH
