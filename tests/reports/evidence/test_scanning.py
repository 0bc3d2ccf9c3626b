"""A scanner is asked when there is one; what it finds is kept apart, and the page says so."""

from __future__ import annotations

import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mangnon.base.audit.models import AuditRow
from mangnon.project.readers import scanner
from mangnon.reports.actions import evidence
from mangnon.reports.actions.receipts import open_receipt
from mangnon.reports.evidence import arrived
from mangnon.reports.models import Evidence
from mangnon.reports.refusals import Refusal
from mangnon.reports.scanning import Found, Scan, scan
from mangnon.units.choices import Role
from tests.reports.cast import make_province, member, tell, unlocked, with_key
from tests.reports.evidence.hostile_kinds import EICAR
from tests.reports.evidence.test_taking import photo

NAME = "Thu-Nghiem.EICAR"


class FakeClamd(threading.Thread):
    """Speaks INSTREAM as clamd(8) documents it: knows EICAR, takes no more than `most` bytes."""

    def __init__(self, most: int = 2**20, answer: bytes = b"") -> None:
        super().__init__(daemon=True)
        self.most, self.fixed = most, answer
        self.heard: list[bytes] = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self.door.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            with line:
                line.sendall(self.fixed or self._judge(line))

    def _judge(self, line: socket.socket) -> bytes:
        read = line.makefile("rb")
        assert read.read(10) == b"zINSTREAM\0"
        whole = b""
        while length := struct.unpack(">I", read.read(4))[0]:
            whole += read.read(length)
            if len(whole) > self.most:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.heard.append(whole)
        return f"stream: {NAME} FOUND\0".encode() if EICAR in whole else b"stream: OK\0"


@pytest.fixture
def clamd() -> Iterator[FakeClamd]:
    fake = FakeClamd()
    fake.start()
    yield fake
    fake.door.close()


def test_a_file_is_heard_whole_and_judged(clamd: FakeClamd) -> None:
    long = bytes(range(256)) * 700  # three chunks

    assert scan(long, clamd.address) == Scan(Found.NOTHING)
    assert scan(b"", clamd.address) == Scan(Found.NOTHING)
    assert scan(EICAR, clamd.address) == Scan(Found.HARM, NAME)
    assert clamd.heard == [long, b"", EICAR]


def test_a_scanner_that_is_absent_silent_or_refuses_has_judged_nothing(clamd: FakeClamd) -> None:
    clamd.most = 100_000
    broken = FakeClamd(answer=b"stream: Can't allocate memory ERROR\0")
    broken.start()

    assert scan(b"a", None) == Scan(Found.NOT_ASKED)
    assert scan(b"a", "unix:///khong/co/clamd.ctl") == Scan(Found.NOT_ASKED)
    assert scan(b"a", "tcp://127.0.0.1:1") == Scan(Found.NOT_ASKED)
    assert scan(b"a", broken.address) == Scan(Found.NOT_ASKED)
    assert scan(bytes(5 * 2**20), clamd.address) == Scan(Found.NOT_ASKED)
    broken.door.close()


def test_where_it_listens_is_read_from_the_setting() -> None:
    assert scanner(" unix:///run/clamav/clamd.ctl ") == "unix:///run/clamav/clamd.ctl"
    assert scanner("tcp://127.0.0.1:3310") == "tcp://127.0.0.1:3310"
    for wrong in ("http://a:1", "tcp://a:1/x", "/run/clamd.ctl", "tcp://:3310"):
        with pytest.raises(ValueError, match=r"\w"):
            scanner(wrong)


# --- files of a report --------------------------------------------------------------------------


class Told:
    def __init__(self) -> None:
        self.house = make_province()
        self.worker = member(Role.COMMUNE_WORKER, self.house.son_ha)
        self.reader = with_key(self.worker)
        self.opened = tell(commune="21289")
        self.shown = open_receipt(self.opened.receipt)

    def take(self, raw: bytes, name: str) -> Evidence:
        shown = self.shown
        return evidence.take(report=shown.report, key=shown.key, file=arrived(raw, name))

    def open(self, one: Evidence) -> bytes:
        again = Evidence.objects.get(pk=one.pk)
        return evidence.open_file(reader=self.reader, one=again, original=True, why="xem").raw

    def page(self) -> str:
        at = f"/bao-tin/tep/cua/{self.opened.report.pk}/"
        return unlocked(Client(), self.worker).get(at).content.decode()


