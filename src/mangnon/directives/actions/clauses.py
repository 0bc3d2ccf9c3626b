"""Correcting clauses of a draft. Each action returns the letter with its new version."""

from __future__ import annotations

from collections.abc import Sequence

from mangnon.directives.actions.drafts import editing
from mangnon.directives.actions.fields import checked, differences, put
from mangnon.directives.actions.reading import new_clause, parties_of
from mangnon.directives.choices import Part
from mangnon.directives.models import Clause, ClauseParty, Directive
from mangnon.directives.refusals import Conflict, Difference, Invalid
from mangnon.kit import clock
from mangnon.kit.vietnamese.keys import nfc
from mangnon.units.api import Person

EDITABLE = frozenset({"mark", "text", "kind", "indicator", "deadline_on", "wants_evidence"})
# Orders are unique in a letter; while rows change places they stand above every real order.
_ASIDE = 1000


def add_clause(
    *,
    by: Person,
    directive: Directive,
    version: int,
    text: str,
    mark: str = "",
    after_id: int | None = None,
) -> Directive:
    """A new clause after another one (at the end when none is named)."""
    words = nfc(text).strip()
    if not words:
        raise Invalid("Nội dung không được để trống.", "text")
    with editing(by=by, directive=directive, version=version, what="clause.added") as draft:
        clauses = list(draft.clauses.all())
        place = _place(clauses, after_id) + 1 if after_id else len(clauses)
        clauses.insert(place, _create(draft, clauses, mark, words))
        _renumber(clauses)
    return draft


def edit_clause(
    *, by: Person, directive: Directive, version: int, clause_id: int, **fields: object
) -> Directive:
    """Change `mark`, `text`, `kind`, `indicator`, `deadline_on` or `wants_evidence`."""
    wanted = checked(_clause(directive, clause_id), fields, EDITABLE)
    if wanted.get("deadline_on") and wanted["deadline_on"] < clock.today():
        raise Invalid("Hạn riêng của nội dung không được ở trong quá khứ.", "deadline_on")

    def theirs(draft: Directive) -> tuple[Difference, ...]:
        return differences(_clause(draft, clause_id), wanted)

    try:
        with editing(
            by=by,
            directive=directive,
            version=version,
            what="clause.edited",
            differences=theirs,
        ) as draft:
            clause = _clause(draft, clause_id)
            put(clause, wanted)
            clause.save()
    except Conflict as conflict:
        if conflict.differences:
            raise
        return Directive.objects.get(pk=directive.pk)
    return draft


def split_clause(
    *, by: Person, directive: Directive, version: int, clause_id: int, at: int
) -> Directive:
    """Two clauses out of one: the second begins at character `at` of the text."""
    with editing(by=by, directive=directive, version=version, what="clause.split") as draft:
        clauses = list(draft.clauses.all())
        place = _place(clauses, clause_id)
        clause = clauses[place]
        first, second = clause.text[:at].strip(), clause.text[at:].strip()
        if not first or not second:
            raise Invalid("Hãy chọn chỗ tách ở giữa nội dung.", "at")
        clause.text = first
        clause.save(update_fields=["text"])
        clauses.insert(place + 1, _create(draft, clauses, "", second))
        _renumber(clauses)
    return draft


def merge_with_next(*, by: Person, directive: Directive, version: int, clause_id: int) -> Directive:
    """One clause out of this one and the next; the parties of the first stay."""
    with editing(by=by, directive=directive, version=version, what="clause.merged") as draft:
        clauses = list(draft.clauses.all())
        place = _place(clauses, clause_id)
        if place + 1 == len(clauses):
            raise Invalid("Đây là nội dung cuối cùng, không có nội dung sau để gộp.")
        clause, following = clauses[place], clauses.pop(place + 1)
        clause.text = f"{clause.text}\n{_marked(following, after=clause)}"
        clause.save(update_fields=["text"])
        following.delete()
        _renumber(clauses)
    return draft


def _marked(clause: Clause, *, after: Clause) -> str:
    """The text as a part of the clause before it: a dash twice in a row says nothing."""
    mark = clause.mark
    if not mark or (mark == after.mark and not mark[-1].isalnum()):
        return clause.text
    end = "" if not mark[-1].isalnum() else ("," if " " in mark else ".")
    return f"{mark}{end} {clause.text}"


def remove_clause(*, by: Person, directive: Directive, version: int, clause_id: int) -> Directive:
    with editing(by=by, directive=directive, version=version, what="clause.removed") as draft:
        clauses = list(draft.clauses.all())
        clauses.pop(_place(clauses, clause_id)).delete()
        _renumber(clauses)
    return draft


def move_clause(
    *, by: Person, directive: Directive, version: int, clause_id: int, to: int
) -> Directive:
    """Put a clause at place `to`, counted from 1."""
    with editing(by=by, directive=directive, version=version, what="clause.moved") as draft:
        clauses = list(draft.clauses.all())
        clause = clauses.pop(_place(clauses, clause_id))
        clauses.insert(max(0, to - 1), clause)
        _renumber(clauses)
    return draft


def set_parties(
    *,
    by: Person,
    directive: Directive,
    version: int,
    clause_id: int,
    lead: Sequence[int],
    cooperate: Sequence[int],
) -> Directive:
    """Which addressees (ids) lead a clause and which co-operate; leading wins over both."""
    with editing(by=by, directive=directive, version=version, what="clause.parties_set") as draft:
        clause = _clause(draft, clause_id)
        own = set(draft.addressees.values_list("pk", flat=True))
        parts = dict.fromkeys(cooperate, Part.COOPERATE) | dict.fromkeys(lead, Part.LEAD)
        if set(parts) - own:
            raise Invalid("Nơi nhận này không thuộc văn bản.", "lead")
        clause.parties.all().delete()
        ClauseParty.objects.bulk_create(
            ClauseParty(clause=clause, addressee_id=addressee, part=part)
            for addressee, part in parts.items()
        )
    return draft


def _clause(directive: Directive, clause_id: int) -> Clause:
    clause = directive.clauses.filter(pk=clause_id).first()
    if clause is None:
        raise Invalid("Nội dung này không còn trong văn bản.")
    return clause


def _place(clauses: list[Clause], clause_id: int) -> int:
    for place, clause in enumerate(clauses):
        if clause.pk == clause_id:
            return place
    raise Invalid("Nội dung này không còn trong văn bản.")


def _create(draft: Directive, clauses: list[Clause], mark: str, text: str) -> Clause:
    """A new last clause, with proposed kind and parties."""
    clause = new_clause(draft, len(clauses) + _ASIDE, mark, text)
    clause.save()
    ClauseParty.objects.bulk_create(parties_of(clause, list(draft.addressees.all())))
    return clause


def _renumber(clauses: list[Clause]) -> None:
    """Give the clauses the orders 1, 2, 3… as they stand in the list."""
    for first in (2 * _ASIDE, 1):
        for order, clause in enumerate(clauses, first):
            clause.order = order
        Clause.objects.bulk_update(clauses, ["order"])
