"""Logs tell what happened and never to whom."""

from __future__ import annotations

import json
import logging

import pytest
import structlog

from mangnon.base.health.logs import configure


@pytest.fixture
def as_json():
    configure({"format": "json"})
    yield
    configure({"format": "console"})


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
