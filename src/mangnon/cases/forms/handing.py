"""Forms about packages: made for the police and received, sent to a province and taken in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from mangnon.cases.actions.handing import ASKED
from mangnon.cases.forms.moves import TokenForm
from mangnon.cases.models import ProvinceCard
from mangnon.units.api import Commune

MOST_BYTES, MOST_RECEIPT = 160 * 2**20, 16 * 1024


class PackageForm(TokenForm):
    """Make a package for the police."""

    usb = forms.BooleanField(
        label="Có thêm tệp để trao bằng thẻ nhớ",
        help_text="Tệp mở bằng mật khẩu dùng một lần; mật khẩu đọc qua điện thoại, không gửi kèm.",
        required=False,
    )


class ReceiveForm(TokenForm):
    """The police says that it has the package."""

    asked = forms.CharField(
        label=f"{ASKED} chữ đầu của mã băm bản kê",
        help_text="Đọc trong biên bản bàn giao (tệp bien-ban.pdf trong gói).",
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class SendAwayForm(TokenForm):
    """To which province."""

    province = forms.ChoiceField(label="Tỉnh nhận")

    def __init__(self, data: Any = None, *, provinces: Iterable[ProvinceCard]) -> None:
        super().__init__(data)
        pairs = [(str(one.pk), one.name) for one in provinces]
        self.fields["province"].choices = [("", "Hãy chọn"), *pairs]  # type: ignore[attr-defined]


class ReceiptForm(TokenForm):
    """The receipt that the other province signed."""

    receipt = forms.FileField(label="Biên nhận của tỉnh nhận")

    def clean_receipt(self) -> bytes:
        return _read(self.cleaned_data["receipt"], MOST_RECEIPT)


class CardForm(forms.Form):
    """The card of another province, one line of letters."""

    line = forms.CharField(
        label="Thẻ khóa của tỉnh khác",
        help_text="Dán cả dòng bắt đầu bằng mangnon-tinh-1.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
    )


class ArrivalForm(forms.Form):
    """A package from another province, and where the child lives here."""

    file = forms.FileField(label="Gói vụ việc của tỉnh gửi")
    residence = forms.ChoiceField(
        label="Nơi trẻ ở", help_text="Xã, phường của tỉnh mình, nếu đã biết.", required=False
    )

    def __init__(self, data: Any = None, files: Any = None, *, communes: Iterable[Commune]) -> None:
        super().__init__(data, files)
        pairs = [(one.code, one.name) for one in communes]
        self.fields["residence"].choices = [("", "Chưa biết"), *pairs]  # type: ignore[attr-defined]

    def clean_file(self) -> bytes:
        return _read(self.cleaned_data["file"], MOST_BYTES)


def _read(file: Any, most: int) -> bytes:
    if file.size > most:
        raise forms.ValidationError("Tệp lớn hơn mức nhận.")
    return bytes(file.read())
