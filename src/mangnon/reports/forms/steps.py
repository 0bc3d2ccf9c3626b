"""The questions, one a page, and what becomes of the answers. Two lanes share them.

A step is a form; the draft holds the answers of all of them by the names of the fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from mangnon.reports.actions.messages import LONGEST
from mangnon.reports.actions.receipts import names_a_receipt
from mangnon.reports.answers import Answers
from mangnon.reports.choices import AgeBand, Kind
from mangnon.reports.queries.places import communes_of_the_province

SAFETY, STORY, PLACE, SEND = "an-toan", "chuyen-gi", "o-dau", "gui"
STEPS = (SAFETY, STORY, PLACE, SEND)
_ONE_LINE = 200


def words(rows: int = 8) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "maxlength": LONGEST, "autocomplete": "off"})


def line(label: str, help_text: str = "") -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "off"})
    return forms.CharField(
        label=label, help_text=help_text, max_length=_ONE_LINE, required=False, widget=widget
    )


def one_of(label: str, choices: Any, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
    )


def communes(label: str) -> forms.ChoiceField:
    """Those of the province; whatever else leads to the duty desk."""

    def choices() -> list[tuple[str, str]]:
        return [("", "Không biết, hoặc ở nơi khác"), *communes_of_the_province()]

    return forms.ChoiceField(label=label, required=False, choices=choices)


class Step(forms.Form):
    """One page. Nothing on it is asked for but what a subclass says."""

    title = ""
    hint = ""


class StoryStep(Step):
    """What happened: the only answer that is asked for."""

    what = forms.CharField(max_length=LONGEST, widget=words())
    kind = forms.ChoiceField(required=False)

    def clean_what(self) -> str:
        """A receipt in a text that others read would let them answer in the reporter's name."""
        what: str = self.cleaned_data["what"]
        if names_a_receipt(what):
            raise forms.ValidationError(
                "Trong lời kể có mã bí mật. Hãy xóa mã đi rồi bấm tiếp. Những gì đã viết vẫn còn."
            )
        return what


class PlaceStep(Step):
    """Where, and who. From a poster the place is known and not asked for."""

    def __init__(self, *args: Any, school: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if school:
            self.fields.pop("commune")
            self.fields.pop("school_name")


def answers_of(said: Mapping[str, Any], accused_unit: int | None = None) -> Answers:
    """The draft as a report; what is not one of the known fields is left out."""
    text = {name: str(value).strip() for name, value in said.items() if isinstance(value, str)}
    sealed = ("when", "place", "school_name", "accused_who", "link", "child_name",
              "reporter_name", "phone", "contact_how")  # fmt: skip
    risk = {name: text[name] for name in ("safe", "hurt", "with_them") if text.get(name)}
    age, kind = text.get("age_band", ""), text.get("kind", "")
    return Answers(
        what=text.get("what", ""),
        age_band=age if age in AgeBand.values else AgeBand.UNKNOWN,
        kind=kind if kind in Kind.values else Kind.OTHER,
        danger_now=text.get("safe") == "no",
        risk=risk,
        commune=text.get("commune", ""),
        accused=text.get("accused") or "unknown",
        accused_unit=accused_unit,
        said={name: text[name] for name in sealed if text.get(name)},
    )
