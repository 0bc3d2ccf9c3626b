"""From a change on the platform to an answer in the school: real processes, real sockets."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mangnon.gateway.actions.fleet import make_code, revoke
from mangnon.gateway.actions.settings import Wish, set_rules
from mangnon.gateway.actions.sites import add_client
from mangnon.gateway.hub import Hub
from mangnon.gateway.link import memory
from mangnon.gateway.link.troubles import recent_troubles
from mangnon.gateway.models import Gateway, Site, UnblockRequest
from mangnon.gateway.planning import release
from mangnon.gateway.queries.fleet import fleet
from mangnon.gateway.timestore import api as timestore
from mangnon.kit import clock
from mangnon.units.api import Person
from tests.gateway.fleet.world import RunningHub, make_bundle, running
from tests.gateway.serve.school import PUPIL, School, free_port
from tests.gateway.steering.cast import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
log = logging.getLogger("tests.following")
GENEROUS_S = 40.0
PAGE = "127.0.0.1"


@pytest.fixture
def hub(settings: Any, cast: Cast) -> Iterator[RunningHub]:
    with running(Hub()) as place:
        settings.HUB_URL = place.url
        yield place


@pytest.fixture
def bundle_folder(tmp_path: Path) -> Path:
    make_bundle(tmp_path / "bundles", "tro-choi.example")
    return tmp_path / "bundles"


@pytest.fixture
def school(
    cast: Cast, hub: RunningHub, bundle_folder: Path, live_server: Any, tmp_path: Path
) -> Iterator[School]:
    """A filter with nothing but an address and a code."""
    Site.objects.update(page_v4=PAGE)
    add_client(by=cast.keeper, site=cast.site, group="thcs", kind="subnet", value="127.0.1.0/24")
    code = make_code(by=cast.keeper, site=cast.site)
    with filter_of(tmp_path / "school", live_server.url, code) as running_filter:
        assert until(lambda: blocked(running_filter, "tro-choi.example"))
        yield running_filter


@contextmanager
def filter_of(folder: Path, url: str, code: str) -> Iterator[School]:
    folder.mkdir(exist_ok=True)
    port = free_port()
    (folder / "gateway.toml").write_text(
        f"""[listen]
