"""Logs tell what happened and never to whom."""

from __future__ import annotations

import json
import logging

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from mangnon.base.health.logs import configure, scrub


@pytest.fixture
def as_json():
    configure({"format": "json"})
    yield
    configure({"format": "console"})


def test_addresses_numbers_and_queries_are_taken_out():
    said = "hoa@example.org gọi 0905 123 456 hoặc +84905123456, mở /moi/?ma=abc123"
    assert scrub(said) == "‹thư› gọi ‹số› hoặc ‹số›, mở /moi/?…"


def test_ids_and_moments_are_left():
    said = "job 0b5c0a56-1111-4000-8000-000000000001 at 2026-11-23T08:00:00 took 1250 ms"
    assert scrub(said) == said


@given(st.emails())
def test_no_address_survives(address):
    assert "@" not in scrub(f"Key (email)=({address}) already exists")


def test_an_event_is_one_line_of_json(as_json, capsys):
    structlog.get_logger("mangnon.test").warning("mail failed", to="hoa@example.org", tries=3)
    event = json.loads(capsys.readouterr().err)
    assert event.pop("timestamp").startswith("20")
    assert event == {
        "event": "mail failed",
        "to": "‹thư›",
        "tries": 3,
        "level": "warning",
        "logger": "mangnon.test",
    }


def test_other_libraries_are_scrubbed_too(as_json, capsys):
    logging.getLogger("some.library").error("cannot write to %s", "hoa@example.org")
    event = json.loads(capsys.readouterr().err)
    assert (event["event"], event["logger"]) == ("cannot write to ‹thư›", "some.library")


def test_an_error_for_people_has_its_trace_below(capsys):
    configure({"format": "console"})
    try:
        raise ValueError("hoa@example.org")
    except ValueError:
        structlog.get_logger("mangnon.test").exception("job failed", job="abc")
    first, *trace = capsys.readouterr().err.splitlines()
    assert first.endswith("error    job failed  job=abc")
    assert trace[-1] == "ValueError: ‹thư›"
