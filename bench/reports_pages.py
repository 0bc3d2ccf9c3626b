"""What the pages on which a child tells weigh, and whether they hold, on the running platform.

    python bench/reports_pages.py

Starts `mangnon up` on demo data, walks both lanes in Chromium with an empty cache before each page
and prints one line of JSON a page: kilobytes as served (headers too), requests, rules of
accessibility broken, pixels too wide on a screen of 320 (which is 1280 at 400 % zoom), whether 111
is in sight, and the longest sentence where a child reads. The lanes are walked with script and
without. Exits 1 when a promise is broken.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.browser.watching import CHROMIUM, axe, inline_styles, sideways, switches  # noqa: E402
from tests.reports.sentences import longest  # noqa: E402

MOST_KILOBYTES, MOST_WORDS, STARTS_WITHIN_S = 60.0, 12, 180
NARROW, ZOOMED = {"width": 320, "height": 640}, {"width": 320, "height": 256}
AGES = {"child": "6 đến 10 tuổi", "adult": "Tôi là người lớn"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def platform(folder: Path) -> Iterator[str]:
    names = ("PORT", "DNS_PORT", "DNS_HTTP_PORT", "HUB_PORT")
    ports = {name: str(free_port()) for name in names}
    own = {"MANGNON_DATA": str(folder / "data"), "MANGNON_DEMO": "1", "DATABASE_URL": ""}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "mangnon", "up"],
            env=os.environ | ports | own | {"PYTHONPATH": str(ROOT / "src")},
            stdout=log,
            stderr=log,
        )
    home = f"http://127.0.0.1:{ports['PORT']}"
    try:
        end = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < end:
            with suppress(OSError):
                if urlopen(f"{home}/healthz", timeout=5).status == 200:  # noqa: S310
                    break
            time.sleep(0.3)
        yield home
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


class Scales:
    """Weighs each page that is come to, and judges it as it stands."""

    def __init__(self, page: Any, home: str, scripts: bool) -> None:
        self.page, self.home, self.scripts = page, home, scripts
        self.broken = False
        self.bytes, self.requests = 0.0, 0
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.on("Network.loadingFinished", self._note)

    def _note(self, event: dict[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]
        self.requests += 1

    def weigh(self, name: str, come: Any, *, child: bool = False) -> None:
        self.bytes, self.requests = 0.0, 0
        with self.page.expect_navigation(wait_until="load"):
            come()
        self.page.wait_for_load_state("networkidle")
        kilobytes = round(self.bytes / 1000, 1)
        said = {
            "bench": "report page",
            "page": name,
            "scripts": self.scripts,
            "kilobytes": kilobytes,
            "at_most": MOST_KILOBYTES,
            "requests": self.requests,
            **self._judged(child),
        }
        ok = kilobytes <= MOST_KILOBYTES and said["calls_111"] and not said["wrong"]
        self.broken |= not ok
        print(json.dumps(said | {"ok": ok}, ensure_ascii=False), flush=True)

    def _judged(self, child: bool) -> dict[str, Any]:
        size = self.page.viewport_size
        wrong = axe(self.page) if self.scripts else []
        wrong += [f"style: {one}" for one in inline_styles(self.page)]
        for narrow in (NARROW, ZOOMED):
            self.page.set_viewport_size(narrow)
            if (wider := sideways(self.page)) > 0:
                wrong.append(f"{wider} px too wide")
        self.page.set_viewport_size(size)
        words, sentence = longest(self.page.locator("main").inner_text())
        if child and words > MOST_WORDS:
            wrong.append(f"{words} words: {sentence}")
        call = self.page.locator("a[href='tel:111']").first.is_visible()
        return {"calls_111": call, "longest_sentence": words, "wrong": wrong}


def walk(scales: Scales, lane: str, place: str) -> None:
    """From the first page to the receipt, the files and the answer."""
    page, home, child = scales.page, scales.home, lane == "child"

    def weigh(name: str, come: Any) -> None:
        scales.weigh(f"{lane}: {name}", come, child=child)

    def press(name: str) -> Any:
        return lambda: page.get_by_role("button", name=name, exact=True).click()

    weigh("start", lambda: page.goto(home + place))
    weigh("safety", press(AGES[lane]))
    weigh("story", press("Tiếp"))
    weigh("story, nothing written", press("Tiếp"))
    page.locator("textarea").fill("Bạn lấy cặp của em.")
    weigh("place", press("Tiếp"))
    weigh("name", press("Tiếp"))
    weigh("receipt", press("Gửi"))
    code = page.locator(".receipt__code").inner_text()
    weigh("code", lambda: page.goto(f"{home}/bao-tin/tra-loi/"))
    page.get_by_label("Mã bí mật").fill("AAAA-AAAA-AAAA-AAAA-AAAA-AAAA")
    weigh("code, wrong", press("Xem"))
    page.get_by_label("Mã bí mật").fill(code)
    weigh("conversation", press("Xem"))
    weigh("files, warning", press("Thêm tệp"))
    weigh("files", press("Không có"))
    weigh("files, none chosen", press("Gửi tệp"))


def main() -> int:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, platform(Path(name)) as home:  # noqa: SIM117
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=switches())
            broken = [all_pages(browser, home, scripts) for scripts in (True, False)]
            browser.close()
    return 1 if any(broken) else 0


def all_pages(browser: Any, home: str, scripts: bool) -> bool:
    """Whether a promise was broken."""
    phone = {"width": 390, "height": 780}
    context = browser.new_context(viewport=phone, java_script_enabled=scripts)
    scales = Scales(context.new_page(), home, scripts)
    walk(scales, "child", "/bao-tin/q/TD-CS-01/")
    walk(scales, "adult", "/bao-tin/")
    for name, path in OTHERS.items():
        scales.weigh(name, partial(scales.page.goto, home + path))
    return scales.broken


OTHERS = {
    "what is kept": "/bao-tin/an-toan/",
    "a draft that is gone": "/bao-tin/viet/00000000-0000-0000-0000-000000000007/gui/",
}

if __name__ == "__main__":
    sys.exit(main())
