"""A message as XML bytes. Equal messages give equal bytes. Not conformance-tested."""

from __future__ import annotations

import base64
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

from mangnon.directives.exchange.model import (
    LIMITS,
    MAX_ATTACHMENT_BYTES,
    MAX_ATTACHMENTS,
    VIETNAM,
    Attachment,
    Code,
    Message,
    Organ,
    Response,
    Trace,
)
from mangnon.directives.exchange.refusals import FieldRefused

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
NOTE = "<!-- Chưa qua kiểm tra hợp chuẩn QCVN 102:2016/BTTTT (not conformance-tested) -->"
FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u007f-\u009f]")
ZIP_DATE = (2020, 3, 5, 0, 0, 0)  # fixed, so that equal messages are equal bytes


def write_message(message: Message) -> bytes:
    """The message as XML in UTF-8.

    Raises FieldRefused for a missing sender, receiver, document id or subject, a text that is too
    long or has control characters, and attachments beyond the caps.
    """
    _check(message)
    header = _tag("MessageHeader", *_header(message)) + _traces(message.traces)
    body = _tag("edXMLManifest", *_references(message.attachments), attributes=' version="1.0"')
    envelope = _tag("edXMLEnvelope", _tag("edXMLHeader", header), _tag("edXMLBody", body))
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f"{NOTE}\n",
        f'<edXML xmlns="{NAMESPACE}" xmlns:edXML="{NAMESPACE}">',
        envelope,
        _tag("AttachmentEncoded", *map(_attachment, enumerate(message.attachments, start=1))),
        "</edXML>\n",
    ]
    return "".join(parts).encode()


def _check(message: Message) -> None:
    needed = {
        "From/OrganId": message.sender.id,
        "DocumentId": message.document_id,
        "Subject": message.subject,
        "To": "có" if message.receivers else "",
    }
    for field, value in needed.items():
        if not value.strip():
            raise FieldRefused(field, "còn trống.")
    if len(message.attachments) > MAX_ATTACHMENTS:
        raise FieldRefused("Attachment", f"vượt quá {MAX_ATTACHMENTS} tệp.")


def _tag(name: str, *inside: str, attributes: str = "") -> str:
    return f"<edXML:{name}{attributes}>{''.join(inside)}</edXML:{name}>"


def _text(name: str, value: str, *, field: str = "") -> str:
    """An element with checked text; nothing at all for an empty one."""
    said = unicodedata.normalize("NFC", value).strip()
    if found := FORBIDDEN.search(said):
        raise FieldRefused(field or name, f"có ký tự không dùng được (U+{ord(found[0]):04X}).")
    limit = LIMITS.get(name)
    if limit and len(said) > limit:
        raise FieldRefused(field or name, f"dài {len(said)} ký tự, tối đa {limit}.")
    return _tag(name, escape(said)) if said else ""


def _number(name: str, value: int | None) -> str:
    if value is not None and value < 0:
        raise FieldRefused(name, "không được âm.")
    return "" if value is None else _tag(name, str(value))


def _day(name: str, value: date | None) -> str:
    return "" if value is None else _tag(name, f"{value:%Y/%m/%d}".zfill(10))


def _header(message: Message) -> Iterator[str]:
    yield _tag("From", *_organ(message.sender))
    yield from (_tag("To", *_organ(receiver)) for receiver in message.receivers)
    yield _text("DocumentId", message.document_id)
    yield _code(message.code)
    place = _text("Place", message.place)
    yield _tag("PromulgationInfo", place, _day("PromulgationDate", message.promulgated_on))
    kind = _number("Type", message.type_number)
    yield _tag("DocumentType", kind, _text("TypeName", message.type_name))
    yield _text("Subject", message.subject)
    yield _text("Content", message.content)
    signer = message.signer
    yield _tag(
        "SignerInfo",
        _text("Competence", signer.competence),
        _text("Position", signer.position),
        _text("FullName", signer.full_name),
    )
    yield _day("DueDate", message.due_on)
    if message.to_places:
        yield _tag("ToPlaces", *(_text("Place", place) for place in message.to_places))
    amount = _number("PageAmount", message.page_amount)
    yield _tag("OtherInfo", _number("Priority", message.priority), amount)
    yield from map(_response, message.responses)


def _organ(organ: Organ) -> Iterator[str]:
    yield _text("OrganId", organ.id)
    yield _text("OrganizationInCharge", organ.in_charge)
    yield _text("OrganName", organ.name)
    yield _text("OrganAdd", organ.address)
    yield _text("Email", organ.email)
    yield _text("Telephone", organ.telephone)


def _code(code: Code) -> str:
    return _tag("Code", _text("CodeNumber", code.number), _text("CodeNotation", code.notation))


def _response(response: Response) -> str:
    return _tag(
        "ResponseFor",
        _text("OrganId", response.organ_id),
        _code(response.code),
        _day("PromulgationDate", response.promulgated_on),
        _text("DocumentId", response.document_id),
    )


def _traces(traces: tuple[Trace, ...]) -> str:
    return _tag("TraceHeaderList", *map(_trace, traces)) if traces else ""


def _trace(trace: Trace) -> str:
    if trace.at.tzinfo is None:
        raise FieldRefused("Timestamp", "thiếu múi giờ.")
    at = trace.at.astimezone(VIETNAM)
    stamp = f"{at:%Y/%m/%d %H:%M:%S}".zfill(19)
    return _tag("TraceHeader", _text("OrganId", trace.organ_id), _tag("Timestamp", stamp))


def _references(attachments: tuple[Attachment, ...]) -> Iterator[str]:
    for place, attachment in enumerate(attachments, start=1):
        yield _tag("Reference", *_about(place, attachment))


def _about(place: int, attachment: Attachment) -> Iterator[str]:
    yield _tag("ContentId", f"cid:{place}")
    yield _text("ContentType", attachment.content_type)
    yield _text("AttachmentName", attachment.name)
    yield _text("Description", attachment.description)


def _attachment(numbered: tuple[int, Attachment]) -> str:
    place, attachment = numbered
    if len(attachment.data) > MAX_ATTACHMENT_BYTES:
        size = MAX_ATTACHMENT_BYTES // (1024 * 1024)
        raise FieldRefused("Attachment", f"{attachment.name} vượt quá {size} MB.")
    packed = base64.b64encode(_zipped(attachment.data)).decode()
    return _tag("Attachment", *_about(place, attachment), _tag("ContentTransferEncoded", packed))


def _zipped(data: bytes) -> bytes:
    """Messages in use carry each file as a ZIP of its own; the name stands outside."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("content", ZIP_DATE)
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, data)
    return out.getvalue()
