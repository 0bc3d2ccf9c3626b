"""A message from XML bytes that anybody may have sent. Raises only ExchangeRefused."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from mangnon.directives.exchange.model import (
    LIMITS,
    MAX_ATTACHMENT_BYTES,
    MAX_ATTACHMENTS,
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_MESSAGE_BYTES,
    VIETNAM,
    Attachment,
    Code,
    Message,
    Organ,
    Response,
    Signer,
    Trace,
)
from mangnon.directives.exchange.refusals import FieldRefused, NotAMessage

YEAR_FIRST = re.compile(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$")
DAY_FIRST = re.compile(r"^(\d{1,2})[-/](\d{1,2})[-/](\d{4})$")
CLOCK = re.compile(r"^(\S+)[ T](\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?$")


def read_message(data: bytes) -> Message:
    """The message in `data`. Namespaces and unknown elements are passed over.

    Raises NotAMessage when the bytes are not such a message or beyond the caps, FieldRefused when
    a field breaks its limit or is missing.
    """
    root = _parse(data)
    header = _first(root, "MessageHeader")
    if header is None:
        raise NotAMessage("thiếu phần MessageHeader.")
    sender = _child(header, "From")
    subject = _text(header, "Subject")
    if sender is None or not _text(sender, "OrganId"):
        raise FieldRefused("From/OrganId", "còn trống.")
    if not subject:
        raise FieldRefused("Subject", "còn trống.")
    info, kind = _child(header, "PromulgationInfo"), _child(header, "DocumentType")
    other, places = _child(header, "OtherInfo"), _child(header, "ToPlaces")
    return Message(
        sender=_organ(sender),
        receivers=tuple(map(_organ, _children(header, "To"))),
        document_id=_text(header, "DocumentId"),
        subject=subject,
        code=_code(_child(header, "Code")),
        place=_text(info, "Place"),
        promulgated_on=_day(info, "PromulgationDate"),
        type_name=_text(kind, "TypeName"),
        type_number=_number(kind, "Type"),
        content=_text(header, "Content"),
        signer=_signer(_child(header, "SignerInfo")),
        due_on=_day(header, "DueDate"),
        to_places=tuple(filter(None, (_said(place) for place in _children(places, "Place")))),
        priority=_number(other, "Priority") or 0,
        page_amount=_number(other, "PageAmount"),
        responses=tuple(map(_response, _children(header, "ResponseFor"))),
        traces=tuple(_traces(_first(root, "TraceHeaderList"))),
        attachments=tuple(_attachments(root)),
    )


# --- XML ----------------------------------------------------------------------------------------


def _parse(data: bytes) -> Element:
    if len(data) > MAX_MESSAGE_BYTES:
        raise NotAMessage(f"lớn hơn {MAX_MESSAGE_BYTES // (1024 * 1024)} MB.")
    depth = count = 0
    root: Element | None = None
    try:
        for event, element in iterparse(BytesIO(data), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            count += event == "start"
            root = element if root is None else root
            if count > MAX_ELEMENTS or depth > MAX_DEPTH:
                raise NotAMessage("quá nhiều phần tử.")
    except DefusedXmlException as error:
        raise NotAMessage("có khai báo DTD hoặc thực thể.") from error
    except (ParseError, LookupError, ValueError) as error:
        if isinstance(error, NotAMessage):
            raise
        raise NotAMessage("không phải là XML.") from error
    if root is None or _local(root) not in ("edXML", "edXMLEnvelope", "EdXMLEnvelope"):
        raise NotAMessage("không phải là edXML.")
    return root


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _first(root: Element, name: str) -> Element | None:
    return next((element for element in root.iter() if _local(element) == name), None)


def _children(parent: Element | None, name: str) -> list[Element]:
    return [] if parent is None else [child for child in parent if _local(child) == name]


def _child(parent: Element | None, name: str) -> Element | None:
    return next(iter(_children(parent, name)), None)


def _said(element: Element | None) -> str:
    said = "" if element is None else (element.text or "")
    said = unicodedata.normalize("NFC", said).strip()
    name = "" if element is None else _local(element)
    limit = LIMITS.get(name)
    if limit and len(said) > limit:
        raise FieldRefused(name, f"dài {len(said)} ký tự, tối đa {limit}.")
    return said


def _text(parent: Element | None, name: str) -> str:
    return _said(_child(parent, name))


def _number(parent: Element | None, name: str) -> int | None:
    said = _text(parent, name)
    if not said:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", said):
        raise FieldRefused(name, "không phải là số.")
    return int(said)


def _day(parent: Element | None, name: str) -> date | None:
    said = _text(parent, name)
    return _date(name, said) if said else None


def _date(name: str, said: str) -> date:
    """yyyy/MM/dd, yyyy-MM-dd or dd/MM/yyyy: all are met in messages."""
    try:
        if found := YEAR_FIRST.match(said):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := DAY_FIRST.match(said):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError as error:
        raise FieldRefused(name, f"không phải là ngày: {said[:30]}.") from error
    raise FieldRefused(name, f"không phải là ngày: {said[:30]}.")


# --- parts --------------------------------------------------------------------------------------


def _organ(element: Element) -> Organ:
    return Organ(
        id=_text(element, "OrganId"),
        name=_text(element, "OrganName"),
        in_charge=_text(element, "OrganizationInCharge"),
        address=_text(element, "OrganAdd"),
        email=_text(element, "Email"),
        telephone=_text(element, "Telephone"),
    )


def _code(element: Element | None) -> Code:
    return Code(_text(element, "CodeNumber"), _text(element, "CodeNotation"))


def _signer(element: Element | None) -> Signer:
    position, name = _text(element, "Position"), _text(element, "FullName")
    return Signer(_text(element, "Competence"), position, name)


def _response(element: Element) -> Response:
    return Response(
        organ_id=_text(element, "OrganId"),
        code=_code(_child(element, "Code")),
        promulgated_on=_day(element, "PromulgationDate"),
        document_id=_text(element, "DocumentId"),
    )


def _traces(element: Element | None) -> Iterator[Trace]:
    for trace in _children(element, "TraceHeader"):
        said = _text(trace, "Timestamp")
        found = CLOCK.match(said)
        if not found:
            raise FieldRefused("Timestamp", f"không phải là thời điểm: {said[:30]}.")
        day = _date("Timestamp", found[1])
        yield Trace(_text(trace, "OrganId"), _at(day, said, found))


def _at(day: date, said: str, found: re.Match[str]) -> datetime:
    """Without a zone a stamp means Vietnam's clock."""
    hour, minute, second = int(found[2]), int(found[3]), int(found[4])
    zone = re.search(r"(Z|[+-]\d\d:?\d\d)$", said)
    try:
        if zone:
            stamp = f"{day.isoformat()}T{hour:02d}:{minute:02d}:{second:02d}{zone[0]}"
            return datetime.fromisoformat(stamp).astimezone(VIETNAM)
        return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=VIETNAM)
    except (ValueError, OverflowError) as error:
        raise FieldRefused("Timestamp", f"không phải là thời điểm: {said[:30]}.") from error


