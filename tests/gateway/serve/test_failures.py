"""What happens when things break: each failure has an end, and filtering goes on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from mangnon.gateway.demo import demo_site
from mangnon.gateway.engine import message
from mangnon.gateway.serve.config import read_config
from mangnon.gateway.serve.desk import Desk
from mangnon.gateway.serve.keeper import first_site
from mangnon.gateway.serve.records import Reply
from mangnon.gateway.serve.site import read_site
from mangnon.gateway.serve.state import adopt
from tests.gateway.serve.school import School, Upstream, a, free_port, query, school

A = message.A
ZONE = {
    ("mo.example", A): [a("mo.example", "192.0.2.7", ttl=2)],
    ("game.example", A): [a("game.example", "192.0.2.8")],
}


def addresses(reply: Reply) -> list[str]:
    return [socket.inet_ntoa(each.data) for each in reply.answers]


@dataclass
class Class:
    """Pupils who ask without end, one question at a time each, as devices do: a question without an
    answer is asked again."""

    running: School
    pupils: int = 4
    answers: list[list[str]] = field(default_factory=list)
    lost: list[float] = field(default_factory=list)

    @contextmanager
    def asking(self) -> Iterator[Class]:
        done = threading.Event()
        threads = [threading.Thread(target=self._ask, args=(done,)) for _ in range(self.pupils)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            done.set()
            for thread in threads:
                thread.join()

    def _ask(self, done: threading.Event) -> None:
        while not done.wait(0.005):
            try:
                self.answers.append(addresses(self.running.ask("ca-cuoc.example")))
            except OSError:  # no answer, or nobody at home
                self.lost.append(time.monotonic())

    def until(self, count: int) -> None:
        """Until so many more have been answered."""
        goal = len(self.answers) + count
        assert self.running.until(lambda: len(self.answers) >= goal)


def test_a_killed_process_loses_what_it_had_in_hand_and_no_more(tmp_path: Path) -> None:
    with school(tmp_path, 9) as running, Class(running).asking() as pupils:
        pupils.until(50)
        doors = _doors(running)
        for _ in range(3):
            replaced = partial(_replaced, running, running.workers, doors)
            os.kill(running.workers[0], signal.SIGKILL)
            assert running.until(replaced)
            pupils.until(50)
    assert len(pupils.lost) <= 3 * pupils.pupils
    assert pupils.answers == [["127.0.0.1"]] * len(pupils.answers)


def _replaced(running: School, before: list[int], doors: int) -> bool:
    """A new process is there, and its sockets are open: before that none may be killed."""
    there = len(running.workers) == 2 and before[0] not in running.workers
    return there and _doors(running) == doors


def _doors(running: School) -> int:
    """UDP sockets at the port of the filter."""
    rows = Path("/proc/net/udp").read_text(encoding="ascii").splitlines()[1:]
    return sum(row.split()[1].endswith(f":{running.port:04X}") for row in rows)


def test_when_every_process_is_killed_new_ones_answer(tmp_path: Path) -> None:
    with school(tmp_path, 9) as running:
        for child in running.workers:
            os.kill(child, signal.SIGKILL)
        assert running.until(lambda: addresses(running.ask("ca-cuoc.example")) == ["127.0.0.1"])


def test_when_the_keeper_is_killed_nobody_answers_by_old_rules_for_ever(tmp_path: Path) -> None:
    with school(tmp_path, 9) as running:
        workers = running.workers
        running.process.kill()
        running.process.wait()
        assert running.until(lambda: not any(Path(f"/proc/{each}").exists() for each in workers))


def test_a_new_config_is_followed_without_losing_a_question(tmp_path: Path) -> None:
    with school(tmp_path, 9) as running, Class(running).asking() as pupils:
        before, config = running.workers, tmp_path / "gateway.toml"
        pupils.until(30)
        text = config.read_text(encoding="utf-8").replace("workers = 2", "workers = 3")
        config.write_text(text, encoding="utf-8")
        running.process.send_signal(signal.SIGHUP)
        assert running.until(lambda: "cấu hình mới có hiệu lực" in running.log)
        assert running.until(lambda: len(running.workers) == 3)
        pupils.until(30)
        assert not set(before) & set(running.workers)
    assert pupils.lost == []
    assert pupils.answers == [["127.0.0.1"]] * len(pupils.answers)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("workers = 2", "workers = 'nhiều'", "[listen] workers: cần số nguyên"),
        ('"::1"', '"192.0.2.1"', "không chạy được theo cấu hình mới"),
        ('bundle = "bundle"', 'bundle = "khong-co"\nstate = "moi"', "không thấy tệp"),
    ],
    ids=["a wrong word", "an address that is not ours", "no lists there"],
)
def test_a_config_that_cannot_be_followed_is_left(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    with school(tmp_path, 9) as running:
        before, config = running.workers, tmp_path / "gateway.toml"
        config.write_text(config.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        running.process.send_signal(signal.SIGHUP)
        assert running.until(lambda: words in running.log)
        assert running.until(lambda: running.workers == before)
        assert addresses(running.ask("ca-cuoc.example")) == ["127.0.0.1"]


def test_lost_upstreams_leave_old_answers_and_blocks(tmp_path: Path) -> None:
    upstream = Upstream(dict(ZONE), port=free_port())
    with school(tmp_path, upstream.port) as running:
        with upstream.running():
            for _ in range(8):  # whichever process hears it
                assert addresses(running.ask("mo.example")) == ["192.0.2.7"]
        time.sleep(2.1)
        assert running.until(
            lambda: b"c\xc3\xa2u tr\xe1\xba\xa3" in running.raw(query("mo.example"))
        )
        assert addresses(running.ask("ca-cuoc.example")) == ["127.0.0.1"]
        assert running.ask("chua-ai-hoi.example").rcode == message.SERVFAIL
        with upstream.running():
            assert running.until(lambda: running.ask("mo.example").answers[0].ttl <= 2)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 512 KB, where the machine lets us have one."""
    place = tmp_path / "state"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be made here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def _opened(path: Path, name: str) -> None:
    plan = json.loads(path.read_text(encoding="utf-8"))
    opened = next(group for group in plan["groups"] if group["key"] == "tieu_hoc")
    opened["allowances"] = [{"what": name, "until": "2999-01-01T00:00:00+07:00"}]
    path.write_text(json.dumps(plan), encoding="utf-8")


