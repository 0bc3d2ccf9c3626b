"""What every test stands on: its own data folder, no network, a quick password hash."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

# Dozens of tests start the program anew: reading its source each time takes longer than the tests.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# What is imported stays: to look through it for rubbish, again and again, took a tenth of the time.
gc.disable()
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
from django.conf import settings as _settings  # noqa: E402

assert str(_settings.DATA_DIR) == _data, "the settings were read before the folder was made"
_sqlite = _settings.DATABASES["default"].get("OPTIONS", {})
if "init_command" in _sqlite:  # no test cuts the power
    _sqlite["init_command"] = _sqlite["init_command"].replace("synchronous=FULL", "synchronous=OFF")
django.setup()

from mangnon.base.walls import whole_program_asks  # noqa: E402
from tests import prepared, scheduling  # noqa: E402
from tests.stores import on_postgresql_too  # noqa: E402

# What a test itself looks up and lays down is the system's; a request of the client is asked by
# whoever is signed in, as in a real house.
whole_program_asks("a test")

LOOK = Path("src/mangnon/base/ui/static/ui/built/mangnon.css")
_TRANSACTIONS = {"transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--measure", action="store_true", help="write down what each file takes")


def pytest_configure(config: pytest.Config) -> None:
    if getattr(config.option, "numprocesses", None):
        # A process of the run that finds the settings named would read them before it has made its
        # own data folder, and share this one's.
        os.environ.pop("DJANGO_SETTINGS_MODULE", None)
        gc.enable()  # this process hands tests out and collects none
    if config.getoption("measure") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(scheduling.Measure())


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> scheduling.InOrder:
    return scheduling.InOrder(config, log)


@pytest.hookimpl(trylast=True)  # pytest-django has an order of its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    scheduling.longest_first(items)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what touches the database and runs again on PostgreSQL (see `stores`)."""
    fixtures = set(getattr(item, "fixturenames", ()))
    marks = list(item.iter_markers("django_db"))
    own = bool(fixtures & _TRANSACTIONS) or any(mark.kwargs.get("transaction") for mark in marks)
    file = item.nodeid.split("::")[0]
    if (own or marks or "db" in fixtures) and on_postgresql_too(file, transactions=own):
        item.add_marker(pytest.mark.database)


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_sessionfinish() -> None:
    gc.unfreeze()  # what nobody closed is found after all


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


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """What was laid down before Django looks (below) is used as it is, and goes with the folder."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each process has a database of its own, a copy of one that was made once."""
    from django.db import connection

    name = str(connection.creation._get_test_db_name())
    if connection.vendor == "sqlite":
        prepared.lay_sqlite(Path(name))
        return
    import psycopg

    from tests.base.database import database_url

    with psycopg.connect(database_url("postgres"), autocommit=True) as server:
        prepared.lay_postgresql(server, name, database_url("x").removesuffix("/x"))


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    socket.socket.connect = _connect_here  # type: ignore[method-assign]
    socket.socket.sendto = _send_here  # type: ignore[assignment,method-assign]
    yield
    socket.socket.connect = _connect  # type: ignore[method-assign]
    socket.socket.sendto = _sendto  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _files_that_nobody_read(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server closes an answer that was not read to its end; the client of the tests does not."""
    from django.test.client import ClientHandler

    streaming: list[Any] = []
    ask = ClientHandler.__call__

    def asked(handler: ClientHandler, environ: dict[str, Any]) -> Any:
        answer = ask(handler, environ)
        if answer.streaming:
            streaming.append(answer)
        return answer

    monkeypatch.setattr(ClientHandler, "__call__", asked)
    yield
    for answer in streaming:  # not `close()`, which would end the request, and the database with it
        for closes in answer._resource_closers:
            closes()


@pytest.fixture(autouse=True)
def _no_anchor_of_another_record() -> None:
    """An anchor that one test wrote says nothing of the record of the next."""
    from mangnon.base.audit.anchor import anchors_file

    anchors_file().unlink(missing_ok=True)


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
    from tests.browser.watching import CHROMIUM, at_home

    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser: {CHROMIUM} is missing")
    if not LOOK.exists():
        pytest.skip("the look is not built: run make setup")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=at_home())
        yield chromium
        with suppress(Exception):
            chromium.close()


@pytest.fixture(scope="session")
def rooms(browser: Any) -> Any:
    """Contexts of that browser, handed from test to test with nothing left in them."""
    from tests.browser.rooms import Rooms

    return Rooms(browser)
