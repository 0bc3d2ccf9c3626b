"""How rules are set: letters and levels, hours of the week, own names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from mangnon.base.ui.forms import DayInput
from mangnon.gateway.actions.settings import Wish
from mangnon.gateway.choices import Letter
from mangnon.gateway.engine import names
from mangnon.gateway.engine.data import help_sites
from mangnon.gateway.inheriting import CATEGORY, of_key
from mangnon.gateway.queries.policy import LETTER_WORDS, what_words
from mangnon.gateway.queries.rules import Choice

DAYS = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"]
KINDS = {
    "": "Khác",
    "lesson": "Giờ học",
    "break": "Giờ ra chơi",
    "evening": "Buổi tối nội trú",
    "exam": "Kiểm tra, thi",
    "holiday": "Ngày nghỉ",
}
MOST_NAMES = 500
_SWITCHES = {True: "on", False: "off"}


class RulesForm(forms.Form):
    """One select for each thing that may be chosen; an empty one follows what stands above."""

    use_required_attribute = False
    why = forms.CharField(
        label="Lý do thay đổi",
        max_length=300,
        help_text="Hiện cho ai xem quy tắc này.",
        error_messages={"required": "Hãy ghi lý do thay đổi."},
    )

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [choice for choice in choices if choice.options]
        for choice in self.lines:
            own = "" if choice.own_value is None else _word(choice.own_value)
            self.fields[_field(choice.what)] = forms.ChoiceField(
                label=choice.words,
                required=False,
                initial=own,
                choices=[
                    ("", f"Theo cấp trên: {choice.above_words}"),
                    *((_word(value), words) for value, words in choice.options),
                ],
                error_messages={"invalid_choice": "Mức này không chọn được ở đây."},
            )

    def bound(self, what: str) -> forms.BoundField | None:
        name = _field(what)
        return self[name] if name in self.fields else None

    def wishes(self) -> list[Wish]:
        """What was changed, and nothing else."""
        why = self.cleaned_data.get("why", "").strip()
        return [
            Wish(choice.what, value, why)
            for choice in self.lines
            if (value := self._chosen(choice)) != choice.own_value
        ]

    def _chosen(self, choice: Choice) -> Any:
        given = self.cleaned_data[_field(choice.what)]
        return {_word(value): value for value, _ in choice.options}.get(given)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors.keys() == {"why"} and not self.wishes():
            del self.errors["why"]  # nothing changes, so there is nothing to give a reason for
        return given

    def refuse(self, what: str, words: str) -> None:
        name = _field(what)
        self.add_error(name if name in self.fields else None, words)


def _field(what: str) -> str:
    return "r-" + what.replace(":", "-")


def _word(value: Any) -> str:
    return _SWITCHES[value] if isinstance(value, bool) else str(value)


class HourForm(forms.Form):
    """A time of the week with letters of its own."""

    title = forms.CharField(label="Tên", max_length=80, help_text="Ví dụ: Ra chơi buổi sáng.")
    kind = forms.ChoiceField(label="Loại", choices=list(KINDS.items()), required=False)
    days = forms.TypedMultipleChoiceField(
        label="Những ngày nào?",
        choices=list(enumerate(DAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một ngày trong tuần."},
    )
    begins = forms.TimeField(
        label="Từ", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label="Đến",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Sớm hơn giờ bắt đầu là sang hôm sau; bằng giờ bắt đầu là cả ngày.",
    )
    from_on = forms.DateField(label="Chỉ từ ngày", widget=DayInput, required=False)
    until_on = forms.DateField(label="Đến hết ngày", widget=DayInput, required=False)

    def __init__(
        self, *args: Any, keys: Sequence[str], barred: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.keys = keys
        for key in keys:
            shut = key in barred
            self.fields[_field(key)] = forms.ChoiceField(
                label=capfirst(what_words(of_key(key))),
                required=False,
                choices=[
                    ("", "Như thường"),
                    *((v, LETTER_WORDS[v]) for v in Letter.values if not shut or v == "X"),
                ],
            )

    @staticmethod
    def told(span: Mapping[str, Any]) -> dict[str, Any]:
        """Hours as the form shows them."""
        letters = {_field(key): letter for key, letter in span["letters"].items()}
        kept = ("title", "kind", "days", "begins", "ends", "from_on", "until_on")
        return {**{name: span[name] for name in kept}, **letters}

    def letter_fields(self) -> list[forms.BoundField]:
        return [self[_field(key)] for key in self.keys]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = given.get("from_on"), given.get("until_on")
        if since and until and until < since:
            self.add_error("until_on", "Ngày kết thúc phải sau ngày bắt đầu.")
        if not self.errors and not any(given[_field(key)] for key in self.keys):
            raise ValidationError("Hãy chọn ít nhất một mục được mở hay chặn trong giờ này.")
        return given

    def span(self) -> dict[str, Any]:
        """As it is kept: see `engine.plan.Hours`."""
        given = self.cleaned_data
        return {
            "days": sorted(given["days"]),
            "begins": f"{given['begins']:%H:%M}",
            "ends": f"{given['ends']:%H:%M}",
            "letters": {key: given[_field(key)] for key in self.keys if given[_field(key)]},
            "title": given["title"].strip(),
            "kind": given["kind"],
            "from_on": given["from_on"].isoformat() if given["from_on"] else "",
            "until_on": given["until_on"].isoformat() if given["until_on"] else "",
        }


_NOISE = re.compile(r"^(?:[a-z]+://)?(?:[^/@\s]*@)?([^/:?#\s]+)(?:[/:?#].*)?$", re.I)


class NamesForm(forms.Form):
    """Own names: one a line; a copied address is read as its name."""

    block = forms.CharField(
        label="Luôn chặn",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="Mỗi dòng một tên miền, ví dụ tro-choi.example. Mọi tên bên dưới cũng bị chặn.",
    )
    allow = forms.CharField(
        label="Luôn mở",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="Mở cả khi một danh sách chặn. Nội dung trái pháp luật vẫn bị chặn.",
    )
    why = forms.CharField(label="Lý do", max_length=300, required=False)

    def clean_block(self) -> list[str]:
        found = _names(self.cleaned_data["block"])
        helping = [name for name in found if any(_within(site, name) for site in help_sites())]
        if helping:
            words = f"{', '.join(helping)}: nơi trẻ em tìm giúp đỡ, không bao giờ bị chặn."
            raise ValidationError(words)
        return found

    def clean_allow(self) -> list[str]:
        return _names(self.cleaned_data["allow"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        both = sorted(set(given.get("block", ())) & set(given.get("allow", ())))
        if both:
            self.add_error("allow", f"{', '.join(both)} vừa ở “Luôn chặn” vừa ở “Luôn mở”.")
        return given


def _within(name: str, below: str) -> bool:
    return name == below or name.endswith(f".{below}")


def _names(text: str) -> list[str]:
    """Raises ValidationError with every line that is no name."""
    found: dict[str, None] = {}
    wrong = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found[checked_name(line)] = None
        except names.BadName as why:
            wrong.append(f"Dòng {number}: “{line.strip()[:60]}” {why}.")
    if wrong:
        raise ValidationError(wrong)
    if len(found) > MOST_NAMES:
        raise ValidationError(
            f"Có {len(found)} tên, nhiều hơn {MOST_NAMES}: hãy đề nghị tỉnh lập một danh sách."
        )
    return list(found)


def checked_name(text: str) -> str:
    """The name in what was typed or copied. Raises BadName."""
    bare = _NOISE.sub(r"\1", text.strip()).removeprefix("*.").strip(".")
    return names.checked(bare.encode()).decode()


class ExplainForm(forms.Form):
    """A question about a name."""

    ten = forms.CharField(
        label="Tên miền hoặc địa chỉ trang",
        max_length=500,
        help_text="Chép cả địa chỉ trong trình duyệt cũng được.",
    )
    nhom = forms.ChoiceField(label="Nhóm")
    diem = forms.ChoiceField(label="Điểm trường")
    luc = forms.DateTimeField(
        label="Vào lúc",
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(
        self,
        *args: Any,
        groups: Sequence[tuple[str, str]],
        sites: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nhom"].choices = groups  # type: ignore[attr-defined]
        self.fields["diem"].choices = sites  # type: ignore[attr-defined]

    def clean_ten(self) -> str:
        try:
            return checked_name(self.cleaned_data["ten"])
        except names.BadName as why:
            raise ValidationError(f"{str(why).capitalize()}.") from None


class SimulateForm(forms.Form):
    """Letters to try for a group."""

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [each for each in choices if each.what.startswith(CATEGORY) and each.options]
        for choice in self.lines:
            self.fields[_field(choice.what)] = forms.ChoiceField(
                label=capfirst(choice.words),
                required=False,
                choices=[("", f"Giữ nguyên: {choice.said}"), *choice.options],
            )

    def proposed(self) -> dict[str, str]:
        """category -> letter, only where something else than today is tried."""
        if not self.is_bound:
            return {}
        self.is_valid()
        given = {
            choice.what.removeprefix(CATEGORY): self.cleaned_data.get(_field(choice.what), "")
            for choice in self.lines
        }
        return {key: letter for key, letter in given.items() if letter}
