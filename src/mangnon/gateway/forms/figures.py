"""Choosing what figures are about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from mangnon.gateway.periods import DEFAULT, choices
from mangnon.kit import clock
from mangnon.units.api import Unit


class FiguresForm(forms.Form):
    """A school of the reach, or all; and a time."""

    truong = forms.ChoiceField(label="Trường", required=False)
    ky = forms.ChoiceField(label="Thời gian", required=False)

    def __init__(self, *args: Any, schools: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(str(each.pk), each.name) for each in schools]
        self.fields["truong"].choices = [("", "Tất cả các trường"), *listed]  # type: ignore[attr-defined]
        self.fields["ky"].choices = choices(clock.today())  # type: ignore[attr-defined]
        self.fields["ky"].initial = DEFAULT
