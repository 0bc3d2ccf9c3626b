"""How forms look, and fields that Django has not."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """`{{ form }}` in our markup: label, hint, error, control, each bound to the next by id."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"


class DayInput(forms.DateInput):
    """The browser's own date picker, good on a phone."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayPartsWidget(forms.MultiWidget):
    """Day, month and year typed apart, for dates that a person knows by heart."""

    template_name = "ui/forms/day_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = {"inputmode": "numeric", "autocomplete": "off"}
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            "ngay": forms.TextInput({**number, "maxlength": 2, "part": "Ngày"}),
            "thang": forms.TextInput({**number, "maxlength": 2, "part": "Tháng"}),
            "nam": forms.TextInput({**number, "maxlength": 4, "part": "Năm"}),
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayPartsField(forms.MultiValueField):
    """A date asked for as day, month and year."""

    widget = DayPartsWidget
    default_error_messages = {"invalid_day": "Ngày này không có trong lịch."}

    def __init__(self, **options: Any) -> None:
        parts = [forms.IntegerField(min_value=1, max_value=most) for most in (31, 12, 9999)]
        super().__init__(fields=parts, **options)

    def compress(self, data_list: list[int]) -> date | None:
        if not data_list:
            return None
        day, month, year = data_list
        try:
            return date(year, month, day)
        except ValueError:
            raise ValidationError(self.error_messages["invalid_day"], "invalid_day") from None


# Django's own Vietnamese says "Trường này là bắt buộc"; a clerk would not.
PLAIN_ERRORS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "Hãy điền ô này."},
    forms.ChoiceField: {"invalid_choice": "Hãy chọn một trong các mục có sẵn."},
    forms.IntegerField: {"invalid": "Hãy ghi một số nguyên."},
    forms.DateField: {"invalid": "Hãy ghi ngày theo mẫu 05/08/2025."},
    forms.FileField: {
        "missing": "Hãy chọn một tệp.",
        "empty": "Tệp này rỗng.",
        "invalid": "Hãy chọn một tệp.",
    },
    forms.BooleanField: {"required": "Hãy đánh dấu ô này."},
}


def speak_plainly() -> None:
    """Give Django's fields our words for their refusals; called once when the app is ready."""
    for field, messages in PLAIN_ERRORS.items():
        field.default_error_messages = {**field.default_error_messages, **messages}
