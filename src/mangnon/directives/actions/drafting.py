"""Taking a letter in and correcting what was understood of it."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.files.api import DOCX, LETTERS, TEXT, FileRefused, remove, store
from mangnon.directives.actions.drafts import editing, locked
from mangnon.directives.actions.exchanging import unpacked
from mangnon.directives.actions.fields import checked, differences, put
from mangnon.directives.actions.reading import read_directive, read_now
from mangnon.directives.choices import DirectiveState
from mangnon.directives.models import Directive
from mangnon.directives.perms import can_draft
from mangnon.directives.refusals import Conflict, Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.units.api import Person, Unit

PURPOSE = "letter"
LARGEST_BYTES = 50 * 1024 * 1024
CORRECTABLE = frozenset(
    {
        "kind",
        "issuer_text",
        "parent_text",
        "number",
        "symbol",
        "place",
        "day",
        "month",
        "year",
        "subject",
        "urgency",
        "signer_authority",
        "signer_position",
        "signer_name",
        "copies",
        "deadline_on",
        "deadline_text",
        "recurring",
    }
)
# Read while the person waits: these take milliseconds. Scans and PDF go to a job.
_READ_AT_ONCE = frozenset({DOCX, TEXT})
_SMALL_BYTES = 512 * 1024


def take_in(*, by: Person, unit: Unit, data: bytes, name: str) -> Directive:
    """Keep a letter and have it read.

    A message of document exchange is unpacked: its first file is the letter, and what the sender
    states goes before what is read. Small text letters are read at once (DRAFT or REFUSED on
    return), scans by a job (READING).
    Raises NotAllowed, and Invalid when the file store refuses the file.
    """
    if not can_draft(by, unit):
        raise NotAllowed(f"Anh/chị không được tạo văn bản chỉ đạo cho {unit.name}.")
    came = unpacked(data, name)
    try:
        source = store(
            stream=BytesIO(came.data),
            name=came.name,
            by=by,
            purpose=PURPOSE,
            max_bytes=LARGEST_BYTES,
            allow=LETTERS,
        )
    except FileRefused as refusal:
        raise Invalid(str(refusal), "file") from refusal
    at_once = source.bytes <= _SMALL_BYTES and source.media_type in _READ_AT_ONCE
    with transaction.atomic():
        directive = Directive.objects.create(
            state=DirectiveState.READING,
            issuer=unit,
            source=source,
            created_by=by,
            reading=came.said,
        )
        record(by=by, what="directive.taken_in", on=directive, unit=unit.pk)
        if not at_once:
            read_directive.enqueue(str(directive.pk))
    return read_now(directive.pk) if at_once else directive


@transaction.atomic
def read_again(*, by: Person, directive: Directive) -> Directive:
    """Queue a refused letter for another reading."""
    draft = _refused(by, directive)
    for rows in (draft.clauses, draft.addressees, draft.grounds):
        rows.all().delete()
    draft.state, draft.refusal = DirectiveState.READING, ""
    draft.version += 1
    draft.save()
    record(by=by, what="directive.read_again", on=draft, unit=draft.issuer_id)
    read_directive.enqueue(str(draft.pk))
    return draft


@transaction.atomic
def write_by_hand(*, by: Person, directive: Directive) -> Directive:
    """Go on with a refused letter as a draft with what could be read, to be filled in by hand."""
    draft = _refused(by, directive)
    draft.state = DirectiveState.DRAFT
    draft.version += 1
    draft.save()
    record(by=by, what="directive.written_by_hand", on=draft, unit=draft.issuer_id)
    return draft


def _refused(by: Person, directive: Directive) -> Directive:
    draft = locked(directive)
    if not can_draft(by, draft.issuer):
        raise NotAllowed("Anh/chị không được xử lý văn bản này.")
    if draft.state != DirectiveState.REFUSED:
        raise Conflict(draft.version, ())
    return draft


_UNISSUED = frozenset({DirectiveState.READING, DirectiveState.REFUSED, DirectiveState.DRAFT})


@transaction.atomic
def discard(*, by: Person, directive: Directive, version: int) -> None:
    """Throw a letter away that was never issued, with its file; the record keeps that it was
    there."""
    draft = locked(directive)
    if draft.state not in _UNISSUED or not can_draft(by, draft.issuer):
        raise NotAllowed("Chỉ xóa được văn bản chưa giao, do đơn vị mình tạo.")
    if draft.version != version:
        raise Conflict(draft.version, ())
    record(by=by, what="directive.discarded", on=draft, unit=draft.issuer_id)
    draft.delete()
    source = draft.source
    if source is not None and not Directive.objects.filter(source=source).exists():
        remove(file=source, by=by)


def correct(*, by: Person, directive: Directive, version: int, **fields: object) -> Directive:
    """Correct fields of a draft; names in `CORRECTABLE`. Raises Conflict showing both values.

    A form sent twice finds its own values written already and changes nothing.
    """
    wanted = checked(directive, fields, CORRECTABLE)
    _check_date(wanted)
    try:
        with editing(
            by=by,
            directive=directive,
            version=version,
            what="directive.corrected",
            differences=lambda current: differences(current, wanted),
        ) as draft:
            put(draft, wanted)
    except Conflict as conflict:
        if conflict.differences:
            raise
        return Directive.objects.get(pk=directive.pk)
    return draft


def _check_date(wanted: dict[str, object]) -> None:
    day, month = wanted.get("day"), wanted.get("month")
    if isinstance(day, int) and not 1 <= day <= 31:
        raise Invalid("Ngày phải từ 1 đến 31.", "day")
    if isinstance(month, int) and not 1 <= month <= 12:
        raise Invalid("Tháng phải từ 1 đến 12.", "month")


def choose_deadline(*, by: Person, directive: Directive, version: int, on: date) -> Directive:
    """The day by which units answer, when the letter names none."""
    if on < clock.today():
        raise Invalid("Hạn báo cáo không được ở trong quá khứ.", "deadline_on")
    return correct(by=by, directive=directive, version=version, deadline_on=on)
