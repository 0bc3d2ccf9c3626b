"""What every test stands on: its own data folder, no network, a quick password hash."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

_data = tempfile.mkdtemp(prefix="mangnon-test-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["MANGNON_DATA"] = _data
os.environ.pop("MANGNON_DEMO", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.project.settings"
os.mkdir(f"{_data}/static")  # noqa: PTH102
# The browser driver runs an event loop in the thread of the test; Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

import django  # noqa: E402
import pytest  # noqa: E402

django.setup()

LOOK = Path("src/mangnon/base/ui/static/ui/built/mangnon.css")
_DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database, so that it can run again on PostgreSQL.

    Browser tests come last: their driver leaves an event loop in the thread, beside which no other
    can be started.
    """
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & _DATABASE_FIXTURES:
            item.add_marker(pytest.mark.database)


_connect, _sendto = socket.socket.connect, socket.socket.sendto


def _local_only(self: socket.socket, address: Any) -> None:
    if self.family in {socket.AF_INET, socket.AF_INET6}:
        host = str(address[0])
        if not (host.startswith("127.") or host in {"::1", "localhost"}):
            raise AssertionError(f"a test asked the network for {host}")


def _connect_here(self: socket.socket, address: Any) -> None:
    _local_only(self, address)
    _connect(self, address)


def _send_here(self: socket.socket, data: Any, *where: Any) -> int:
    _local_only(self, where[-1])
    return _sendto(self, data, *where)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    socket.socket.connect = _connect_here  # type: ignore[method-assign]
    socket.socket.sendto = _send_here  # type: ignore[assignment,method-assign]
    yield
    socket.socket.connect = _connect  # type: ignore[method-assign]
    socket.socket.sendto = _sendto  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True, scope="session")
def _flushable_record() -> None:
    from tests.flushing import lay_triggers_aside

    lay_triggers_aside()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the whole run. Skips, saying so, where there is none."""
    from tests.browser.watching import CHROMIUM, switches

    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser: {CHROMIUM} is missing")
    if not LOOK.exists():
        pytest.skip("the look is not built: run make setup")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=switches())
        yield chromium
        with suppress(Exception):
            chromium.close()
