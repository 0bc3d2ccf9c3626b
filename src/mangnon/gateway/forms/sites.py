"""How a school's places, and the devices of each group there, are told."""

from __future__ import annotations

from typing import Any

from django import forms

from mangnon.gateway.actions.sites import SiteFacts
from mangnon.gateway.choices import ClientKind, Group
from mangnon.gateway.models import Site

STATES = [
    ("", "Tất cả"),
    ("co", "Có máy lọc"),
    ("chua", "Chưa có máy lọc"),
    ("mat", "Mất liên lạc"),
    ("cho", "Có đề nghị chờ trả lời"),
    ("rieng", "Có quy tắc riêng"),
]


class SchoolFilters(forms.Form):
    q = forms.CharField(label="Tìm trường", required=False)
    tinh_trang = forms.ChoiceField(label="Tình trạng", choices=STATES, required=False)

    def asked(self) -> dict[str, str]:
        """What was asked; what cannot be understood is not asked."""
        self.is_valid()
        given = self.cleaned_data
        return {"words": given.get("q", ""), "state": given.get("tinh_trang", "")}


class SiteForm(forms.Form):
    name = forms.CharField(
        label="Tên điểm trường", max_length=200, help_text="Ví dụ: Điểm chính, Điểm Thôn 2."
    )
    fallback_group = forms.ChoiceField(
        label="Máy chưa khai báo thuộc nhóm nào?",
        choices=Group.choices,
        widget=forms.RadioSelect,
        help_text="Nên chọn nhóm nhỏ tuổi nhất của điểm trường: máy lạ được lọc chặt nhất.",
    )
    page_v4 = forms.GenericIPAddressField(
        label="Địa chỉ IPv4 của trang báo chặn",
        protocol="IPv4",
        required=False,
        help_text="Địa chỉ của máy lọc trong mạng trường. Bỏ trống thì trang bị chặn không mở được "
        "và không nói vì sao.",
    )
    page_v6 = forms.GenericIPAddressField(
        label="Địa chỉ IPv6 của trang báo chặn", protocol="IPv6", required=False
    )
    host = forms.CharField(
        label="Tên của máy lọc trên Internet",
        max_length=253,
        required=False,
        help_text="Ví dụ loc.hoamai.example. Cần cho máy tính, điện thoại mang về nhà: chúng hỏi "
        "máy lọc qua DoH hay DoT bằng tên này.",
    )
    routers = forms.CharField(
        label="Bộ định tuyến báo địa chỉ MAC",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Mỗi dòng một địa chỉ IP. Máy lọc chỉ tin địa chỉ MAC do các máy này chuyển tới.",
    )
    zones = forms.CharField(
        label="Tên nội bộ của trường",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng một tên và địa chỉ, ví dụ: may-in.truong.example 10.20.0.9",
    )

    @staticmethod
    def told(site: Site) -> dict[str, Any]:
        """A site as the form shows it."""
        zones = (f"{name} {' '.join(to)}" for name, to in sorted(site.zones.items()))
        return {
            "name": site.name,
            "fallback_group": site.fallback_group,
            "page_v4": site.page_v4,
            "page_v6": site.page_v6,
            "host": site.host,
            "routers": "\n".join(site.routers),
            "zones": "\n".join(zones),
        }

    def facts(self) -> SiteFacts:
        given = self.cleaned_data
        zones = [line.split() for line in given["zones"].splitlines() if line.strip()]
        return SiteFacts(
            name=given["name"],
            fallback_group=given["fallback_group"],
            page_v4=given["page_v4"],
            page_v6=given["page_v6"],
            host=given["host"],
            routers=tuple(given["routers"].split()),
            zones={name: tuple(to) for name, *to in zones},
        )


class ClientForm(forms.Form):
    group = forms.ChoiceField(label="Nhóm", choices=Group.choices)
    kind = forms.ChoiceField(
        label="Nhận biết máy bằng", choices=ClientKind.choices, widget=forms.RadioSelect
    )
    value = forms.CharField(
        label="Dải địa chỉ hoặc địa chỉ MAC",
        max_length=64,
        required=False,
        help_text="Ví dụ 10.20.1.0/24 hoặc 3c:52:82:11:22:33. Đường dẫn riêng thì bỏ trống: "
        "hệ thống tự tạo.",
    )
    note = forms.CharField(
        label="Ghi chú", max_length=100, required=False, help_text="Ví dụ: phòng máy tầng 2."
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("kind") != ClientKind.TOKEN and not given.get("value", "").strip():
            self.add_error("value", "Hãy ghi dải địa chỉ hoặc địa chỉ MAC.")
        return given
