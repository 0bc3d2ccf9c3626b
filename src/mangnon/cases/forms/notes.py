"""Forms in which something is told: a note, an answer to a reporter, a decision on a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from mangnon.cases.choices import FieldClass
from mangnon.cases.forms.moves import TokenForm
from mangnon.units.api import Commune


class NoteForm(TokenForm):
    text = forms.CharField(
        label="Ghi chú", max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_class = forms.ChoiceField(
        label="Nói về", choices=[one for one in FieldClass.choices if one[0] != FieldClass.REPORTER]
    )
    internal = forms.TypedChoiceField(
        label="Ai đọc được",
        choices=[("yes", "Chỉ đơn vị chủ trì"), ("no", "Cả đơn vị phối hợp")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"internal": "yes", "field_class": FieldClass.WORK})


class OpenForm(TokenForm):
    """Where it happened and where the child lives: both stand in a case."""

    commune_of_event = forms.ChoiceField(label="Xã nơi xảy ra", required=False)
    commune_of_residence = forms.ChoiceField(label="Xã nơi trẻ ở", required=False)

    def __init__(
        self, data: Any = None, *, communes: Iterable[Commune], here: str | None = None
    ) -> None:
        super().__init__(data, initial={"commune_of_event": here, "commune_of_residence": here})
        self.communes = {one.code: one for one in communes}
        pairs = [("", "Chưa biết"), *((code, one.name) for code, one in self.communes.items())]
        for name in ("commune_of_event", "commune_of_residence"):
            self.fields[name].choices = pairs  # type: ignore[attr-defined]

    def place(self, name: str) -> Commune | None:
        return self.communes.get(self.cleaned_data[name])


class EndForm(forms.Form):
    """Why a report becomes no case."""

    use_required_attribute = False
    do = forms.ChoiceField(
        label="Kết quả",
        choices=[
            ("duplicate", "Trùng với tin báo khác"),
            ("referred_out", "Đã chuyển nơi khác: tỉnh khác, Tổng đài 111"),
            ("content_only", "Chỉ cần gỡ nội dung trên mạng"),
            ("no_action", "Không xử lý tiếp"),
        ],
        widget=forms.RadioSelect,
    )
    number = forms.CharField(
        label="Số của tin báo kia", max_length=20, required=False, help_text="Khi trùng."
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Đã chuyển thì ghi nơi nhận. Không ghi tên trẻ: lý do không được niêm phong.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReplyForm(TokenForm):
    text = forms.CharField(
        label="Trả lời người báo tin", max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReasonForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Không ghi tên trẻ: lý do không được niêm phong.",
    )


class GlassForm(ReasonForm):
    field_order = ("number", "reason")
    number = forms.CharField(label="Số vụ việc", max_length=20)
