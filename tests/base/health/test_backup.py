"""A backup made while others write, put back elsewhere, holds what was there."""

from __future__ import annotations

import gzip
import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection

from mangnon.base.audit.api import AuditRow, head, record, rows_about
from mangnon.base.files.api import store
from mangnon.base.files.models import StoredFile
from mangnon.base.health import backup, restore
from mangnon.base.health.checks import last_backup_at
from mangnon.base.health.restore import RestoreRefused, restore_backup
from mangnon.base.notices.models import Notice
from mangnon.kit import clock
from tests.base.database import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
OWNER = SimpleNamespace(pk="owner")
Mangnon = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def old(settings, tmp_path) -> Path:
    """The data folder of a house in use."""
    folder = tmp_path / "old"
    (folder / "tmp").mkdir(parents=True)
    settings.DATA_DIR, settings.FILE_UPLOAD_TEMP_DIR = folder, folder / "tmp"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder / "tep"},
        },
    }
    settings.SECRET_KEY = "k" * 60
    return folder


@pytest.fixture
def elsewhere(tmp_path) -> Iterator[dict[str, str]]:
    """A new, empty house: another folder and another database."""
    home = {"MANGNON_DATA": str(tmp_path / "new"), "DATABASE_URL": ""}
    if connection.vendor == "sqlite":
        home["DATABASE_URL"] = f"sqlite:///{tmp_path / 'new' / 'mangnon.sqlite3'}"
        yield home
        return
    name = f"restored_{os.getpid()}"
    home["DATABASE_URL"] = database_url(name)
    with psycopg.connect(database_url("postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield home
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(home: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """`mangnon …` as somebody at a terminal of that house."""
    return subprocess.run(
        [sys.executable, "-m", "mangnon", *words],
        env={**os.environ, **home},
        capture_output=True,
        text=True,
        check=False,
    )


def asked(home: dict[str, str], sql: str) -> list[tuple[Any, ...]]:
    """What the database of a house answers."""
    url = home["DATABASE_URL"]
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as opened:
            return opened.execute(sql).fetchall()
    with psycopg.connect(url) as opened:
        return opened.execute(sql).fetchall()


def hand_in(text: str) -> StoredFile:
    return store(stream=io.BytesIO(text.encode()), name="a.txt", by=OWNER, purpose="letter")


def keep_writing(stop: threading.Event, written: list[int]) -> None:
    """Somebody who goes on working: a file, a notice and an audit row each time."""
    while not stop.is_set() or not written:
        number = len(written)
        hand_in(f"báo cáo số {number}")
        Notice.objects.create(key=f"work-{number}", subject=str(number))
        written.append(number)
    connection.close()


def blobs_in(folder: Path) -> set[str]:
    return {path.name for path in (folder / "tep").rglob("*") if len(path.name) == 64}


def parts_of(path: Path) -> dict[str, bytes]:
    with gzip.open(path) as plain, tarfile.open(fileobj=plain) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}


def written_anew(path: Path, parts: dict[str, bytes]) -> None:
    with gzip.open(path, "wb") as out, tarfile.open(fileobj=out, mode="w|") as tar:
        for name, data in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


def test_a_backup_made_amid_work_is_whole_where_it_is_put_back(old, elsewhere, tmp_path):
    before = [hand_in(f"công văn {number}") for number in range(5)]
    stop, written = threading.Event(), []
    writer = threading.Thread(target=keep_writing, args=(stop, written))
    writer.start()
    manifest = backup.make_backup(tmp_path / "b.mn", say=lambda words: None)
    stop.set()
    writer.join()

    done = run(elsewhere, "restore", str(tmp_path / "b.mn"))
    assert (done.returncode, done.stderr) == (0, "")
    new = Path(elsewhere["MANGNON_DATA"])
    files = asked(elsewhere, "SELECT sha256 FROM files_storedfile")
    assert {file.sha256 for file in before} <= {sha256 for (sha256,) in files} <= blobs_in(new)
    # Each file has its audit row, and each audit row is the very one of the old house.
    rows = asked(elsewhere, "SELECT seq, hash FROM audit_auditrow ORDER BY seq")
    assert rows == list(AuditRow.objects.order_by("seq").values_list("seq", "hash")[: len(rows)])
    assert len(rows) >= len(files) >= 5
    assert manifest.audit["seq"] <= len(rows)
    for blob in blobs_in(new):
        place = f"tep/{blob[:2]}/{blob[2:4]}/{blob}"
        assert (new / place).read_bytes() == (old / place).read_bytes()
    assert (new / "secret-key").read_text() == "k" * 60
    for name in ("khoa-nhat-ky", "neo-nhat-ky.jsonl"):
        assert (new / name).read_bytes() == (old / name).read_bytes()
    checked = run(elsewhere, "audit", "verify", "--json")
    assert json.loads(checked.stdout)["ok"] is True


def test_a_backup_leaves_a_note_and_a_row(old, tmp_path):
    record(by=OWNER, what="a.b", on=("x", "1"))
    backup.make_backup(tmp_path / "b.mn", say=lambda words: None)
    assert last_backup_at() is not None
    assert rows_about(("system", "")).get().what == "system.backed_up"
    assert (tmp_path / "b.mn").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob(".*.part")] == []


def test_a_sealed_backup_needs_its_passphrase(old, elsewhere, tmp_path):
    hand_in("công văn mật")
    backup.make_backup(tmp_path / "b.mn", passphrase="măng tre", say=lambda words: None)
    assert b"secret-key" not in (tmp_path / "b.mn").read_bytes()
    (tmp_path / "wrong").write_text("mang tre")
    (tmp_path / "right").write_text("măng tre\n")
    words = ["restore", str(tmp_path / "b.mn"), "--passphrase-file"]
    refused = run(elsewhere, *words, str(tmp_path / "wrong"))
    assert refused.returncode == 1
    assert "Sai mật khẩu" in refused.stderr
    assert run(elsewhere, *words, str(tmp_path / "right")).returncode == 0
    assert asked(elsewhere, "SELECT count(*) FROM files_storedfile") == [(1,)]


def test_a_house_in_use_is_not_overwritten(old, tmp_path):
    hand_in("công văn")
    backup.make_backup(tmp_path / "b.mn", say=lambda words: None)
    end = head()
    with pytest.raises(RestoreRefused, match="đã có dữ liệu"):
        restore_backup(tmp_path / "b.mn", force=False, say=lambda words: None)
    assert head() == end


def test_force_replaces_and_keeps_the_former_database(old, elsewhere, tmp_path):
    hand_in("công văn")
    backup.make_backup(tmp_path / "b.mn", say=lambda words: None)
    words = ["restore", str(tmp_path / "b.mn")]
    assert run(elsewhere, *words).returncode == 0
    again = run(elsewhere, *words)
    assert (again.returncode, "đã có dữ liệu" in again.stderr) == (1, True)
    if connection.vendor == "sqlite":
        url = elsewhere["DATABASE_URL"].removeprefix("sqlite:///")
        with closing(sqlite3.connect(url)) as busy, busy:
            busy.execute(
                "INSERT INTO jobs_worker VALUES ('w', ?, ?)", [str(clock.now())] * 2
            )  # somebody works there
        refused = run(elsewhere, *words, "--force")
        assert (refused.returncode, "đang chạy" in refused.stderr) == (1, True)
        with closing(sqlite3.connect(url)) as busy, busy:
            busy.execute("DELETE FROM jobs_worker")
    assert run(elsewhere, *words, "--force").returncode == 0
    if connection.vendor == "sqlite":
        assert len(list(Path(elsewhere["MANGNON_DATA"]).glob("mangnon.sqlite3.*.cu"))) == 1


@pytest.fixture
def made(old, tmp_path) -> Path:
    hand_in("công văn")
    backup.make_backup(tmp_path / "b.mn", say=lambda words: None)
    return tmp_path / "b.mn"


def spoil_a_part(parts: dict[str, bytes]) -> None:
    name = next(name for name in parts if name.startswith("tep/"))
    parts[name] = parts[name][:-1] + b"?"


def drop_a_part(parts: dict[str, bytes]) -> None:
    del parts["khoa/secret-key"]


def add_a_part(parts: dict[str, bytes]) -> None:
    parts["tep/" + "a" * 64] = b"x"


def climb_out(parts: dict[str, bytes]) -> None:
    parts["../evil"] = b"x"


def drop_the_manifest(parts: dict[str, bytes]) -> None:
    del parts["manifest.json"]


def other_database(parts: dict[str, bytes]) -> None:
    manifest = {**json.loads(parts["manifest.json"]), "database": "oracle"}
    parts["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (spoil_a_part, "1 phần không khớp"),
        (drop_a_part, "1 phần không khớp"),
        (add_a_part, "1 phần không khớp"),
        (climb_out, "phần lạ: ../evil"),
        (drop_the_manifest, "thiếu bảng kê"),
        (other_database, "Bản sao lưu của oracle"),
    ],
)
def test_a_spoilt_backup_changes_nothing(made, monkeypatch, old, spoil, words):
    monkeypatch.setattr(restore, "is_empty", lambda: True)
    parts = parts_of(made)
    spoil(parts)
    written_anew(made, parts)
    end, there = head(), sorted(old.rglob("*"))
    with pytest.raises(RestoreRefused, match=words):
        restore_backup(made, force=False, say=lambda words: None)
    assert (head(), sorted(old.rglob("*"))) == (end, there)


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.99])
def test_a_cut_backup_is_refused(made, monkeypatch, cut):
    monkeypatch.setattr(restore, "is_empty", lambda: True)
    whole = made.read_bytes()
    made.write_bytes(whole[: int(len(whole) * cut)])
    with pytest.raises(RestoreRefused, match=r"bị hỏng|bị cắt"):
        restore_backup(made, force=False, say=lambda words: None)


