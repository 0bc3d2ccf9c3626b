"""The forms of signing in, in our words and our markup."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}


def _dress(form: forms.Form, name: str, label: str, help_text: str = "", **attrs: str) -> None:
    """Give a field of allauth's our label and hint, and no placeholder."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


def _password_hint() -> str:
    return " ".join(password_validators_help_texts())


class LoginForm(account.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, "login", "Thư điện tử", autocomplete="username", autofocus="autofocus")
        _dress(self, "password", "Mật khẩu", autocomplete="current-password")


class ReauthenticateForm(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, "password", "Mật khẩu hiện tại", autocomplete="current-password")


class ResetPasswordForm(account.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, "email", "Thư điện tử của tài khoản", autocomplete="email")


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, "password1", "Mật khẩu mới", _password_hint(), autocomplete="new-password")
        _dress(self, "password2", "Nhập lại mật khẩu mới", autocomplete="new-password")


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, "oldpassword", "Mật khẩu hiện tại", autocomplete="current-password")
        _dress(self, "password1", "Mật khẩu mới", _password_hint(), autocomplete="new-password")
        _dress(self, "password2", "Nhập lại mật khẩu mới", autocomplete="new-password")


class CodeForm(second.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "6 chữ số trong ứng dụng xác thực, hoặc một mã dự phòng 8 chữ số."
        _dress(self, "code", "Mã xác thực", hint, **_CODE)


class ReauthenticateCodeForm(second.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, "code", "Mã xác thực", "6 chữ số trong ứng dụng xác thực.", **_CODE)


class ActivateTOTPForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "6 chữ số mà ứng dụng đang hiện. Mã đổi sau mỗi 30 giây."
        _dress(self, "code", "Mã trong ứng dụng", hint, **_CODE)
