"""Tokens are typed once and never shown again."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms

from mangnon.base.ui.forms import DayInput
from mangnon.kit import clock
from mangnon.publishing.channels.base import Channel
from mangnon.units.api import Unit


class ConnectForm(forms.Form):
    """An account of a unit on one channel; the channel says which fields it wants."""

    unit = forms.ChoiceField(label="Của đơn vị")
    name = forms.CharField(label="Tên trang", max_length=120)
    outside_id = forms.CharField(label="Mã số của trang", max_length=120)

    def __init__(self, data: Any = None, *, channel: Channel, units: list[Unit]) -> None:
        super().__init__(data)
        self.asked = channel.accounts
        self.fields["unit"].choices = [(str(one.pk), one.name) for one in units]  # type: ignore[attr-defined]
        for field, words in channel.accounts.items():
            self.fields[f"given_{field}"] = forms.CharField(
                label=words,
                max_length=2000,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
            )
        self.fields["until"] = forms.DateField(
            label="Mã hết hạn vào ngày",
            required=False,
            widget=DayInput,
            help_text="Ghi nếu biết; hệ thống nhắc trước 14 ngày.",
        )

    def given(self) -> dict[str, str]:
        return {field: self.cleaned_data[f"given_{field}"] for field in self.asked}

    def until(self) -> datetime | None:
        day = self.cleaned_data.get("until")
        return datetime.combine(day, time(), clock.VIETNAM) if day else None
