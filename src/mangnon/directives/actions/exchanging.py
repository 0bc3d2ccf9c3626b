"""A letter that comes as a message of document exchange. Not conformance-tested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mangnon.directives.exchange import ExchangeRefused, Message, NotAMessage, read_message
from mangnon.directives.models import Directive
from mangnon.directives.refusals import Invalid

_START = (b"<?xml", b"<edxml", b"<edxmlenvelope")
# Where a draft's reading keeps what the message stated.
_EXCHANGE = "exchange"


@dataclass(frozen=True)
class Arrived:
    """The file to be read and what the message says about it."""

    data: bytes
    name: str
    said: dict[str, Any]


def unpacked(data: bytes, name: str) -> Arrived:
    """A message's first file with its metadata; any other file as it is, with none.

    Raises Invalid when it is a message that cannot be read, or one without a file.
    """
    if not data.lstrip(b"\xef\xbb\xbf \r\n\t")[:20].lower().startswith(_START):
        return Arrived(data, name, {})
    try:
        message = read_message(data)
    except NotAMessage:
        return Arrived(data, name, {})
    except ExchangeRefused as refusal:
        raise Invalid(str(refusal), "file") from refusal
    if not message.attachments:
        raise Invalid("Gói tin văn bản không kèm tệp công văn nào.", "file")
    first = message.attachments[0]
    return Arrived(first.data, first.name, {_EXCHANGE: _said(message)})


def _said(message: Message) -> dict[str, Any]:
    """The fields that the sender states, as the draft names them; blanks are left out."""
    day = message.promulgated_on
    stated: dict[str, Any] = {
        "number": message.code.number,
        "symbol": f"/{message.code.notation}" if message.code.notation else "",
        "subject": message.subject,
        "issuer_text": message.sender.name,
        "place": message.place,
        "signer_name": message.signer.full_name,
        "signer_position": message.signer.position,
        "day": day.day if day else None,
        "month": day.month if day else None,
        "year": day.year if day else None,
        "deadline_on": message.due_on.isoformat() if message.due_on else "",
    }
    return {name: value for name, value in stated.items() if value}


def stated_fields(draft: Directive) -> dict[str, Any]:
    """What the message stated about the letter; nothing for a letter that came as a file."""
    said: dict[str, Any] = draft.reading.get(_EXCHANGE, {})
    return said
