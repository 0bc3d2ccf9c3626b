"""The whole platform as `mangnon up` starts it, shared by the journeys that need all of it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from mangnon.gateway.serve.records import Reply, addresses_in, read_reply
from tests.gateway.serve.school import free_port, query
from tests.prepared import lay_sqlite
from tests.publishing.fakes.facebook import FacebookFake
from tests.publishing.fakes.zalo import ZaloFake

SCHOOL, TEACHER = "truong.example", "127.0.9.5"
DEMO_PASSWORD = "mang-non-trinh-dien"
LONG_ENOUGH = 180.0  # on a machine that has other work too
PHONE = {"width": 390, "height": 780}


@dataclass(frozen=True)
class Running:
    """A demo: where its pages, its filter and the page of blocked sites are; what stands for Zalo
    and Facebook."""

    web: str
    dns: int
    page: int
    oa: ZaloFake
    graph: FacebookFake

    def healthy(self) -> bool:
        return bool(urlopen(f"{self.web}/healthz", timeout=2).status == 200)  # noqa: S310  our own

    def ask(self, name: str, by: str) -> Reply:
        return read_reply(self.raw(name, by))

    def address(self, name: str, by: str) -> str:
        answers = self.ask(name, by).answers
        packed = [each for record in answers for each in addresses_in(record)]
        return socket.inet_ntoa(packed[0]) if packed else ""

    def raw(self, name: str, by: str) -> bytes:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.settimeout(2)
            sock.bind((by, 0))
            sock.connect(("127.0.0.1", self.dns))
            sock.send(query(name))
            return sock.recv(4096)


def until(holds: Callable[[], bool], within: float = LONG_ENOUGH) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        with suppress(OSError):
            if holds():
                return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with started(tmp_path_factory.mktemp("demo")) as running:
        yield running


@contextmanager
def started(folder: Path) -> Iterator[Running]:
    """A demo whose data and log lie in the folder, until it is no longer needed. Its tables are a
    copy; a start from nothing is `tests/project/test_up.py`."""
    lay_sqlite(folder / "data" / "mangnon.sqlite3")
    port, dns, page, hub = (free_port() for _ in range(4))
    oa, graph = ZaloFake(), FacebookFake()
    running = Running(f"http://127.0.0.1:{port}", dns, page, oa, graph)
    ports = {"PORT": port, "DNS_PORT": dns, "DNS_HTTP_PORT": page, "HUB_PORT": hub}
    variables = {name: str(number) for name, number in ports.items()}
    variables |= {"MANGNON_DATA": str(folder / "data"), "MANGNON_DEMO": "1", "DATABASE_URL": ""}
    variables |= {"ZALO_URL": oa.url, "FACEBOOK_URL": graph.url}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "mangnon", "up"],
            env=os.environ | variables,
            stdout=log,
            stderr=log,
        )
    try:
        assert until(running.healthy), (folder / "log").read_text(encoding="utf-8")
        assert until(lambda: bool(running.address(SCHOOL, TEACHER)))
        # What a test sends off is noticed only by a filter that has come in.
        come_in = until(lambda: (folder / "data/bo-loc-trinh-dien/state/standing.json").exists())
        assert come_in
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        oa.close()
        graph.close()


def signed_in(browser: Any, demo: Running, email: str) -> Any:
    page = browser.new_context(viewport=PHONE, locale="vi-VN").new_page()
    page.goto(f"{demo.web}/tai-khoan/dang-nhap/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ban-lam-viec/")
    return page
