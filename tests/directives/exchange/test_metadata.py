"""The flat record of Decree 30/2020, appendix VI, and its lengths."""

from __future__ import annotations

import pytest

from mangnon.directives.exchange import FIELDS, check_record, record_of
from tests.directives.exchange.messages import message


def test_a_whole_message_gives_a_record_without_problems() -> None:
    record = record_of(message())

    assert record["IssuedDate"] == "2026-11-23"
    assert record["To"] == "Công an tỉnh; UBND xã Thử"
    assert check_record(record) == []
    assert set(record) <= set(FIELDS)


def test_an_incoming_record_adds_its_arrival() -> None:
    record = record_of(message(), arrival={"ArrivalNumber": "77", "ArrivalDate": "2026-11-24"})

    assert check_record(record) == []
    assert record["ArrivalNumber"] == "77"


@pytest.mark.parametrize(
    ("field", "longest"),
    [
        ("OrganId", 13),
        ("FileNotation", 20),
        ("TypeName", 100),
        ("CodeNumber", 11),
        ("CodeNotation", 30),
        ("OrganName", 200),
        ("Subject", 500),
        ("Position", 100),
        ("FullName", 50),
        ("Priority", 1),
        ("ArrivalNumber", 10),
        ("ToPlaces", 1000),
    ],
)
def test_a_text_beyond_its_length_is_named(field: str, longest: int) -> None:
    record = record_of(message())

    assert check_record(record | {field: "x" * longest}) == []
    (problem,) = check_record(record | {field: "x" * (longest + 1)})
    assert problem.field == field
    assert str(problem) == f"{FIELDS[field].label}: dài {longest + 1} ký tự, tối đa {longest}."


def test_missing_and_unknown_fields_are_named() -> None:
    record = record_of(message(subject=" ")) | {"Colour": "xanh"}

    assert [str(problem) for problem in check_record(record)] == [
        "Colour: không có trong danh mục.",
        "Trích yếu nội dung: còn trống.",
    ]
