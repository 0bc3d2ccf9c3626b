"""What a partner's system may send, as one table: the check and the OpenAPI document come from it.

Pure but for the words of the choices. Errors name the field and say in Vietnamese what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mangnon.base.programs import LONGEST_KEY, SHORTEST_KEY
from mangnon.reports.answers import ACCUSED, Answers
from mangnon.reports.choices import AgeBand, Kind, Lane, Stage
from mangnon.reports.refusals import Invalid

MOST_BYTES = 64 * 1024
# As ECMA-262 writes them: text without NUL; such text that is not blank; a key of printable ASCII.
_TEXT, _SAID = r"^[^\u0000]*$", r"^[^\u0000]*[^\u0000\s][^\u0000]*$"
_KEY = r"^[!-~][ -~]*[!-~]$"


@dataclass(frozen=True)
class Field:
    """One field of the message: a text of at most `longest`, one of `choices`, or yes and no."""

    name: str
    words: str
    longest: int = 200
    choices: tuple[str, ...] = ()
    yes_no: bool = False
    required: bool = False
    pattern: str = ""

    @property
    def schema(self) -> dict[str, Any]:
        said: dict[str, Any] = {"type": "boolean" if self.yes_no else "string"}
        said["description"] = self.words
        if self.choices:
            return said | {"enum": list(self.choices)}
        if not self.yes_no:
            said["maxLength"] = self.longest
            said["pattern"] = self.pattern or (_SAID if self.required else _TEXT)
        if self.required:
            said |= {"minLength": 1}
        return said


FIELDS = (
    Field("what", "Chuyện đã xảy ra, bằng lời", longest=20_000, required=True),
    Field("lane", "Ai kể: trẻ em hay người lớn", choices=tuple(Lane.values)),
    Field("kind", "Loại việc", choices=tuple(Kind.values)),
    Field("age_band", "Tuổi của trẻ", choices=tuple(AgeBand.values)),
    Field("danger_now", "Trẻ đang gặp nguy hiểm ngay lúc này", yes_no=True),
    Field("commune", "Mã xã, phường nơi xảy ra (5 chữ số)", longest=5, pattern="^[0-9]{5}$"),
    Field("place", "Địa điểm cụ thể"),
    Field("when", "Thời gian xảy ra"),
    Field("school_name", "Trường của trẻ"),
    Field("platform", "Nền tảng mạng", longest=60),
    Field("link", "Địa chỉ trang, tên tài khoản", longest=2_000),
    Field("accused", "Ai gây ra", choices=tuple(ACCUSED)),
    Field("accused_who", "Người gây ra là ai"),
    Field("child_name", "Họ tên trẻ"),
    Field("reporter_name", "Họ tên người báo tin"),
    Field("phone", "Số điện thoại", longest=30),
    Field("contact_how", "Liên hệ lúc nào, cách nào thì an toàn"),
)
_SEALED = ("when", "place", "school_name", "link", "accused_who", "child_name", "reporter_name",
           "phone", "contact_how")  # fmt: skip


def checked(message: Any) -> dict[str, Any]:
    """Only known fields of the right kind. Raises Invalid with the name of the field."""
    if not isinstance(message, dict):
        raise Invalid("Nội dung phải là một đối tượng JSON.")
    known = {field.name: field for field in FIELDS}
    for name in message:
        if name not in known:
            raise Invalid("Không có trường này.", str(name)[:60])
    if not str(message.get("what") or "").strip():
        raise Invalid("Trường này là bắt buộc.", "what")
    return {name: _value(known[name], value) for name, value in message.items()}


def _value(field: Field, value: Any) -> Any:
    if field.yes_no:
        if not isinstance(value, bool):
            raise Invalid("Phải là true hoặc false.", field.name)
        return value
    if not isinstance(value, str) or "\0" in value:
        raise Invalid("Phải là chữ.", field.name)
    if field.choices and value not in field.choices:
        raise Invalid(f"Phải là một trong: {', '.join(field.choices)}.", field.name)
    if len(value) > field.longest:
        raise Invalid(f"Nhiều nhất {field.longest} ký tự.", field.name)
    if field.pattern and not (value.isascii() and value.isdigit() and len(value) == field.longest):
        raise Invalid("Phải là 5 chữ số.", field.name)
    return value.strip()


def answers_in(said: Mapping[str, Any]) -> Answers:
    """A checked message as a report. The platform is anything that somebody wrote: it is sealed."""
    where = ", ".join(filter(None, (said.get("platform"), said.get("link"))))
    sealed = {name: said[name] for name in _SEALED if said.get(name)}
    return Answers(
        what=said["what"],
        age_band=said.get("age_band", AgeBand.UNKNOWN),
        kind=said.get("kind", Kind.OTHER),
        danger_now=said.get("danger_now", False),
        commune=said.get("commune", ""),
        accused=said.get("accused", "unknown"),
        said=sealed | ({"link": where} if where else {}),
    )


# --- OpenAPI 3.1 --------------------------------------------------------------------------------

ERRORS = {
    400: "Nội dung không đọc được, hoặc thiếu Idempotency-Key",
    401: "Thiếu khóa, khóa sai hoặc đã thu hồi",
    404: "Không có tin này trong số tin hệ thống của quý đơn vị đã gửi",
    409: "Idempotency-Key đã dùng cho nội dung khác",
    413: f"Nội dung lớn hơn {MOST_BYTES} byte",
    415: "Content-Type phải là application/json",
    422: "Một trường không hợp lệ",
}
_TAKEN = {
    "number": ("string", "Số của tin"),
    "stage": ("string", "Tin đã đi đến đâu"),
    "stage_words": ("string", "Cùng điều đó, bằng lời"),
    "received_at": ("string", "Lúc nhận, ISO 8601"),
    "test": ("boolean", "Tin thử: không đến bàn trực nào"),
}


def openapi(server: str, send: str, status: str) -> dict[str, Any]:
    """`send` and `status` are the paths; `status` has {number}."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Măng Non: nhận tin báo từ hệ thống đối tác",
            "version": "1",
            "description": "Khóa do cán bộ đầu mối cấp tỉnh cấp. Khóa thử nhận như khóa thật, "
            "nhưng tin không đến bàn trực nào. Không gửi hình ảnh.",
        },
        "servers": [{"url": server}],
        "security": [{"key": []}],
        "paths": {send: {"post": _sending()}, status: {"get": _asking()}},
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Message": _message(), "Taken": _taken(), "Error": _error()},
        },
    }


