"""What a unit says about its work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from mangnon.base.ui.forms import DayInput

MAX_FILES = 10


class DateField(forms.DateField):
    """A day, chosen from the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DayInput())
        super().__init__(**kwargs)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files at once; cleans to a list, empty when none was chosen."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(given) > MAX_FILES:
            raise forms.ValidationError(f"Mỗi lần gửi được nhiều nhất {MAX_FILES} tệp.")
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        return [super(FilesField, self).clean(one, initial) for one in given]


class ProgressForm(forms.Form):
    percent = forms.IntegerField(
        label="Đã làm được bao nhiêu phần trăm",
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={"required": "Hãy ghi tiến độ từ 0 đến 100."},
    )
    note = forms.CharField(
        label="Ghi chú",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReturnForm(forms.Form):
    """The unit's report. `measure` is what the clause's indicator counts, None when it has none."""

    text = forms.CharField(
        label="Đơn vị đã làm được gì?",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "Hãy ghi kết quả đã làm được."},
    )
    figure = forms.DecimalField(
        label="Số liệu",
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
    )
    difficulties = forms.CharField(
        label="Khó khăn, vướng mắc",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    proposals = forms.CharField(
        label="Đề xuất, kiến nghị",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photos = FilesField(
        label="Chụp ảnh",
        required=False,
        widget=FilesInput(attrs={"accept": "image/*", "capture": "environment"}),
        help_text="Không chụp rõ mặt trẻ em khi chưa được cha, mẹ và trẻ đồng ý.",
    )
    evidence = FilesField(
        label="Chọn tệp minh chứng",
        required=False,
        widget=FilesInput(attrs={"accept": "image/*,.pdf,.docx,.xlsx,.pptx,.mp4"}),
        help_text=f"Ảnh, PDF, Word, Excel… nhiều nhất {MAX_FILES} tệp một lần.",
    )

    def __init__(
        self, *args: Any, measure: str | None = None, wants_files: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if measure is None:
            del self.fields["figure"]
        else:
            self.fields["figure"].label = f"Số liệu: {measure}"
        self.wants_files = wants_files

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.wants_files and not self.sent_files(given):
            self.add_error("evidence", "Nội dung này cần ít nhất một tệp minh chứng.")
        return given

    def sent_files(self, given: dict[str, Any] | None = None) -> list[UploadedFile[Any]]:
        """The photographs, then the files."""
        given = self.cleaned_data if given is None else given
        return [*given.get("photos", []), *given.get("evidence", [])]


class ExtensionForm(forms.Form):
    """More time: until when, and why."""

    until = DateField(
        label="Xin lùi hạn đến ngày", error_messages={"required": "Hãy chọn ngày xin lùi đến."}
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Hãy ghi lý do để nơi giao việc xem xét."},
    )

    def __init__(self, *args: Any, due_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due_on = due_on

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.due_on:
            raise forms.ValidationError(f"Chọn ngày sau hạn hiện nay ({self.due_on:%d/%m/%Y}).")
        return until


class HandOnForm(forms.Form):
    """Who in the unit does it."""

    person = forms.ChoiceField(
        label="Giao cho ai?",
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn một người."},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class HandDownForm(forms.Form):
    """Which units below do it, and by when they answer to us."""

    units = forms.MultipleChoiceField(
        label="Giao cho các đơn vị",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một đơn vị."},
    )
    due_on = DateField(
        label="Hạn báo cáo về đơn vị mình", error_messages={"required": "Hãy chọn hạn."}
    )

    def __init__(
        self, *args: Any, units: Sequence[tuple[str, str]], latest: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = units  # type: ignore[attr-defined]
        self.latest = latest

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on > self.latest:
            raise forms.ValidationError(
                f"Hạn giao xuống không thể sau hạn của đơn vị mình ({self.latest:%d/%m/%Y})."
            )
        return due_on