addresses = ["127.0.0.1"]
port = {port}
workers = 1
[site]
bundle = "bundle"
plan = "plan.json"
[counters]
file = "counters.sqlite"
[province]
url = "{url}"
code = "{code}"
[[upstream]]
address = "127.0.0.1"
port = {free_port()}
""",
        encoding="utf-8",
    )
    with (folder / "log").open("ab") as log:
        process = started(folder, log)
        try:
            yield School(folder, port, process)
        finally:
            process.terminate()
            process.wait(20)


def started(folder: Path, log: Any) -> subprocess.Popen[bytes]:
    words = ["gateway", "serve", "--config", str(folder / "gateway.toml")]
    return subprocess.Popen([sys.executable, "-m", "mangnon", *words], stderr=log, stdout=log)


def until(holds: Callable[[], bool], within: float = GENEROUS_S) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def blocked(school: School, name: str) -> bool:
    """Led to the page; the only upstream is nobody, so that what is open has no answer at all."""
    try:
        reply = school.ask(name, by=PUPIL)
    except OSError:
        return False
    return [socket.inet_ntoa(each.data) for each in reply.answers] == [PAGE]


def words_of(person: Person) -> str:
    (row,) = fleet(person).rows
    return row.state.text


def revision_of(cast: Cast) -> int:
    return Site.objects.get(pk=cast.site.pk).revision


def says_in_force(cast: Cast) -> bool:
    return words_of(cast.keeper).startswith(f"Đang áp dụng bản {revision_of(cast)} từ ")


def test_a_released_change_is_in_force_and_said_on_the_fleet_page(
    cast: Cast, school: School
) -> None:
    assert until(lambda: says_in_force(cast))
    assert not blocked(school, "mang-la.example")
    before = revision_of(cast)

    changed_at = time.monotonic()
    shut = "mang-la.example"
    set_rules(by=cast.keeper, unit=cast.school, group="thcs", wishes=[Wish("block", [shut])])

    assert revision_of(cast) > before
    assert until(lambda: blocked(school, shut))
    log.info("in force after %.2f s", time.monotonic() - changed_at)
    assert until(lambda: says_in_force(cast))
    log.info("on the fleet page after %.2f s", time.monotonic() - changed_at)


def test_a_new_bundle_comes_by_what_changed(
    cast: Cast, school: School, bundle_folder: Path
) -> None:
    assert until(lambda: says_in_force(cast))

    bundle = make_bundle(bundle_folder, "tro-choi.example", "game-moi.example")

    assert until(lambda: blocked(school, "game-moi.example"))
    assert until(lambda: Gateway.objects.get().bundle_in_force == bundle.pk)


def test_what_was_counted_and_asked_arrives_once_also_after_kill(
    cast: Cast, school: School
) -> None:
    minute = f"{clock.now() - timedelta(minutes=3):%Y-%m-%dT%H:%MZ}"
    with closing(sqlite3.connect(school.folder / "counters.sqlite")) as file, file:
        file.execute(
            "create table if not exists counted (minute text not null, who text not null,"
            " category text not null, answers integer not null,"
            " primary key (minute, who, category)) without rowid"
        )
        file.execute("insert into counted values (?, 'thcs', 'games', 31)", (minute,))
    ident = "0f0e0d0c-0b0a-4908-8706-050403020100"
    ask = {"id": ident, "name": "tro-choi.example", "group": "thcs", "category": "games"}
    ask["at"] = clock.now().isoformat(timespec="minutes")
    memory.put(school.folder / "state" / "asks" / f"{ident}.json", json.dumps(ask).encode())

    assert until(lambda: UnblockRequest.objects.filter(name="tro-choi.example").exists())
    for child in school.workers:
        os.kill(child, signal.SIGKILL)  # the link among them
    since = clock.now() - timedelta(hours=2)
    assert until(
        lambda: [each.blocked for each in timestore.by_site(None, since, clock.now())] == [31]
    )
    assert until(lambda: not list((school.folder / "state" / "asks").iterdir()))
    assert UnblockRequest.objects.get().times == 1
    assert until(lambda: {"kết nối", "trả lời"} <= died(school))
    assert until(lambda: blocked(school, "tro-choi.example"))


def test_one_that_was_sent_off_goes_on_filtering_and_says_so(cast: Cast, school: School) -> None:
    assert until(lambda: says_in_force(cast))

    revoke(by=cast.keeper, gateway=Gateway.objects.get())
    release()

    state = school.folder / "state"
    os.kill(_link_of(school), signal.SIGKILL)  # it asks anew at once instead of waiting it out
    assert until(lambda: memory.standing(state).state == "revoked")
    assert "máy lọc đã bị thu hồi, vẫn lọc theo quy tắc nhận lần cuối" in school.log
    assert blocked(school, "tro-choi.example")


def died(school: School) -> set[str]:
    """The kinds of processes that the next report will tell of."""
    told = recent_troubles(school.folder / "state", clock.now())
    return {word for one in told for word in re.findall("tiến trình (kết nối|trả lời)", one.words)}


def _link_of(school: School) -> int:
    """The child that has no socket of DNS: the youngest."""
    return max(school.workers)


def test_without_a_platform_the_filter_filters_and_comes_back(
    school: School,
) -> None:
    state = school.folder / "state"
    who, followed = memory.enrolled(state), memory.followed(state)
    assert who is not None
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        memory.keep_enrolled(state, replace(who, url=nowhere, hub=nowhere))
        memory.keep_followed(state, followed)
        assert until(lambda: memory.standing(state).state == "away")
        assert blocked(school, "tro-choi.example")

    memory.keep_enrolled(state, who)

    assert until(lambda: memory.standing(state).state == "well")
    assert memory.followed(state) == followed
