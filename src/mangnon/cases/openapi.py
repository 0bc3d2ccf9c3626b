"""The API of the cases as OpenAPI 3.1, and the table as JSON: both are drawn from the table, the
forms and the papers; nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mangnon.base.programs import LONGEST_KEY, SHORTEST_KEY
from mangnon.cases.choices import Part, Region, Urgency
from mangnon.cases.forms.moves import SAID_BY_FORM, MoveForm
from mangnon.cases.forms.programs import SAID, Schema, fields_asked, files_of, required_in
from mangnon.cases.machine.deciding import EVENTS, STATES_OF
from mangnon.cases.machine.needs import NEEDS
from mangnon.cases.machine.table import FINAL, MOVES, Move
from mangnon.cases.models import Case
from mangnon.cases.papers import Field, Kind, schema
from mangnon.cases.papers.answers import LINE_LENGTH, LONG_LENGTH
from mangnon.cases.papers.schema import LEVELS

FORMS = sorted({move.form for move in MOVES if move.form})
# Name of the error, status, words.
ERRORS: dict[str, tuple[int, str]] = {
    "unreadable": (400, "Nội dung không đọc được, sai kiểu, hoặc thiếu Idempotency-Key"),
    "signed_out": (401, "Chưa đăng nhập, hoặc phiên đã hết"),
    "not_allowed": (403, "Vai trò này không làm được việc ấy"),
    "second_factor": (403, "Chưa bật xác thực hai lớp"),
    "csrf": (403, "Thiếu hoặc sai X-CSRFToken"),
    "not_found": (404, "Không có vụ việc này, hoặc vụ việc không dành cho người này"),
    "conflict": (409, "Người khác đã thay đổi vụ việc trước"),
    "key_used": (409, "Idempotency-Key đã dùng cho nội dung khác"),
    "too_large": (413, "Nội dung quá lớn"),
    "not_json": (415, "Content-Type phải là application/json"),
    "invalid": (422, "Một trường không hợp lệ: `field` là tên trường"),
    "refused": (422, "Bảng không cho bước này lúc này: `words` nói vì sao"),
    "locked": (423, "Phải mở khóa hồ sơ trước, ở trang `unlock`"),
}


# --- the table ----------------------------------------------------------------------------------


def table() -> dict[str, Any]:
    """`machine.table` and what it names, as it stands."""
    return {
        "regions": [
            {
                "region": region,
                "words": region.label,
                "states": [
                    {"state": state, "words": state.label, "final": state in FINAL}
                    for state in STATES_OF[region]
                ],
            }
            for region in Region
        ],
        "parts": [{"part": part, "words": part.label} for part in Part],
        "needs": [
            {"need": name, "words": need.label, "asked": need.asked, "sealed": need.sealed}
            for name, need in NEEDS.items()
        ],
        "forms": [
            {"form": name, "title": schema(name).title, "version": schema(name).version}
            for name in FORMS
        ],
        "moves": [_row(move) for move in MOVES],
    }


def _row(move: Move) -> dict[str, Any]:
    return {
        "event": move.event,
        "words": move.words,
        "region": move.region,
        "start": move.start,
        "end": move.end,
        "parts": move.parts,
        "needs": move.needs,
        "guards": move.guards,
        "effects": move.effects,
        "form": move.form,
    }


# --- what may be sent ---------------------------------------------------------------------------


def body_of(form: MoveForm) -> Schema:
    """The JSON schema of a request that makes this move."""
    move = form.move
    asked = {
        "event": {"const": move.event},
        "version": {"type": "integer", "description": "Phiên bản vụ việc mà người gửi đã thấy"},
    } | fields_asked(form)
    if move.form:
        asked["paper"] = {
            "$ref": f"#/components/schemas/{_paper_name(move.form)}",
            "description": f"Mẫu {move.form}. Bỏ trống: gửi bản đã ghi trên trang.",
        }
    return {
        "type": "object",
        "title": move.words,
        "required": ["event", "version", *required_in(form)],
        "properties": asked,
        "additionalProperties": False,
    } | _on_the_page(form)


def _on_the_page(form: MoveForm) -> Schema:
    names = ", ".join(files_of(form).values())
    return {"description": f"Chỉ nhận trên trang: {names}."} if names else {}


def move_of(event: str) -> MoveForm:
    """The form of an event, of no case: who and where to are not known here. Rows of the table with
    the same event ask for the same."""
    return MoveForm(next(move for move in MOVES if move.event == event), Case())


def _body_name(event: str) -> str:
    return f"Move_{event}"


def _paper_name(form: str) -> str:
    return f"Paper_{form}"


def _paper(form: str) -> Schema:
    fields = list(schema(form).fields)
    said = SAID_BY_FORM.get(form, {})
    return {
        "type": "object",
        "title": schema(form).title,
        "description": f"Nói luôn: {', '.join(said)}." if said else "",
        "required": [one.key for one in fields if one.required],
        "properties": {one.key: _answer(one) for one in fields},
        "additionalProperties": False,
    }


def _answer(field: Field) -> Schema:
    said: Schema = {"description": field.words}
    line = {"type": "string", "maxLength": LINE_LENGTH}
    match field.kind:
        case Kind.CHOICE:
            return said | {"enum": [one.key for one in field.choices]}
        case Kind.SCORED:
            return said | {"enum": list(LEVELS)}
        case Kind.YES_NO:
            return said | {"type": "boolean"}
        case Kind.DATE:
            return said | {"type": "string", "format": "date"}
        case Kind.MOMENT:
            return said | {"type": "string", "format": "date-time"}
        case Kind.PERSON:
            return said | _parts(field)
        case Kind.ROWS:
            return said | {"type": "array", "maxItems": field.most, "items": _parts(field)}
    longest = LONG_LENGTH if field.kind is Kind.LONG else LINE_LENGTH
    return said | line | {"maxLength": longest} | ({"pattern": SAID} if field.required else {})


def _parts(field: Field) -> Schema:
    line = {"type": "string", "maxLength": LINE_LENGTH}
    return {
        "type": "object",
        "properties": {part.key: line | {"description": part.words} for part in field.parts},
        "additionalProperties": False,
    }


# --- what is answered ---------------------------------------------------------------------------


def _object(**properties: Any) -> Schema:
    """All of them required."""
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_TEXT = {"type": "string"}
_MOMENT = {"type": "string", "format": "date-time"}
_MAYBE_MOMENT = {"type": ["string", "null"], "format": "date-time"}
_NUMBER = {"type": "integer"}


def _states() -> Schema:
    return _object(
        **{
            str(region): _object(state={"enum": list(STATES_OF[region].values)}, words=_TEXT)
            for region in Region
        }
    )


def _answers() -> dict[str, Schema]:
    unit = _object(id=_TEXT, name=_TEXT)
    moved = {
        "id": _TEXT,
        "number": _TEXT,
        "version": _NUMBER,
        "states": _states(),
        "urgency": {"enum": list(Urgency.values)},
    }
    clock = _object(
        rule=_TEXT, words=_TEXT, started_at=_MOMENT, due_at=_MOMENT, checked={"type": "boolean"}
    )
    listed = moved | {
        "unit": unit,
        "received_at": _MOMENT,
        "clocks": _list(clock),
        "next_due_at": _MAYBE_MOMENT,
    }
    offered = _object(event=_TEXT, words=_TEXT, region=_TEXT, end=_TEXT, body={"type": "object"})
    pair = _object(name=_TEXT, yours=_TEXT, theirs=_TEXT)
    return {
        "Table": _object(
            **{name: _list({"type": "object"}) for name in table()},
        ),
        "Cases": _object(cases=_list(_ref("Case")), page=_NUMBER, pages=_NUMBER),
        "Case": _object(**listed),
        "OneCase": _object(**listed, events=_list(offered)),
        "Moved": _object(**moved),
        "Conflict": _object(error=_TEXT, words=_TEXT, version=_NUMBER, by=_TEXT, both=_list(pair)),
        "Error": {
            "type": "object",
            "required": ["error", "words"],
            "properties": {"error": {"enum": list(ERRORS)}, "words": _TEXT, "field": _TEXT},
        },
    }


# --- the document -------------------------------------------------------------------------------


def openapi(server: str, session_cookie: str, at: dict[str, str]) -> dict[str, Any]:
    """`at`: the paths of `table`, `cases`, `case` and `move`; the last two have {pk}."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Măng Non: vụ việc trẻ em cần bảo vệ",
            "version": "1",
            "description": "Như trên trang, của chính người đang đăng nhập: cùng quyền, cùng bảng.",
        },
        "servers": [{"url": server}],
        "security": [{"session": []}],
        "paths": {
            at["table"]: {"get": _reading("table", "Bảng các bước", "Table")},
            at["cases"]: {
                "get": _reading("cases", "Vụ việc người này xem được", "Cases", _LIST, (400,))
            },
            at["case"]: {"get": _reading("case", "Một vụ việc", "OneCase", [_PK], (404,))},
            at["move"]: {"post": _moving()},
        },
        "components": {
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": session_cookie}
            },
            "schemas": {
                **_answers(),
                **{_body_name(event): body_of(move_of(event)) for event in EVENTS},
                **{_paper_name(form): _paper(form) for form in FORMS},
            },
        },
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(*schemas: Schema) -> dict[str, Any]:
    return {"application/json": {"schema": schemas[0] if len(schemas) == 1 else {"oneOf": schemas}}}


