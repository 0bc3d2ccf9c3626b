"""What people write about posts."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms

from mangnon.base.ui.forms import DayInput
from mangnon.kit import clock
from mangnon.publishing.actions.scheduling import Written, split_words
from mangnon.publishing.channels.base import Channel
from mangnon.publishing.channels.handkit.platforms import PLATFORMS
from mangnon.publishing.drafting import Texts
from mangnon.publishing.models import ChannelAccount


class WhenForm(forms.Form):
    """A day and a time, both or neither; neither is now."""

    day = forms.DateField(label="Ngày đăng", required=False, widget=DayInput)
    time = forms.TimeField(
        label="Giờ đăng",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Để trống cả ngày và giờ là đăng ngay.",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day, time = given.get("day"), given.get("time")
        if bool(day) != (time is not None) and not self.errors:
            self.add_error("time" if day else "day", "Hãy ghi cả ngày và giờ.")
        elif day and time is not None and self._moment(day, time) < clock.now():
            self.add_error("time", "Thời điểm đăng đã qua.")
        return given

    @staticmethod
    def _moment(day: Any, time: Any) -> datetime:
        return datetime.combine(day, time, clock.VIETNAM)

    @property
    def due_at(self) -> datetime | None:
        day, time = self.cleaned_data.get("day"), self.cleaned_data.get("time")
        return self._moment(day, time) if day and time is not None else None


class ComposeForm(WhenForm):
    """One post for one channel; fields that the channel does not use are not asked."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    account = forms.ModelChoiceField(ChannelAccount.objects.none(), label="Đăng bằng tài khoản")
    platform = forms.ChoiceField(
        label="Sẽ đăng lên",
        choices=[("", "Chọn nền tảng"), *((name, one.words) for name, one in PLATFORMS.items())],
    )
    title = forms.CharField(label="Tiêu đề", max_length=300)
    description = forms.CharField(
        label="Mô tả ngắn",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Hiện dưới tiêu đề và khi chia sẻ liên kết.",
    )
    text = forms.CharField(
        label="Nội dung", required=False, widget=forms.Textarea(attrs={"rows": 10})
    )
    hashtags = forms.CharField(
        label="Thẻ chủ đề", required=False, help_text="Cách nhau bằng dấu phẩy, không cần dấu #."
    )
    recipients = forms.CharField(
        label="Gửi đến",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng một địa chỉ thư của đơn vị, cơ quan báo chí. Không ghi thư của trẻ em.",
    )

    field_order = (
        "key",
        "account",
        "platform",
        "recipients",
        "title",
        "description",
        "text",
        "hashtags",
        "day",
        "time",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        channel: Channel,
        texts: Texts,
        accounts: Any,
    ) -> None:
        first = {
            "key": uuid.uuid4(),
            "title": texts.title,
            "description": texts.description,
            "text": texts.text,
            "hashtags": ", ".join(texts.hashtags),
        }
        super().__init__(data, initial=first)
        self.channel = channel
        for name in _unused(channel):
            del self.fields[name]
        if "account" in self.fields:
            self.fields["account"].queryset = accounts  # type: ignore[attr-defined]

    def written(self) -> Written:
        given = self.cleaned_data
        return Written(
            channel=self.channel.name,
            title=given["title"],
            description=given.get("description", ""),
            text=given.get("text", ""),
            hashtags=tuple(split_words(given.get("hashtags", ""))),
            recipients=tuple(split_words(given.get("recipients", ""))),
            platform=given.get("platform", ""),
            account=given.get("account"),
            due_at=self.due_at,
            key=given["key"],
        )


def _unused(channel: Channel) -> list[str]:
    asked = {
        "account": channel.needs_account,
        "recipients": channel.needs_recipients,
        "platform": channel.is_ours is not None,
        "hashtags": channel.name not in {"website", "email", "loudspeaker"},
        "text": channel.name not in {"website", "loudspeaker"},
        "description": channel.name not in {"email", "loudspeaker", "handkit"},
    }
    return [name for name, wanted in asked.items() if not wanted]


class MoveForm(WhenForm):
    """Another moment for a post."""

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors and not given.get("day"):
            self.add_error("day", "Hãy ghi ngày và giờ mới.")
        return given


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ghi ngắn, không nêu tên trẻ. Lý do nằm trong phiếu của từng bài đăng.",
    )


class CorrectForm(forms.Form):
    """What is put right."""

    note = forms.CharField(
        label="Nội dung đính chính",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Hiện trên trang công khai và đặt trước nội dung của bài ở mọi kênh.",
    )


class AddressForm(forms.Form):
    """Where a post stands that was made by hand."""

    address = forms.CharField(
        label="Địa chỉ bài đã đăng",
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )

    def __init__(self, data: Any = None, *, channel: Channel) -> None:
        super().__init__(data)
        self.fields["address"].required = channel.asks_address
