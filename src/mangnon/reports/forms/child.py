"""The child's lane: words for nine-year-olds, no sentence over twelve words."""

from __future__ import annotations

from django import forms

from mangnon.reports.choices import Kind
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

KINDS = [
    (Kind.BULLYING, "Bị bắt nạt, bị dọa"),
    (Kind.VIOLENCE, "Bị đánh"),
    (Kind.SEXUAL, "Bị động chạm, bị hỏi chuyện kín"),
    (Kind.PRIVATE, "Bị lộ hình, lộ chuyện riêng"),
    (Kind.BLACKMAIL, "Bị ép đưa tiền, ép làm theo"),
    (Kind.NEGLECT, "Không ai chăm sóc em"),
    (Kind.SELF_HARM, "Em muốn làm đau mình"),
    (Kind.OTHER, "Chuyện khác"),
]


class Safety(Step):
    title = "Bây giờ em có an toàn không?"
    safe = one_of(
        "Chọn một câu",
        [("yes", "Em đang an toàn"), ("no", "Em đang gặp nguy hiểm"), ("unsure", "Em không biết")],
    )


class Story(StoryStep):
    title = "Chuyện gì đã xảy ra?"
    what = forms.CharField(
        label="Em kể ở đây",
        help_text="Viết sao cũng được. Sai chính tả không sao.",
        max_length=20_000,
        widget=words(),
        error_messages={"required": "Em viết vài chữ nhé."},
    )
    kind = one_of("Chuyện đó giống điều nào?", KINDS)


class Place(PlaceStep):
    title = "Chuyện xảy ra ở đâu?"
    commune = communes("Xã, phường nào?")
    school_name = line("Em học trường nào?")
    accused = one_of(
        "Ai làm chuyện đó?",
        [
            ("peer", "Bạn bè"),
            ("family", "Người trong nhà"),
            ("school", "Thầy cô, người ở trường"),
            ("online", "Người trên mạng"),
            ("commune", "Người làm ở xã"),
            ("police", "Công an"),
            ("other", "Người khác"),
            ("unknown", "Em không biết"),
        ],
        "Người đó sẽ không được đọc tin này.",
    )
    accused_who = line("Người đó tên gì?", "Bỏ trống cũng được.")


class Send(Step):
    title = "Em có muốn để lại tên không?"
    hint = "Em không cần nói tên. Tin vẫn được đọc."
    child_name = line("Tên em")
    phone = line("Số điện thoại gọi được")
    contact_how = line("Gọi lúc nào thì an toàn?")


STEPS: dict[str, type[Step]] = {SAFETY: Safety, STORY: Story, PLACE: Place, SEND: Send}
