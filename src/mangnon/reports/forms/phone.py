"""What is typed while somebody talks, on one page: Mẫu 01 in plain fields.

Nothing but what happened is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from mangnon.base.ui.forms import DayInput
from mangnon.kit import clock
from mangnon.reports.actions.messages import LONGEST
from mangnon.reports.answers import ACCUSED, FIELDS, Answers
from mangnon.reports.choices import AgeBand, Channel, Kind
from mangnon.reports.forms.steps import answers_of, communes, line, one_of, words

CHANNELS = [(one.value, one.label) for one in (Channel.PHONE, Channel.IN_PERSON, Channel.PAPER)]
YES_NO = [("yes", "Có"), ("no", "Không"), ("unsure", "Không rõ")]
# Mẫu 01 asks for more than the public pages do.
MORE = (
    *("child_born", "child_sex", "child_address", "father", "mother", "carer", "with_whom", "now"),
    *("guess", "done", "reporter_address", "reporter_relation", "paper_on", "paper_by"),
)


class PhoneForm(forms.Form):
    """One report as it is heard. In the order in which it is asked at the telephone."""

    safe = one_of(
        "Trẻ có đang gặp nguy hiểm ngay lúc này không?",
        [("no", "Có, ngay lúc này"), ("yes", "Không"), ("unsure", "Chưa rõ")],
    )
    hurt = one_of("Trẻ có bị thương, cần cấp cứu không?", YES_NO)
    with_them = one_of("Người gây ra có đang ở cùng trẻ không?", YES_NO)
    what = forms.CharField(
        label="Chuyện gì đã xảy ra?",
        help_text="Ghi đúng lời kể. Chỉ riêng ô này là cần.",
        max_length=LONGEST,
        widget=words(10),
        error_messages={"required": "Hãy ghi vài dòng: chỉ riêng ô này là cần."},
    )
    kind = forms.ChoiceField(
        label="Loại việc", choices=[("", "Chưa rõ"), *Kind.choices], required=False
    )
    when = line("Thời gian xảy ra")
    commune = communes("Xã, phường nơi xảy ra")
    place = line("Địa điểm cụ thể")
    link = line("Địa chỉ trang, tài khoản", "Nếu xảy ra trên mạng.")
    child_name = line("Họ tên trẻ")
    age_band = forms.ChoiceField(
        label="Tuổi của trẻ", choices=[("", "Chưa rõ"), *AgeBand.choices[:5]], required=False
    )
    child_born = line(FIELDS["child_born"])
    child_sex = forms.ChoiceField(
        label=FIELDS["child_sex"],
        choices=[("", "Chưa rõ"), ("Nam", "Nam"), ("Nữ", "Nữ")],
        required=False,
    )
    child_address = line(FIELDS["child_address"])
    school_name = line("Trường, lớp")
    father = line(FIELDS["father"], "Họ tên, tuổi, điện thoại nếu biết.")
    mother = line(FIELDS["mother"], "Họ tên, tuổi, điện thoại nếu biết.")
    carer = line(FIELDS["carer"])
    now = line(FIELDS["now"])
    guess = line(FIELDS["guess"])
    with_whom = line(FIELDS["with_whom"])
    done = line(FIELDS["done"])
    accused = forms.ChoiceField(
        label="Người gây ra",
        help_text="Người đó và nơi người đó làm việc sẽ không xem được tin này.",
        choices=[("", "Chưa rõ"), *((key, label) for key, label in ACCUSED.items())],
        required=False,
    )
    accused_who = line("Người đó là ai", "Họ tên, chức vụ, nơi làm việc.")
    reporter_name = line("Họ tên người báo tin", "Không bắt buộc. Đừng hỏi ép.")
    phone = line("Số điện thoại")
    reporter_address = line(FIELDS["reporter_address"])
    reporter_relation = line(FIELDS["reporter_relation"])
    contact_how = line("Liên hệ lúc nào, cách nào thì an toàn?")
    channel = forms.ChoiceField(label="Tin đến bằng", choices=CHANNELS, widget=forms.RadioSelect)
    paper_on = forms.DateField(
        label=FIELDS["paper_on"],
        help_text="Khi chép từ giấy. Thời hạn tính từ ngày này.",
        required=False,
        widget=DayInput,
    )
    paper_by = line(FIELDS["paper_by"])

    def clean_paper_on(self) -> date | None:
        on: date | None = self.cleaned_data["paper_on"]
        if on and on > clock.today():
            raise forms.ValidationError("Ngày trên giấy không thể sau hôm nay.")
        return on

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        missing = not said.get("paper_on") and "paper_on" not in self.errors
        if said.get("channel") == Channel.PAPER and missing:
            self.add_error("paper_on", "Hãy ghi ngày trên giấy.")
        return said

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields by what they are about, for the page."""
        return [(title, [self[name] for name in names]) for title, names in _PARTS.items()]


_PARTS = {
    "Chuyện xảy ra": ("what", "kind", "when", "commune", "place", "link"),
    "Trẻ": ("child_name", "age_band", "child_born", "child_sex", "child_address", "school_name",
            "father", "mother", "carer", "with_whom", "now", "guess", "done"),
    "Người gây ra": ("accused", "accused_who"),
    "Người báo tin": ("reporter_name", "phone", "reporter_address", "reporter_relation",
                      "contact_how"),
    "Tin đến": ("channel", "paper_on", "paper_by"),
}  # fmt: skip


def heard(said: Mapping[str, Any]) -> Answers:
    """The page as a report."""
    plain = answers_of(said)
    more = {name: _text(said[name]) for name in MORE if said.get(name)}
    return Answers(**{**vars(plain), "said": {**plain.said, **more}})


def _text(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value).strip()


def arrived_at(said: Mapping[str, Any]) -> datetime | None:
    """The moment from which the hours of a paper run: the beginning of its day, for no other hour
    is known and a clock that starts early harms nobody."""
    on: date | None = said.get("paper_on") if said.get("channel") == Channel.PAPER else None
    return timezone.make_aware(datetime.combine(on, time.min)) if on else None
