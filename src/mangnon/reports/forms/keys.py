"""Passphrases and pieces of paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from mangnon.units.api import Person


def _passphrase(label: str, *, new: bool, help_text: str = "") -> forms.CharField:
    autocomplete = "new-password" if new else "off"
    widget = forms.PasswordInput({"autocomplete": autocomplete})
    return forms.CharField(
        label=label, max_length=200, strip=False, widget=widget, help_text=help_text
    )


class UnlockForm(forms.Form):
    passphrase = _passphrase("Mật khẩu hồ sơ", new=False)


class _New(forms.Form):
    """A new passphrase, twice; under the rules of passwords."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        new, again = said.get("new"), said.get("again")
        if new and again and new != again:
            self.add_error("again", "Hai lần nhập không giống nhau.")
        if new:
            try:
                validate_password(new, self.person)
            except ValidationError as weak:
                self.add_error("new", weak)
        return said


class SetUpForm(_New):
    new = _passphrase(
        "Mật khẩu hồ sơ mới",
        new=True,
        help_text="Khác mật khẩu đăng nhập. Không ai đặt lại hộ được.",
    )
    again = _passphrase("Nhập lại lần nữa", new=True)


class ChangeForm(_New):
    old = _passphrase("Mật khẩu hồ sơ đang dùng", new=False)
    new = _passphrase("Mật khẩu hồ sơ mới", new=True)
    again = _passphrase("Nhập lại lần nữa", new=True)


class RecoverForm(forms.Form):
    """Two of the three pieces."""

    one = forms.CharField(
        label="Mảnh thứ nhất", max_length=200, widget=forms.TextInput({"autocomplete": "off"})
    )
    other = forms.CharField(
        label="Mảnh thứ hai", max_length=200, widget=forms.TextInput({"autocomplete": "off"})
    )
