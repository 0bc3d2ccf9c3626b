"""Making, approving, recalling; the unit's own logo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from mangnon.base.ui.forms import DayInput
from mangnon.library.actions.approving import HOLDS_DAYS, MOST_DAYS
from mangnon.library.choices import Decision
from mangnon.studio.genres import genres
from mangnon.studio.model import Audience
from mangnon.studio.priorities import NORMAL, priorities


class MakeForm(forms.Form):
    """Which genres, in which look; for loudspeakers how pressing, and until when."""

    genres = forms.MultipleChoiceField(
        label="Thể loại",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một thể loại."},
    )
    theme = forms.ChoiceField(
        label="Diện mạo",
        choices=[(one.value, one.words) for one in Audience],
        help_text="Cỡ chữ, màu và nhân vật theo lứa tuổi người xem.",
    )

    priority = forms.ChoiceField(
        label="Mức ưu tiên",
        help_text="Ba mức của hệ thống truyền thanh; chưa đối chiếu với văn bản mới nhất.",
    )
    air_until = forms.DateField(
        label="Phát đến hết ngày",
        widget=DayInput,
        required=False,
        help_text="Bỏ trống là 30 ngày, không quá hạn dùng của tài liệu nguồn.",
    )

    def __init__(self, data: QueryDict | None = None, **more: Any) -> None:
        sent = data.copy() if data is not None else None
        if sent is not None:
            sent.setdefault("priority", NORMAL)
        super().__init__(sent, **more)
        level = self.fields["priority"]
        assert isinstance(level, forms.ChoiceField)  # noqa: S101 - tells mypy
        level.choices = [(name, one.words.capitalize()) for name, one in priorities().items()]
        choice = self.fields["genres"]
        assert isinstance(choice, forms.MultipleChoiceField)  # noqa: S101 - tells mypy
        choice.choices = [(name, one.words) for name, one in genres().items()]


class AskForm(forms.Form):
    """Who shall approve."""

    way = forms.ChoiceField(
        label="Ai duyệt",
        widget=forms.RadioSelect,
        choices=[
            ("role", "Lãnh đạo đơn vị, trong hệ thống này"),
            ("link", "Lãnh đạo chưa có tài khoản, bằng liên kết dùng một lần"),
        ],
        initial="role",
    )
    to_name = forms.CharField(
        label="Tên người duyệt",
        max_length=120,
        required=False,
        help_text="Khi duyệt bằng liên kết.",
    )
    to_address = forms.EmailField(
        label="Thư điện tử của người duyệt",
        required=False,
        help_text="Bỏ trống thì chép liên kết rồi tự gửi.",
    )
    days = forms.IntegerField(
        label="Liên kết dùng được mấy ngày",
        min_value=1,
        max_value=MOST_DAYS,
        initial=HOLDS_DAYS,
        required=False,
    )


class DecideForm(forms.Form):
    """Yes, or no with a reason."""

    decision = forms.ChoiceField(choices=Decision.choices)
    remark = forms.CharField(
        label="Ý kiến",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bắt buộc khi trả lại.",
    )


class LinkForm(DecideForm):
    """The same without an account: who decides says so."""

    name = forms.CharField(label="Họ tên người duyệt", max_length=120)
    field_order = ["name", "remark", "decision"]


class RecallForm(forms.Form):
    reason = forms.CharField(
        label="Lý do thu hồi", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class VoiceForm(forms.Form):
    """A recording for one scene."""

    scene = forms.CharField(max_length=40, widget=forms.HiddenInput)
    file = forms.FileField(
        label="Tệp ghi âm",
        widget=forms.FileInput(attrs={"accept": "audio/*,.wav,.mp3,.m4a"}),
        error_messages={
            "required": "Hãy chọn một tệp ghi âm rồi tải lên.",
            "empty": "Tệp này trống. Hãy thu lại.",
        },
    )


class MarkForm(forms.Form):
    """Logo, contact line, and the consent behind a picture of a child."""

    contact = forms.CharField(
        label="Dòng liên hệ riêng",
        max_length=200,
        required=False,
        help_text="Ví dụ: Tổ tư vấn học đường, phòng số 3, giờ hành chính.",
    )
    logo = forms.FileField(
        label="Biểu trưng",
        required=False,
        help_text="Tệp SVG hoặc PNG, dưới 200 KB. Bỏ trống thì giữ như cũ.",
        widget=forms.FileInput(attrs={"accept": ".svg,.png"}),
    )
    drop_logo = forms.BooleanField(label="Bỏ biểu trưng đang dùng", required=False)
    shows_a_child = forms.BooleanField(label="Hình có trẻ em thật", required=False)
    given_by = forms.CharField(
        label="Cha mẹ hoặc người giám hộ đã đồng ý", max_length=120, required=False
    )
    given_on = forms.DateField(label="Đồng ý ngày", required=False, widget=DayInput)
    purpose = forms.CharField(label="Đồng ý dùng vào việc gì", max_length=300, required=False)
