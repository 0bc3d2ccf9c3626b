"""What was written in a form, checked field by field: kept plain, or refused with words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mangnon.cases.papers.loading import schema
from mangnon.cases.papers.schema import HIDDEN, LEVELS, Answers, Field, FormSchema, Kind
from mangnon.kit import clock
from mangnon.kit.official.words import clean

LINE_LENGTH = 300
LONG_LENGTH = 10_000
YEARS = (1900, 2100)
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y")
MOMENT_FORMS = ("%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y")
YES = {True: True, "yes": True, "true": True, "có": True}
NO = {False: False, "no": False, "false": False, "không": False}


class Wrong(Exception):
    """An answer that is not taken; `inside` leads to the part or cell of the field."""

    def __init__(self, words: str, inside: str = "") -> None:
        super().__init__(words)
        self.inside = inside


@dataclass(frozen=True, slots=True)
class Checked:
    """The answers that were taken, and why others were not: words by key ("father.age",
    "activities.2.who" inside a field)."""

    answers: Answers
    errors: dict[str, str]

    @property
    def ok(self) -> bool:
        return not self.errors


def checked(
    form: str,
    answers: Mapping[str, Any],
    *,
    version: int | None = None,
    draft: bool = False,
    now: datetime | None = None,
) -> Checked:
    """The answers of a form, made plain: composed letters, ISO days, Vietnamese clock. A draft may
    lack what is required. Raises NoSuchForm."""
    return check(schema(form, version), answers, draft=draft, now=now)


def check(
    asked: FormSchema,
    answers: Mapping[str, Any],
    *,
    draft: bool = False,
    now: datetime | None = None,
) -> Checked:
    """As `checked`, by a schema in hand."""
    today = clock.local(now or clock.now())
    taken: Answers = {}
    errors = {
        str(key): f"{asked.corner} không có ô “{clean(str(key))[:60]}”."
        for key in answers
        if not isinstance(key, str) or asked.field(key) is None
    }
    for field in asked.fields:
        try:
            value = _read(field, answers.get(field.key), today)
        except Wrong as wrong:
            errors[field.key + wrong.inside] = str(wrong)
            continue
        if value is not None:
            taken[field.key] = value
        elif field.required and not draft:
            errors[field.key] = _missing(field)
    for field in asked.fields:
        if _too_early(field, taken):
            errors[field.key] = f"Ngày này không trước: {_words_of(asked, field.after)}."
            del taken[field.key]
    return Checked(taken, errors)


def fits(asked: FormSchema, key: str, value: Any) -> Any | None:
    """The value as the form takes it, None when it does not."""
    field = asked.field(key)
    try:
        return _read(field, value, None) if field else None
    except Wrong:
        return None


def _too_early(field: Field, taken: Answers) -> bool:
    """Whether a day lies before the one it must follow; ISO days compare as words."""
    start, end = taken.get(field.after, ""), taken.get(field.key, "")
    return bool(start and end) and end[:10] < start[:10]


def _words_of(asked: FormSchema, key: str) -> str:
    field = asked.field(key)
    return field.words if field else key


def _missing(field: Field) -> str:
    verb = "Hãy chọn" if field.kind in (Kind.CHOICE, Kind.SCORED, Kind.YES_NO) else "Hãy ghi"
    return f"{verb}: {field.words}."


def _read(field: Field, value: Any, today: datetime | None) -> Any | None:
    """The plain value, None for nothing. Raises Wrong."""
    if value is None or value == "":
        return None
    if value == HIDDEN:
        raise Wrong("Ô này đang ẩn với anh/chị nên không ghi đè được.")
    made = READERS[field.kind](field, value)
    if field.past and made is not None and today is not None:
        _not_ahead(made, today)
    return made


def _not_ahead(made: str, today: datetime) -> None:
    ahead = (
        datetime.fromisoformat(made) > today
        if "T" in made
        else date.fromisoformat(made) > today.date()
    )
    if ahead:
        raise Wrong("Thời gian này chưa tới.")


def _text(field: Field, value: Any) -> str | None:
    said = " ".join(clean(_word(value)).split())
    return _short(said, LINE_LENGTH)


def _long(field: Field, value: Any) -> str | None:
    lines = [clean(line).strip() for line in _word(value).splitlines()]
    return _short("\n".join(lines).strip(), LONG_LENGTH)


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong("Ô này ghi bằng chữ.")
    return value


def _short(said: str, most: int) -> str | None:
    if len(said) > most:
        raise Wrong(f"Ô này dài nhất {most} chữ cái; đang có {len(said)}.")
    if said == HIDDEN:
        raise Wrong("Ô này đang ẩn với anh/chị nên không ghi đè được.")
    return said or None


def _choice(field: Field, value: Any) -> str:
    return _one_of(value, [choice.key for choice in field.choices])


def _scored(field: Field, value: Any) -> str:
    return _one_of(value, list(LEVELS))


def _one_of(value: Any, keys: list[str]) -> str:
    if not isinstance(value, str) or value not in keys:
        raise Wrong("Hãy chọn một trong các mục có sẵn.")
    return str(value)


def _yes_no(field: Field, value: Any) -> bool:
    said = value.strip().lower() if isinstance(value, str) else value
    for known in (YES, NO):
        if isinstance(said, bool | str) and said in known:
            return known[said]
    raise Wrong("Hãy chọn Có hoặc Không.")


def _date(field: Field, value: Any) -> str:
    said = _word(value).strip()
    for form in DAY_FORMS:
        try:
            return _in_years(datetime.strptime(said, form)).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    raise Wrong("Hãy ghi ngày theo mẫu 05/08/2025.")


def _moment(field: Field, value: Any) -> str:
    """A moment on a Vietnamese clock unless it says its own zone."""
    said = unicodedata.normalize("NFKC", _word(value).strip())
    made = _parsed(said)
    if made is None:
        raise Wrong("Hãy ghi ngày và giờ theo mẫu 05/08/2025 14:30.")
    aware = made.replace(tzinfo=clock.VIETNAM) if made.tzinfo is None else made
    try:
        return clock.local(aware).isoformat(timespec="minutes")
    except OverflowError:
        raise Wrong("Hãy ghi ngày và giờ theo mẫu 05/08/2025 14:30.") from None


def _parsed(said: str) -> datetime | None:
    tries: list[Callable[[], datetime]] = [lambda: datetime.fromisoformat(said)]
    tries += [lambda form=form: datetime.strptime(said, form) for form in MOMENT_FORMS]  # type: ignore[misc]  # noqa: DTZ007
    for attempt in tries:
        try:
            return _in_years(attempt())
        except ValueError:
            continue
    return None


def _in_years(day: datetime) -> datetime:
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise ValueError(day.year)
    return day


def _person(field: Field, value: Any) -> dict[str, str] | None:
    made = _parts(field, value, "")
    return made or None


def _rows(field: Field, value: Any) -> list[dict[str, str]] | None:
    if not isinstance(value, list | tuple):
        raise Wrong("Ô này ghi theo từng dòng.")
    rows = [row for place, row in enumerate(_row(field, value)) if row]
    if len(rows) > field.most:
        raise Wrong(f"Bảng này có nhiều nhất {field.most} dòng.")
    return rows or None


def _row(field: Field, value: list[Any] | tuple[Any, ...]) -> list[dict[str, str]]:
    return [_parts(field, row, f".{place}") for place, row in enumerate(value)]


def _parts(field: Field, value: Any, inside: str) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise Wrong("Ô này gồm nhiều phần.", inside)
    known = [part.key for part in field.parts]
    strange = [key for key in value if key not in known]
    if strange:
        raise Wrong(f"Không có phần “{clean(str(strange[0]))[:60]}”.", inside)
    made: dict[str, str] = {}
    for key in known:
        try:
            said = _text(field, value.get(key) or "")
        except Wrong as wrong:
            raise Wrong(str(wrong), f"{inside}.{key}") from None
        if said:
            made[key] = said
    return made


READERS: dict[Kind, Callable[[Field, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG: _long,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.PERSON: _person,
    Kind.YES_NO: _yes_no,
    Kind.SCORED: _scored,
    Kind.ROWS: _rows,
}
