"""Forms about what people outside ask: their data, and exports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms

from mangnon.base.ui.forms import DayInput
from mangnon.cases.choices import (
    AskedBy,
    Asker,
    ExportFormat,
    ExportKind,
    SubjectKind,
    SubjectResult,
)
from mangnon.cases.forms.moves import TokenForm
from mangnon.cases.subjects import grounds_for
from mangnon.kit import clock
from mangnon.units.api import Unit

_MOMENT = "%Y-%m-%dT%H:%M"


class SubjectForm(TokenForm):
    """A request that came. Names and words are sealed."""

    kind = forms.ChoiceField(label="Yêu cầu gì", choices=SubjectKind.choices)
    asker = forms.ChoiceField(label="Ai yêu cầu", choices=Asker.choices, widget=forms.RadioSelect)
    name = forms.CharField(label="Họ tên người yêu cầu", max_length=200)
    representative = forms.CharField(
        label="Họ tên người đại diện",
        max_length=200,
        required=False,
        help_text="Khi trẻ yêu cầu: cha, mẹ hoặc người giám hộ cùng yêu cầu.",
    )
    contact = forms.CharField(
        label="Trả lời về đâu", max_length=300, required=False, help_text="Địa chỉ, điện thoại."
    )
    words = forms.CharField(
        label="Nội dung yêu cầu", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    way = forms.ChoiceField(
        label="Đến bằng cách nào", choices=AskedBy.choices, widget=forms.RadioSelect
    )
    received_at = forms.DateTimeField(
        label="Nhận lúc",
        input_formats=[_MOMENT],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=_MOMENT),
        help_text="Thời hạn tính từ lúc này.",
    )
    case_number = forms.CharField(
        label="Số vụ việc", max_length=20, required=False, help_text="Bỏ trống khi chưa rõ."
    )
    proved = forms.BooleanField(label="Đã kiểm tra giấy tờ của người yêu cầu", required=False)
    unit = forms.ChoiceField(label="Đơn vị xử lý")

    def __init__(self, data: Any = None, *, units: Iterable[Unit]) -> None:
        self.units = {str(one.pk): one for one in units}
        first = next(iter(self.units), "")
        start = {"unit": first, "received_at": clock.local(clock.now()), "way": AskedBy.DESK}
        super().__init__(data, initial=start)
        self.fields["unit"].choices = [(pk, one.name) for pk, one in self.units.items()]  # type: ignore[attr-defined]


class SubjectEndForm(forms.Form):
    """The result, as it is told to whoever asked."""

    use_required_attribute = False
    result = forms.ChoiceField(
        label="Kết quả", choices=SubjectResult.choices, widget=forms.RadioSelect
    )
    ground = forms.ChoiceField(
        label="Lý do từ chối hoặc chỉ làm một phần", required=False, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="Trả lời người yêu cầu", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: Any = None, *, kind: str) -> None:
        super().__init__(data)
        pairs = [(one.ground, _with_doubt(one.words, one.is_checked)) for one in grounds_for(kind)]
        self.fields["ground"].choices = [("", "Không"), *pairs]  # type: ignore[attr-defined]


def _with_doubt(words: str, checked: bool) -> str:
    return words if checked else f"{words} (chưa đối chiếu)"


class ExportForm(TokenForm):
    """What leaves, of which days, and what for."""

    kind = forms.ChoiceField(label="Gồm gì", choices=ExportKind.choices, widget=forms.RadioSelect)
    format = forms.ChoiceField(
        label="Dạng tệp", choices=ExportFormat.choices, widget=forms.RadioSelect
    )
    first_day = forms.DateField(label="Nhận từ ngày", widget=DayInput())
    last_day = forms.DateField(label="Đến hết ngày", widget=DayInput())
    reason = forms.CharField(
        label="Để làm gì", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None) -> None:
        today = clock.today()
        start = {"kind": ExportKind.ROWS, "format": ExportFormat.XLSX, "last_day": today}
        super().__init__(data, initial={**start, "first_day": today - timedelta(days=90)})
