"""What was written is made plain, or refused with words beside its field."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mangnon.cases.papers import (
    HIDDEN,
    BadSchema,
    Earlier,
    NoSuchForm,
    carried,
    checked,
    keeping_hidden,
    masked,
    schema,
    told,
    versions,
)
from mangnon.cases.papers.loading import read
from tests.cases.papers.filled import FATHER, FILLED

NOW = datetime(2026, 2, 1, 3, tzinfo=UTC)


def test_the_seven_forms_are_there_and_each_field_says_where_it_comes_from() -> None:
    assert list(versions()) == ["01", "02", "03", "04", "05", "06", "07"]
    for form in versions():
        assert all(field.source and field.words for field in schema(form).fields)
    unread = {form: [f.key for f in schema(form).fields if f.unverified] for form in versions()}
    assert unread["01"] == ["child_address"]
    assert len(unread["02"]) == 17
    assert unread["06"] == [
        "able_self",
        "able_tell",
        "able_adults",
        "results",
        "risk_level",
        "risk_reasons",
    ]


def test_a_form_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(NoSuchForm, match="Không có Mẫu 08"):
        schema("08")
    with pytest.raises(NoSuchForm, match="Không có Mẫu 01 bản 9"):
        checked("01", {}, version=9)


def test_a_form_file_that_would_fail_later_is_refused_when_it_is_read() -> None:
    field = """
