"""Asking for a safeguarding matter, answering, ending."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms

from mangnon.base.ui.forms import DayInput
from mangnon.gateway.actions.trails import MOST_DAYS
from mangnon.gateway.models import Site
from mangnon.kit import clock


class MatterForm(forms.Form):
    """Which device, for which matter, until which day."""

    site = forms.ChoiceField(label="Điểm trường")
    client = forms.CharField(
        label="Máy nào",
        max_length=64,
        help_text="Địa chỉ IP, địa chỉ MAC (aa:bb:cc:00:11:22), hoặc đường dẫn riêng đã cấp.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label="Vụ việc và vì sao cần",
        max_length=300,
        help_text="Ghi số hồ sơ và lý do. Không ghi tên học sinh: câu này được giữ lại.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    until = forms.DateField(
        label="Ghi đến hết ngày", widget=DayInput(), help_text=f"Nhiều nhất {MOST_DAYS} ngày."
    )

    def __init__(self, *args: Any, sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(site.pk), f"{site.unit.name} – {site.name}") for site in sites]
        self.fields["site"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["site"].widget = forms.HiddenInput()
            self.fields["site"].initial = choices[0][0]
        self.fields["until"].initial = clock.today() + timedelta(days=6)

    @property
    def end(self) -> Any:
        """The midnight at which the day ends, or the last moment that may be asked for."""
        midnight = clock.start_of(self.cleaned_data["until"] + timedelta(days=1))
        latest = clock.now() + timedelta(days=MOST_DAYS)
        within = midnight - latest < timedelta(days=1)
        return min(midnight, latest) if within else midnight


class WhyForm(forms.Form):
    why = forms.CharField(label="Lý do", required=False, max_length=300)
