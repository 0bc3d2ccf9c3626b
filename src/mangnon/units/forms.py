"""What people fill in about units, people and contacts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError

from mangnon.base.ui.forms import DayInput
from mangnon.units.choices import UNIT_KINDS_OF_ROLE, ContactKind, Role, UnitKind
from mangnon.units.models import Contact, Invitation, Person, Unit
from mangnon.units.perms import Scope, grantable_roles, today


class OwnAccountForm(forms.Form):
    full_name = forms.CharField(label="Họ và tên", max_length=100)
    position = forms.CharField(label="Chức vụ", max_length=100, required=False)


class WorkUnitForm(forms.Form):
    """One of the units at which the person holds a role."""

    unit = forms.TypedChoiceField(
        label="Anh/chị đang làm việc cho đơn vị nào?", coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        homes = [(unit.pk, unit.name) for unit in scope.homes]
        self.fields["unit"].choices = homes  # type: ignore[attr-defined]
        self.fields["unit"].initial = scope.home.pk if scope.home else None


class AcceptForm(forms.Form):
    """The own name and password of somebody invited."""

    full_name = forms.CharField(label="Họ và tên", max_length=100)
    password = forms.CharField(
        label="Mật khẩu",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Nhập lại mật khẩu",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["full_name"].initial = invitation.full_name
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        name = self.cleaned_data.get("full_name", "")
        validate_password(password, Person(email=self.invitation.email, full_name=name))
        return password

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if self.cleaned_data.get("password") not in {None, again}:
            raise ValidationError("Hai lần nhập không giống nhau.")
        return again


def role_choices(scope: Scope, unit: Unit) -> list[tuple[str, str]]:
    """The roles that may be given at a unit and that have a meaning there."""
    kind = UnitKind(unit.kind)
    given = grantable_roles(scope, unit)
    return [
        (role.value, str(role.label))
        for role in Role
        if role in given and kind in UNIT_KINDS_OF_ROLE[role]
    ]


class InviteForm(forms.Form):
    email = forms.EmailField(
        label="Thư điện tử công vụ",
        help_text="Liên kết mời gửi đến địa chỉ này và dùng được một lần trong 7 ngày.",
    )
    full_name = forms.CharField(label="Họ và tên", max_length=100)
    position = forms.CharField(label="Chức vụ", max_length=100, required=False)
    role = forms.ChoiceField(label="Vai trò", widget=forms.RadioSelect)

    def __init__(self, *args: Any, scope: Scope, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(scope, unit)  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    """A role for somebody who has an account already."""

    email = forms.EmailField(label="Thư điện tử của tài khoản")
    role = forms.ChoiceField(label="Vai trò", widget=forms.RadioSelect)
    valid_to = forms.DateField(
        label="Đến hết ngày",
        required=False,
        widget=DayInput,
        help_text="Để trống khi vai trò không có ngày kết thúc.",
    )

    def __init__(self, *args: Any, scope: Scope, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(scope, unit)  # type: ignore[attr-defined]

    def clean_valid_to(self) -> Any:
        day = self.cleaned_data["valid_to"]
        if day is not None and day < today():
            raise ValidationError("Ngày này đã qua.")
        return day


class UnitFilter(forms.Form):
    words = forms.CharField(label="Tên hoặc mã", required=False, max_length=100)
    kind = forms.ChoiceField(
        label="Loại", required=False, choices=[("", "Tất cả"), *UnitKind.choices]
    )
    with_people = forms.ChoiceField(
        label="Tài khoản",
        required=False,
        choices=[("", "Tất cả"), ("co", "Đã có người"), ("chua", "Chưa có người")],
    )


class ListForm(forms.Form):
    file = forms.FileField(
        label="Tệp danh sách",
        help_text="Tệp .xlsx hoặc .csv, nhiều nhất 5 MB và 10.000 dòng. Bước này chưa ghi gì.",
    )


class RenameForm(forms.Form):
    name = forms.CharField(label="Tên đơn vị", max_length=200)
    short_name = forms.CharField(label="Tên ngắn", max_length=100, required=False)
    address = forms.CharField(label="Địa chỉ", max_length=300, required=False)
    valid_from = forms.DateField(label="Từ ngày", widget=DayInput, initial=today)
    source = forms.CharField(
        label="Căn cứ",
        max_length=300,
        required=False,
        help_text="Số, ký hiệu, ngày của văn bản. Để trống thì tên ghi là chưa đối chiếu.",
    )


class ContactForm(forms.ModelForm[Contact]):
    kind = forms.ChoiceField(label="Loại", choices=ContactKind, widget=forms.RadioSelect)

    class Meta:
        model = Contact
        fields = ("title", "kind", "value", "note", "source", "public", "order")
        labels = {"public": "Hiện trên trang công khai"}
        help_texts = {
            "source": "Nơi lấy thông tin: trang, văn bản hoặc người trả lời.",
            "order": "Số nhỏ đứng trước. Các số khẩn cấp của cả nước dùng 1 đến 9.",
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") == ContactKind.WEB and not _is_address(values.get("value", "")):
            self.add_error("value", "Ghi cả địa chỉ, bắt đầu bằng https:// hoặc http://.")
        if values.get("kind") == ContactKind.PHONE and not _is_phone(values.get("value", "")):
            self.add_error("value", "Ghi số điện thoại bằng chữ số, có thể có dấu cách.")
        return values

    def _post_clean(self) -> None:
        """The row is written by an action, so the form never touches it."""


def _is_address(value: str) -> bool:
    return value.startswith(("https://", "http://"))


def _is_phone(value: str) -> bool:
    digits = value.replace(" ", "").replace(".", "").removeprefix("+")
    return digits.isdigit() and 3 <= len(digits) <= 15
