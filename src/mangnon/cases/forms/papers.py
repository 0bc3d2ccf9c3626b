"""A form of Decree 56/2017 on the screen, made from its schema: fieldsets by section, whole without
script. What is right or wrong is decided by `papers.checked` alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import escape
from django.utils.safestring import mark_safe

from mangnon.base.ui.forms import DayInput
from mangnon.cases.papers import (
    UNVERIFIED,
    Answers,
    Carried,
    Field,
    FieldClass,
    FormSchema,
    Kind,
    Section,
    checked,
    keeping_hidden,
    schema,
)
from mangnon.cases.papers.answers import LINE_LENGTH, LONG_LENGTH
from mangnon.cases.papers.schema import LEVELS, Choice

SPARE_ROWS = 2
ALL_CLASSES = frozenset(str(one) for one in FieldClass)


@dataclass(frozen=True, slots=True)
class Asked:
    """A field as the page asks for it: one control, a person's parts, or rows of cells."""

    field: Field
    bound: list[forms.BoundField] = default(default_factory=list)
    rows: list[list[forms.BoundField]] = default(default_factory=list)
    hidden: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class AskedSection:
    section: Section
    asked: list[Asked]
    unverified: str

    @property
    def title(self) -> str:
        """ "A. Thông tin chung", "a) Mức độ tổn hại"."""
        mark, end = self.section.mark, ")" if self.section.level > 2 else "."
        return f"{mark}{end} {self.section.words}" if mark else self.section.words


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of day and time, without a zone: it is a Vietnamese clock."""

    input_type = "datetime-local"

    def format_value(self, value: Any) -> str | None:
        return str(value)[:16] if value else None


class PaperForm(forms.Form):
    """One paper. `before` is its last revision, `carried` what earlier papers said; `classes` are
    the field classes that the writer may read: others show "đã ẩn" and stay as they were.

    `answers` after `is_valid` are those to seal.
    """

    template_name = "cases/parts/paper.html"
    use_required_attribute = False

    def __init__(
        self,
        form: str,
        data: QueryDict | Mapping[str, Any] | None = None,
        *,
        before: Answers | None = None,
        carried: Carried | None = None,
        classes: Collection[str] = ALL_CLASSES,
        version: int | None = None,
        draft: bool = False,
    ) -> None:
        super().__init__(data)
        self.schema: FormSchema = schema(form, version)
        self.before, self.draft = dict(before or {}), draft
        self.readable = frozenset(map(str, classes))
        self.origins = {} if before else dict(carried.origins if carried else {})
        self.start = dict(before or (carried.answers if carried else {}))
        self.answers: Answers = {}
        for asked in self.schema.fields:
            if asked.field_class.value in self.readable:
                self.fields.update(self._controls(asked))

    # --- what the page shows --------------------------------------------------------------------

    @property
    def sections(self) -> list[AskedSection]:
        return [
            AskedSection(
                section,
                [self._asked(one, section) for one in section.fields],
                UNVERIFIED if section.unverified else "",
            )
            for section in self.schema.sections
        ]

    def _asked(self, one: Field, section: Section) -> Asked:
        if one.field_class.value not in self.readable:
            return Asked(one, hidden=True)
        hint = self._hint(one, section)
        if one.kind is Kind.ROWS:
            places = range(self._row_count(one))
            rows = [[self[f"{one.key}-{at}-{part.key}"] for part in one.parts] for at in places]
            return Asked(one, rows=rows, hint=hint)
        if one.kind is Kind.PERSON:
            return Asked(one, [self[f"{one.key}-{part.key}"] for part in one.parts], hint=hint)
        bound = self[one.key]
        bound.help_text = mark_safe(escape(hint))  # noqa: S308
        return Asked(one, [bound])

    def _hint(self, one: Field, section: Section) -> str:
        origin = self.origins.get(one.key, "")
        parts = [
            one.hint,
            f"Lấy từ {origin}; sửa được." if origin else "",
            UNVERIFIED if one.unverified and not section.unverified else "",
        ]
        return " ".join(part for part in parts if part)

    # --- controls -------------------------------------------------------------------------------

    def _controls(self, one: Field) -> Iterator[tuple[str, forms.Field]]:
        start = self.start.get(one.key)
        if one.kind is Kind.ROWS:
            yield from self._cells(one, start or [])
        elif one.kind is Kind.PERSON:
            for part in one.parts:
                told = (start or {}).get(part.key, "")
                yield f"{one.key}-{part.key}", _line(part.words, told, required=True)
        else:
            yield one.key, _control(one, start)

    def _cells(self, one: Field, start: list[dict[str, str]]) -> Iterator[tuple[str, forms.Field]]:
        for place in range(self._row_count(one)):
            row = start[place] if place < len(start) else {}
            for part in one.parts:
                yield (
                    f"{one.key}-{place}-{part.key}",
                    _line(part.words, row.get(part.key, ""), required=True),
                )

    def _row_count(self, one: Field) -> int:
        """As many rows as were sent, one more than allowed at most so that it can be refused; else
        those filled and two spare ones."""
        if self.is_bound:
            found = (re.fullmatch(rf"{one.key}-(\d{{1,3}})-\w+", name) for name in self.data)
            sent = max((int(match[1]) + 1 for match in found if match), default=1)
            return min(sent, one.most + 1)
        return min(max(3, len(self.start.get(one.key) or []) + SPARE_ROWS), one.most)

    # --- what was written -----------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Checks by the schema; what the writer may not see counts as it was."""
        given = {one.key: self._given(one) for one in self.schema.fields if self._shown(one)}
        whole = keeping_hidden(
            self.schema.form, given, self.before, self.readable, version=self.schema.version
        )
        done = checked(self.schema.form, whole, version=self.schema.version, draft=self.draft)
        self.answers = done.answers
        for key, words in done.errors.items():
            self.add_error(self._control_of(key), words)
        return self.cleaned_data

    def _shown(self, one: Field) -> bool:
        return one.field_class.value in self.readable

    def _given(self, one: Field) -> Any:
        said = self.cleaned_data.get
        if one.kind is Kind.PERSON:
            return {part.key: said(f"{one.key}-{part.key}") or "" for part in one.parts}
        if one.kind is Kind.ROWS:
            return [
                {part.key: said(f"{one.key}-{place}-{part.key}") or "" for part in one.parts}
                for place in range(self._row_count(one))
            ]
        return said(one.key)

    def _control_of(self, key: str) -> str | None:
        """Beside which control an error stands: "father.age" at father-age; of a whole person or
        table at its first part; of what is hidden above all."""
        name = key.replace(".", "-")
        return next((known for known in self.fields if f"{known}-".startswith(f"{name}-")), None)