def _message() -> dict[str, Any]:
    return {
        "type": "object",
        "required": [field.name for field in FIELDS if field.required],
        "properties": {field.name: field.schema for field in FIELDS},
        "additionalProperties": False,
    }


def _taken() -> dict[str, Any]:
    said: dict[str, Any] = {
        name: {"type": kind, "description": words} for name, (kind, words) in _TAKEN.items()
    }
    said["stage"]["enum"] = list(Stage.values)
    said["receipt"] = {
        "type": ["string", "null"],
        "description": "Mã bí mật để đưa cho người báo tin, không lưu lại. "
        "null khi cùng Idempotency-Key được gửi lại sau hơn một giờ.",
    }
    return {"type": "object", "required": list(_TAKEN), "properties": said}


def _error() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["error", "words"],
        "properties": {"error": text, "words": text, "field": text},
    }


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _answers(good: dict[str, str], bad: tuple[int, ...]) -> dict[str, Any]:
    taken = {
        code: {"description": words, "content": _json("Taken")} for code, words in good.items()
    }
    refused = {str(code): {"description": ERRORS[code], "content": _json("Error")} for code in bad}
    return taken | refused


def _sending() -> dict[str, Any]:
    return {
        "operationId": "send",
        "summary": "Gửi một tin báo",
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "Cùng một khóa là cùng một tin, gửi lại bao nhiêu lần cũng vậy.",
                "schema": {
                    "type": "string",
                    "minLength": SHORTEST_KEY,
                    "maxLength": LONGEST_KEY,
                    "pattern": _KEY,
                },
            }
        ],
        "requestBody": {"required": True, "content": _json("Message")},
        "responses": _answers(
            {"201": "Đã nhận", "200": "Đã nhận trước đó"}, (400, 401, 409, 413, 415, 422)
        ),
    }


def _asking() -> dict[str, Any]:
    return {
        "operationId": "status",
        "summary": "Hỏi một tin đã gửi đi đến đâu",
        "parameters": [
            {"name": "number", "in": "path", "required": True, "schema": {"type": "string"}}
        ],
        "responses": _answers({"200": "Tin ở chặng nào"}, (401, 404)),
    }
