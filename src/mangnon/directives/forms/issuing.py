"""What the issuer says while following the work."""

from __future__ import annotations

from typing import Any

from django import forms

from mangnon.directives.forms.work import DateField


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label="Cần bổ sung điều gì?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi rõ cần bổ sung gì để đơn vị biết mà làm."},
    )


class AnswerForm(forms.Form):
    """The answer to a request for more time."""

    granted = forms.ChoiceField(
        label="Trả lời",
        choices=[("yes", "Đồng ý"), ("no", "Không đồng ý")],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn đồng ý hoặc không đồng ý."},
    )
    until = DateField(label="Cho phép đến ngày", required=False)
    answer = forms.CharField(
        label="Ý kiến",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("granted") == "yes" and not given.get("until"):
            self.add_error("until", "Hãy chọn ngày mới.")
        if given.get("granted") == "no" and not given.get("answer"):
            self.add_error("answer", "Hãy ghi lý do không đồng ý.")
        return given


class ReasonForm(forms.Form):
    """Why a letter is withdrawn or closed."""

    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi lý do để các đơn vị được biết."},
    )


class HolidayForm(forms.Form):
    on = DateField(label="Ngày", error_messages={"required": "Hãy chọn ngày."})
    name = forms.CharField(
        label="Tên ngày nghỉ",
        max_length=200,
        error_messages={"required": "Hãy ghi tên ngày nghỉ."},
    )
    source = forms.CharField(
        label="Căn cứ",
        max_length=200,
        help_text="Văn bản hoặc thông báo cho nghỉ.",
        error_messages={"required": "Hãy ghi căn cứ."},
    )
    works = forms.BooleanField(label="Đây là ngày làm bù (thứ Bảy, Chủ nhật)", required=False)
    checked = forms.BooleanField(label="Đã đối chiếu với văn bản", required=False)
