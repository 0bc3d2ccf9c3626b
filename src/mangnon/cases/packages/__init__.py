"""A case as a file to hand on: packed, signed, locked, opened again by whom it is for. Pure."""

from mangnon.cases.packages.cards import Card, card_of, fingerprint
from mangnon.cases.packages.casefile import CaseFile, FilledForm, RunClock, read_casefile
from mangnon.cases.packages.locking import (
    is_locked,
    locked_to,
    locked_with,
    opened_by,
    opened_with,
    public_of,
)
from mangnon.cases.packages.packing import (
    MANIFEST,
    RECORD,
    Item,
    Packed,
    Unpacked,
    pack,
    unpack,
)
from mangnon.cases.packages.record import record_pdf
from mangnon.cases.packages.refusing import (
    BadCard,
    BadSignature,
    Changed,
    NotAPackage,
    NotForUs,
    Refused,
)
from mangnon.cases.packages.signing import (
    read_said,
    said_key,
    sign_said,
    signature_of,
    signer_of,
)

__all__ = [
    "MANIFEST",
    "RECORD",
    "BadCard",
    "BadSignature",
    "Card",
    "CaseFile",
    "Changed",
    "FilledForm",
    "Item",
    "NotAPackage",
    "NotForUs",
    "Packed",
    "Refused",
    "RunClock",
    "Unpacked",
    "card_of",
    "fingerprint",
    "is_locked",
    "locked_to",
    "locked_with",
    "opened_by",
    "opened_with",
    "pack",
    "public_of",
    "read_casefile",
    "read_said",
    "record_pdf",
    "said_key",
    "sign_said",
    "signature_of",
    "signer_of",
    "unpack",
]
