"""Document exchange between agencies: an edXML-like envelope and the metadata of Decree 30/2020.

The element names follow QCVN 102:2016/BTTTT as messages in use carry them. The schema itself and a
test bench were not at hand: NOT CONFORMANCE-TESTED. Check with the receiving system before use.
Pure: values in, bytes out, and back.
"""

from mangnon.directives.exchange.metadata import (
    FIELDS,
    Field,
    Problem,
    check_record,
    record_of,
)
from mangnon.directives.exchange.model import (
    TYPE_NUMBERS,
    Attachment,
    Code,
    Message,
    Organ,
    Response,
    Signer,
    Trace,
)
from mangnon.directives.exchange.reading import read_message
from mangnon.directives.exchange.refusals import ExchangeRefused, FieldRefused, NotAMessage
from mangnon.directives.exchange.sending import message_of
from mangnon.directives.exchange.writing import write_message

__all__ = [
    "FIELDS",
    "TYPE_NUMBERS",
    "Attachment",
    "Code",
    "ExchangeRefused",
    "Field",
    "FieldRefused",
    "Message",
    "NotAMessage",
    "Organ",
    "Problem",
    "Response",
    "Signer",
    "Trace",
    "check_record",
    "message_of",
    "read_message",
    "record_of",
    "write_message",
]
