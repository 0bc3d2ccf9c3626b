"""What a move asks for, as a form made from its row of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from mangnon.base.ui.forms import DayInput
from mangnon.cases.choices import Urgency
from mangnon.cases.forms.signed import SignedFileField
from mangnon.cases.machine.needs import CHILD_ASKED, LONGEST, NEEDS, closings
from mangnon.cases.machine.table import Move
from mangnon.cases.models import Case
from mangnon.cases.papers import Answers
from mangnon.cases.retention import retentions
from mangnon.kit import clock
from mangnon.units.api import Person, Unit

_MOMENT = "%Y-%m-%dT%H:%M"


class TokenForm(forms.Form):
    """A form whose double click is one effect."""

    use_required_attribute = False
    token = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["token"].initial = uuid4().hex


_URGENT = {True: Urgency.URGENT, False: Urgency.NOT_URGENT}
# What the form of a move says already, so that nobody is asked twice.
SAID_BY_FORM: dict[str, dict[str, Callable[[Answers], Any]]] = {
    "02": {"urgency": lambda told: _URGENT[bool(told.get("urgent"))]},
    "06": {
        "still_at_risk": lambda told: told.get("still_at_risk"),
        "stable": lambda told: told.get("stable"),
    },
    "07": {"until": lambda told: date.fromisoformat(told["until"])},
}


def said_by_form(form: str, told: Answers) -> dict[str, Any]:
    """The data of the move that its checked form tells."""
    return {name: of(told) for name, of in SAID_BY_FORM.get(form, {}).items()}


class MoveForm(TokenForm):
    """`people` and `units`: whom the case may be given to. `said` after `is_valid` is the data of
    the move; the version is that of the case as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        move: Move,
        case: Case,
        data: Any = None,
        *,
        files: Any = None,
        people: Iterable[Person] = (),
        units: Iterable[Unit] = (),
    ) -> None:
        super().__init__(data, files, prefix="buoc")
        self.move = move
        self.fields["version"].initial = case.version
        self.rows: dict[str, dict[str, Any]] = {
            "person": {str(one.pk): one for one in people},
            "unit": {str(one.pk): one for one in units},
        }
        for name in move.needs:
            if not (move.form and (name == "paper" or name in SAID_BY_FORM.get(move.form, {}))):
                self.fields[name] = self._field(name)
        for name, words in _MORE.get(move.event, {}).items():
            self.fields[name] = _BESIDE.get(name, _moment_if_any)(words)

    def _field(self, name: str) -> forms.Field:
        words = NEEDS[name].label
        if name in self.rows:
            pairs = [(pk, _named(one)) for pk, one in self.rows[name].items()]
            return forms.ChoiceField(label=words, choices=[("", "Hãy chọn"), *pairs])
        return _FIELDS.get(name, _long)(words)

    @property
    def said(self) -> dict[str, Any]:
        """The data of the move, rows in place of their names; what was left open is not said."""
        given = {
            name: self.rows[name][value] if name in self.rows and value else value
            for name, value in self.cleaned_data.items()
            if name not in ("token", "version")
        }
        return {name: value for name, value in given.items() if value not in (None, "")}


def _named(row: Any) -> str:
    return str(row.full_name) if isinstance(row, Person) else str(row.name)


def _long(words: str) -> forms.Field:
    return forms.CharField(
        label=words, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )


def _line(words: str) -> forms.Field:
    return forms.CharField(label=words, max_length=300)


def _moment(words: str, required: bool = True) -> forms.Field:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    return forms.DateTimeField(
        label=words,
        required=required,
        widget=widget,
        input_formats=[_MOMENT],
        error_messages={"invalid": "Hãy ghi giờ, ngày."},
    )


def _moment_now(words: str) -> forms.Field:
    field = _moment(words)
    field.initial = clock.now()
    return field


def _moment_if_any(words: str) -> forms.Field:
    return _moment(words, required=False)


def _number(words: str) -> forms.Field:
    return forms.CharField(
        label=words, max_length=40, help_text="Như 12/QĐ-UBND, không có dấu cách."
    )


def _day_signed(words: str) -> forms.Field:
    return forms.DateField(label=words, widget=DayInput(), initial=clock.today)


def _signer(words: str) -> forms.Field:
    return forms.CharField(
        label=words,
        max_length=120,
        required=False,
        help_text="Bỏ trống khi anh/chị là người ký.",
    )


def _day(words: str) -> forms.Field:
    return forms.DateField(label=words, widget=DayInput())


def _boolean(words: str) -> forms.Field:
    return forms.BooleanField(label=words, required=False)


def _choice(pairs: Callable[[], Iterable[tuple[str, str]]]) -> Callable[[str], forms.Field]:
    return lambda words: forms.ChoiceField(
        label=words, choices=list(pairs()), widget=forms.RadioSelect
    )


def _retentions() -> list[tuple[str, str]]:
    return [
        (code, row.words + ("" if row.is_checked else " (thời hạn chưa đối chiếu)"))
        for code, row in retentions().items()
    ]


_FIELDS: dict[str, Callable[[str], forms.Field]] = {
    "closing": _choice(lambda: closings().items()),
    "retention": _choice(_retentions),
    "measured_at": _moment_now,
    "received_at": _moment_now,
    "until": _day,
    "paper": _line,
    "number": _number,
    "signed_on": _day_signed,
    "asked_by_body": _line,
    "who": _line,
}
# What may be said besides, move by move.
_MORE: dict[str, dict[str, str]] = {
    "approve_plan": {"signer": "Người ký", "signed_file": "Tệp đã ký"},
    "raise_urgency": {"received_at": "Nhận tin mới lúc"},
    "give_consent": {
        "child_asked": "Đã hỏi ý kiến của trẻ (từ đủ 7 tuổi)",
        "under_seven": "Trẻ dưới 7 tuổi",
    },
}
_BESIDE: dict[str, Callable[[str], forms.Field]] = {
    **dict.fromkeys(CHILD_ASKED, _boolean),
    "signer": _signer,
    "signed_file": lambda words: SignedFileField(label=words, required=False),
}
