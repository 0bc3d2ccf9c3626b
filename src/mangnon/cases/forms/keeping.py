"""Forms about who reads a case, how long it stays, and whether there are two of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from mangnon.base.ui.forms import DayInput
from mangnon.cases.choices import FieldClass
from mangnon.cases.forms.moves import TokenForm
from mangnon.cases.forms.notes import ReasonForm
from mangnon.cases.perms import SHAREABLE
from mangnon.units.api import Unit

_CLASSES = [(str(one), str(one.label)) for one in FieldClass if one in SHAREABLE]


class ShareForm(forms.Form):
    """Which unit helps, and what it may read besides the work."""

    use_required_attribute = False
    to_unit = forms.ChoiceField(label="Đơn vị phối hợp")
    classes = forms.MultipleChoiceField(
        label="Được đọc thêm",
        choices=_CLASSES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Việc cần làm thì luôn đọc được. Chỉ chọn phần thật sự cần.",
    )
    why = forms.CharField(
        label="Để làm gì", max_length=200, help_text="Không ghi tên trẻ: dòng này không niêm phong."
    )

    def __init__(self, data: Any = None, *, units: Iterable[Unit]) -> None:
        super().__init__(data)
        pairs = [(str(one.pk), one.name) for one in units]
        self.fields["to_unit"].choices = [("", "Hãy chọn"), *pairs]  # type: ignore[attr-defined]


class DuplicateForm(TokenForm, ReasonForm):
    field_order = ("of_number", "reason")
    of_number = forms.CharField(label="Số vụ việc được giữ lại", max_length=20)
    version = forms.IntegerField(widget=forms.HiddenInput)


class SearchForm(forms.Form):
    """A child by what one knows of it; everything given must fit."""

    use_required_attribute = False
    name = forms.CharField(label="Họ tên của trẻ, cha hoặc mẹ", max_length=100, required=False)
    born = forms.DateField(label="Ngày sinh", widget=DayInput(), required=False)
    phone = forms.CharField(label="Điện thoại của gia đình", max_length=20, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(said.values()):
            raise forms.ValidationError("Hãy ghi ít nhất một điều để tìm.")
        return said
