"""What is to be told to people, and what they have been told.

Personal data kept: a member of staff's id and work e-mail, the subject of the matter and a link.
Never a word about a child. Outbox rows go ninety days after they were sent, notices after a year;
an address of the public goes when its letter has gone, and after a week in any case.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mangnon.kit import clock


class OutboxState(models.TextChoices):
    WAITING = "waiting", "đang chờ gửi"
    SENT = "sent", "đã gửi"
    FAILED = "failed", "không gửi được"


class Outbox(models.Model):
    """One message to leave the system by one channel. `key` makes it exactly one.

    The body is emptied when it is sent: an invitation holds a secret link. `forgets`: the address
    goes with it, as that of somebody from the public. `headers`: more than every letter has.
    """

    key = models.CharField(max_length=200)
    channel = models.CharField("kênh", max_length=20)
    to = models.CharField("gửi đến", max_length=254)
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    headers = models.JSONField(default=dict, blank=True)
    forgets = models.BooleanField(default=False)
    state = models.CharField(
        "trạng thái", max_length=10, choices=OutboxState, default=OutboxState.WAITING
    )
    written_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    taken_until = models.DateTimeField(null=True)
    error = models.CharField("lỗi", max_length=300, blank=True)

    class Meta:
        verbose_name = "thư gửi đi"
        constraints = [
            models.UniqueConstraint(fields=["channel", "key"], name="told_once_a_channel")
        ]
        indexes = [
            models.Index(
                fields=["written_at"],
                name="outbox_waiting",
                condition=Q(state=OutboxState.WAITING),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_state_display()})"


class Notice(models.Model):
    """The same message on a person's desk."""

    key = models.CharField(max_length=200, unique=True)
    person_id = models.CharField(max_length=64)
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung", blank=True)
    link = models.CharField("địa chỉ", max_length=300, blank=True)
    told_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-told_at", "-id"]
        verbose_name = "thông báo"
        indexes = [
            models.Index(fields=["person_id", "-told_at"], name="notice_of_person"),
            models.Index(fields=["person_id"], name="notice_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return self.subject