def _control(one: Field, start: Any) -> forms.Field:
    match one.kind:
        case Kind.CHOICE:
            pairs = [(choice.key, _choice_words(choice)) for choice in one.choices]
            return _radio(one, pairs, start)
        case Kind.SCORED:
            pairs = [(one_.key, f"{LEVELS[one_.key]}: {one_.words}") for one_ in one.choices]
            return _radio(one, pairs, start)
        case Kind.YES_NO:
            said = {True: "yes", False: "no"}.get(start)
            return _radio(one, [("yes", "Có"), ("no", "Không")], said)
        case Kind.LONG:
            area = forms.Textarea(attrs={"rows": max(2, one.room + 1)})
            return _plain(one.words, start, area, LONG_LENGTH, one.required)
        case Kind.DATE:
            return _plain(one.words, start, DayInput(), LINE_LENGTH, one.required)
        case Kind.MOMENT:
            return _plain(one.words, start, MomentInput(), LINE_LENGTH, one.required)
    return _line(one.words, start, required=one.required)


def _choice_words(choice: Choice) -> str:
    return choice.words + ("" if choice.certainty == "S" else " (chưa đối chiếu)")


def _line(words: str, start: Any, *, required: bool) -> forms.CharField:
    return _plain(words, start, forms.TextInput(), LINE_LENGTH, required)


class Written(forms.CharField):
    """Says that it is needed, but leaves the judgement to the schema, which has better words."""

    def validate(self, value: Any) -> None:
        return None


def _plain(
    words: str, start: Any, widget: forms.Widget, length: int, required: bool
) -> forms.CharField:
    widget.attrs["maxlength"] = str(length)
    return Written(
        label=words, initial=start, widget=widget, required=required, strip=False, empty_value=""
    )


def _radio(one: Field, pairs: list[tuple[str, str]], start: Any) -> forms.CharField:
    return Written(
        label=one.words,
        initial=start,
        required=one.required,
        widget=forms.RadioSelect(choices=pairs),
    )
