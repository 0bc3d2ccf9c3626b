"""Posts, and the receipts of all that happened to them.

Personal data kept: who wrote and who moved a post; addresses that an e-mail goes to, which are of
units and newsletters and never of a child.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mangnon.kit import clock
from mangnon.publishing.choices import State


class Post(models.Model):
    """A product on one channel, with its text as edited. The same `key` is told to the channel at
    every try, so that what was sent can be found again.

    `next_try_at`: when the worker looks at it again; `held_until`: until then one worker has it.
    `address`: where it can be seen. `problem`: the last refusal, for the screen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    product = models.ForeignKey("library.Product", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    channel = models.CharField("kênh", max_length=20)
    account = models.ForeignKey(
        "publishing.ChannelAccount", models.PROTECT, null=True, related_name="posts"
    )
    title = models.CharField("tiêu đề", max_length=300)
    description = models.CharField("mô tả ngắn", max_length=600, blank=True)
    text = models.TextField("nội dung", blank=True)
    hashtags = models.JSONField("thẻ chủ đề", default=list, blank=True)
    recipients = models.JSONField("gửi đến", default=list, blank=True)
    platform = models.CharField("nền tảng", max_length=12, blank=True)
    due_at = models.DateTimeField("đăng lúc", null=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    outside_id = models.CharField(max_length=200, blank=True)
    address = models.CharField("địa chỉ bài đăng", max_length=500, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    note = models.CharField("nội dung đính chính", max_length=500, blank=True)
    reason = models.CharField("lý do gỡ", max_length=300, blank=True)
    reach = models.JSONField(default=dict, blank=True)
    reach_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_at", "made_at"]
        verbose_name = "bài đăng"
        indexes = [
            models.Index(fields=["state", "next_try_at"]),
            models.Index(fields=["unit", "due_at"]),
            models.Index(fields=["product", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["product"],
                condition=Q(channel="website")
                & ~Q(state__in=[State.RECALLED, State.CANCELLED, State.FAILED]),
                name="a_product_stands_once_on_the_site",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.channel})"


class Receipt(models.Model):
    """One thing that happened to a post; never changed. `what`: the state it came to, or a try
    that is made again; `words`: what the channel said."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="receipts")
    at = models.DateTimeField(default=clock.now)
    what = models.CharField(max_length=12)
    words = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["post_id", "pk"]

    def __str__(self) -> str:
        return f"{self.post_id} {self.what}"
