"""What a report on a letter may say, counted from its work and returns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from mangnon.directives.choices import ReturnState, State, spoken
from mangnon.directives.models import Assignment, Directive, Return
from mangnon.directives.outgoing import ClauseCount, DirectiveRef, Figure, ReportFacts, Voice
from mangnon.directives.queries.results import figures
from mangnon.directives.workflow import OWING
from mangnon.kit import clock
from mangnon.units.api import Unit

# A report is read by people: so many voices of each kind, the whole lies in the workbook.
MOST_VOICES = 40
QUOTES_OF_A_CLAUSE = 2
_QUOTE_CHARACTERS = 300


def report_facts(directive: Directive, unit: Unit) -> ReportFacts:
    """The facts as `unit` sees them: of the work that it gave out, else of its own work."""
    works = Assignment.objects.filter(directive=directive, given_by=unit).order_by()
    own = directive.issuer_id != unit.pk and not works.exists()
    if own:
        works = Assignment.objects.filter(directive=directive, unit=unit).order_by()
    returns = _standing_returns(works)
    return ReportFacts(
        directive=reference(directive),
        reporter=unit.name,
        as_of=clock.today(),
        units=works.values("unit_id").distinct().count(),
        clauses=_clauses(directive, works),
        figures=() if own else _figures(directive, unit),
        quotes=_quotes(returns if own else returns.filter(state=ReturnState.ACCEPTED)),
        difficulties=_voices(returns, "difficulties"),
        proposals=_voices(returns, "proposals"),
        silent_units=_silent(works),
        own=own,
    )


def reference(directive: Directive) -> DirectiveRef:
    """The letter as other letters name it."""
    return DirectiveRef(
        issuer=directive.issuer_text or directive.issuer.name,
        subject=directive.subject,
        kind=directive.kind,
        notation=directive.notation if directive.number else None,
        issued_on=printed_date(directive),
    )


def printed_date(directive: Directive) -> date | None:
    """The letter's date when it is printed whole and is one."""
    try:
        return date(directive.year or 0, directive.month or 0, directive.day or 0)
    except ValueError:
        return None


def _standing_returns(works: QuerySet[Assignment]) -> QuerySet[Return]:
    """Returns that were not sent back, the accepted ones first."""
    return (
        Return.objects.filter(
            assignment__in=works, state__in=[ReturnState.ACCEPTED, ReturnState.SUBMITTED]
        )
        .select_related("assignment__unit", "assignment__clause")
        .order_by("state", "made_at", "pk")
    )


def _clauses(directive: Directive, works: QuerySet[Assignment]) -> tuple[ClauseCount, ...]:
    late = Count("pk", filter=Q(state__in=OWING, due_on__lt=clock.today()))
    counts: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    for clause, state, count, overdue in works.values_list("clause_id", "state").annotate(
        count=Count("pk"), late=late
    ):
        counts[clause][state] = (count, overdue)
    return tuple(
        _clause_count(spoken(clause.mark, clause.order), clause.text, counts[clause.pk])
        for clause in directive.clauses.all()
        if counts[clause.pk]
    )


def _clause_count(mark: str, text: str, by_state: dict[str, tuple[int, int]]) -> ClauseCount:
    def count(*states: State) -> int:
        return sum(by_state.get(state, (0, 0))[0] for state in states)

    assigned = sum(one for one, _ in by_state.values())
    return ClauseCount(
        mark=mark,
        text=text,
        assigned=assigned,
        received=assigned - count(State.ISSUED, State.FROZEN),
        in_progress=count(State.IN_PROGRESS, State.SENT_BACK),
        returned=count(State.RETURNED),
        accepted=count(State.ACCEPTED),
        late=sum(late for _, late in by_state.values()),
    )


def _figures(directive: Directive, giver: Unit) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            name=f"{figure.words} (nội dung {spoken(figure.clause.mark, figure.clause.order)})",
            total=figure.value,
            unit="đơn vị" if figure.of is not None else "",
            given_by=figure.given_by,
        )
        for figure in figures(directive, giver)
    )


def _quotes(returns: QuerySet[Return]) -> tuple[Voice, ...]:
    """The first words on each clause, cut at a sentence: a giver quotes what it accepted."""
    said: dict[int, list[Voice]] = defaultdict(list)
    for one in returns[: MOST_VOICES * 10]:
        voices = said[one.assignment.clause.order]
        if len(voices) < QUOTES_OF_A_CLAUSE:
            voices.append(_voice(one, one.text))
    return tuple(voice for order in sorted(said) for voice in said[order])[:MOST_VOICES]


def _voices(returns: QuerySet[Return], field: str) -> tuple[Voice, ...]:
    said: Iterable[Return] = returns.exclude(**{field: ""})[:MOST_VOICES]
    return tuple(_voice(one, getattr(one, field)) for one in said)


def _voice(one: Return, text: str) -> Voice:
    clause = one.assignment.clause
    return Voice(
        text=_beginning(text),
        unit=one.assignment.unit.name,
        clause=spoken(clause.mark, clause.order),
    )


def _beginning(text: str) -> str:
    """The whole text, or as many whole sentences of it as fit."""
    words = " ".join(text.split())
    if len(words) <= _QUOTE_CHARACTERS:
        return words
    cut = words.rfind(". ", 0, _QUOTE_CHARACTERS)
    if cut > 0:
        return words[: cut + 1]
    return words[:_QUOTE_CHARACTERS].rsplit(" ", 1)[0] + "…"


def _silent(works: QuerySet[Assignment]) -> tuple[str, ...]:
    """The units that returned nothing yet, by name."""
    spoke = works.filter(state__in=[State.RETURNED, State.ACCEPTED]).values("unit_id")
    silent = works.exclude(unit__in=spoke).exclude(state=State.FROZEN)
    return tuple(sorted(set(silent.values_list("unit__name", flat=True))))
