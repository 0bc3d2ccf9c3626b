"""A message between agencies, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))

# Type numbers that a source gives (QCVN 102, table of types); other types travel by name alone.
TYPE_NUMBERS = {"công văn": 18, "công điện": 19}

# Longest texts, in characters, from Decree 30/2020, appendix VI.
LIMITS = {
    "OrganId": 13,
    "OrganName": 200,
    "CodeNumber": 11,
    "CodeNotation": 30,
    "TypeName": 100,
    "Subject": 500,
    "Position": 100,
    "FullName": 50,
    "Place": 1000,
}

MAX_MESSAGE_BYTES = 60 * 1024 * 1024
MAX_ATTACHMENT_BYTES = 25 * 1024 * 1024
MAX_ATTACHMENTS = 50
MAX_ELEMENTS = 20_000
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Organ:
    """An agency; `id` is its code of Decision 20/2020, a field to edit."""

    id: str
    name: str = ""
    in_charge: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """Number and notation of a document: "512", "UBND-VHXH"."""

    number: str = ""
    notation: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Authority ("KT. GIÁM ĐỐC"), position and name of who signed."""

    competence: str = ""
    position: str = ""
    full_name: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """A document that this one answers."""

    organ_id: str
    code: Code = Code()
    promulgated_on: date | None = None
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """A station on the way: who passed the message on, when (aware, whole seconds)."""

    organ_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with the message."""

    name: str
    data: bytes
    content_type: str = "application/octet-stream"
    description: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One document from one agency to one or more."""

    sender: Organ
    receivers: tuple[Organ, ...]
    document_id: str
    subject: str
    code: Code = Code()
    place: str = ""
    promulgated_on: date | None = None
    type_name: str = ""
    type_number: int | None = None
    content: str = ""
    signer: Signer = Signer()
    due_on: date | None = None
    to_places: tuple[str, ...] = ()
    priority: int = 0
    page_amount: int | None = None
    responses: tuple[Response, ...] = ()
    traces: tuple[Trace, ...] = ()
    attachments: tuple[Attachment, ...] = ()