def test_a_full_disk_keeps_the_rules_until_there_is_room(small_disk: Path, tmp_path: Path) -> None:
    with Upstream(dict(ZONE)).running() as up, school(tmp_path, up.port) as running:
        filler = small_disk / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        _opened(tmp_path / "plan.json", "game.example")
        assert running.until(lambda: "không chép được vào" in running.log)
        assert addresses(running.ask("game.example")) == ["127.0.0.1"]
        filler.unlink()
        assert running.until(lambda: addresses(running.ask("game.example")) == ["192.0.2.8"])


def test_a_filter_starts_with_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    with suppress(OSError), (small_disk / "filler").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    with school(tmp_path, 9) as running:
        assert addresses(running.ask("ca-cuoc.example")) == ["127.0.0.1"]
        assert "không có bản sao" in running.log


def test_a_power_cut_between_two_renames_loses_nothing(tmp_path: Path) -> None:
    config = read_config(demo_site(tmp_path, upstream="127.0.0.1"))
    adopt(config)
    (config.state / "good").rename(config.state / ".old")
    shutil.rmtree(config.bundle)
    assert first_site(config).index.names == 11
    assert [each.name for each in config.state.iterdir()] == ["good"]


@pytest.mark.parametrize("damage", [b"", b"{", b'{"groups": []}', b"\xff" * 100])
def test_a_damaged_plan_is_refused_and_the_last_good_one_stays(
    tmp_path: Path, damage: bytes
) -> None:
    with school(tmp_path, 9) as running:
        (tmp_path / "plan.json").write_bytes(damage)
        assert running.until(lambda: "không nhận bộ quy tắc mới" in running.log)
        assert addresses(running.ask("ca-cuoc.example")) == ["127.0.0.1"]
        (tmp_path / "bundle" / "index.bin").write_bytes(damage)
        assert running.until(lambda: running.log.count("không nhận bộ quy tắc mới") >= 2)
        assert addresses(running.ask("ca-cuoc.example")) == ["127.0.0.1"]


STUDENT = bytes([127, 0, 3, 5])
LESSON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # Monday, 10:00 in Viet Nam


def _blocked(desk: Desk, moment: datetime, name: str = "game.example") -> bool:
    """For a student of the upper school: games are open from 17:00 to 18:00, or by an allowance."""
    if moment >= desk.table.until or moment < desk.compiled_at:
        desk.enforce(desk.site, moment)
    return desk.hot.decide(query(name), STUDENT, 0.0) is not None


def test_clocks_that_jump_move_the_lessons_and_nothing_else(tmp_path: Path) -> None:
    path = demo_site(tmp_path, upstream="127.0.0.1")
    plan = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    group = next(each for each in plan["groups"] if each["key"] == "thpt")
    group["allowances"] = [{"what": "game.example", "until": "2026-11-23T10:45:00+07:00"}]
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    config = read_config(path)
    desk = Desk(config, read_site(config.bundle, config.plan))
    desk.enforce(desk.site, LESSON)
    assert not _blocked(desk, LESSON)
    assert _blocked(desk, LESSON + timedelta(minutes=46))
    assert not _blocked(desk, LESSON + timedelta(minutes=10))  # set back
    assert _blocked(desk, LESSON + timedelta(days=3650))
    assert not _blocked(desk, LESSON + timedelta(days=3654, hours=7, minutes=30))  # a Friday, 17:30
    for moment in (LESSON, datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)):
        assert _blocked(desk, moment, "ca-cuoc.example")
