"""Take the pictures of the documentation anew, from a demo started for it: `make pictures`.

Starts the platform in a folder that is thrown away, signs in as the demo people, walks to the
pages and keeps what the browser shows, shrunk to a palette so that the repository stays light.
"""

from __future__ import annotations

import io
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.watching import CHROMIUM, switches  # noqa: E402
from tests.journeys import carrying, letter  # noqa: E402
from tests.journeys.running import Running  # noqa: E402
from tests.publishing.fakes.facebook import FacebookFake  # noqa: E402
from tests.publishing.fakes.zalo import ZaloFake  # noqa: E402

HERE = Path(__file__).parent
OFFICER, WORKER = "tinh@trinhdien.mangnon", "xa-son-ha@trinhdien.mangnon"
TEACHER, KEEPER = "giao-vien@trinhdien.mangnon", "cntt@trinhdien.mangnon"
GAME = "tro-choi.example"
PASSWORD = "mang-non-trinh-dien"  # noqa: S105  printed at every demo start
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 780}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def platform() -> Iterator[tuple[str, int]]:
    """The address of a demo that lives as long as the block, and the port of its block page."""
    port, dns, page, hub = free_port(), free_port(), free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        variables = {"MANGNON_DATA": folder, "MANGNON_DEMO": "1", "PORT": str(port)}
        variables |= {"DNS_PORT": str(dns), "DNS_HTTP_PORT": str(page), "HUB_PORT": str(hub)}
        process = subprocess.Popen(
            [sys.executable, "-m", "mangnon", "up"], env={**os.environ, **variables}
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/healthz")
            wait_for(f"http://127.0.0.1:{page}/", errors_too=True)
            yield address, page
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def wait_for(address: str, *, errors_too: bool = False) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=5)  # noqa: S310  our own address
        except urllib.error.HTTPError:
            if errors_too:
                return
            raise
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
        else:
            return
    raise SystemExit("the demo did not start")


def signed_in(browser: Browser, address: str, email: str, size: Any) -> Page:
    page = browser.new_context(viewport=size, locale="vi-VN", device_scale_factor=1.5).new_page()
    page.goto(f"{address}/tai-khoan/dang-nhap/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ban-lam-viec/")
    return page


def keep(name: str, raw: bytes) -> None:
    picture = Image.open(io.BytesIO(raw)).convert("RGB")
    picture.quantize(128, dither=Image.Dither.NONE).save(HERE / f"{name}.png", optimize=True)


def shoot(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    keep(name, page.screenshot())


def of_the_officer(page: Page, address: str) -> None:
    page.get_by_role("link", name=re.compile("trong dịp nghỉ")).last.click()
    page.goto(re.sub(r"(/cong-van/[0-9a-f-]{36}/).*", r"\1theo-doi/", page.url))
    shoot(page, "bang-theo-doi")
    page.goto(page.url.replace("theo-doi", "ban-do"))
    shoot(page, "ban-do")
    result = page.request.get(page.url.replace("ban-do/", "bao-cao.pdf")).body()
    made = io.BytesIO()
    pypdfium2.PdfDocument(result)[0].render(scale=1.6).to_pil().save(made, "PNG")
    keep("bao-cao-ket-qua", made.getvalue())
    page.goto(f"{address}/cong-van/moi/")
    page.fill("textarea", letter.TEXT)
    page.get_by_role("button", name="Đọc văn bản").click()
    page.wait_for_url("**/ra-soat/")
    shoot(page, "ra-soat")


def of_the_worker(page: Page) -> None:
    shoot(page, "ban-lam-viec-dien-thoai")
    page.get_by_role("link", name=re.compile("trong dịp nghỉ")).first.click()
    page.wait_for_url("**/viec/")
    shoot(page, "viec-cua-xa")


def of_the_filter(playwright: Playwright, address: str, page_port: int) -> None:
    """A pupil's browser at a blocked site, the teacher who opens it, the school's table."""
    leads = f"--host-resolver-rules=MAP {GAME}:80 127.0.0.1:{page_port}"
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*switches(), leads])
    pupil = browser.new_context(viewport=PHONE, device_scale_factor=1.5).new_page()
    pupil.goto(f"http://{GAME}/")
    keep("trang-bao-chan", pupil.screenshot())
    pupil.click("text=Xin mở trang này")
    teacher = signed_in(browser, address, TEACHER, PHONE)
    teacher.goto(f"{address}/bo-loc/de-nghi/")
    shoot(teacher, "de-nghi-mo")
    keeper = signed_in(browser, address, KEEPER, DESKTOP)
    for name, path in (("chinh-sach-loc", ""), ("so-lieu-loc", "so-lieu/")):
        keeper.goto(f"{address}/bo-loc/{path}")
        shoot(keeper, name)
    browser.close()


def of_a_case(browser: Browser, address: str) -> None:
    """A child tells on a phone; the commune's worker makes a case of it and sees its hours run."""
    demo = Running(address, 0, 0, ZaloFake(), FacebookFake())  # nothing is posted here
    phone = browser.new_context(viewport=PHONE, device_scale_factor=1.5).new_page()
    phone.goto(f"{address}/bao-tin/q/{carrying.SCHOOL}/")
    shoot(phone, "bao-tin")
    carrying.child_tells(browser, demo)
    page = signed_in(browser, address, WORKER, DESKTOP)
    page.goto(f"{address}/bao-tin/khoa/?next=/vu-viec/tin-bao/")
    page.fill("input[name=passphrase]", PASSWORD)
    page.get_by_role("button", name="Mở khóa").click()
    carrying.make_case(page, reads=carrying.STORY)
    case = page.url
    carrying.move(page, case, "take", person=carrying.WORKER_NAME)
    carrying.move(page, case, "raise_urgency", reason="Em sợ đến lớp, chưa có người lớn ở bên.")
    page.goto(case)
    shoot(page, "vu-viec")
    of_a_hand_over(browser, demo, page, case)


def of_a_hand_over(browser: Browser, demo: Running, page: Page, case: str) -> None:
    """The package as who hands it over sees it at a desk, and the police on a phone."""
    carrying.move(page, case, "report_crime")
    page.goto(f"{case}ban-giao/")
    page.get_by_label("Có thêm tệp").check()
    page.get_by_role("button", name="Lập gói bàn giao").click()
    shoot(page, "ban-giao")
    police = carrying.unlocked(browser, demo, carrying.POLICE)
    police.goto(f"{case}ban-giao/")
    shoot(police, "ban-giao-dien-thoai")


def main() -> None:
    with platform() as (address, page_port), sync_playwright() as playwright:
        of_the_filter(playwright, address, page_port)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=switches())
        public = browser.new_context(viewport=DESKTOP, device_scale_factor=1.5).new_page()
        public.goto(address)
        shoot(public, "trang-chu")
        of_the_officer(signed_in(browser, address, OFFICER, DESKTOP), address)
        of_the_worker(signed_in(browser, address, WORKER, PHONE))
        of_a_case(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
