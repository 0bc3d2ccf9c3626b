"""A pupil comes to a blocked site in a browser that asks the filter by HTTPS: asks, waits, is let
in. No script runs, nothing comes from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.watching import CHROMIUM, axe
from tests.gateway.serve.browsers import chromium_by
from tests.gateway.serve.certificates import doors
from tests.gateway.serve.school import School, free_port, school
from tests.gateway.serve.sites import site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="there is no browser here"),
]
NAME = "tro-choi.example"
TOKENS = {"mam_non": "mam-1", "tieu_hoc": "tieu-2", "thcs": "trung-3", "staff": "co-lan-7h3k"}
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 860}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[School, int, int]]:
    folder, doh, page = tmp_path_factory.mktemp("school"), free_port(), free_port()
    more = doors(folder, tls_port=free_port(), doh_port=doh)
    more += f'[page]\naddresses = ["127.0.0.1"]\nport = {page}\n'
    with school(folder, 9, more=more) as running:
        _change(running, {})
        yield running, doh, page


def _change(running: School, allowances: dict[str, str]) -> None:
    """The plan with tokens for every group, and names opened for groups; until it is in force."""
    path = running.folder / "plan.json"
    plan = json.loads(path.read_text(encoding="utf-8"))
    for group in plan["groups"]:
        group["tokens"] = [TOKENS[group["key"]]] if group["key"] in TOKENS else []
        opened = allowances.get(group["key"])
        group["allowances"] = [{"what": opened, "until": "2999-01-01T00:00:00+07:00"}]
        group["allowances"] = group["allowances"] if opened else []
    plan["fallback_group"] = "tieu_hoc"
    for group in plan["groups"]:
        group["subnets"] = []
    before = running.log.count("có hiệu lực")
    path.write_text(json.dumps(plan), encoding="utf-8")
    assert running.until(lambda: running.log.count("có hiệu lực") > before)


def test_a_pupil_asks_waits_and_is_let_in(town: tuple[School, int, int], tmp_path: Path) -> None:
    running, doh, port = town
    pem = running.folder / "cert.pem"
    with site(port, "<h1>Xin chào!</h1>"), chromium_by(tmp_path, doh, pem) as browser:
        page = browser.pages[0]
        page.set_viewport_size(PHONE)
        assert page.goto(f"http://{NAME}:{port}/bai-1").status == 403
        assert _fits(page)
        assert axe(page) == []
        page.get_by_role("button", name="Xin mở trang này").click()
        page.get_by_role("heading", name="Đã gửi lời xin mở trang").wait_for()
        assert page.url == f"http://{NAME}:{port}/.mangnon/xin-mo"
        assert _fits(page)
        [ask] = (running.folder / "state" / "asks").glob("*.json")
        said = json.loads(ask.read_text(encoding="utf-8"))
        assert (said["name"], said["group"], said["category"]) == (NAME, "tieu_hoc", "games")

        _change(running, {"tieu_hoc": NAME})
        page.get_by_role("heading", name="Đã mở", exact=True).wait_for(timeout=15_000)
        assert axe(page) == []
        page.get_by_role("link", name=f"Vào trang {NAME}").click()
        # This browser remembers the old address for a minute: it is told so, and tries again.
        page.get_by_text("trang tự hiện ra trong vòng một phút").wait_for()
        assert page.url == f"http://{NAME}:{port}/"
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    with site(port, "<h1>Xin chào!</h1>"), chromium_by(fresh, doh, pem) as browser:
        browser.pages[0].goto(f"http://{NAME}:{port}/")
        assert browser.pages[0].inner_text("h1") == "Xin chào!"


def _fits(page: Any) -> bool:
    """Whether nothing stands out to the right."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
