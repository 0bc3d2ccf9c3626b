"""Answering a request, and opening something for a lesson."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms

from mangnon.gateway.choices import Group
from mangnon.gateway.queries.asking import LESSON_MINUTES, Limits, Openable, end_of_day
from mangnon.kit import clock

LESSON, TWO_LESSONS, DAY, CHOSEN = "tiet", "hai_tiet", "ngay", "chon"
_HOW_LONG = (
    (LESSON, f"{LESSON_MINUTES} phút (một tiết)"),
    (TWO_LESSONS, f"{2 * LESSON_MINUTES} phút (hai tiết)"),
    (DAY, "Đến hết ngày"),
    (CHOSEN, "Đến một thời điểm"),
)
KIND_WORDS = (
    "Trang này để giờ ra chơi nhé.",
    "Trang này chưa hợp với lứa tuổi của các em.",
    "Thầy cô sẽ tìm một trang khác cho bài học này.",
    "Các em hỏi trực tiếp thầy cô dạy tiết này nhé.",
)


@dataclass(frozen=True)
class Wanted:
    """Until when, for whom, why."""

    until: datetime
    all_pupils: bool
    why: str


def until_of(how_long: str, limits: Limits, now: datetime) -> datetime:
    """The moment that a button means."""
    if how_long == DAY:
        return end_of_day(now, limits.most)
    return now + timedelta(minutes=LESSON_MINUTES * (2 if how_long == TWO_LESSONS else 1))


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of a day and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class OpenForm(forms.Form):
    """How long, for whom, why."""

    how_long = forms.ChoiceField(
        label="Mở bao lâu", choices=_HOW_LONG, widget=forms.RadioSelect, initial=LESSON
    )
    until = forms.DateTimeField(
        label="Đến lúc",
        required=False,
        widget=MomentInput(),
        input_formats=["%Y-%m-%dT%H:%M"],
        help_text="Chỉ điền khi chọn “Đến một thời điểm”.",
        error_messages={"invalid": "Hãy chọn ngày và giờ."},
    )
    all_pupils = forms.BooleanField(label="Mở cho mọi nhóm học sinh của trường", required=False)
    why = forms.CharField(label="Để làm gì", required=False, max_length=300)

    def __init__(self, *args: Any, limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limits = limits
        self.fields["until"].help_text += f" Anh/chị mở được nhiều nhất {limits.words}."

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        missing = cleaned.get("how_long") == CHOSEN and not cleaned.get("until")
        if missing and "until" not in self.errors:
            self.add_error("until", "Hãy chọn ngày và giờ.")
        return cleaned

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        chosen = said["how_long"] == CHOSEN
        until = said["until"] if chosen else until_of(said["how_long"], self.limits, clock.now())
        return Wanted(until, bool(said.get("all_pupils")), said["why"])


class LessonForm(OpenForm):
    """Opening something without having been asked."""

    group = forms.ChoiceField(label="Cho nhóm", widget=forms.RadioSelect)
    thing = forms.ChoiceField(label="Mở loại nội dung hoặc dịch vụ", required=False)
    name = forms.CharField(
        label="hoặc một trang",
        required=False,
        max_length=253,
        help_text="Địa chỉ trang, ví dụ: bai-hoc.example.vn",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
    )
    field_order = ("group", "thing", "name", "how_long", "until", "all_pupils", "why")

    def __init__(
        self, *args: Any, things: Iterable[Openable], groups: Iterable[Group], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        ages = [(str(group), str(group.label)) for group in groups]
        self.fields["group"].choices = ages  # type: ignore[attr-defined]
        self.fields["group"].initial = ages[0][0] if ages else ""
        said = [(each.what, each.words[:1].upper() + each.words[1:]) for each in things]
        self.fields["thing"].choices = [("", "Chọn…"), *said]  # type: ignore[attr-defined]
        if len(ages) < 2:
            del self.fields["all_pupils"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("thing")) == bool(cleaned.get("name")):
            self.add_error("name", "Hãy chọn một mục, hoặc ghi một trang.")
        return cleaned

    @property
    def what(self) -> str:
        return str(self.cleaned_data["thing"] or self.cleaned_data["name"])


class RefuseForm(forms.Form):
    """A kind word; the own one counts before the chosen one."""

    word = forms.ChoiceField(
        label="Lời nhắn",
        choices=[(each, each) for each in KIND_WORDS],
        widget=forms.RadioSelect,
        required=False,
        initial=KIND_WORDS[0],
    )
    own = forms.CharField(label="hoặc lời của anh/chị", required=False, max_length=300)

    def words(self) -> str:
        return str(self.cleaned_data["own"] or self.cleaned_data["word"])


class PassUpForm(forms.Form):
    why = forms.CharField(
        label="Vì sao cần tỉnh trả lời",
        required=False,
        max_length=300,
        help_text="Ví dụ: trang này cần cho nhiều trường.",
    )
