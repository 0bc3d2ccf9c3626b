"""The block page: kind words by age, the reason, help; nothing of what was asked is believed."""

from __future__ import annotations

import asyncio
import http.client
import json
import resource
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mangnon.gateway.serve.asks import MOST_A_CLIENT, WINDOW_S, Ask, Asks, NoRoom, TooOften
from mangnon.gateway.serve.page import LOOK_S, MOST_LOOKS
from tests.gateway.serve.school import (
    LITTLE,
    PUPIL,
    TEACHER,
    School,
    Upstream,
    a,
    cname,
    free_port,
    school,
)

STUDENT = "127.0.2.5"
NHA_CAI = a("www.nha-cai.example", "192.0.2.9")
ZONE = {
    ("che.example", 1): [cname("che.example", "www.nha-cai.example"), NHA_CAI],
    ("mo.example", 1): [a("mo.example", "192.0.2.7")],
}
XIN = "/.mangnon/xin-mo"


class Seen(NamedTuple):
    status: int
    text: str
    fields: dict[str, str]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[School, int]]:
    port = free_port()
    more = f'[page]\naddresses = ["127.0.0.1"]\nport = {port}\n'
    folder = tmp_path_factory.mktemp("school")
    with Upstream(dict(ZONE)).running() as up, school(folder, up.port, more=more) as running:
        yield running, port


def visit(
    port: int, host: str, by: str, method: str = "GET", path: str = "/", **fields: str
) -> Seen:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5, source_address=(by, 0))
    line.request(method, path, headers={"Host": host, **fields})
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    return Seen(answer.status, text, {k.lower(): v for k, v in answer.headers.items()})


def asks(running: School) -> list[dict[str, str]]:
    found = (running.folder / "state" / "asks").glob("*.json")
    return [json.loads(each.read_text(encoding="utf-8")) for each in found]


def test_a_pupil_reads_kind_words_the_reason_and_where_help_is(demo: tuple[School, int]) -> None:
    seen = visit(demo[1], "game.example:80", PUPIL)
    assert seen.status == 403
    for words in (
        "Trang này chưa hợp với tuổi của em",
        "Em không làm gì sai cả",
        "<dt>Trang</dt><dd>game.example</dd>",
        "<dd>trò chơi</dd>",
        "<dd>Trường học trình diễn</dd>",
        "<dd>tiểu học (6–10 tuổi)</dd>",
        "gọi 111",
        f'<form method="post" action="{XIN}"><button>Xin mở trang này</button>',
    ):
        assert words in seen.text


def test_each_age_is_spoken_to_in_its_own_words(demo: tuple[School, int]) -> None:
    little = visit(demo[1], "ca-cuoc.example", LITTLE).text
    assert "Con hãy gọi cô giáo" in little
    assert '<body class="little">' in little
    assert "chơi thua" not in little
    young = visit(demo[1], "ca-cuoc.example", STUDENT).text
    assert "Cờ bạc trên mạng luôn làm người chơi thua" in young
    assert '<body class="young">' in young
    assert "thầy cô cần trang này cho công việc" in visit(demo[1], "ca-cuoc.example", TEACHER).text


def test_what_nobody_may_open_cannot_be_asked_for(demo: tuple[School, int]) -> None:
    text = visit(demo[1], "bi-cam.example", TEACHER).text
    assert "cơ quan có thẩm quyền" in text
    assert "Xin mở" not in text
    before = len(asks(demo[0]))
    refused = visit(demo[1], "bi-cam.example", TEACHER, "POST", XIN)
    assert (refused.status, len(asks(demo[0]))) == (403, before)


def test_a_name_that_hides_a_blocked_one_says_why(demo: tuple[School, int]) -> None:
    seen = visit(demo[1], "che.example", TEACHER)
    assert seen.status == 403
    assert "<dd>cờ bạc</dd>" in seen.text
    assert "Xin mở trang này" in seen.text


@pytest.mark.parametrize("host", ['"><script>alert(1)</script>', "a" * 300, "127.0.0.1", "::", ""])
def test_a_strange_host_is_only_shown(demo: tuple[School, int], host: str) -> None:
    for method, path in (("GET", "/"), ("GET", XIN)):
        seen = visit(demo[1], host, PUPIL, method, path)
        assert seen.status == 403
        assert "<script" not in seen.text
        assert "Xin mở" not in seen.text
    assert visit(demo[1], host, PUPIL, "POST", XIN).status == 405


def test_other_methods_and_heads(demo: tuple[School, int]) -> None:
    assert visit(demo[1], "game.example", PUPIL, "POST")[:2] == (405, "")
    assert visit(demo[1], "game.example", PUPIL, "HEAD")[:2] == (403, "")


