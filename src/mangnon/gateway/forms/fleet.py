"""How the filters' page is asked."""

from __future__ import annotations

from django import forms

KINDS = [
    ("", "Tất cả"),
    ("well", "Đang áp dụng"),
    ("waits", "Chờ áp dụng"),
    ("ill", "Có cảnh báo"),
]


class FleetFilters(forms.Form):
    q = forms.CharField(label="Tìm trường hoặc máy lọc", required=False)
    tinh_trang = forms.ChoiceField(label="Tình trạng", choices=KINDS, required=False)

    def asked(self) -> dict[str, str]:
        """What was asked; what cannot be understood is not asked."""
        self.is_valid()
        given = self.cleaned_data
        return {"words": given.get("q", ""), "kind": given.get("tinh_trang", "")}


class NetworkForm(forms.Form):
    """Where the filter is in the school's network."""

    dia_chi = forms.GenericIPAddressField(
        label="Địa chỉ IPv4 của máy lọc", protocol="IPv4", help_text="Ví dụ: 10.0.0.2"
    )
    dia_chi_6 = forms.GenericIPAddressField(
        label="Địa chỉ IPv6 của máy lọc", protocol="IPv6", required=False
    )
