"""Who there is: places, units, people and the roles that people hold in units.

Personal data kept here: name, work e-mail and position of staff, for as long as the account lives.
No child is ever a row of these tables.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mangnon.units.choices import (
    Certainty,
    CommuneKind,
    ContactKind,
    Role,
    SchoolLevel,
    UnitKind,
)

# The department that manages schools by profession; the suffix of its code in `data/agencies.csv`.
EDUCATION_SUFFIX = "-SGDDT"


class Province(models.Model):
    """One of the 34 provinces; the key is the official 2-digit code."""

    code = models.CharField("mã", max_length=2, primary_key=True)
    name = models.CharField("tên", max_length=100)

    class Meta:
        ordering = ["code"]
        verbose_name = "tỉnh, thành phố"

    def __str__(self) -> str:
        return self.name

    @property
    def bare_name(self) -> str:
        """The name without `Tỉnh` or `Thành phố`."""
        return self.name.removeprefix("Tỉnh ").removeprefix("Thành phố ")


class Commune(models.Model):
    """One of the 3,321 communes; the key is the 5-digit code, for names repeat across provinces."""

    code = models.CharField("mã", max_length=5, primary_key=True)
    name = models.CharField("tên", max_length=100)
    kind = models.CharField("loại", max_length=10, choices=CommuneKind)
    province = models.ForeignKey(Province, models.PROTECT, related_name="communes")
    lat = models.FloatField("vĩ độ", null=True)
    lon = models.FloatField("kinh độ", null=True)
    area_km2 = models.FloatField("diện tích (km²)", null=True)

    class Meta:
        ordering = ["code"]
        verbose_name = "xã, phường, đặc khu"

    def __str__(self) -> str:
        return self.name

    @property
    def bare_name(self) -> str:
        """`Sơn Hà` of `Xã Sơn Hà`."""
        return self.name[len(self.get_kind_display()) + 1 :]

    @property
    def name_in_text(self) -> str:
        """`xã Sơn Hà`, as written inside a sentence."""
        return f"{self.get_kind_display()} {self.bare_name}"


def valid_on(day: date) -> Q:
    """The condition of every table with a span of time: both ends belong to it."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


class UnitQuerySet(models.QuerySet["Unit"]):
    def on(self, day: date) -> UnitQuerySet:
        """Units that exist on that day."""
        return self.filter(valid_on(day))

    def under(self, unit: Unit) -> UnitQuerySet:
        """The unit and everything below it."""
        return self.filter(path__startswith=unit.path)


class Unit(models.Model):
    """A body that receives work and answers for it. `path` holds the ids from the root down."""

    kind = models.CharField("loại", max_length=20, choices=UnitKind)
    name = models.CharField("tên đơn vị", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=100, blank=True)
    code = models.CharField("mã đơn vị", max_length=20, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    line_manager = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="line_managed",
        verbose_name="cơ quan quản lý chuyên môn",
    )
    path = models.CharField(max_length=200, db_index=True, editable=False)
    province = models.ForeignKey(Province, models.PROTECT, null=True, related_name="units")
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="units"
    )
    levels = models.JSONField("cấp học", default=list, blank=True)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    is_demo = models.BooleanField("đơn vị trình diễn", default=False)
    valid_from = models.DateField("có từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        verbose_name = "đơn vị"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="unit_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name

    @property
    def root_path(self) -> str:
        """The path of the tree's root: the province in which the unit stands."""
        return self.path[: self.path.index("/") + 1]

    @property
    def is_education_department(self) -> bool:
        return self.code.endswith(EDUCATION_SUFFIX)

    @property
    def lives(self) -> bool:
        return self.valid_to is None or self.valid_to >= timezone.localdate()

    @property
    def level_names(self) -> list[str]:
        return [str(SchoolLevel(level).label) for level in self.levels]


class UnitName(models.Model):
    """A unit's name and address in a span of time; the current one is copied to the unit."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names")
    name = models.CharField("tên đơn vị", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=100, blank=True)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    source = models.CharField("căn cứ", max_length=300, blank=True)
    certainty = models.CharField(
        "mức độ tin cậy", max_length=10, choices=Certainty, default=Certainty.UNCHECKED
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        ordering = ["unit_id", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="one_name_from_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from})"


class Contact(models.Model):
    """A way to reach help. Data with a source and the day it was checked, never a literal."""

    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="contacts")
    province = models.ForeignKey(Province, models.PROTECT, null=True, blank=True)
    title = models.CharField("tên", max_length=200)
    kind = models.CharField("loại", max_length=10, choices=ContactKind)
    value = models.CharField("nội dung", max_length=200)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    source = models.CharField("nguồn", max_length=300)
    certainty = models.CharField(
        "mức độ tin cậy", max_length=10, choices=Certainty, default=Certainty.UNCHECKED
    )
    checked_on = models.DateField("đối chiếu ngày", null=True, blank=True)
    public = models.BooleanField("hiện trên trang công khai", default=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=100)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        ordering = ["order", "title"]
        verbose_name = "địa chỉ liên hệ"

    def __str__(self) -> str:
        return f"{self.title}: {self.value}"


class PersonManager(BaseUserManager["Person"]):
    def create_user(
        self, email: str, password: str | None = None, *, full_name: str = ""
    ) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), full_name=full_name)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser, PermissionsMixin):
    """Someone with an account: staff only. Children never have one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("thư điện tử", unique=True)
    full_name = models.CharField("họ và tên", max_length=100)
    position = models.CharField("chức vụ", max_length=100, blank=True)
    is_active = models.BooleanField("đang hoạt động", default=True)
    is_staff = models.BooleanField("quản trị hệ thống", default=False)
    is_demo = models.BooleanField("tài khoản trình diễn", default=False)
    chosen_unit = models.ForeignKey(
        Unit,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đơn vị đang làm việc",
    )
    joined_at = models.DateTimeField("ngày tạo", default=timezone.now)

    # Roles by day, once `perms.keep_scope` said that this object serves one request; not a column.
    held_kept: dict[date, tuple[Any, ...]] | None = None

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["full_name"]
        verbose_name = "người dùng"

    def __str__(self) -> str:
        return self.full_name or self.email


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def on(self, day: date) -> RoleGrantQuerySet:
        """Grants that count on that day. One that was ended at once counts no more."""
        return self.filter(valid_on(day), ended_at=None)


class RoleGrant(models.Model):
    """A role that a person holds at a unit, for a time."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants")
    role = models.CharField("vai trò", max_length=30, choices=Role)
    granted_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="grants_given"
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    ended_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["person_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "role"],
                condition=Q(valid_to=None, ended_at=None),
                name="one_open_grant_of_a_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.get_role_display()} – {self.unit}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Links that still work."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """An e-mailed link with which a person opens an account and sets the password alone.

    Only a digest of the link's secret is kept.
    """

    email = models.EmailField("thư điện tử")
    full_name = models.CharField("họ và tên", max_length=100)
    position = models.CharField("chức vụ", max_length=100, blank=True)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="invitations")
    role = models.CharField("vai trò", max_length=30, choices=Role)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]

    def __str__(self) -> str:
        return f"{self.email} → {self.unit}"


class ImportDraft(models.Model):
    """A list read from a file and tried, until its owner confirms it; then its rows are emptied.

    Personal data kept: names and work addresses of staff, in lists not yet confirmed. One draft a
    person; `queries.stale_drafts` go after a day.
    """

    kind = models.CharField(max_length=10)
    name = models.CharField("tên tệp", max_length=200)
    rows = models.JSONField(default=dict)
    made_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name
