"""What a move asks for, said by a program: JSON instead of the fields of a page, by the same forms.

`fields_asked` tells a program what it may send; `read_move` and `read_paper` take it in. A value of
the wrong kind is no answer at all (400); one of the right kind is judged by the form (422). Files
are sent on the page alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms

from mangnon.base.programs import Answered
from mangnon.cases.forms.moves import MoveForm, said_by_form
from mangnon.cases.forms.papers import PaperForm
from mangnon.cases.papers import checked
from mangnon.cases.refusals import Invalid
from mangnon.kit import clock

Schema = dict[str, Any]
# Text that is not blank, without NUL, as ECMA-262 writes it.
SAID = r"^[^\u0000]*[^\u0000\s][^\u0000]*$"
# In every move; on a page they stand in hidden fields.
_AROUND = ("token", "version")
_UNKNOWN = "Bước này không có trường này."


# --- what may be sent ---------------------------------------------------------------------------


def fields_asked(form: MoveForm) -> dict[str, Schema]:
    """The JSON schema of each field of a move, but for its paper and its files."""
    return {name: _schema(field) for name, field in _taken(form).items()}


def required_in(form: MoveForm) -> list[str]:
    return [name for name, field in _taken(form).items() if field.required]


def files_of(form: MoveForm) -> dict[str, str]:
    """What can be sent with a move on its page alone, in words."""
    fields = form.fields.items()
    return {name: str(one.label) for name, one in fields if isinstance(one, forms.FileField)}


def _taken(form: MoveForm) -> dict[str, forms.Field]:
    apart = {*_AROUND, *files_of(form)}
    return {name: field for name, field in form.fields.items() if name not in apart}


def _schema(field: forms.Field) -> Schema:
    said = {"description": str(field.label)}
    match field:
        case forms.BooleanField():
            return {"type": "boolean"} | said
        case forms.DateTimeField():
            return {"type": "string", "format": "date-time"} | said
        case forms.DateField():
            return {"type": "string", "format": "date"} | said
        case forms.ChoiceField():
            named = [
                {"const": str(key), "title": str(words)}
                for key, words in list(field.choices)  # type: ignore[arg-type]
                if key
            ]
            return {"type": "string"} | said | ({"oneOf": named} if named else {})
        case forms.CharField():
            return {"type": "string", "maxLength": field.max_length, "pattern": SAID} | said
    raise TypeError(field)


# --- what was sent ------------------------------------------------------------------------------


def read_move(form: MoveForm, said: Mapping[str, Any], version: int) -> dict[str, Any]:
    """The data of a move from a program's fields; `form` is bound, to nothing yet.

    Raises Answered, Invalid.
    """
    given = {name: _written(form, name, value) for name, value in said.items()}
    given |= {"token": "-", "version": str(version)}
    form.data = {form.add_prefix(name): value for name, value in given.items()}
    for name, words in form.errors.items():
        raise Invalid(str(words[0]), name)
    return form.said


def _written(form: MoveForm, name: str, value: Any) -> str:
    """The value as a page would send it."""
    field = _taken(form).get(name)
    if field is None:
        words = "API không nhận tệp: hãy gửi trên trang." if name in files_of(form) else _UNKNOWN
        raise Answered(400, "unreadable", words, field=name[:60])
    kind = next((kind for kind in _WRITERS if isinstance(field, kind)), forms.CharField)
    words, write = _WRITERS[kind]
    try:
        return write(value)
    except (TypeError, ValueError, OverflowError):
        raise Answered(400, "unreadable", words, field=name) from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _yes_or_no(value: Any) -> str:
    if not isinstance(value, bool):
        raise TypeError
    return str(value).lower()


def _moment(value: Any) -> str:
    """To the minute of a Vietnamese clock, as moments are written on a page."""
    said = datetime.fromisoformat(_text(value))
    if said.tzinfo is None:
        raise ValueError
    return clock.local(said).isoformat(timespec="minutes")[:16]


def _day(value: Any) -> str:
    return date.fromisoformat(_text(value)).isoformat()


_WRITERS: dict[type[forms.Field], tuple[str, Callable[[Any], str]]] = {
    forms.BooleanField: ("Phải là true hoặc false.", _yes_or_no),
    forms.DateTimeField: ("Phải là thời điểm có múi giờ: 2026-11-29T14:30:00+07:00.", _moment),
    forms.DateField: ("Phải là ngày: 2026-11-29.", _day),
    forms.CharField: ("Phải là chữ.", _text),
}


def read_paper(paper: PaperForm, told: Any) -> dict[str, Any]:
    """What a form says of its move; with the answers themselves, unless the draft goes along.

    What the writer may not read stays as it was. Raises Answered, Invalid.
    """
    if told is not None and not isinstance(told, dict):
        raise Answered(400, "unreadable", "Phải là một đối tượng JSON.", field="paper")
    if not (told or paper.before):
        raise Invalid(f"Hãy ghi Mẫu {paper.schema.form}.", "paper")
    whole = paper.before if told is None else _hidden_kept(paper, told)
    done = checked(paper.schema.form, whole, version=paper.schema.version)
    for key, words in done.errors.items():
        raise Invalid(f"Mẫu {paper.schema.form}: {words}", f"paper.{key[:60]}")
    said = said_by_form(paper.schema.form, done.answers)
    return said if told is None else said | {"paper": done.answers}


def _hidden_kept(paper: PaperForm, told: Mapping[str, Any]) -> dict[str, Any]:
    fields = paper.schema.fields
    hidden = {one.key for one in fields if one.field_class.value not in paper.readable}
    for key in hidden & told.keys():
        raise Invalid("Ô này đang ẩn với anh/chị nên không ghi đè được.", f"paper.{key}")
    return {key: value for key, value in paper.before.items() if key in hidden} | dict(told)
