"""The fields of a letter as they were understood, for a person to correct."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from mangnon.directives.choices import ClauseKind, Part
from mangnon.directives.forms.work import DateField
from mangnon.directives.models import Addressee

KINDS = [
    (word, word.capitalize()) for word in ("công văn", "kế hoạch", "quyết định", "báo cáo", "khác")
]
URGENCIES = [("", "Thường"), *((w, w) for w in ("KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"))]
NO_PART = "none"
PARTS = [*Part.choices, (NO_PART, "Không giao")]


def _line(label: str, length: int, **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=False, widget=forms.TextInput(attrs=attrs)
    )


def _whole(label: str, least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class LetterFieldsForm(forms.Form):
    """What stands around the clauses. Every field may be empty: the letter may not say it."""

    issuer_text = _line("Cơ quan ban hành", 300)
    parent_text = _line("Cơ quan chủ quản", 300)
    number = _line("Số", 20)
    symbol = _line("Ký hiệu", 60)
    place = _line("Địa danh", 100)
    day = _whole("Ngày", 1, 31)
    month = _whole("Tháng", 1, 12)
    year = _whole("Năm", 1945, 2100)
    kind = forms.CharField(label="Loại văn bản", widget=forms.Select(choices=KINDS))
    urgency = forms.CharField(
        label="Mức độ khẩn", required=False, widget=forms.Select(choices=URGENCIES)
    )
    subject = forms.CharField(
        label="Trích yếu",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    signer_authority = _line("Thẩm quyền ký", 200)
    signer_position = _line("Chức vụ người ký", 200)
    signer_name = _line("Người ký", 100)
    copies = forms.CharField(
        label="Nơi nhận (mỗi dòng một nơi)",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    recurring = _line("Định kỳ", 100)

    def clean(self) -> dict[str, Any]:
        """A whole date must be on the calendar."""
        given = super().clean() or {}
        day, month, year = (given.get(name) for name in ("day", "month", "year"))
        if day and month:
            try:
                date(year or 2024, month, day)
            except ValueError:
                self.add_error("day", f"Tháng {month} không có ngày {day}.")
        return given

    def clean_copies(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["copies"].splitlines() if line.strip()]


class GroundForm(forms.Form):
    notation = _line("Số, ký hiệu", 100)
    issued_on = DateField(label="Ngày", required=False)
    issuer = _line("Cơ quan ban hành", 300)


class AddresseeForm(forms.Form):
    text = _line("Nơi nhận", 500)

    @property
    def words(self) -> str:
        return str(self.cleaned_data["text"]).strip()


class UnitsForm(forms.Form):
    """Which units a line of "Kính gửi" means; an unticked one gets nothing."""

    units = forms.MultipleChoiceField(
        label="Đơn vị nhận việc", required=False, widget=forms.CheckboxSelectMultiple
    )
    # Tells "none ticked" from "the list was not on the page".
    shown = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, addressee: Addressee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = [unit.pk for unit in addressee.units.all()]
        field = self.fields["units"]
        field.choices = [(str(unit.pk), unit.name) for unit in addressee.units.all()]  # type: ignore[attr-defined]
        field.initial = [str(pk) for pk in self.before]

    def chosen(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["units"]]

    def changes(self) -> bool:
        return bool(self.cleaned_data["shown"]) and self.chosen() != self.before


class ClauseForm(forms.Form):
    """One clause; who it is for is asked once for each addressee."""

    mark = _line("Mục", 20)
    text = forms.CharField(
        label="Nội dung",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Nội dung này đang trống. Hãy ghi nội dung hoặc bỏ mục này."},
    )
    kind = forms.ChoiceField(label="Loại việc", choices=ClauseKind.choices)
    indicator = forms.ChoiceField(label="Chỉ số đo", required=False)
    deadline_on = DateField(label="Hạn riêng", required=False)
    wants_evidence = forms.BooleanField(label="Cần tệp minh chứng", required=False)

    def __init__(
        self,
        *args: Any,
        addressees: Sequence[tuple[str, str]],
        indicators: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", "Không đo"), *indicators]  # type: ignore[attr-defined]
        self.party_names = [f"party-{key}" for key, _ in addressees]
        for name, (_, words) in zip(self.party_names, addressees, strict=True):
            self.fields[name] = forms.ChoiceField(label=words, choices=PARTS, initial=NO_PART)

    @property
    def parties(self) -> list[forms.BoundField]:
        return [self[name] for name in self.party_names]

    def sides(self) -> tuple[list[int], list[int]]:
        """The addressees who lead and those who co-operate."""
        return self._with(Part.LEAD), self._with(Part.COOPERATE)

    def _with(self, part: str) -> list[int]:
        names = [name for name in self.party_names if self.cleaned_data[name] == part]
        return [int(name.removeprefix("party-")) for name in names]


class DeadlineForm(forms.Form):
    """The day by which units answer: in so many working days, or on a day."""

    within = forms.ChoiceField(label="Chọn nhanh", required=False, widget=forms.RadioSelect)
    deadline_on = DateField(label="Hạn báo cáo", required=False)

    def __init__(self, *args: Any, quick: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["within"].choices = quick  # type: ignore[attr-defined]

    def chosen(self) -> date | None:
        """A quick choice counts only while the day itself was not typed."""
        within = self.cleaned_data["within"]
        if within and "deadline_on" not in self.changed_data:
            return date.fromisoformat(within)
        on: date | None = self.cleaned_data["deadline_on"]
        return on
