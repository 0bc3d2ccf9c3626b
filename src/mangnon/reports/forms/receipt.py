"""Coming back with a receipt, and writing more."""

from __future__ import annotations

from django import forms

from mangnon.reports.actions.messages import LONGEST
from mangnon.reports.forms.steps import words


class CodeForm(forms.Form):
    """The receipt as it was written down."""

    code = forms.CharField(
        label="Mã bí mật",
        help_text="24 chữ và số. Chữ hoa hay thường đều được.",
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class MessageForm(forms.Form):
    """One more message; the receipt comes along in the body."""

    text = forms.CharField(label="Viết thêm", max_length=LONGEST, widget=words(4))
