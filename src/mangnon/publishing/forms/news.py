"""Where the weekly letter of the library shall go."""

from __future__ import annotations

from django import forms


class NewsForm(forms.Form):
    """An address, and nothing else."""

    address = forms.EmailField(
        label="Địa chỉ thư điện tử",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Hãy ghi địa chỉ thư điện tử.",
            "invalid": "Địa chỉ thư điện tử chưa đúng, ví dụ: ten@nha.example",
        },
    )
