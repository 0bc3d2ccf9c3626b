"""What units set, and the places where it holds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mangnon.gateway.choices import ClientKind, Group
from mangnon.kit import clock


class Setting(models.Model):
    """One thing that a unit sets otherwise than what stands above it (see `planning`).

    `group` blank: for all groups of the unit. `what`: `category:games`, `dv:tiktok`, `safesearch`,
    `youtube`, `unknown`, `bypass`, `mode`, `hours`, `block`, `allow`; `value` by `what`.
    """

    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="filter_settings")
    group = models.CharField("nhóm", max_length=20, choices=Group, blank=True)
    what = models.CharField(max_length=80)
    value = models.JSONField()
    why = models.CharField("lý do", max_length=300, blank=True)
    set_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["unit_id", "group", "what"]
        verbose_name = "quy tắc lọc"
        constraints = [
            models.UniqueConstraint(fields=["unit", "group", "what"], name="one_value_of_a_setting")
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.group or 'mọi nhóm'} · {self.what}"


class Site(models.Model):
    """A place of a school behind one filter. `plan` is the signed plan last released for it."""

    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="filter_sites")
    name = models.CharField("tên điểm trường", max_length=200)
    fallback_group = models.CharField("nhóm của máy chưa khai báo", max_length=20, choices=Group)
    page_v4 = models.GenericIPAddressField(
        "địa chỉ trang báo chặn (IPv4)", protocol="IPv4", blank=True, null=True
    )
    page_v6 = models.GenericIPAddressField(
        "địa chỉ trang báo chặn (IPv6)", protocol="IPv6", blank=True, null=True
    )
    host = models.CharField("tên của máy lọc trên Internet (DoH, DoT)", max_length=253, blank=True)
    zones = models.JSONField("tên nội bộ", default=dict, blank=True)
    routers = models.JSONField("bộ định tuyến báo địa chỉ MAC", default=list, blank=True)
    revision = models.PositiveIntegerField(default=0)
    plan = models.TextField(blank=True)
    planned_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["unit__path", "id"]
        verbose_name = "điểm trường"
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="one_site_of_a_name")]

    def __str__(self) -> str:
        return f"{self.unit} – {self.name}"


class SiteClient(models.Model):
    """Which devices of a site belong to which group: a subnet, a device, or a path of their own.

    Personal data: a MAC or a path given to a pupil's device tells devices apart, not names; it goes
    with the site.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="clients")
    group = models.CharField("nhóm", max_length=20, choices=Group)
    kind = models.CharField("cách nhận biết", max_length=10, choices=ClientKind)
    value = models.CharField("giá trị", max_length=64)
    note = models.CharField("ghi chú", max_length=100, blank=True)

    class Meta:
        ordering = ["site_id", "group", "kind", "value"]
        constraints = [
            models.UniqueConstraint(fields=["site", "kind", "value"], name="one_group_of_a_client"),
            models.CheckConstraint(condition=~Q(value=""), name="a_client_is_said"),
        ]

    def __str__(self) -> str:
        return f"{self.value} ({self.group})"