def _parameter(name: str, where: str, words: str, said: Schema, *, required: bool) -> Schema:
    return {"name": name, "in": where, "required": required, "description": words, "schema": said}


_PK = _parameter("pk", "path", "Mã vụ việc", {"type": "string", "format": "uuid"}, required=True)
_PAGE = {"type": "integer", "minimum": 1, "maximum": 999_999}
_LIST = [
    _parameter("page", "query", "Trang, từ 1", _PAGE, required=False),
    _parameter("ended", "query", "1: vụ việc đã kết thúc", {"enum": ["0", "1"]}, required=False),
]
_KEY = {
    "type": "string",
    "minLength": SHORTEST_KEY,
    "maxLength": LONGEST_KEY,
    "pattern": r"^[!-~][ -~]*[!-~]$",
}


def refusals(statuses: Iterable[int]) -> dict[str, Any]:
    """Each status once, with all that it may mean."""
    return {
        str(status): {
            "description": "; ".join(
                f"{name}: {words}" for name, (code, words) in ERRORS.items() if code == status
            ),
            "content": _json(_ref("Conflict"), _ref("Error"))
            if status == 409
            else _json(_ref("Error")),
        }
        for status in statuses
    }


def _reading(
    name: str,
    words: str,
    answer: str,
    parameters: Iterable[Schema] = (),
    refused: Iterable[int] = (),
) -> Schema:
    return {
        "operationId": name,
        "summary": words,
        "parameters": list(parameters),
        "responses": {
            "200": {"description": words, "content": _json(_ref(answer))},
            **refusals((401, 403, *refused)),
        },
    }


def _moving() -> Schema:
    names = {event: f"#/components/schemas/{_body_name(event)}" for event in EVENTS}
    body = {
        "oneOf": [{"$ref": ref} for ref in names.values()],
        "discriminator": {"propertyName": "event", "mapping": names},
    }
    token = _parameter("X-CSRFToken", "header", "Giá trị của cookie CSRF", _TEXT, required=True)
    once = "Cùng khóa, cùng nội dung là một bước, gửi lại bao nhiêu lần cũng vậy."
    return {
        "operationId": "move",
        "summary": "Làm một bước",
        "parameters": [
            _PK,
            token,
            _parameter("Idempotency-Key", "header", once, _KEY, required=True),
        ],
        "requestBody": {"required": True, "content": _json(body)},
        "responses": {
            "200": {"description": "Đã ghi", "content": _json(_ref("Moved"))},
            **refusals(sorted({code for code, _ in ERRORS.values()})),
        },
    }
