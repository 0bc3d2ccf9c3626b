"""Choosing whose figures, and of when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from mangnon.cases.figures.periods import choices
from mangnon.kit import clock
from mangnon.units.api import Unit


class FiguresForm(forms.Form):
    """A unit of the reach, and a quarter or a year."""

    don_vi = forms.ChoiceField(label="Đơn vị", required=False)
    ky = forms.ChoiceField(label="Thời gian", required=False)

    def __init__(self, data: Any, *, units: Sequence[Unit]) -> None:
        super().__init__(data)
        listed = [(str(one.pk), one.name) for one in units]
        self.fields["don_vi"].choices = listed  # type: ignore[attr-defined]
        self.fields["ky"].choices = choices(clock.today())  # type: ignore[attr-defined]
