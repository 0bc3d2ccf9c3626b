"""Products made of a map, what each rests on, and who approved it.

Personal data kept: who made and who approved; the name and address that a link for approval was
sent to, erased with the link.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mangnon.kit import clock
from mangnon.library.choices import Decision, ProductState, Use


class Product(models.Model):
    """One genre of one revision, for one unit. `outdated_at`: a paragraph it rests on has changed
    since. `parent`: the product of another unit that this one adapts; `before`: the version of the
    unit's own before this one. `priority`, `air_until`: of a text for loudspeakers, as chosen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.ForeignKey("library.Revision", models.PROTECT, related_name="products")
    genre = models.CharField("thể loại", max_length=20)
    theme = models.CharField("diện mạo", max_length=12)
    title = models.CharField("tên", max_length=300)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    maker_logo = models.TextField("biểu trưng (SVG)", blank=True)
    maker_contact = models.CharField("dòng liên hệ riêng", max_length=200, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="adapted")
    before = models.ForeignKey("self", models.SET_NULL, null=True, related_name="later")
    priority = models.CharField("mức ưu tiên", max_length=20, blank=True)
    air_until = models.DateField("phát đến hết ngày", null=True)
    state = models.CharField(max_length=10, choices=ProductState, default=ProductState.MAKING)
    refused = models.CharField("vì sao không dựng được", max_length=500, blank=True)
    made_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    outdated_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    job = models.CharField(max_length=32, blank=True)
    recall_reason = models.CharField("lý do thu hồi", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-made_at"]
        verbose_name = "sản phẩm"
        indexes = [
            models.Index(fields=["state", "-made_at"]),
            models.Index(fields=["unit", "-made_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "unit"],
                condition=Q(parent__isnull=False, before=None) & ~Q(state=ProductState.RECALLED),
                name="adapted_once_a_unit",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ProductFile(models.Model):
    """One file of a product. `says`: its sentences with their grounds."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    words = models.CharField(max_length=200)
    alt = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField()
    says = models.JSONField(default=list)
    preview = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+"
    )  # a small picture of the first page

    class Meta:
        ordering = ["product_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["product", "name"], name="a_product_file_once")
        ]

    def __str__(self) -> str:
        return self.name


class Rest(models.Model):
    """A product rests on a paragraph as it read then."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="rests")
    key = models.CharField(max_length=12)
    text_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "key"], name="a_product_rests_once")
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.key}"


class Approval(models.Model):
    """Asked for, then decided once: by somebody with the role, or by a leader through a link.

    `token_sha256`: of the link's secret, empty when the decision is made by an account; a link
    works once and until `expires_at`.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="approvals")
    asked_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    token_sha256 = models.CharField(max_length=64, blank=True)
    to_name = models.CharField("người duyệt", max_length=120, blank=True)
    to_address = models.CharField("gửi đến", max_length=200, blank=True)
    expires_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    remark = models.CharField("ý kiến", max_length=1000, blank=True)
    decided_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    decided_name = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["token_sha256"], condition=~Q(token_sha256=""), name="a_link_is_one"
            ),
            models.UniqueConstraint(
                fields=["product"], condition=Q(decision=""), name="one_approval_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.decision}"


class Used(models.Model):
    """How often a product was used on a day; nobody's name."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="used")
    on = models.DateField()
    use = models.CharField(max_length=8, choices=Use)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "on", "use"], name="used_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.on} {self.use}"
