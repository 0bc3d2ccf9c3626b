"""What a child, a worker and a chair do in a browser, step by step, on a running demo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mangnon.cases.packages import Unpacked, unpack
from tests.browser.watching import sideways
from tests.cases.papers.filled import as_fields
from tests.journeys.running import DEMO_PASSWORD, PHONE, Running, signed_in

SCHOOL, STORY = "TD-CS-01", "Có người ở trường làm em sợ."
WORKER, CHAIR, POLICE, TEACHER = (
    f"{name}@trinhdien.mangnon" for name in ("xa-son-ha", "lanh-dao-son-ha", "cong-an", "giao-vien")
)
WORKER_NAME = "Đinh Thị Hà Trình Diễn"


def child_tells(browser: Any, demo: Running) -> tuple[Any, str]:
    """By the poster's address, without scripts; the child's page and its receipt."""
    child = browser.new_context(
        viewport=PHONE, locale="vi-VN", java_script_enabled=False
    ).new_page()
    child.goto(f"{demo.web}/bao-tin/q/{SCHOOL}/")
    assert child.title() == "Gửi lời nhắn"
    child.get_by_role("button", name="11 đến 13 tuổi").click()
    child.get_by_label("Em không biết").check()
    child.get_by_role("button", name="Tiếp").click()
    child.get_by_label("Em kể ở đây").fill(STORY)
    child.get_by_label("Bị bắt nạt, bị dọa").check()
    child.get_by_role("button", name="Tiếp").click()
    child.get_by_label("Thầy cô, người ở trường").check()
    child.get_by_role("button", name="Tiếp").click()
    child.get_by_role("button", name="Gửi").click()
    receipt = child.locator(".receipt__code").inner_text()
    assert sideways(child) == 0
    return child, receipt


def told_to_the_child(child: Any, demo: Running, receipt: str) -> str:
    child.goto(f"{demo.web}/bao-tin/tra-loi/")
    child.get_by_label("Mã bí mật").fill(receipt)
    child.get_by_role("button", name="Xem").click()
    assert "tra-loi/" in child.url
    assert receipt not in child.url
    return str(child.inner_text("main"))


def unlocked(browser: Any, demo: Running, email: str, path: str = "/vu-viec/") -> Any:
    """Somebody at work on a phone, with the key of the unit open, at that page."""
    page = signed_in(browser, demo, email)
    page.goto(f"{demo.web}/bao-tin/khoa/?next={path}")
    page.fill("input[name=passphrase]", DEMO_PASSWORD)
    page.get_by_role("button", name="Mở khóa").click()
    page.wait_for_url(f"**{path}")
    return page


def make_case(worker: Any, *, reads: str) -> str:
    """Of the first report in the list, once it says what it must; the report's address."""
    worker.locator(".tasks__title a", has_text="bắt nạt").first.click()
    report = str(worker.url)
    assert reads in worker.inner_text("main")
    worker.get_by_role("link", name="Mở vụ việc", exact=True).click()
    worker.get_by_role("button", name="Mở vụ việc").click()
    return report


def move(page: Any, case: str, event: str, *, form: str = "", **said: str) -> None:
    """From the button on the page of the case to the words that it was done."""
    page.goto(case)
    page.locator(f"a[href$='/buoc/{event}/']").click()
    given = {f"buoc-{name}": value for name, value in said.items()}
    fill(page, given | (as_fields(form) if form else {}))
    send(page, case)


def hand_over(page: Any, case: str) -> None:
    """From the link on the page of the case to the package that waits for the police."""
    page.goto(case)
    page.get_by_role("link", name="Bàn giao cho công an").click()
    page.get_by_role("button", name="Lập gói bàn giao").click()
    assert "Đã lập gói" in page.inner_text("main")


def receive(page: Any, case: str) -> Unpacked:
    """The police save the package, compare, and acknowledge; what was in it, every hash right."""
    page.goto(case)
    page.get_by_role("link", name="Nhận bàn giao hồ sơ").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Tải gói (ZIP)").click()
    package = unpack(Path(saved.value.path()).read_bytes())
    page.get_by_label("8 chữ đầu").fill(package.manifest_sha256[:8])
    page.get_by_role("button", name="Đã nhận đủ").click()
    assert "Bên nhận đã xác nhận" in page.inner_text("main")
    return package


def fill(page: Any, given: dict[str, str]) -> None:
    for name, value in given.items():
        field = page.locator(f"[name='{name}']")
        kind = field.first.evaluate("one => one.type")
        if kind == "radio":
            page.locator(f"[name='{name}'][value='{value}']").check()
        elif kind == "select-one":
            field.select_option(label=value)
        else:
            field.fill(value[:16] if kind == "datetime-local" else value)


def send(page: Any, case: str) -> None:
    where = page.url
    page.locator("main form button[type=submit]").first.click()
    assert page.url == case, (where, page.inner_text("main"))
