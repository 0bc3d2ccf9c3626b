"""Looking into the record."""

from __future__ import annotations

from typing import Any

from django import forms

from mangnon.base.audit.api import Wanted, acts
from mangnon.base.ui.forms import DayInput

_narrow = forms.TextInput(attrs={"class": "govuk-input--width-10"})


class RecordFilter(forms.Form):
    """Names of fields are words of the address: `?viec=…&nguoi=…`."""

    viec = forms.ChoiceField(label="Việc", required=False)
    nguoi = forms.CharField(
        label="Người làm (tên, thư)", required=False, max_length=100, widget=_narrow
    )
    ma = forms.CharField(label="Mã đối tượng", required=False, max_length=64, widget=_narrow)
    tu = forms.DateField(label="Từ ngày", required=False, widget=DayInput)
    den = forms.DateField(label="Đến ngày", required=False, widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(acts().items(), key=lambda act: act[1])
        field = self.fields["viec"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", "Mọi việc"), *known]

    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        said = self.cleaned_data
        return Wanted(said["viec"], said["nguoi"].strip(), said["ma"], said["tu"], said["den"])
