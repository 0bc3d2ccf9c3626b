"""The same name is shut for the primary school and open for staff; a pupil asks, a teacher opens.

The whole platform as `mangnon up` starts it, its filter on this machine, a real browser.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from mangnon.gateway.engine import message
from mangnon.gateway.serve.records import Reply, addresses_in, read_reply
from mangnon.units.demo import DEMO_PASSWORD
from tests.browser.watching import CHROMIUM, axe, sideways, switches
from tests.gateway.serve.school import free_port, query

pytestmark = [pytest.mark.slow, pytest.mark.browser]

GAME, SCHOOL = "tro-choi.example", "truong.example"
PUPIL, TEACHER = "127.0.1.5", "127.0.9.5"
LONG_ENOUGH = 60.0
PHONE = {"width": 390, "height": 780}


@dataclass(frozen=True)
class Running:
    """A demo: where its pages, its filter and the page of blocked sites are."""

    web: str
    dns: int
    page: int

    def healthy(self) -> bool:
        return bool(urlopen(f"{self.web}/healthz", timeout=2).status == 200)  # noqa: S310  our own

    def ask(self, name: str, by: str) -> Reply:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.settimeout(2)
            sock.bind((by, 0))
            sock.connect(("127.0.0.1", self.dns))
            sock.send(query(name))
            return read_reply(sock.recv(4096))

    def address(self, name: str, by: str) -> str:
        answers = self.ask(name, by).answers
        packed = [each for record in answers for each in addresses_in(record)]
        return socket.inet_ntoa(packed[0]) if packed else ""

    def raw(self, name: str, by: str) -> bytes:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.settimeout(2)
            sock.bind((by, 0))
            sock.sendto(query(name), ("127.0.0.1", self.dns))
            return sock.recv(4096)


def until(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + LONG_ENOUGH
    while time.monotonic() < end:
        with suppress(OSError):
            if holds():
                return True
        time.sleep(0.1)
    return False


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Running]:
    port, dns, page, hub = (free_port() for _ in range(4))
    running = Running(f"http://127.0.0.1:{port}", dns, page)
    ports = {"PORT": port, "DNS_PORT": dns, "DNS_HTTP_PORT": page, "HUB_PORT": hub}
    variables = {name: str(number) for name, number in ports.items()}
    variables |= {"MANGNON_DATA": str(tmp_path / "data"), "MANGNON_DEMO": "1", "DATABASE_URL": ""}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "mangnon", "up"],
            env=os.environ | variables,
            stdout=log,
            stderr=log,
        )
    try:
        assert until(running.healthy), (tmp_path / "log").read_text(encoding="utf-8")
        assert until(lambda: bool(running.address(SCHOOL, TEACHER)))
        # What this test sends off is noticed only by a filter that has come in.
        come_in = until(lambda: (tmp_path / "data/bo-loc-trinh-dien/state/standing.json").exists())
        assert come_in
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


@pytest.fixture
def chromium(demo: Running) -> Iterator[Any]:
    """A browser of a pupil's device, for which the filter's answer leads to the block page."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser: {CHROMIUM} is missing")
    from playwright.sync_api import sync_playwright

    leads = f"--host-resolver-rules=MAP {GAME}:80 127.0.0.1:{demo.page}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*switches(), leads])
        yield browser
        with suppress(Exception):
            browser.close()


def signed_in(browser: Any, demo: Running, email: str) -> Any:
    page = browser.new_context(viewport=PHONE, locale="vi-VN").new_page()
    page.goto(f"{demo.web}/tai-khoan/dang-nhap/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ban-lam-viec/")
    return page


def test_a_pupil_asks_and_a_teacher_opens_it_for_a_lesson(demo: Running, chromium: Any) -> None:
    # Given a name that is shut for the primary school, with the reason in the answer,
    # and open for staff
    shut = demo.raw(GAME, PUPIL)
    assert demo.address(GAME, PUPIL) == "127.0.0.1"
    assert "Trường chặn trò chơi với tiểu học (6–10 tuổi)" in shut.decode(errors="ignore")
    assert demo.address(GAME, TEACHER) == "127.0.0.2"
    assert demo.ask(GAME, TEACHER).rcode == message.NOERROR

    # When a pupil's browser comes to the page of blocked sites and asks with one tap
    page = chromium.new_context(viewport=PHONE, locale="vi-VN").new_page()
    answer = page.goto(f"http://{GAME}/")
    assert answer.status == 403
    assert GAME in page.inner_text("main")
    assert "trò chơi" in page.inner_text("main")
    assert page.inner_text("aside a") == "111"
    assert axe(page) == []
    assert sideways(page) == 0
    page.click("text=Xin mở trang này")
    assert "Đã gửi lời xin mở trang" in page.inner_text("h1")

    # Then the teacher finds it on a phone, with nobody's name, and opens it for a lesson
    teacher = signed_in(chromium, demo, "giao-vien@trinhdien.mangnon")

    request = teacher.locator(".ask", has_text=GAME).filter(has_text="Tiểu học xin 1 lần")

    def asked() -> bool:
        teacher.goto(f"{demo.web}/bo-loc/de-nghi/")
        return bool(request.count())

    assert until(asked)
    request.get_by_text("Mở 45 phút (một tiết)").click()
    assert "Đang mở" in teacher.inner_text("main")

    # And it is open for the pupils, while the child's page says so by itself
    assert until(lambda: demo.address(GAME, PUPIL) == "127.0.0.2")
    assert until(lambda: page.inner_text("h1") == "Đã mở")

    # And whoever keeps the school's filter sees that it follows the newest rules
    keeper = signed_in(chromium, demo, "cntt@trinhdien.mangnon")

    def follows() -> bool:
        keeper.goto(f"{demo.web}/bo-loc/may-loc/")
        return "đang áp dụng" in keeper.inner_text("main").lower()

    assert until(follows)