[[section.field]]
key = "{key}"
words = "Ô"
kind = "{kind}"
class = "work"
certainty = "M"
source = "thử"
"""
    top = (
        'title = "T"\nsigner = "S"\ncertainty = "M"\nsource = "thử"\n{more}\n[[section]]\nwords="P"'
    )

    def file(key: str = "o", kind: str = "text", more: str = "") -> str:
        return top.format(more=more) + field.format(key=key, kind=kind)

    assert read("09", 1, file()).title == "T"
    for wrong, why in (
        (file(kind="choice"), "thiếu lựa chọn"),
        (file(kind="màu"), "màu"),
        (file() + field.format(key="o", kind="text"), "trùng ô: o"),
        (file(more='decision = ["Giao {nobody}."]'), "không có ô: nobody"),
        (file(key="O-1"), "tên ô"),
        ("title = ", "Mẫu 09 bản 1"),
        ('title = "T"\nsection = "P"', "Mẫu 09 bản 1"),
    ):
        with pytest.raises(BadSchema, match=why):
            read("09", 1, wrong)


@pytest.mark.parametrize("form", versions())
def test_a_filled_paper_is_taken_as_it_is(form: str) -> None:
    done = checked(form, FILLED[form], now=NOW)
    assert done.errors == {}
    assert done.answers == FILLED[form]


def test_words_are_composed_days_are_plain_and_clocks_vietnamese() -> None:
    given = {
        "channel": "phone",
        "received_at": "2025-11-20T01:30:00Z",
        "child_kind": "abused",
        "event_place": "  Thôn Mâ\u0303u,\txã  Ví Dụ ",
        "child_born": "02/05/2015",
        "mother": {"name": " Trần Thị  Ví Dụ ", "age": ""},
        "family": "Hai con.\r\n\r\nBà ngoại ở gần.\x00",
    }
    done = checked("01", given, now=NOW)

    assert done.ok
    assert done.answers["received_at"] == "2025-11-20T08:30+07:00"
    assert done.answers["event_place"] == "Thôn Mẫu, xã Ví Dụ"
    assert done.answers["child_born"] == "2015-05-02"
    assert done.answers["mother"] == {"name": "Trần Thị Ví Dụ"}
    assert done.answers["family"] == "Hai con.\n\nBà ngoại ở gần."


@pytest.mark.parametrize(
    ("key", "value", "where", "words"),
    [
        ("child_sex", "boy", "child_sex", "Hãy chọn một trong các mục có sẵn."),
        ("child_born", "31/02/2015", "child_born", "Hãy ghi ngày theo mẫu 05/08/2025."),
        ("child_born", "2026-02-02", "child_born", "Thời gian này chưa tới."),
        ("received_at", "2026-02-01T10:01", "received_at", "Thời gian này chưa tới."),
        ("received_at", "hôm qua", "received_at", "mẫu 05/08/2025 14:30"),
        ("child_name", "a" * 301, "child_name", "dài nhất 300 chữ cái; đang có 301"),
        ("child_name", ["x"], "child_name", "Ô này ghi bằng chữ."),
        ("father", {"name": "a" * 301}, "father.name", "dài nhất 300"),
        ("father", {"salary": "9"}, "father", "Không có phần “salary”."),
        ("father", "Nguyễn", "father", "Ô này gồm nhiều phần."),
        ("child_name", HIDDEN, "child_name", "đang ẩn với anh/chị"),
        ("hoc_ba", "x", "hoc_ba", "Mẫu số 01 không có ô “hoc_ba”."),
    ],
)
def test_what_cannot_be_taken_is_named(key: str, value: object, where: str, words: str) -> None:
    done = checked("01", {**FILLED["01"], key: value}, now=NOW)

    assert list(done.errors) == [where]
    assert words in done.errors[where]
    assert key not in done.answers


def test_a_separation_does_not_end_before_it_begins() -> None:
    done = checked("07", {**FILLED["07"], "until": "2025-11-19"}, now=NOW)

    assert done.errors == {"until": "Ngày này không trước: Cách ly từ."}
    assert "until" not in done.answers
    assert checked("07", {**FILLED["07"], "until": "2025-11-20"}, now=NOW).ok


def test_a_draft_may_wait_a_finished_paper_may_not() -> None:
    assert checked("06", {}, draft=True).ok
    errors = checked("06", {}).errors
    assert errors["harm_now"].startswith("Hãy chọn: Mức độ tổn hại")
    assert errors["officer"] == "Hãy ghi: Họ và tên cán bộ thực hiện."
    assert "child_name" not in errors


def test_what_was_said_is_carried_with_its_paper_and_the_newest_word_wins() -> None:
    first = Earlier("01", FILLED["01"], date(2025, 11, 20))
    second = Earlier("02", {"child_name": "Lê Thị Ví Dụ Em", "harm_now": "high"})
    start = carried("03", [first, second])

    assert start.answers["child_name"] == "Lê Thị Ví Dụ Em"
    assert start.origins["child_name"] == "Mẫu số 02"
    assert start.answers["father"] == FATHER
    assert start.origins["father"] == "Mẫu số 01 ngày 20/11/2025"
    assert "harm_now" not in start.answers  # a judgment is made anew
    assert "reporter_name" not in carried("01", [first]).answers


def test_what_is_hidden_or_no_longer_fits_is_not_carried() -> None:
    hidden = Earlier("01", {"child_name": HIDDEN, "child_sex": "boy", "father": {"salary": "9"}})
    assert carried("02", [hidden]).answers == {}
    assert carried("03", [hidden]).answers == {}


def test_a_reader_sees_only_the_classes_they_may_and_not_even_whether_there_is_an_answer() -> None:
    shown = masked("01", FILLED["01"], {"work", "health"})

    assert shown["child_name"] == HIDDEN
    assert shown["reporter_address"] == HIDDEN  # never given: the reader does not learn it
    assert shown["event_place"] == "Thôn Mẫu, xã Ví Dụ"
    assert masked("01", {"strange": "x"}, {"work"}).get("strange") is None
    words = [said.words for _, fields in told("01", shown) for said in fields]
    assert not any("Ví Dụ" in text for text in words if text != "Thôn Mẫu, xã Ví Dụ")


def test_saving_by_somebody_who_does_not_see_all_loses_nothing() -> None:
    before = FILLED["01"]
    given = {"child_name": "Kẻ khác", "family": "x", "child_state": "Em khỏe hơn."}
    saved = keeping_hidden("01", given, before, {"health"})

    assert saved["child_name"] == before["child_name"]
    assert saved["reporter_phone"] == before["reporter_phone"]
    assert saved["child_state"] == "Em khỏe hơn."
    assert "consequences" not in saved  # a readable field left empty is emptied
