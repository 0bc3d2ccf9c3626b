"""Which products a unit wants to hear of."""

from __future__ import annotations

from typing import Any

from django import forms

from mangnon.studio.genres import genres
from mangnon.studio.model import Audience
from mangnon.units.api import Unit


class FollowForm(forms.Form):
    unit = forms.ChoiceField(label="Cho đơn vị")
    audience = forms.ChoiceField(
        label="Đối tượng",
        required=False,
        choices=[("", "Mọi đối tượng"), *((one.value, one.words) for one in Audience)],
    )
    genre = forms.ChoiceField(label="Thể loại", required=False)

    def __init__(self, data: Any = None, *, units: list[Unit]) -> None:
        super().__init__(data)
        every = [("", "Mọi thể loại"), *((name, one.words) for name, one in genres().items())]
        self.fields["genre"].choices = every  # type: ignore[attr-defined]
        self.fields["unit"].choices = [(str(one.pk), one.name) for one in units]  # type: ignore[attr-defined]