def test_a_record_broken_before_the_backup_is_said_after_the_restore(old, elsewhere, tmp_path):
    for number in range(3):
        record(by=OWNER, what="a.b", on=("x", str(number)))
    from tests.base.audit.test_record import tamper

    tamper("UPDATE audit_auditrow SET what = 'nothing' WHERE seq = 2")
    backup.make_backup(tmp_path / "b.mn", say=lambda words: None)
    done = run(elsewhere, "restore", str(tmp_path / "b.mn"))
    assert done.returncode == 1
    assert "Bản ghi 2 đã bị sửa." in done.stdout


def test_the_command_does_not_write_over_a_file(old, tmp_path):
    (tmp_path / "b.mn").write_text("mine")
    home = {"MANGNON_DATA": str(old), "DATABASE_URL": database_url()}
    refused = run(home, "backup", str(tmp_path / "b.mn"))
    assert (refused.returncode, "đã có" in refused.stderr) == (1, True)
    assert (tmp_path / "b.mn").read_text() == "mine"
    done = run(home, "backup", str(tmp_path / "b.mn"), "--force")
    assert done.returncode == 0
    assert "giữ ở nơi an toàn" in done.stdout


def test_an_empty_house_has_nothing_to_back_up(tmp_path):
    home = {"MANGNON_DATA": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite3'}"}
    refused = run(home, "backup", str(tmp_path / "b.mn"))
    assert (refused.returncode, "Chưa có dữ liệu" in refused.stderr) == (1, True)
    assert "Không đọc được nhật ký" in run(home, "audit", "verify").stderr
    assert not (tmp_path / "b.mn").exists()


def test_a_file_that_a_domain_keeps_beside_the_database_comes_back_with_it(
    old, elsewhere, tmp_path
):
    counters = old / "counters.sqlite"
    with closing(sqlite3.connect(counters)) as live:
        live.execute("PRAGMA journal_mode=WAL")
        live.execute("CREATE TABLE counted (answers)")
        live.execute("INSERT INTO counted VALUES (7)")
        live.commit()  # it stands in the WAL beside the file
        record(by=OWNER, what="a.b", on=("x", "1"))
        manifest = backup.make_backup(tmp_path / "b.mn", say=lambda words: None)
    assert "kem/counters.sqlite" in manifest.parts

    assert run(elsewhere, "restore", str(tmp_path / "b.mn")).returncode == 0
    new = Path(elsewhere["MANGNON_DATA"])
    with closing(sqlite3.connect(new / "counters.sqlite")) as copy:
        assert copy.execute("SELECT answers FROM counted").fetchall() == [(7,)]
    assert (new / "counters.sqlite").stat().st_mode & 0o777 == 0o600

    parts = parts_of(tmp_path / "b.mn")
    written_anew(tmp_path / "odd.mn", {**parts, "kem/la.sqlite": b"?"})
    refused = run(elsewhere, "restore", str(tmp_path / "odd.mn"), "--force")
    assert "có phần lạ: kem/la.sqlite" in refused.stderr
