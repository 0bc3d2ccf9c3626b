"""Lists of names: where they come from, what came, what an authority ordered, what was wrong."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mangnon.gateway.choices import FetchState, ListUse
from mangnon.kit import clock


class ListSource(models.Model):
    """A list that the province follows. `address` blank: the province's own, kept in `own_text`.

    `signing_key`: an Ed25519 public key (base64) that must have signed `address` + `.sig`, blank
    where the publisher does not sign.
    """

    key = models.SlugField("mã", max_length=60, unique=True)
    title = models.CharField("tên danh sách", max_length=200)
    publisher = models.CharField("nơi phát hành", max_length=200, blank=True)
    address = models.URLField("địa chỉ", max_length=500, blank=True)
    own_text = models.TextField("các tên", blank=True)
    form = models.CharField("định dạng", max_length=20)
    category = models.CharField("nhóm nội dung", max_length=40)
    use = models.CharField("cách dùng", max_length=10, choices=ListUse, default=ListUse.BLOCK)
    licence = models.CharField("giấy phép", max_length=100, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    every_hours = models.PositiveSmallIntegerField("cập nhật mỗi (giờ)", default=24)
    signing_key = models.CharField("khóa ký", max_length=100, blank=True)
    enabled = models.BooleanField("đang dùng", default=False)
    is_demo = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["category", "title"]
        verbose_name = "danh sách"

    def __str__(self) -> str:
        return self.title


class ListVersion(models.Model):
    """One try to fetch a list, and what was done with what came. The last taken one is in use.

    `rejected`: reason -> {"count": …, "examples": [[line, text], …]}; `changes`: "added" and
    "removed" with a few names each. `taken_by`: who took by hand what the guards had refused.
    """

    source = models.ForeignKey(ListSource, models.CASCADE, related_name="versions")
    state = models.CharField("kết quả", max_length=10, choices=FetchState)
    why = models.CharField("lý do", max_length=300, blank=True)
    blob = models.CharField(max_length=64, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    rules = models.PositiveIntegerField("quy tắc", default=0)
    added = models.PositiveIntegerField("thêm", default=0)
    removed = models.PositiveIntegerField("bớt", default=0)
    rejected = models.JSONField("dòng bị bỏ", default=dict)
    changes = models.JSONField(default=dict)
    taken_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    fetched_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["source", "state", "-id"])]

    def __str__(self) -> str:
        return f"{self.source} {self.fetched_at:%d/%m/%Y %H:%M}"


class OrderedName(models.Model):
    """A name that an authority had blocked, with the paper that says so."""

    name = models.CharField("tên miền", max_length=253)
    paper = models.CharField("số, ký hiệu văn bản", max_length=100)
    paper_on = models.DateField("ngày văn bản")
    issued_by = models.CharField("cơ quan ban hành", max_length=200)
    directive = models.ForeignKey(
        "directives.Directive", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    until = models.DateField("đến hết ngày", null=True, blank=True)
    ordered_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    ordered_at = models.DateTimeField(default=clock.now)
    lifted_paper = models.CharField("văn bản gỡ chặn", max_length=100, blank=True)
    lifted_paper_on = models.DateField("ngày văn bản gỡ chặn", null=True, blank=True)
    lifted_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "tên bị yêu cầu chặn"
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(lifted_at=None), name="a_name_is_ordered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.paper})"


class WrongBlock(models.Model):
    """A name that a school says is blocked wrongly; a person of the province decides.

    `lists`: those that spoke of the name when it was said, so that a list shows how often it errs.
    """

    name = models.CharField("tên miền", max_length=253)
    category = models.CharField("nhóm nội dung", max_length=40, blank=True)
    lists = models.ManyToManyField(ListSource, related_name="wrong_blocks", blank=True)
    said_by = models.ForeignKey("units.Unit", models.CASCADE, related_name="+")
    teller = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    why = models.CharField("vì sao nhầm", max_length=500)
    said_at = models.DateTimeField(default=clock.now)
    opened = models.BooleanField("mở cho toàn tỉnh", null=True)
    answer = models.CharField("trả lời", max_length=500, blank=True)
    answered_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "báo chặn nhầm"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "said_by"],
                condition=Q(answered_at=None),
                name="a_wrong_block_waits_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Bundle(models.Model):
    """An index of all lists in use, ready for the filters. Its number is its revision.

    `sha256`: of the manifest as it is written to disk, which names the hashes of the other files;
    `model_blob` blank: the lists in use are too few to learn from what names look like.
    """

    index_blob = models.CharField(max_length=64)
    lines_blob = models.CharField(max_length=64)
    model_blob = models.CharField(max_length=64, blank=True)
    manifest = models.JSONField()
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    names = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"gói {self.pk}"
