"""A child tells by the poster of its school, and the commune carries the case to its end.

The whole platform as `mangnon up` starts it, real browsers, everybody on a phone: the child without
scripts; the worker, the chair and the police liaison with the key of their unit; a teacher of the
school whose people are accused. The police receive the case as a package. The child sends no file:
files that only the police open are walked in `tests/cases/handing` and `tests/reports/evidence`.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.watching import axe, sideways
from tests.journeys.carrying import (
    CHAIR,
    POLICE,
    STORY,
    TEACHER,
    WORKER,
    WORKER_NAME,
    child_tells,
    fill,
    hand_over,
    make_case,
    move,
    receive,
    send,
    told_to_the_child,
    unlocked,
)
from tests.journeys.running import Running, signed_in

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_a_child_tells_and_the_case_is_carried_to_its_end(demo: Running, browser: Any) -> None:
    # Given a child that tells of somebody at its school and keeps the receipt
    child, receipt = child_tells(browser, demo)
    assert "Lời nhắn đã đến nơi." in told_to_the_child(child, demo, receipt)

    # When the worker of the commune finds the report, reads it and makes a case of it
    worker = unlocked(browser, demo, WORKER, "/vu-viec/tin-bao/")
    report = make_case(worker, reads=STORY)
    case, number = worker.url, worker.inner_text("h1")

    # Then the clock of twelve hours runs on its page
    clock = worker.locator(".figures").inner_text()
    assert re.search(r"còn 1[0-2] giờ( \d+ phút)?\nCan thiệp khẩn cấp", clock)
    assert axe(worker) == []
    assert sideways(worker) == 0

    # And the danger is met, and the police are told
    move(worker, case, "take", person=WORKER_NAME)
    assert "Đang tìm hiểu thêm." in told_to_the_child(child, demo, receipt)
    move(worker, case, "assess_risk", form="02")
    assert "Khẩn cấp" in worker.inner_text(".page-head")
    move(worker, case, "report_crime")
    chair = unlocked(browser, demo, CHAIR)
    assert number in chair.inner_text("main")
    move(chair, case, "protect", measure="Em ở nhà bà ngoại")
    assert "Đang giúp đỡ." in told_to_the_child(child, demo, receipt)
    police = unlocked(browser, demo, POLICE)
    police.get_by_role("link", name=number).click()
    move(police, case, "accept_crime", paper="Số 07, ngày 29/11")

    # And the police receive the case as a package, with every hash, and say that they have it
    hand_over(worker, case)
    assert axe(worker) == []
    assert sideways(worker) == 0
    package = receive(police, case)
    assert axe(police) == []
    assert sideways(police) == 0
    assert STORY in package.files["tin-bao.txt"].decode()
    assert package.files["mau/mau-02-lan-1.pdf"].startswith(b"%PDF")
    worker.goto(case)
    assert "Công an đã nhận bàn giao" in worker.inner_text(".timeline")

    # And a plan is made by one person, approved by another, carried out and reviewed
    move(worker, case, "assess", form="03")
    move(worker, case, "draft_plan", form="04")
    move(worker, case, "submit_plan")
    move(chair, case, "approve_plan", form="05", number="12/QĐ-UBND")
    worker.goto(f"{case}dich-vu/")
    fill(worker, {"kind": "tư vấn", "done_by": "Ủy ban nhân dân xã Sơn Hà", "due_on": "2030-01-10"})
    send(worker, case)
    move(worker, case, "start_services")
    worker.get_by_role("link", name="Tư vấn").click()
    worker.fill("[name=reason]", "Em đã đi học lại")
    worker.get_by_role("button", name="Đã xong").click()
    move(worker, case, "review", form="06")
    last = {"closing": "safe_at_home", "reason": "Ổn định", "retention": "child"}
    move(chair, case, "close", **last)
    assert "Đã kết thúc" in chair.inner_text(".page-head")

    # And the child reads that it is done, and nothing of how
    told = told_to_the_child(child, demo, receipt)
    assert "Việc này đã xong." in told
    assert not [word for word in (number, WORKER_NAME, "bà ngoại", "công an") if word in told]

    # And a teacher of the school found nothing of it anywhere
    teacher = signed_in(browser, demo, TEACHER)
    assert number not in teacher.inner_text("body")
    shut = (case, f"{case}ban-giao/", report, f"{demo.web}/vu-viec/")
    assert [teacher.goto(at).status for at in shut] == [403, 403, 403, 403]
    for page in (child, worker, chair, police, teacher):
        page.context.close()
