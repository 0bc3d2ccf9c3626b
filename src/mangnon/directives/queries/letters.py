"""Which letters a person sees, and one letter as its reviewer sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from mangnon.directives.choices import DirectiveState, spoken
from mangnon.directives.expanding import expand
from mangnon.directives.models import Addressee, Assignment, Clause, Directive, Ground
from mangnon.directives.perms import acting_units
from mangnon.kit import clock
from mangnon.units.api import Person, Role, Scope, Unit, UnitKind, scope_of

GIVEN_OUT = (
    DirectiveState.ISSUED,
    DirectiveState.CLOSED,
    DirectiveState.WITHDRAWN,
    DirectiveState.REPLACED,
)
# Below this the reader is not sure, and the screen asks a person to look.
_SURE = 0.7


@dataclass(frozen=True)
class Review:
    """A letter with everything that its reviewer needs; about ten queries whatever its length.

    `spans` and `confidence` are keyed by field name, with the place in a list (`clauses.0`) or
    the part (`signer.name`) after a point; a span is (start, end, page) into `directive.text`.
    `doubtful` are the keys that ask to be looked at.
    """

    directive: Directive
    clauses: tuple[Clause, ...]  # with `.parties` and their addressees prefetched
    addressees: tuple[Addressee, ...]  # with `.units` prefetched
    grounds: tuple[Ground, ...]
    spans: Mapping[str, list[tuple[int, int, int]]]
    confidence: Mapping[str, float]
    doubtful: frozenset[str]
    warnings: tuple[str, ...]
    missing: tuple[str, ...]
    twins: tuple[Directive, ...]  # other letters of the same issuer, number and symbol
    unit_count: int
    assignment_count: int


def letters_visible_to(person: Person, unit: Unit | None = None) -> QuerySet[Directive]:
    """Letters that a person may see; with `unit`, those of them that it gave out or received.

    Who acts for the issuer sees its letters from the first reading on. Issued letters are seen by
    those who act for a unit with work from it, by whoever was handed some of it, and by provincial
    officers and auditors whose reach covers the issuer.
    """
    scope = scope_of(person)
    own = [unit.pk for unit in acting_units(scope)]
    issuing = [unit.pk for unit in acting_units(scope) if unit.kind != UnitKind.SCHOOL]
    works = Assignment.objects.filter(
        Q(unit__in=own) | Q(given_by__in=own) | Q(person=person)
    ).values("directive_id")
    given = Q(pk__in=works) | _overseen(scope)
    letters = Directive.objects.select_related("issuer").filter(
        Q(issuer__in=issuing) | (Q(state__in=GIVEN_OUT) & given)
    )
    if unit is None:
        return letters
    received = Assignment.objects.filter(unit=unit).values("directive_id")
    return letters.filter(Q(issuer=unit) | Q(pk__in=received))


def _overseen(scope: Scope) -> Q:
    """Letters of issuers that an officer or auditor reaches from above."""
    inside = Q(pk__in=[])
    for held in scope.held:
        if held.role in {Role.PROVINCIAL_OFFICER, Role.AUDITOR}:
            inside |= Q(issuer__path__startswith=held.root)
    return inside


def directive_for(person: Person, directive_id: UUID) -> Directive:
    """One letter. Raises Directive.DoesNotExist also for letters that the person may not see."""
    return (
        letters_visible_to(person)
        .select_related("source", "created_by", "replaces")
        .get(pk=directive_id)
    )


def replacement_of(directive: Directive) -> Directive | None:
    """The letter that took this one's place, once it is issued."""
    return directive.replaced_by.filter(state__in=GIVEN_OUT).first()


def review_of(directive: Directive) -> Review:
    """Everything for the review screen."""
    reading = directive.reading
    confidence: dict[str, float] = reading.get("confidence", {})
    clauses = tuple(directive.clauses.prefetch_related("parties__addressee"))
    addressees = tuple(directive.addressees.prefetch_related("units"))
    work = _expanded(directive, clauses, addressees)
    return Review(
        directive=directive,
        clauses=clauses,
        addressees=addressees,
        grounds=tuple(directive.grounds.all()),
        spans=reading.get("spans", {}),
        confidence=confidence,
        doubtful=frozenset(name for name, sure in confidence.items() if sure < _SURE),
        warnings=tuple(reading.get("warnings", ())),
        missing=tuple(_missing(directive, clauses, addressees)),
        twins=twins_of(directive),
        unit_count=len({unit for _, unit in work}),
        assignment_count=len(work),
    )


def _expanded(
    directive: Directive, clauses: tuple[Clause, ...], addressees: tuple[Addressee, ...]
) -> Mapping[tuple[int, int], str]:
    parties = (
        (clause.pk, party.addressee_id, party.part)
        for clause in clauses
        for party in clause.parties.all()
    )
    units = {line.pk: [unit.pk for unit in line.units.all()] for line in addressees}
    return expand(parties, units, leave_out=directive.issuer_id)


def twins_of(directive: Directive) -> tuple[Directive, ...]:
    """Other letters with the same number, symbol and issuer: the same letter taken in twice?"""
    if not directive.number:
        return ()
    same = Directive.objects.filter(
        number=directive.number,
        symbol=directive.symbol,
        issuer_text__iexact=directive.issuer_text,
        year=directive.year,
    )
    return tuple(same.exclude(pk__in=[directive.pk, directive.replaces_id]))


def what_is_missing(directive: Directive) -> list[str]:
    """What stands between a draft and its issue, one sentence each; empty when it is ready."""
    clauses = tuple(directive.clauses.prefetch_related("parties"))
    addressees = tuple(directive.addressees.prefetch_related("units"))
    return _missing(directive, clauses, addressees)


def _missing(
    directive: Directive, clauses: tuple[Clause, ...], addressees: tuple[Addressee, ...]
) -> list[str]:
    missing = []
    if not directive.subject.strip():
        missing.append("Văn bản chưa có trích yếu.")
    if directive.deadline_on is None:
        missing.append("Chưa có hạn báo cáo: văn bản không ghi, hãy chọn một ngày.")
    elif directive.deadline_on < clock.today():
        missing.append(f"Hạn báo cáo {directive.deadline_on:%d/%m/%Y} đã qua, hãy chọn ngày khác.")
    if not clauses:
        missing.append("Chưa có nội dung nào để giao.")
    if not addressees:
        missing.append("Chưa có nơi nhận.")
    missing += [
        f"Chưa rõ “{line.text}” là những đơn vị nào."
        for line in addressees
        if line.question or not line.units.all()
    ]
    missing += [
        f"“{unit.name}” không còn hoạt động, hãy chọn lại đơn vị cho “{line.text}”."
        for line in addressees
        for unit in line.units.all()
        if not unit.lives
    ]
    missing += [
        f"Hạn riêng {clause.deadline_on:%d/%m/%Y} của nội dung "
        f"{spoken(clause.mark, clause.order)} đã qua, hãy chọn ngày khác."
        for clause in clauses
        if clause.deadline_on and clause.deadline_on < clock.today()
    ]
    missing += [
        f"Nội dung {spoken(clause.mark, clause.order)} chưa có đơn vị thực hiện."
        for clause in clauses
        if not clause.parties.all()
    ]
    return missing
