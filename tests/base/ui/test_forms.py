"""Forms in Vietnamese: each control bound to its label, its hint and its error."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template

from mangnon.base.ui.forms import DayInput, DayPartsField


class Report(forms.Form):
    title = forms.CharField(label="Tên báo cáo", help_text="Một dòng.")
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea, required=False)
    unit = forms.ChoiceField(label="Đơn vị", choices=[("", "Chọn"), ("1", "Xã Lá Tre")])
    kind = forms.ChoiceField(
        label="Loại", widget=forms.RadioSelect, choices=[("a", "Truyền thông"), ("b", "Kỹ thuật")]
    )
    levels = forms.MultipleChoiceField(
        label="Cấp", widget=forms.CheckboxSelectMultiple, choices=[("x", "Xã"), ("t", "Tỉnh")]
    )
    due_on = forms.DateField(label="Hạn", widget=DayInput)
    made_on = DayPartsField(label="Ngày ký")
    file = forms.FileField(label="Tệp")
    sure = forms.BooleanField(label="Đã kiểm tra", help_text="Trước khi gửi.")
    secret = forms.CharField(widget=forms.HiddenInput)


def ids(html: str) -> set[str]:
    return set(re.findall(r'\sid="([^"]+)"', html))


@pytest.mark.parametrize("data", [None, {}], ids=["fresh", "refused"])
def test_every_reference_points_at_something(data: dict[str, str] | None) -> None:
    html = str(Report(data))
    pointed = re.findall(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]+)"', html)
    assert pointed
    assert {one for many in pointed for one in many.split()} <= ids(html)


@pytest.mark.parametrize("data", [None, {}], ids=["fresh", "refused"])
def test_no_id_is_used_twice(data: dict[str, str] | None) -> None:
    found = re.findall(r'\sid="([^"]+)"', str(Report(data)))
    assert sorted(found) == sorted(set(found))


def test_every_control_has_a_name_for_screen_readers() -> None:
    html = str(Report())
    controls = re.findall(r"<(?:input|select|textarea)\s[^>]*>", html)
    assert len(controls) == 14
    for control in controls:
        if 'type="hidden"' in control:
            continue
        found = re.search(r'\sid="([^"]+)"', control)
        assert found, control
        assert f'for="{found[1]}"' in html, control


def test_only_what_is_not_asked_for_says_so() -> None:
    html = str(Report())
    assert html.count("(không bắt buộc)") == 1
    assert 'for="id_note">Ghi chú <span class="optional">(không bắt buộc)</span>' in html


def test_a_refused_field_says_what_to_do_in_plain_words() -> None:
    html = str(Report({})["title"].as_field_group())
    assert "govuk-form-group--error" in html
    assert "Hãy điền ô này." in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html


def test_the_summary_links_each_error_to_its_control() -> None:
    source = Template("{% load ui %}{% error_summary form %}")
    html = source.render(Context({"form": Report({})}))
    assert '<a href="#id_title">Tên báo cáo: Hãy điền ô này.</a>' in html
    assert '<a href="#id_kind_0">Loại: Hãy điền ô này.</a>' in html
    assert '<a href="#id_made_on_0">Ngày ký: Hãy điền ô này.</a>' in html
    assert source.render(Context({"form": Report()})).strip() == ""
    targets = re.findall(r'href="#([^"]+)"', html)
    assert set(targets) <= ids(str(Report({})))


def test_an_error_of_the_whole_form_is_shown_with_the_form() -> None:
    form = Report({})
    form.add_error(None, "Báo cáo này đã được gửi rồi.")
    assert "Báo cáo này đã được gửi rồi." in str(form)


def test_the_browsers_date_picker_gets_an_iso_date() -> None:
    form = Report(initial={"due_on": date(2025, 11, 5)})
    html = str(form["due_on"])
    assert 'type="date"' in html
    assert 'value="2025-11-05"' in html


class Signed(forms.Form):
    made_on = DayPartsField(label="Ngày ký", required=False)


def test_a_date_in_three_parts_is_read_and_shown() -> None:
    form = Signed({"made_on_ngay": "5", "made_on_thang": "8", "made_on_nam": "2025"})
    assert form.is_valid()
    assert form.cleaned_data["made_on"] == date(2025, 8, 5)
    assert 'value="8"' in str(Signed(initial={"made_on": date(2025, 8, 5)}))


def test_a_date_may_be_left_out() -> None:
    assert Signed({}).is_valid()


def test_a_day_that_no_month_has_is_refused() -> None:
    form = Signed({"made_on_ngay": "31", "made_on_thang": "2", "made_on_nam": "2025"})
    assert form.errors["made_on"] == ["Ngày này không có trong lịch."]


def test_a_clearable_file_keeps_its_label() -> None:
    class Kept:
        url = "/tep/1/"

        def __str__(self) -> str:
            return "ket-qua.pdf"

    class Upload(forms.Form):
        file = forms.FileField(label="Tệp", required=False)

    html = str(Upload(initial={"file": Kept()}))
    assert '<a href="/tep/1/">ket-qua.pdf</a>' in html
    assert '<label class="govuk-label" for="id_file">' in html
    assert '<label class="govuk-label govuk-checkboxes__label" for="file-clear_id">' in html
