"""Forms about services and referrals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from mangnon.base.ui.forms import DayInput
from mangnon.cases.choices import ReferralKind
from mangnon.cases.forms.moves import TokenForm
from mangnon.cases.models import Service
from mangnon.units.api import Unit


def _words(label: str, *, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=4000, widget=area, required=required)


def _units(units: Iterable[Unit]) -> list[tuple[str, str]]:
    return [("", "Hãy chọn"), *((str(one.pk), one.name) for one in units)]


class ServiceForm(TokenForm):
    """One thing to do for the child."""

    kind = forms.CharField(
        label="Loại hỗ trợ",
        max_length=40,
        help_text="Vài chữ, không ghi tên trẻ: tư vấn tâm lý, học tập, y tế.",
    )
    done_by = forms.ChoiceField(label="Đơn vị thực hiện")
    due_on = forms.DateField(label="Hạn", widget=DayInput())
    words = _words("Nội dung", required=False)

    def __init__(self, data: Any = None, *, units: Iterable[Unit]) -> None:
        super().__init__(data)
        self.fields["done_by"].choices = _units(units)  # type: ignore[attr-defined]


class ReferralForm(TokenForm):
    """Asking a unit to help, or to take the case over."""

    kind = forms.ChoiceField(
        label="Chuyển để làm gì", choices=ReferralKind.choices, widget=forms.RadioSelect
    )
    to_unit = forms.ChoiceField(label="Đơn vị nhận")
    service = forms.ChoiceField(label="Cho dịch vụ", required=False)
    words = _words("Cần đơn vị này làm gì")

    def __init__(
        self, data: Any = None, *, units: Iterable[Unit], services: Iterable[Service]
    ) -> None:
        super().__init__(data, initial={"kind": ReferralKind.SERVICE})
        self.fields["to_unit"].choices = _units(units)  # type: ignore[attr-defined]
        pairs = [(str(one.pk), one.kind) for one in services]
        self.fields["service"].choices = [("", "Không gắn dịch vụ"), *pairs]  # type: ignore[attr-defined]


class AnswerForm(TokenForm):
    """A step of a service or of a referral: the button says which."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = _words("Kết quả hoặc lý do", required=False)
