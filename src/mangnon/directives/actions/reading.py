"""Turning a reading into a draft, or into a refusal that is kept with its words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import CharField
from django_tasks import task

from mangnon.base.audit.api import record
from mangnon.base.files.api import contents
from mangnon.directives.actions.drafts import locked
from mangnon.directives.actions.exchanging import stated_fields
from mangnon.directives.actions.resolving import place_addressees
from mangnon.directives.choices import DirectiveState
from mangnon.directives.kinds import propose_kind
from mangnon.directives.letters import NotALetter, Reading, Refusal, read_letter
from mangnon.directives.models import Addressee, Clause, ClauseParty, Directive, Ground
from mangnon.directives.parties import propose_parties
from mangnon.directives.queries.indicators import propose_indicator

_BROKEN = (
    "Hệ thống gặp lỗi khi đọc tệp này. Tệp vẫn được lưu: anh/chị có thể nhập tay, hoặc thử đọc lại."
)


def read_now(directive_id: UUID) -> Directive:
    """Read a letter that waits to be read. What was read before is left as it is.

    The reading itself, which may take minutes for a scan, holds no transaction.
    """
    directive = Directive.objects.select_related("source", "issuer").get(pk=directive_id)
    if directive.state != DirectiveState.READING or directive.source is None:
        return directive
    try:
        reading = read_letter(contents(directive.source), name=directive.source.name)
    except NotALetter as refusal:
        return refuse(directive, str(refusal), refusal.reading)
    except Refusal as refusal:
        return refuse(directive, str(refusal), None)
    except Exception:
        # A mistake of ours: the person is told and can go on by hand, the log has the trace.
        refuse(directive, _BROKEN, None)
        raise
    return understand(directive, reading)


@task(retries=2, minutes=15)
def read_directive(directive_id: str) -> None:
    """The same as a job: a scan takes seconds a page."""
    read_now(UUID(directive_id))


@transaction.atomic
def refuse(directive: Directive, words: str, reading: Reading | None) -> Directive:
    """Keep why a file was not read; whatever could be read of it stays for writing by hand."""
    draft = locked(directive)
    if draft.state != DirectiveState.READING:
        return draft
    draft.state, draft.refusal = DirectiveState.REFUSED, words[:500]
    if reading is not None:
        fill(draft, reading)
    draft.version += 1
    draft.save()
    record(by=None, what="directive.refused", on=draft, unit=draft.issuer_id)
    return draft


@transaction.atomic
def understand(directive: Directive, reading: Reading) -> Directive:
    """Make a draft of a reading, once: a second reading of the same letter changes nothing."""
    draft = locked(directive)
    if draft.state != DirectiveState.READING:
        return draft
    draft.state, draft.refusal = DirectiveState.DRAFT, ""
    fill(draft, reading)
    draft.version += 1
    draft.save()
    record(
        by=None,
        what="directive.read",
        on=draft,
        facts={"clauses": len(reading.letter.clauses), "warnings": len(reading.warnings)},
        unit=draft.issuer_id,
    )
    return draft


def fill(draft: Directive, reading: Reading) -> None:
    """Set the fields and write the rows of what was read; the caller saves the draft."""
    letter = reading.letter
    draft.text = reading.text
    stated = stated_fields(draft)
    draft.reading |= {
        "spans": {name: [list(span) for span in spans] for name, spans in reading.spans.items()},
        "confidence": dict(reading.confidence),
        "warnings": list(reading.warnings),
    }
    draft.kind = letter.type
    texts = {
        "issuer_text": letter.issuer,
        "parent_text": letter.parent,
        "number": letter.number,
        "symbol": letter.symbol,
        "place": letter.place,
        "subject": letter.subject,
        "urgency": letter.urgency,
        "recurring": letter.recurring,
        "signer_authority": letter.signer.authority,
        "signer_position": letter.signer.position,
        "signer_name": letter.signer.name,
    }
    for name, value in texts.items():
        setattr(draft, name, shortened(draft, name, value or ""))
    draft.day, draft.month, draft.year = letter.date.day, letter.date.month, letter.date.year
    draft.copies = list(letter.copies)
    draft.deadline_on, draft.deadline_text = _deadline(letter.deadline)
    _state(draft, stated)
    _write_rows(draft, reading)


def _state(draft: Directive, stated: Mapping[str, Any]) -> None:
    """What the sender's message states goes before what was read."""
    for name, value in stated.items():
        if name == "deadline_on":
            draft.deadline_on = _iso(value)
        elif isinstance(value, str):
            setattr(draft, name, shortened(draft, name, value))
        else:
            setattr(draft, name, value)


def shortened(draft: Directive, name: str, value: str) -> str:
    """A text as long as its field takes; what a letter prints may be longer than any title."""
    field = draft._meta.get_field(name)
    assert isinstance(field, CharField)  # noqa: S101 - all printed texts are
    return value[: field.max_length]


def _deadline(printed: str | None) -> tuple[date | None, str]:
    """A whole date is taken as the deadline; a phrase is kept for a person to decide."""
    try:
        return date.fromisoformat(printed or ""), ""
    except ValueError:
        return None, (printed or "")[:200]


def _iso(printed: str | None) -> date | None:
    return _deadline(printed)[0]


def _write_rows(draft: Directive, reading: Reading) -> None:
    letter = reading.letter
    Ground.objects.bulk_create(
        Ground(
            directive=draft,
            order=order,
            notation=ground.notation[:100],
            issued_on=_iso(ground.date),
            issuer=(ground.issuer or "")[:300],
        )
        for order, ground in enumerate(letter.grounds, 1)
    )
    addressees = place_addressees(draft, letter.addressees)
    clauses = Clause.objects.bulk_create(
        new_clause(draft, order, clause.number or "", clause.text)
        for order, clause in enumerate(letter.clauses, 1)
    )
    ClauseParty.objects.bulk_create(
        party for clause in clauses for party in parties_of(clause, addressees)
    )


def new_clause(draft: Directive, order: int, mark: str, text: str) -> Clause:
    """An unsaved clause with its proposed kind and indicator."""
    kind = propose_kind(text)
    return Clause(
        directive=draft,
        order=order,
        mark=mark[:20],
        text=text,
        kind=kind,
        indicator=propose_indicator(kind),
    )


def parties_of(clause: Clause, addressees: list[Addressee]) -> list[ClauseParty]:
    """The unsaved parts of the addressees in a clause, as its words propose them."""
    parts = propose_parties(clause.text, [addressee.text for addressee in addressees])
    return [
        ClauseParty(clause=clause, addressee=addressees[place], part=part)
        for place, part in parts.items()
    ]
