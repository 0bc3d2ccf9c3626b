"""The same name is shut for the primary school and open for staff; a pupil asks, a teacher opens.

The whole platform as `mangnon up` starts it, its filter on this machine, a real browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from mangnon.gateway.engine import message
from tests.browser.watching import CHROMIUM, axe, sideways, switches
from tests.journeys.running import PHONE, TEACHER, Running, signed_in, until

pytestmark = [pytest.mark.slow, pytest.mark.browser]

GAME, PUPIL = "tro-choi.example", "127.0.1.5"


@pytest.fixture
def chromium(demo: Running, browser: Any) -> Iterator[Any]:
    """A browser of a pupil's device, for which the filter's answer leads to the block page."""
    leads = f"--host-resolver-rules=MAP {GAME}:80 127.0.0.1:{demo.page}"
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=[*switches(), leads])
    yield own
    with suppress(Exception):
        own.close()


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