@pytest.fixture
def told(db: None) -> Told:
    return Told()


def steps(one: Evidence) -> list[str]:
    return list(one.custody.values_list("what", flat=True))


def test_without_a_scanner_a_file_is_said_to_be_unscanned(told: Told) -> None:
    one = told.take(photo(), "a.jpg")

    assert steps(one) == ["received", "sealed"]
    assert "Chưa quét mã độc" in told.page()
    assert "chỉ mở trên máy có phần mềm diệt mã độc" in told.page()
    assert told.open(one) == photo()


def test_what_was_scanned_is_said_to_be_clean(told: Told, clamd: FakeClamd, settings: Any) -> None:
    settings.CLAMD = clamd.address

    one = told.take(photo(), "a.jpg")

    assert steps(one) == ["received", "sealed", "clean"]
    assert clamd.heard == [photo()]
    assert "Đã quét mã độc" in told.page()
    assert "Chưa quét" not in told.page()
    assert told.open(one) == photo()


def test_harm_is_kept_apart_told_to_both_sides_and_opened_by_the_police_alone(
    told: Told, clamd: FakeClamd, settings: Any
) -> None:
    settings.CLAMD = clamd.address
    police = with_key(member(Role.POLICE_LIAISON, told.house.police))

    one = told.take(photo() + EICAR, "a.jpg")

    assert one.working == ""
    assert steps(one) == ["received", "sealed", "infected"]
    assert one.custody.get(what="infected").why == NAME
    assert AuditRow.objects.filter(what="evidence.infected").count() == 1
    page = told.page()
    assert "Có mã độc, đã cách ly" in page
    assert "Tải bản gốc" not in page
    with pytest.raises(Refusal, match="mã độc"):
        told.open(one)
    said = {"code": told.opened.receipt or "", "answer": "no"}
    assert "có mã độc nên đã cách ly" in Client().post("/bao-tin/tep/", said).content.decode()
    evidence.give_to_police(reader=told.reader, one=one, why="giám định")
    again = Evidence.objects.get(pk=one.pk)
    got = evidence.open_file(reader=police, one=again, original=True, why="giám định")
    assert got.raw == photo() + EICAR


def test_what_came_while_there_was_none_is_scanned_before_it_is_opened(
    told: Told, clamd: FakeClamd, settings: Any
) -> None:
    one = told.take(EICAR, "a.txt")
    settings.CLAMD = clamd.address

    with pytest.raises(Refusal, match="mã độc"):
        told.open(one)

    assert steps(one) == ["received", "sealed", "infected"]


@pytest.mark.skipif(shutil.which("clamd") is None, reason="clamd is not installed here")
def test_a_real_clamd_finds_what_its_own_list_names(tmp_path: Path) -> None:
    import hashlib

    digest = hashlib.md5(EICAR).hexdigest()  # noqa: S324 - the form of its lists
    (tmp_path / "own.hdb").write_text(f"{digest}:{len(EICAR)}:{NAME}\n", encoding="ascii")
    socket_path = tmp_path / "clamd.ctl"
    said = f"DatabaseDirectory {tmp_path}\nLocalSocket {socket_path}\nForeground yes\n"
    (tmp_path / "clamd.conf").write_text(said, encoding="ascii")
    process = subprocess.Popen(
        ["clamd", f"--config-file={tmp_path / 'clamd.conf'}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 60
        while not socket_path.exists() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.1)
        assert scan(photo(), f"unix://{socket_path}") == Scan(Found.NOTHING)
        assert scan(EICAR, f"unix://{socket_path}") == Scan(Found.HARM, f"{NAME}.UNOFFICIAL")
    finally:
        process.kill()
        process.wait()
