"""A variable that would silently mean something else is refused before anything starts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mangnon.project import readers


@pytest.mark.parametrize(
    ("read", "raw", "words"),
    [
        (readers.mail_url, "mail.example.vn:587", "phải bắt đầu bằng smtp://"),
        (readers.mail_url, "smtp://", "thiếu tên máy"),
        (readers.mail_url, "smtp+tls://mail.example.vn:năm", "cổng không phải là số"),
        (readers.storage_url, "ftp://kho.example.vn/tep", "phải bắt đầu bằng s3://"),
        (readers.storage_url, "s3://khoa:bi-mat@kho.example.vn", "thiếu tên kho"),
        (readers.database_url, "mysql://may/mangnon", "chỉ hỗ trợ sqlite://"),
        (readers.database_url, "postgresql://ai@may:cổng/mangnon", "ký tự lạ trong mật khẩu"),
        (readers.database_url, "postgresql://may:5432", "thiếu tên cơ sở dữ liệu"),
        (readers.database_url, "sqlite:///:memory:", "phải là một tệp"),
        (readers.counters_url, "http://may:8123/mangnon", "phải bắt đầu bằng clickhouse://"),
        (readers.counters_url, "clickhouse://ten:mat-khau@may:8123", "thiếu tên cơ sở dữ liệu"),
        (readers.host_names, "example.vn, https://example.vn/", "https://example.vn/ không phải"),
        (readers.host_names, "example.vn:8000", "không phải là tên máy"),
        (readers.public_url, "baovetreem.example.vn", "phải bắt đầu bằng http://"),
        (readers.public_url, "https://example.vn/tre-em", "không ghi đường dẫn"),
        (readers.listening, "may-chu", "không phải là địa chỉ IP"),
        (readers.sender, "mangnon", "không phải là địa chỉ thư"),
        (readers.sender, "a@example.vn\nBcc: b@example.vn", "không phải là địa chỉ thư"),
        (readers.province_code, "Quảng Ngãi", "không phải là mã tỉnh"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_in_words(
    read: Callable[[str], object], raw: str, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        read(raw)


@pytest.mark.parametrize(
    ("read", "raw"),
    [
        (readers.mail_url, "smtp+tls://ten:mat%40khau@mail.example.vn:587"),
        (readers.storage_url, "s3://khoa:bi-mat@kho.example.vn:9000/mangnon"),
        (readers.database_url, "sqlite:////srv/mangnon/mangnon.sqlite3"),
        (readers.database_url, "postgresql://ten:mat-khau@may:5432/mangnon"),
        (readers.counters_url, "clickhouses://ten:mat-khau@may.example.vn/mangnon"),
        (readers.public_url, "https://baovetreem.example.vn:8443"),
        (readers.listening, "192.0.2.7"),
        (readers.listening, "::1"),
        (readers.listening, "localhost"),
        (readers.sender, "Măng Non <mangnon@example.vn>"),
        (readers.province_code, "01"),
    ],
)
def test_what_can_be_meant_is_kept_as_it_is(read: Callable[[str], str], raw: str) -> None:
    assert read(raw) == raw


def test_the_public_address_has_no_closing_stroke_because_paths_follow_it() -> None:
    assert readers.public_url("https://baovetreem.example.vn/") == "https://baovetreem.example.vn"


def test_names_of_machines_may_be_many() -> None:
    given = "baovetreem.example.vn, .example.vn, 192.0.2.7, [2001:db8::7], *"
    assert readers.host_names(given) == (
        "baovetreem.example.vn",
        ".example.vn",
        "192.0.2.7",
        "[2001:db8::7]",
        "*",
    )