# --- attachments --------------------------------------------------------------------------------


def _attachments(root: Element) -> Iterator[Attachment]:
    about = {_text(part, "ContentId"): part for part in root.iter() if _local(part) == "Reference"}
    found = [element for element in root.iter() if _local(element) == "Attachment"]
    if len(found) > MAX_ATTACHMENTS:
        raise NotAMessage(f"có hơn {MAX_ATTACHMENTS} tệp đính kèm.")
    for element in found:
        reference = about.get(_text(element, "ContentId"))
        yield Attachment(
            name=_file_name(_text(element, "AttachmentName") or _text(reference, "AttachmentName")),
            data=_content(_child(element, "ContentTransferEncoded")),
            content_type=_text(element, "ContentType")
            or _text(reference, "ContentType")
            or "application/octet-stream",
            description=_text(element, "Description") or _text(reference, "Description"),
        )


def _file_name(said: str) -> str:
    """A name without folders: a sender does not choose where a file goes."""
    return re.split(r"[\\/]", said)[-1].strip(". ")[:200] or "tep-dinh-kem"


def _content(element: Element | None) -> bytes:
    said = "" if element is None else (element.text or "")
    try:
        data = base64.b64decode("".join(said.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotAMessage("tệp đính kèm không phải là base64.") from error
    data = _unzipped(data)
    if len(data) > MAX_ATTACHMENT_BYTES:
        raise NotAMessage(f"tệp đính kèm lớn hơn {MAX_ATTACHMENT_BYTES // (1024 * 1024)} MB.")
    return data


def _unzipped(data: bytes) -> bytes:
    """The one file of a ZIP; anything else (a DOCX is a ZIP of many) stays as it came."""
    if not data.startswith(b"PK\x03\x04"):
        return data
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) != 1:
                return data
            with archive.open(entries[0]) as stream:
                return stream.read(MAX_ATTACHMENT_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise NotAMessage("tệp đính kèm bị hỏng.") from error
    except NotImplementedError as error:
        raise NotAMessage("tệp đính kèm nén theo kiểu không hỗ trợ.") from error
