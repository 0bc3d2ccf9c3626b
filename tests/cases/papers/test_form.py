"""The form on the screen asks by the schema, and keeps what its writer may not see."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from mangnon.cases.choices import FieldClass as StoredClass
from mangnon.cases.forms.papers import PaperForm
from mangnon.cases.papers import Earlier, FieldClass, carried, versions
from tests.cases.papers.filled import FILLED


def sent(**said: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(said)
    return data


def as_sent(form: str) -> QueryDict:
    """The filled paper as a browser sends it."""
    data = QueryDict(mutable=True)
    for key, value in FILLED[form].items():
        if isinstance(value, dict):
            data.update({f"{key}-{part}": said for part, said in value.items()})
        elif isinstance(value, list):
            for at, row in enumerate(value):
                data.update({f"{key}-{at}-{part}": said for part, said in row.items()})
        elif isinstance(value, bool):
            data[key] = "yes" if value else "no"
        else:
            data[key] = value.removesuffix("+07:00")
    return data


def test_the_classes_of_fields_are_those_of_the_cases() -> None:
    assert [str(one) for one in FieldClass] == [one.value for one in StoredClass]


@pytest.mark.parametrize("form", versions())
def test_a_paper_sent_by_a_browser_is_taken_as_it_was_written(form: str) -> None:
    paper = PaperForm(form, as_sent(form))

    assert paper.is_valid(), paper.errors
    assert paper.answers == FILLED[form]


def test_what_is_missing_is_said_beside_its_field() -> None:
    paper = PaperForm("01", sent(child_name="Lê Thị Ví Dụ", child_born="31/02/2016"))

    assert not paper.is_valid()
    assert paper.errors["received_at"] == ["Hãy ghi: Thời gian nhận."]
    assert paper.errors["channel"] == ["Hãy chọn: Thông qua."]
    assert paper.errors["child_born"] == ["Hãy ghi ngày theo mẫu 05/08/2025."]
    assert "child_name" not in paper.errors


def test_a_new_paper_starts_with_what_was_said_and_says_by_which_paper() -> None:
    earlier = [Earlier("01", FILLED["01"], date(2025, 11, 20))]
    page = str(PaperForm("03", carried=carried("03", earlier)))

    assert 'value="Lê Thị Ví Dụ"' in page
    assert 'value="thợ mộc"' in page
    assert "Lấy từ Mẫu số 01 ngày 20/11/2025; sửa được." in page
    assert "Chưa đối chiếu với Phụ lục NĐ 56/2017." in page


def test_who_does_not_see_the_reporter_neither_reads_nor_overwrites_them() -> None:
    classes = set(StoredClass) - {StoredClass.REPORTER}
    data = as_sent("01")
    data["reporter_phone"] = "0911 111 111"
    data["carer"] = "Dì ruột"
    paper = PaperForm("01", data, before=FILLED["01"], classes=classes)

    assert "Trần Thị Báo" not in str(paper)
    assert "đã ẩn" in str(paper)
    assert paper.is_valid(), paper.errors
    assert paper.answers["carer"] == "Dì ruột"
    assert paper.answers["reporter_phone"] == "0900 000 000"


def test_a_plan_has_spare_rows_and_refuses_more_than_a_page_holds() -> None:
    empty = PaperForm("04")
    filled = PaperForm("04", before=FILLED["04"])
    rows = {f"activities-{at}-what": f"Việc {at}" for at in range(25)}
    many = PaperForm("04", sent(**rows), draft=True)

    assert len(next(one for part in empty.sections for one in part.asked if one.rows).rows) == 3
    assert len(next(one for part in filled.sections for one in part.asked if one.rows).rows) == 4
    assert many.errors["activities-0-what"] == ["Bảng này có nhiều nhất 20 dòng."]
