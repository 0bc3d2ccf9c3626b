"""A signed decision as a file: looked at for what it really is before anything else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from mangnon.base.files.api import JPEG, PDF, PNG, WEBP, FileRefused
from mangnon.reports.api import MOST_BYTES, Arrived, Found, arrived, scan

__all__ = ["MOST_BYTES", "SignedFileField"]
_KINDS = frozenset({PDF, JPEG, PNG, WEBP})


class SignedFileField(forms.FileField):
    """Gives `Arrived`: bytes, SHA-256, real type; the name counts nothing."""

    widget = forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png,.webp"})
    default_error_messages = {"empty": "Tệp này trống."}

    def __init__(self, **options: Any) -> None:
        words = "Bản PDF có chữ ký số hoặc ảnh quét, nhiều nhất 10 MB."
        if not options.get("required", True):
            words += " Bỏ trống khi duyệt ngay ở đây; tệp gửi sau cũng được."
        super().__init__(help_text=words, **options)

    def clean(self, data: Any, initial: Any = None) -> Arrived | None:
        given = super().clean(data, initial)
        if not given:
            return None
        try:
            file = arrived(given.read(), given.name or "")
        except FileRefused as why:
            raise forms.ValidationError(str(why)) from None
        if file.media_type not in _KINDS:
            raise forms.ValidationError("Quyết định đã ký là tệp PDF hoặc ảnh quét.")
        if scan(file.raw, settings.CLAMD).found is Found.HARM:
            raise forms.ValidationError("Tệp này có mã độc nên không được nhận.")
        return file
