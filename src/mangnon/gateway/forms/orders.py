"""Names ordered by an authority, and names that schools say are blocked wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from mangnon.base.ui.forms import DayInput
from mangnon.gateway.actions.orders import Paper


class OrderForm(forms.Form):
    names = forms.CharField(
        label="Các tên miền phải chặn",
        help_text="Mỗi dòng một tên, hoặc địa chỉ trang. Mọi tên bên dưới cũng bị chặn.",
        widget=forms.Textarea({"rows": 10, "spellcheck": "false", "autocapitalize": "none"}),
    )
    paper = forms.CharField(label="Số, ký hiệu văn bản", max_length=100)
    paper_on = forms.DateField(label="Ngày văn bản", widget=DayInput)
    issued_by = forms.CharField(label="Cơ quan ban hành", max_length=200)
    directive = forms.ChoiceField(label="Đến theo công văn trên hệ thống", required=False)
    until = forms.DateField(
        label="Chặn đến hết ngày",
        widget=DayInput,
        required=False,
        help_text="Bỏ trống khi văn bản không ghi thời hạn.",
    )

    def __init__(self, *args: Any, letters: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["directive"].choices = [("", "Không"), *letters]  # type: ignore[attr-defined]

    def paper_said(self) -> Paper:
        given = self.cleaned_data
        return Paper(
            number=given["paper"],
            on=given["paper_on"],
            issued_by=given["issued_by"],
            directive=UUID(given["directive"]) if given["directive"] else None,
            until=given["until"],
        )


class OrderSearch(forms.Form):
    q = forms.CharField(label="Tìm theo tên miền, số văn bản, cơ quan", required=False)
    cu = forms.ChoiceField(
        label="Lệnh nào",
        choices=[("", "Đang có hiệu lực"), ("co", "Cả lệnh đã gỡ, hết hạn")],
        required=False,
    )


class LiftForm(forms.Form):
    paper = forms.CharField(label="Số, ký hiệu văn bản gỡ chặn", max_length=100)
    paper_on = forms.DateField(label="Ngày văn bản", widget=DayInput)


class WrongForm(forms.Form):
    name = forms.CharField(
        label="Tên miền bị chặn nhầm", max_length=400, help_text="Dán cả địa chỉ trang cũng được."
    )
    why = forms.CharField(
        label="Vì sao anh/chị cho là nhầm",
        help_text="Ví dụ: trang bài tập của môn Toán lớp 7. Đừng ghi tên học sinh.",
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
    )


class WrongAnswerForm(forms.Form):
    opened = forms.ChoiceField(
        label="Quyết định",
        choices=[("yes", "Mở cho mọi trường trong tỉnh"), ("no", "Vẫn chặn")],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Trả lời cho trường", max_length=500, widget=forms.Textarea({"rows": 4})
    )
