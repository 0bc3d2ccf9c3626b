"""The flat metadata of a document (Decree 30/2020, appendix VI), with the lengths it sets.

Names and lengths come at second hand and await a check against the gazette; a length that no
source gave is None and is not checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mangnon.directives.exchange.model import Message


@dataclass(frozen=True, slots=True)
class Field:
    """A metadata field: its words on screen, its longest text, and where it is asked for."""

    label: str
    longest: int | None = None
    needed: bool = False
    incoming_only: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A field that breaks its rule, in words fit for the screen."""

    field: str
    reason: str

    def __str__(self) -> str:
        return f"{FIELDS[self.field].label if self.field in FIELDS else self.field}: {self.reason}"


FIELDS: dict[str, Field] = {
    "OrganId": Field("Mã cơ quan, tổ chức", 13, needed=True),
    "FileCatalog": Field("Năm hình thành hồ sơ"),
    "FileNotation": Field("Số và ký hiệu hồ sơ", 20),
    "DocOrdinal": Field("Số thứ tự văn bản trong hồ sơ"),
    "TypeName": Field("Tên loại văn bản", 100, needed=True),
    "CodeNumber": Field("Số của văn bản", 11),
    "CodeNotation": Field("Ký hiệu của văn bản", 30, needed=True),
    "IssuedDate": Field("Ngày, tháng, năm văn bản"),
    "OrganName": Field("Tên cơ quan ban hành", 200, needed=True),
    "Subject": Field("Trích yếu nội dung", 500, needed=True),
    "Language": Field("Ngôn ngữ"),
    "PageAmount": Field("Số trang"),
    "Description": Field("Ghi chú"),
    "Position": Field("Chức vụ người ký", 100),
    "FullName": Field("Họ và tên người ký", 50),
    "To": Field("Nơi nhận"),
    "Priority": Field("Mức độ khẩn", 1),
    "IssuedAmount": Field("Số lượng bản phát hành"),
    "DueDate": Field("Hạn trả lời"),
    "ArrivalDate": Field("Ngày đến", incoming_only=True),
    "ArrivalNumber": Field("Số đến", 10, incoming_only=True),
    "ToPlaces": Field("Đơn vị hoặc người nhận", 1000, incoming_only=True),
    "TraceHeaderList": Field("Ý kiến phân phối, chỉ đạo", incoming_only=True),
}


def record_of(message: Message, *, arrival: Mapping[str, str] | None = None) -> dict[str, str]:
    """The flat record of a message: ISO dates, empty text for what it does not say.

    `arrival` gives the fields of an incoming document (ArrivalDate, ArrivalNumber, …).
    """
    issued, due = message.promulgated_on, message.due_on
    record = {
        "OrganId": message.sender.id,
        "TypeName": message.type_name,
        "CodeNumber": message.code.number,
        "CodeNotation": message.code.notation,
        "IssuedDate": issued.isoformat() if issued else "",
        "OrganName": message.sender.name,
        "Subject": message.subject,
        "Language": "Tiếng Việt",
        "PageAmount": "" if message.page_amount is None else str(message.page_amount),
        "Position": message.signer.position,
        "FullName": message.signer.full_name,
        "To": "; ".join(receiver.name or receiver.id for receiver in message.receivers),
        "Priority": str(message.priority),
        "DueDate": due.isoformat() if due else "",
    }
    return record | dict(arrival or {})


def check_record(record: Mapping[str, str]) -> list[Problem]:
    """What breaks the rules: unknown fields, missing ones, texts that are too long."""
    problems = [Problem(name, "không có trong danh mục.") for name in record if name not in FIELDS]
    for name, field in FIELDS.items():
        said = record.get(name, "")
        if field.needed and not said.strip():
            problems.append(Problem(name, "còn trống."))
        if field.longest and len(said) > field.longest:
            reason = f"dài {len(said)} ký tự, tối đa {field.longest}."
            problems.append(Problem(name, reason))
    return problems
