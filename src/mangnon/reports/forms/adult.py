"""The adults' lane: parents, teachers, neighbours."""

from __future__ import annotations

from django import forms

from mangnon.reports.choices import AgeBand, Kind
from mangnon.reports.forms.steps import (
    PLACE,
    SAFETY,
    SEND,
    STORY,
    PlaceStep,
    Step,
    StoryStep,
    communes,
    line,
    one_of,
    words,
)

_AGES = [(value, label) for value, label in AgeBand.choices if value != AgeBand.ADULT]


class Safety(Step):
    title = "Trẻ có đang gặp nguy hiểm ngay lúc này không?"
    safe = one_of("Chọn một câu", [("yes", "Không"), ("no", "Có"), ("unsure", "Không biết chắc")])


class Story(StoryStep):
    title = "Chuyện gì đã xảy ra?"
    what = forms.CharField(
        label="Kể lại những gì anh/chị biết",
        help_text="Ai, việc gì, khi nào, làm sao anh/chị biết. Không cần đầy đủ.",
        max_length=20_000,
        widget=words(),
        error_messages={"required": "Hãy kể vài dòng: chỉ riêng ô này là cần."},
    )
    kind = one_of("Việc này thuộc loại nào?", Kind.choices)
    age_band = one_of("Trẻ bao nhiêu tuổi?", _AGES)


class Place(PlaceStep):
    title = "Xảy ra ở đâu, ai liên quan?"
    commune = communes("Xã, phường nơi xảy ra")
    school_name = line("Trường của trẻ")
    place = line("Địa điểm cụ thể")
    when = line("Thời gian")
    link = line("Địa chỉ trang, tên tài khoản", "Nếu xảy ra trên mạng. Chép chữ, không gửi hình.")
    accused = one_of(
        "Người gây ra là ai?",
        [
            ("family", "Người trong gia đình trẻ"),
            ("school", "Thầy cô, người làm ở trường"),
            ("commune", "Cán bộ, người làm ở xã, phường"),
            ("police", "Công an"),
            ("peer", "Bạn bè, người quen của trẻ"),
            ("online", "Người trên mạng"),
            ("other", "Người khác"),
            ("unknown", "Không biết"),
        ],
        "Người đó và nơi người đó làm việc sẽ không xem được tin này.",
    )
    accused_who = line("Người đó là ai", "Họ tên, chức vụ, tên tài khoản, nếu biết.")


class Send(Step):
    title = "Anh/chị có muốn để lại tên không?"
    hint = "Không bắt buộc. Tin không có tên vẫn được xem xét như nhau."
    child_name = line("Tên của trẻ")
    reporter_name = line("Tên của anh/chị")
    phone = line("Số điện thoại")
    contact_how = line("Liên hệ lúc nào, cách nào thì an toàn?")


STEPS: dict[str, type[Step]] = {SAFETY: Safety, STORY: Story, PLACE: Place, SEND: Send}
