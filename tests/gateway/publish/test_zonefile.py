"""A zone on disk: whole or not at all, with a serial that rises and a journal of changes."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mangnon.gateway.publish import rpz, zonefile
from mangnon.gateway.publish.store import Stored, lines_of_change
from tests.gateway.publish.site import NOON

FIRST = ["mot.example CNAME .", "*.mot.example CNAME .", "xau.example CNAME ."]
SECOND = ["an.mot.example CNAME .", "xau.example CNAME rpz-passthru.", "zo.example CNAME ."]


# A writer that is killed: among its lines (0), or before a file is moved into place (1, 2).
KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from mangnon.gateway.publish import zonefile

zone, when = Path(sys.argv[1]), int(sys.argv[2])
moves, move = 0, Path.replace

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def moved(self, to):
    global moves
    moves += 1
    return die() if moves == when else move(self, to)

def lines():
    yield "an.example CNAME ."
    if not when:
        die()

Path.replace = moved
zonefile.write(zone, lines(), datetime.now(UTC), zone.with_suffix(".changes"))
"""


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    return Stored(tmp_path / "zones", "thcs", "thcs.rpz.tinh.example.")


def write(stored: Stored, lines: list[str], minutes: int = 0) -> zonefile.Written:
    now = NOON + timedelta(minutes=minutes)
    return zonefile.write(stored.file, lines, now, stored.journal)


def test_the_first_version_has_the_time_as_its_serial(stored: Stored) -> None:
    written = write(stored, FIRST)
    assert (written.serial, written.before, written.records) == (int(NOON.timestamp()), None, 3)
    assert stored.file.read_text().splitlines() == [
        "$TTL 60",
        f"@ SOA localhost. khong-thu.localhost. {written.serial} 300 60 7776000 60",
        "@ NS localhost.",
        *FIRST,
    ]
    assert not stored.journal.exists()


def test_the_same_content_keeps_its_serial(stored: Stored) -> None:
    first = write(stored, FIRST)
    again = write(stored, FIRST, minutes=5)
    assert (again.serial, again.changed) == (first.serial, False)
    assert sorted(each.name for each in stored.folder.iterdir()) == ["thcs.rpz"]


def test_a_change_is_noted_and_the_serial_rises_even_when_the_clock_goes_back(
    stored: Stored,
) -> None:
    first = write(stored, FIRST)
    second = write(stored, SECOND, minutes=-60)
    assert second.serial == first.serial + 1
    way = stored.way(first.serial, second.serial)
    assert way is not None
    assert list(lines_of_change(way[0], "-")) == FIRST
    assert list(lines_of_change(way[0], "+")) == SECOND
    assert stored.way(second.serial, second.serial) == []
    assert stored.way(first.serial - 1, second.serial) is None


def test_what_both_versions_have_is_no_change() -> None:
    old = ["a.example CNAME .", "*.a.example CNAME .", "a-b.example CNAME ."]
    new = ["a.example CNAME .", "b.a.example CNAME .", "a-b.example CNAME ."]
    assert sorted(old, key=rpz.order) == old
    assert sorted(new, key=rpz.order) == new
    assert list(zonefile.changes(iter(old), iter(new))) == [
        ("-", "*.a.example CNAME ."),
        ("+", "b.a.example CNAME ."),
    ]


def test_a_writing_that_breaks_off_leaves_the_version_in_place(stored: Stored) -> None:
    def broken() -> Iterator[str]:
        yield "moi.example CNAME ."
        raise OSError(28, "No space left on device")

    first = write(stored, FIRST)
    with pytest.raises(OSError, match="No space left"):
        zonefile.write(stored.file, broken(), NOON, stored.journal)
    assert stored.serial() == first.serial
    assert sorted(each.name for each in stored.folder.iterdir()) == ["thcs.rpz"]


def test_a_change_to_a_version_that_never_came_is_not_taken(stored: Stored) -> None:
    first = write(stored, FIRST)
    stored.journal.mkdir()
    lost = stored.journal / f"{first.serial}-{first.serial + 7}"
    lost.write_text("-mot.example CNAME .\n")  # killed between the journal and the zone
    second = write(stored, SECOND, minutes=1)
    way = stored.way(first.serial, second.serial)
    assert way is not None
    assert [each.name for each in way] == [f"{first.serial}-{second.serial}"]


@pytest.mark.parametrize("when", [0, 1, 2])
def test_a_writer_killed_at_any_moment_leaves_a_whole_zone_and_a_true_journal(
    stored: Stored, when: int
) -> None:
    first = write(stored, FIRST)
    ended = subprocess.run([sys.executable, "-c", KILLED, str(stored.file), str(when)])
    assert ended.returncode == -signal.SIGKILL
    assert (stored.serial(), list(zonefile.lines_of(stored.file))) == (first.serial, FIRST)
    second = write(stored, SECOND, minutes=1)
    way = stored.way(first.serial, second.serial)
    assert way is not None
    assert [list(lines_of_change(way[0], side)) for side in "-+"] == [FIRST, SECOND]


def test_only_the_last_changes_are_kept(stored: Stored) -> None:
    serials = [
        write(stored, [f"{'x' * n}.example CNAME ."] * 40, minutes=n).serial for n in range(1, 6)
    ]
    stored.forget(2)
    assert len(list(stored.journal.iterdir())) == 2
    assert stored.way(serials[2], serials[4]) is None  # longer than the zone itself
    assert stored.way(serials[0], serials[4]) is None


def test_what_is_no_zone_has_no_serial(stored: Stored) -> None:
    stored.folder.mkdir()
    for text in ("", "$TTL 60\n", "$TTL 60\n@ SOA x\n", "\xff\xfe"):
        stored.file.write_text(text)
        assert stored.serial() is None
    assert write(stored, FIRST).before is None
