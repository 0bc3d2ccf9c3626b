"""What children tell lies nowhere in clear, whatever was done with it."""

from __future__ import annotations

import gc
import logging
import pickle
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from mangnon.base.audit.anchor import anchors_file
from mangnon.base.health.backup import make_backup
from mangnon.base.jobs.api import run_due
from mangnon.reports.actions import partners
from mangnon.reports.actions.receipts import open_receipt
from mangnon.reports.models import Report
from mangnon.units.choices import Role
from tests.cases.machine.cast import Cast, make_cast
from tests.cases.screens.conftest import let_in
from tests.cast import make_person, sign_in
from tests.reports.canaries import using
from tests.reports.canaries.words import Planted
from tests.reports.cast import unlocked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def planted() -> Planted:
    return Planted()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """Everything that any part says, down to what only a developer asks for."""
    handler, root = logging.FileHandler(tmp_path / "log"), logging.getLogger()
    before = root.level
    handler.setLevel(logging.DEBUG)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield tmp_path / "log"
    root.setLevel(before)
    root.removeHandler(handler)
    handler.close()


@pytest.fixture
def folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Mail and temporary files of the test alone; no anchor of its record stays for others."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    yield tmp_path
    anchors_file().unlink(missing_ok=True)


def everybody() -> Cast:
    cast = make_cast()
    let_in(cast, cast.worker)
    return cast


def use_all_of_it(planted: Planted, cast: Cast) -> None:
    cast.taken()
    counsellor = sign_in(Client(), make_person(Role.COUNSELLOR, cast.house.centre))
    _, key = partners.make_partner(
        by=cast.officer, unit=cast.house.health, name="Tổng đài", is_test=False
    )
    code = using.tell_by_pages(planted, "child")
    report: Report = open_receipt(code).report
    using.tell_by_pages(planted, "adult")
    using.write_and_send(planted, code)
    using.hear(planted, counsellor)
    using.send_as_partner(planted, key)
    using.work(planted, cast, unlocked(Client(), cast.worker), report)
    run_due()


def dumped(folder: Path) -> None:
    """The database as a dump has it, where it is a PostgreSQL; a SQLite is searched as it lies."""
    program = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))), None)
    if connection.vendor != "postgresql" or program is None:
        return
    at = connection.settings_dict  # as the owner of all: row security hides nothing from a thief
    where = ["-h", at["HOST"], "-p", str(at["PORT"]), "-U", "postgres", at["NAME"]]
    for form in ("plain", "custom"):
        out = folder / f"dump.{form}"
        subprocess.run([program, f"--format={form}", f"--file={out}", *where], check=True)


def everything(planted: Planted, folder: Path) -> Iterator[str]:
    """What lies in clear, and where: the data folder with the database, its log and its files;
    backup, dump, mail, log, temporary files; and the cache."""
    make_backup(folder / "backup", say=lambda _: None)
    dumped(folder)
    held = pickle.dumps(getattr(cache, "_cache", {}))
    yield from planted.found_in("cache", held)
    yield from planted.found_under(folder)
    yield from planted.found_under(settings.DATA_DIR)


def test_what_was_told_lies_nowhere_in_clear(
    planted: Planted, folder: Path, log: Path, record_property: Callable[[str, object], None]
) -> None:
    use_all_of_it(planted, everybody())

    found = list(everything(planted, folder))

    assert found == []
    assert len(planted.words) >= 65
    assert log.stat().st_size > 5_000
    assert any((folder / "mail").iterdir())
    if connection.vendor == "sqlite":
        assert Path(str(connection.settings_dict["NAME"]) + "-wal").stat().st_size > 0
    record_property("words", len(planted.words))
    record_property("bytes", planted.seen)


def test_a_word_that_does_lie_about_is_found(planted: Planted, tmp_path: Path) -> None:
    """In clear, in UTF-16, in Base64 and hexadecimal, packed once and twice."""
    import gzip
    import zlib
    from base64 import b64encode

    from tests.reports.evidence.hostile_kinds import zipped

    raw = planted.word("story").encode()
    for name, lying in {
        "plain": b"a " + raw.upper(),
        "wide": planted.word("story").encode("utf-16"),
        "base64": b64encode(b"ab" + raw + b"c"),
        "hex": raw.hex().encode(),
        "gzip": gzip.compress(b"a" + raw),
        "zlib": zlib.compress(raw),
        "zip": zipped({"a": zipped({"b": gzip.compress(raw)})}),
        "nothing": b"a" * 99,
    }.items():
        (tmp_path / name).write_bytes(lying)

    found = {place.split("/")[0].split(":")[0] for place in planted.found_under(tmp_path)}

    assert found == {"plain", "wide", "base64", "hex", "gzip", "zlib", "zip"}


@pytest.mark.browser
def test_a_browser_keeps_nothing_of_it(
    browser: Any, planted: Planted, live_server: Any, tmp_path: Path
) -> None:
    """A profile on disk: a child tells and reads the answer, a worker reads what was told."""
    cast = everybody()
    profile = tmp_path / "profile"
    context = browser.browser_type.launch_persistent_context(
        str(profile), executable_path=using.chromium(), args=using.switches(), locale="vi-VN"
    )
    try:
        using.tell_in_a_browser(planted, context.new_page(), live_server.url)
        page = context.new_page()
        cookies = unlocked(Client(), cast.worker).cookies
        context.add_cookies(
            [
                {"name": one.key, "value": one.value, "url": live_server.url}
                for one in cookies.values()
            ]
        )
        report = Report.objects.latest("received_at")
        page.goto(f"{live_server.url}/vu-viec/tin-bao/{report.pk}/")
        assert planted.word("browser.what") in page.content()
        page.goto(f"{live_server.url}/lien-he/")
        page.wait_for_timeout(1500)  # the browser writes its session down now and then
    finally:
        context.close()
    gc.collect()

    assert (profile / "Default").exists()
    assert list(planted.found_under(profile)) == []
    shutil.rmtree(profile)