def test_the_page_needs_nothing_from_elsewhere(demo: tuple[School, int]) -> None:
    seen = visit(demo[1], "game.example", PUPIL)
    assert "src=" not in seen.text
    assert "url(" not in seen.text
    assert " style=" not in seen.text
    policy = seen.fields["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert len(seen.text.encode()) < 8000


def test_one_tap_asks_and_the_page_waits(demo: tuple[School, int]) -> None:
    before = asks(demo[0])
    minute = datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")
    asked = visit(demo[1], "game.example", PUPIL, "POST", XIN)
    assert (asked.status, asked.fields["location"]) == (303, XIN)
    [ask] = [each for each in asks(demo[0]) if each not in before]
    assert len(ask.pop("id")) == 36
    assert minute <= ask.pop("at") <= datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")
    assert ask == {"name": "game.example", "group": "tieu_hoc", "category": "games"}

    waits = visit(demo[1], "game.example", PUPIL, "GET", XIN)
    assert waits.status == 200
    assert "Đã gửi lời xin mở trang" in waits.text
    assert f'http-equiv="refresh" content="{LOOK_S};url={XIN}?lan=1"' in waits.text
    assert "connection" not in waits.fields


def test_the_page_does_not_look_for_ever(demo: tuple[School, int]) -> None:
    last = visit(demo[1], "game.example", PUPIL, "GET", f"{XIN}?lan={MOST_LOOKS - 1}").text
    over = visit(demo[1], "game.example", PUPIL, "GET", f"{XIN}?lan={MOST_LOOKS}").text
    assert "http-equiv" in last
    assert "http-equiv" not in over
    assert "Xem lại ngay" in over
    assert "http-equiv" in visit(demo[1], "game.example", PUPIL, "GET", f"{XIN}?lan=-1").text


def test_another_site_cannot_ask_in_a_pupils_name(demo: tuple[School, int]) -> None:
    before = len(asks(demo[0]))
    fields = {"Sec-Fetch-Site": "cross-site"}
    assert visit(demo[1], "mang-xa-hoi.example", PUPIL, "POST", XIN, **fields).status == 403
    assert len(asks(demo[0])) == before


def test_as_soon_as_it_is_open_the_page_says_so(demo: tuple[School, int]) -> None:
    running, port = demo
    path = running.folder / "plan.json"
    good = path.read_text(encoding="utf-8")
    plan = json.loads(good)
    opened = next(group for group in plan["groups"] if group["key"] == "tieu_hoc")
    opened["allowances"] = [{"what": "game.example", "until": "2999-01-01T00:00:00+07:00"}]
    path.write_text(json.dumps(plan), encoding="utf-8")
    host = f"game.example:{port}"
    assert running.until(lambda: "Đã mở" in visit(port, host, PUPIL, "GET", XIN).text)
    assert running.until(lambda: all(_open(port, host) for _ in range(6)))
    seen = visit(port, host, PUPIL, "GET", XIN)
    assert (seen.status, seen.fields["connection"]) == (200, "close")
    assert f'<a class="go" href="//{host}/">Vào trang game.example</a>' in seen.text
    assert "http-equiv" not in seen.text
    too_early = visit(port, host, PUPIL, "GET", "/abc")
    assert too_early.status == 503
    assert f'http-equiv="refresh" content="{LOOK_S}">' in too_early.text
    assert visit(port, host, LITTLE).status == 403
    path.write_text(good, encoding="utf-8")
    assert running.until(lambda: not any(_open(port, host) for _ in range(6)))


def _open(port: int, host: str) -> bool:
    return visit(port, host, PUPIL, "GET", XIN).status == 200 and (
        "Vào trang" in visit(port, host, PUPIL, "GET", XIN).text
    )


def test_an_open_site_is_not_called_blocked(demo: tuple[School, int]) -> None:
    seen = visit(demo[1], "mo.example", PUPIL)
    assert seen.status == 503
    assert "Đã mở" in seen.text


NOW = datetime(2026, 11, 23, 3, 4, 59, tzinfo=UTC)
ONE, OTHER = b"\x7f\0\1\5", b"\x7f\0\1\6"


def an_ask(number: int = 0) -> Ask:
    return Ask(f"n{number}.example", "tieu_hoc", "games")


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def kept(folder: Path) -> int:
    return len(list(folder.glob("*.json")))


def test_the_same_ask_within_ten_minutes_is_one(tmp_path: Path) -> None:
    asking = Asks(tmp_path / "asks")
    run(asking.take(an_ask(), ONE, NOW, 0.0))
    run(asking.take(an_ask(), OTHER, NOW, WINDOW_S - 1))
    assert kept(asking.folder) == 1
    run(asking.take(an_ask(), OTHER, NOW, WINDOW_S))
    assert kept(asking.folder) == 2


def test_one_address_cannot_fill_the_teachers_list(tmp_path: Path) -> None:
    asking = Asks(tmp_path / "asks")
    for number in range(MOST_A_CLIENT):
        run(asking.take(an_ask(number), ONE, NOW, 0.0))
    with pytest.raises(TooOften):
        run(asking.take(an_ask(99), ONE, NOW, WINDOW_S - 1))
    run(asking.take(an_ask(99), OTHER, NOW, WINDOW_S - 1))
    run(asking.take(an_ask(98), ONE, NOW, WINDOW_S))
    assert kept(asking.folder) == MOST_A_CLIENT + 2


def test_asks_that_nobody_fetches_do_not_fill_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mangnon.gateway.serve.asks.MOST_FILES", 3)
    asking = Asks(tmp_path / "asks")
    for number in range(3):
        run(asking.take(an_ask(number), ONE, NOW, 0.0))
    with pytest.raises(NoRoom):
        run(asking.take(an_ask(3), ONE, NOW, 0.0))
    assert kept(asking.folder) == 3


def test_a_full_disk_is_told_kindly_and_leaves_no_scrap(tmp_path: Path) -> None:
    asking = Asks(tmp_path / "asks")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(NoRoom) as told:
            run(asking.take(an_ask(), ONE, NOW, 0.0))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "nói trực tiếp với thầy cô" in told.value.words
    assert list(asking.folder.iterdir()) == []
    run(asking.take(an_ask(), ONE, NOW, 1.0))
    assert kept(asking.folder) == 1
