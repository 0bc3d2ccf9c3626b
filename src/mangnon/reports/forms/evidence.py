"""Sending files with a receipt, and the staff's reasons for each step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from mangnon.base.files.api import FileRefused
from mangnon.reports.evidence import ENDINGS, MOST_FILES, Arrived, arrived

_ACCEPT = ",".join(sorted({ending for endings in ENDINGS.values() for ending in endings}))


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several; the browser's own, without a script."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files, each looked at; whatever its name and the browser say counts nothing."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        given: Sequence[UploadedFile[Any]] = data if isinstance(data, list | tuple) else [data]
        files = [super(FilesField, self).clean(one, initial) for one in given if one]
        if not files:
            raise forms.ValidationError("Hãy chọn một tệp.")
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"Mỗi tin nhận nhiều nhất {MOST_FILES} tệp.")
        try:
            return [_looked_at(one) for one in files]
        except FileRefused as why:
            raise forms.ValidationError(str(why)) from None


def _looked_at(file: UploadedFile[Any]) -> Arrived:
    return arrived(file.read(), file.name or "")


class SendFilesForm(forms.Form):
    """After the warning. `body` is for whoever is not sure: then the police alone opens it."""

    chosen = FilesField(
        label="Chọn tệp",
        help_text="Ảnh chụp màn hình, PDF hoặc văn bản. Nhiều nhất 5 tệp, mỗi tệp 10 MB.",
        widget=ManyFiles({"accept": _ACCEPT}),
    )
    body = forms.BooleanField(
        label="Không chắc: có thể thấy cơ thể trẻ",
        help_text="Đánh dấu thì chỉ công an mở được tệp.",
        required=False,
    )


class ReasonForm(forms.Form):
    """Why a file is opened, sealed, destroyed: it is read by whoever checks."""

    why = forms.CharField(
        label="Lý do", max_length=300, widget=forms.TextInput({"autocomplete": "off"})
    )


class HandOverForm(forms.Form):
    """To whom a file is given, and on what ground."""

    to = forms.CharField(
        label="Người nhận, đơn vị nhận", help_text="Họ tên, chức vụ, cơ quan.", max_length=200
    )
    why = forms.CharField(label="Căn cứ, lý do bàn giao", max_length=300)
