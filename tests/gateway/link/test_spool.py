"""Asks and trails wait on disk until the platform has them; errors are kept in few words."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mangnon.gateway.link import memory, spool
from mangnon.gateway.link.report import AskSent, BadReport, Report, Trouble, read_report
from mangnon.gateway.link.troubles import FILE, Noting, recent_troubles

ASK = {
    "id": "0f0e0d0c-0b0a-4908-8706-050403020100",
    "name": "game.example",
    "group": "thcs",
    "category": "games",
    "at": "2026-11-27T04:58+00:00",
}
MATTER = "11111111-2222-4333-8444-555555555555"


def test_an_ask_waits_until_it_is_taken(tmp_path: Path) -> None:
    memory.put(tmp_path / "asks" / "one.json", json.dumps(ASK).encode())

    waiting = spool.waiting_asks(tmp_path)

    assert list(waiting.values()) == [AskSent(**ASK)]
    spool.remove(waiting)
    assert spool.names(tmp_path) == frozenset()


def test_half_an_ask_is_put_away_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    memory.put(tmp_path / "asks" / "half.json", b'{"id": "0f0e')

    assert spool.waiting_asks(tmp_path) == {}
    assert "bỏ qua tệp half.json" in caplog.text
    assert (tmp_path / "asks" / "half.bad").exists()


def test_lines_of_a_trail_are_numbered_and_taken_once(tmp_path: Path) -> None:
    file = tmp_path / "trails" / MATTER
    file.parent.mkdir()
    file.write_bytes(b"first\nsecond\nhalf")

    first = spool.waiting_trails(tmp_path)
    assert [(one.number, one.sealed) for one in first] == [(1, "first"), (2, "second")]
    spool.trails_taken(tmp_path, first)

    file.write_bytes(b"first\nsecond\nhalf is whole\n")
    assert [(one.number, one.sealed) for one in spool.waiting_trails(tmp_path)] == [
        (3, "half is whole")
    ]


def test_errors_are_noted_and_grow_old(tmp_path: Path) -> None:
    note = Noting(tmp_path)
    record = logging.LogRecord("x", logging.ERROR, "", 0, "đĩa %s", ("đầy",), None)
    note.handle(record)
    note.handle(record)
    now = datetime.fromtimestamp(record.created, UTC)

    found = recent_troubles(tmp_path, now)

    assert [one.words for one in found] == ["đĩa đầy"]
    assert recent_troubles(tmp_path, now + timedelta(minutes=17)) == ()


def test_the_notes_never_fill_the_disk(tmp_path: Path) -> None:
    note = Noting(tmp_path)
    for number in range(1000):
        note.handle(logging.LogRecord("x", logging.ERROR, "", 0, f"{number} " * 80, (), None))

    assert (tmp_path / FILE).stat().st_size < 70_000
    assert (tmp_path / "troubles.old").stat().st_size < 70_000


def test_what_a_filter_sends_is_what_the_platform_reads() -> None:
    report = Report(
        version="0.1.0",
        plan=12,
        bundle=3,
        ident=MATTER,
        counted=(("2026-11-27T04:58Z", "thcs", "+games", 3),),
        top=(("2026-11-27", "thcs", "games", "game.example", 9),),
        asks=(AskSent(**ASK),),
        troubles=(Trouble("2026-11-27T04:58+00:00", "đĩa sắp đầy"),),
        skew_s=-90,
    )

    assert read_report(json.loads(json.dumps(report.as_dict()))) == report


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ([], "báo cáo phải là một đối tượng"),
        ({"lạ": 1}, "không có trường lạ"),
        ({"plan": -1}, "plan: cần số từ 0"),
        ({"plan": True}, "plan: cần số nguyên"),
        ({"ident": "x"}, "ident: cần mã UUID"),
        ({"counted": [["hôm qua", "thcs", "", 1]]}, r"counted\[0\]: cần phút"),
        ({"counted": [["2026-11-27T04:58Z", "thcs", 1]]}, r"counted\[0\]: cần 4 cột"),
        ({"counted": [["2026-11-27T04:58Z", "thcs", "", 0]]}, r"counted\[0\]: cần số từ 1"),
        ({"asks": [{"id": "x"}]}, r"asks\[0\]: cần đúng các trường id, name"),
        ({"asks": [{**ASK, "at": "2026-11-27T04:58"}]}, "thiếu múi giờ"),
        ({"troubles": [{}] * 21}, "nhiều nhất 20 dòng"),
        ({"doctor": "tốt"}, "doctor: cần một đối tượng"),
    ],
)
def test_a_report_that_makes_no_sense_is_refused_by_its_field(raw: object, words: str) -> None:
    with pytest.raises(BadReport, match=words):
        read_report(raw)


def test_a_token_is_kept_for_the_same_code_until_it_is_in(tmp_path: Path) -> None:
    first = memory.token_for(tmp_path, "code-one")

    assert memory.token_for(tmp_path, "code-one") == first
    assert memory.token_for(tmp_path, "code-two") != first
    assert len(first) == 64
    assert (tmp_path / memory.PENDING).stat().st_mode & 0o777 == 0o600
