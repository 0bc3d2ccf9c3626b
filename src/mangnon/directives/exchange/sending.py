"""A letter of ours as a message to send."""

from __future__ import annotations

from datetime import date

from mangnon.directives.exchange.model import (
    TYPE_NUMBERS,
    Attachment,
    Code,
    Message,
    Organ,
    Response,
    Signer,
)
from mangnon.directives.exchange.refusals import FieldRefused
from mangnon.kit.official.letter import LetterDate, OfficialLetter, Urgency

# Mức độ khẩn, appendix VI: none, khẩn, thượng khẩn, hỏa tốc.
PRIORITIES = {None: 0, Urgency.URGENT: 1, Urgency.VERY_URGENT: 2, Urgency.EXPRESS: 3}


def message_of(
    letter: OfficialLetter,
    *,
    document_id: str,
    sender: Organ,
    receivers: tuple[Organ, ...],
    attachments: tuple[Attachment, ...] = (),
    due_on: date | None = None,
    responses: tuple[Response, ...] = (),
) -> Message:
    """The message that carries a letter; an open date or number stays open.

    Raises FieldRefused for a day that no calendar has.
    """
    kind = letter.kind.value
    return Message(
        sender=sender,
        receivers=receivers,
        document_id=document_id,
        subject=letter.subject,
        code=Code(letter.number or "", (letter.symbol or "").lstrip("/")),
        place=letter.place or "",
        promulgated_on=_whole_date(letter.date),
        type_name=kind[:1].upper() + kind[1:],
        type_number=TYPE_NUMBERS.get(kind),
        signer=Signer(
            " ".join(letter.signer.authority),
            letter.signer.position or "",
            letter.signer.name or "",
        ),
        due_on=due_on,
        to_places=letter.copies,
        priority=PRIORITIES[letter.urgency],
        responses=responses,
        attachments=attachments,
    )


def _whole_date(day: LetterDate) -> date | None:
    if day.day is None or day.month is None or day.year is None:
        return None
    try:
        return date(day.year, day.month, day.day)
    except ValueError as error:
        said = f"{day.day}/{day.month}/{day.year}"
        raise FieldRefused("PromulgationDate", f"không phải là ngày: {said}.") from error
