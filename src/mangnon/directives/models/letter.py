"""A letter as it was understood and corrected."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from mangnon.directives.choices import ClauseKind, DirectiveState, Part
from mangnon.kit import clock


class Directive(models.Model):
    """An official letter that gives work to units.

    `issuer` is the unit of this platform that gives the work out; `issuer_text` and `parent_text`
    are what the letter prints. `text` is the repaired text that the spans in `reading` index.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField("trạng thái", max_length=12, choices=DirectiveState)
    issuer = models.ForeignKey("units.Unit", models.PROTECT, related_name="directives")
    source = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    text = models.TextField("toàn văn", blank=True)
    reading = models.JSONField("kết quả đọc", default=dict, blank=True)
    refusal = models.CharField("lý do không đọc được", max_length=500, blank=True)

    kind = models.CharField("loại văn bản", max_length=30, default="công văn")
    issuer_text = models.CharField("cơ quan ban hành", max_length=300, blank=True)
    parent_text = models.CharField("cơ quan chủ quản", max_length=300, blank=True)
    number = models.CharField("số", max_length=20, blank=True)
    symbol = models.CharField("ký hiệu", max_length=60, blank=True)
    place = models.CharField("địa danh", max_length=100, blank=True)
    day = models.PositiveSmallIntegerField("ngày", null=True, blank=True)
    month = models.PositiveSmallIntegerField("tháng", null=True, blank=True)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    subject = models.CharField("trích yếu", max_length=1000, blank=True)
    urgency = models.CharField("mức độ khẩn", max_length=30, blank=True)
    signer_authority = models.CharField("thẩm quyền ký", max_length=200, blank=True)
    signer_position = models.CharField("chức vụ người ký", max_length=200, blank=True)
    signer_name = models.CharField("người ký", max_length=100, blank=True)
    copies = models.JSONField("nơi nhận", default=list, blank=True)

    deadline_on = models.DateField("hạn báo cáo", null=True, blank=True)
    deadline_text = models.CharField("hạn ghi trong văn bản", max_length=200, blank=True)
    recurring = models.CharField("định kỳ", max_length=100, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    issued_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    issued_at = models.DateTimeField("giao lúc", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.CharField("lý do kết thúc", max_length=500, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "văn bản chỉ đạo"
        indexes = [models.Index(fields=["issuer", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_at=None) | Q(deadline_on__isnull=False),
                name="issued_directive_has_a_deadline",
            )
        ]

    def __str__(self) -> str:
        return f"{self.notation} {self.subject}".strip()

    @property
    def notation(self) -> str:
        """Number and symbol as printed, e.g. `512/UBND-VHXH`; blank where the letter has none."""
        return f"{self.number}{self.symbol}"

    @property
    def title(self) -> str:
        return self.subject or self.notation or "Văn bản chưa có trích yếu"

    @property
    def is_open(self) -> bool:
        return self.state == DirectiveState.ISSUED


class Ground(models.Model):
    """A document that the letter rests on."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="grounds")
    order = models.PositiveSmallIntegerField()
    notation = models.CharField("số, ký hiệu", max_length=100)
    issued_on = models.DateField("ngày", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=300, blank=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.notation


class Addressee(models.Model):
    """One line of "Kính gửi", and the units that it means today.

    `proposals` are possible answers to the question: `{"label": str, "units": [ids]}`.
    """

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="addressees")
    order = models.PositiveSmallIntegerField()
    text = models.CharField("nơi nhận", max_length=500)
    units = models.ManyToManyField("units.Unit", blank=True, related_name="+")
    question = models.CharField("cần làm rõ", max_length=500, blank=True)
    note = models.CharField("cách hiểu", max_length=500, blank=True)
    proposals = models.JSONField("phương án", default=list, blank=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.text


class Clause(models.Model):
    """One thing that the letter asks for, with its mark as printed."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="clauses")
    order = models.PositiveSmallIntegerField()
    mark = models.CharField("mục", max_length=20, blank=True)
    text = models.TextField("nội dung")
    kind = models.CharField("loại việc", max_length=20, choices=ClauseKind)
    indicator = models.CharField("chỉ số đo", max_length=100, blank=True)
    deadline_on = models.DateField("hạn riêng", null=True, blank=True)
    wants_evidence = models.BooleanField("cần tệp minh chứng", default=False)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="copies")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["directive", "order"], name="clauses_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.mark}. {self.text[:60]}"

    @property
    def due_on(self) -> date | None:
        """The clause's own deadline, else the letter's."""
        return self.deadline_on or self.directive.deadline_on


class ClauseParty(models.Model):
    """Which addressees a clause is for, and in which part."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="parties")
    addressee = models.ForeignKey(Addressee, models.CASCADE, related_name="parts")
    part = models.CharField("vai trò", max_length=10, choices=Part, default=Part.LEAD)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "addressee"], name="one_part_of_an_addressee_in_a_clause"
            )
        ]

    def __str__(self) -> str:
        return f"{self.addressee} – {self.get_part_display()}"
