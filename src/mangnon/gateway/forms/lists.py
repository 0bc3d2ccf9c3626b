"""How lists are looked through, written and set."""

from __future__ import annotations

from typing import Any

from django import forms

from mangnon.gateway.actions.lists import Wish
from mangnon.gateway.choices import ListUse
from mangnon.gateway.feeds.catalogue import licences
from mangnon.gateway.models import ListSource
from mangnon.gateway.queries.lists import categories_of_lists

STATES = [
    ("", "Tất cả"),
    ("on", "Đang dùng"),
    ("off", "Không dùng"),
    ("own", "Tỉnh tự ghi"),
    ("trouble", "Có vấn đề"),
]
FORMS = [
    ("plain", "Mỗi dòng một tên"),
    ("hosts", "hosts (0.0.0.0 tên)"),
    ("abp", "AdGuard, Adblock Plus"),
    ("wildcard", "Tên có dấu * phía trước"),
    ("dnsmasq", "dnsmasq"),
    ("unbound", "Unbound (local-zone)"),
    ("rpz", "RPZ"),
]


class ListFilters(forms.Form):
    q = forms.CharField(label="Tìm theo tên, nơi phát hành", required=False)
    nhom = forms.ChoiceField(label="Nhóm nội dung", required=False)
    tinh_trang = forms.ChoiceField(label="Tình trạng", choices=STATES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nhom"].choices = [("", "Mọi nhóm"), *categories_of_lists()]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        """What was asked; what cannot be understood is not asked."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "words": given.get("q", ""),
            "category": given.get("nhom", ""),
            "state": given.get("tinh_trang", ""),
        }


class _UseForm(forms.Form):
    """What a person decides about any list."""

    category = forms.ChoiceField(
        label="Nhóm nội dung",
        help_text="Chính sách của tỉnh và của trường nói nhóm nào bị chặn với lứa tuổi nào.",
    )
    use = forms.ChoiceField(
        label="Cách dùng",
        choices=[choice for choice in ListUse.choices if choice[0] != ListUse.BENIGN],
        initial=ListUse.BLOCK,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", "Chọn một nhóm"), *categories_of_lists()]  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        given = self.cleaned_data
        return Wish(**{name: given[name] for name in vars(Wish("")) if name in given})


class ListForm(_UseForm):
    """A list that somebody else publishes."""

    use = forms.ChoiceField(label="Cách dùng", choices=ListUse.choices, initial=ListUse.BLOCK)
    every_hours = forms.IntegerField(
        label="Tải lại sau mỗi (giờ)", min_value=1, max_value=744, initial=24
    )
    signing_key = forms.CharField(
        label="Khóa ký của nơi phát hành",
        help_text="Khóa công khai Ed25519, base64. Có khóa thì bản sai chữ ký bị từ chối.",
        max_length=100,
        required=False,
    )


class PublicListForm(ListForm):
    """A public list that the catalogue does not know."""

    title = forms.CharField(label="Tên danh sách", max_length=200)
    address = forms.URLField(
        label="Địa chỉ tải về",
        max_length=500,
        assume_scheme="https",
        help_text="Bắt đầu bằng https://.",
    )
    form = forms.ChoiceField(label="Định dạng", choices=FORMS)
    licence = forms.ChoiceField(
        label="Giấy phép",
        required=False,
        help_text="Danh sách chỉ được tải về dùng tại chỗ, không phát lại cho nơi khác.",
    )
    field_order = ("title", "address", "form", "category", "use", "every_hours", "licence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(each.key, each.words) for each in licences().values()]
        self.fields["licence"].choices = known  # type: ignore[attr-defined]
        self.initial.setdefault("licence", "")

    def fields_of_list(self) -> dict[str, str]:
        given = self.cleaned_data
        return {name: given[name] for name in ("title", "address", "form", "licence")}


class OwnListForm(_UseForm):
    """The province's own list."""

    title = forms.CharField(label="Tên danh sách", max_length=200)
    text = forms.CharField(
        label="Các tên miền",
        help_text="Mỗi dòng một tên; dán cả địa chỉ trang cũng được. Chặn một tên là chặn mọi tên "
        "bên dưới nó. Sau dấu # là ghi chú.",
        widget=forms.Textarea({"rows": 16, "spellcheck": "false", "autocapitalize": "none"}),
        strip=False,
    )
    field_order = ("title", "category", "use", "text")

    @classmethod
    def of(cls, source: ListSource | None, data: Any) -> OwnListForm:
        if source is None:
            return cls(data)
        names = ("title", "category", "use")
        initial = {name: getattr(source, name) for name in names}
        return cls(data, initial={**initial, "text": source.own_text})
