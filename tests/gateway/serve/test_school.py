"""A day of a school behind its filter, with real sockets: who gets what, and what gets through."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mangnon.gateway.compiling import compile_folder
from mangnon.gateway.engine import message, names
from mangnon.gateway.serve.config import read_config
from mangnon.gateway.serve.keeper import first_site
from mangnon.gateway.serve.records import Reply
from tests.gateway.serve.school import (
    LITTLE,
    PUPIL,
    TEACHER,
    School,
    Upstream,
    a,
    cname,
    https,
    query,
    school,
)

A, AAAA, HTTPS = message.A, message.AAAA, message.HTTPS
PAGE = "127.0.0.1"
LARGE = [a("lon.example", f"192.0.2.{number}") for number in range(200)]
NHA_CAI = a("www.nha-cai.example", "192.0.2.9")
ZONE = {
    ("mo.example", A): [a("mo.example", "192.0.2.7")],
    ("game.example", A): [a("game.example", "192.0.2.8")],
    ("lon.example", A): LARGE,
    ("che.example", A): [cname("che.example", "www.nha-cai.example"), NHA_CAI],
    ("choi.example", A): [cname("choi.example", "game.example"), a("game.example", "192.0.2.8")],
    ("tongdai111.vn", A): [cname("tongdai111.vn", "www.nha-cai.example"), NHA_CAI],
    ("ke-xau.example", A): [a("ke-xau.example", "10.0.0.1")],
    ("may-in.truong.example", A): [a("may-in.truong.example", "10.0.0.9")],
    ("an.example", HTTPS): [https("an.example", {1: b"\x02h3", 5: b"secret"})],
    ("doi.example", HTTPS): [https("doi.example", {}, "nha-cai.example")],
    ("forcesafesearch.google.com", A): [a("forcesafesearch.google.com", "216.239.38.120")],
    ("restrict.youtube.com", A): [a("restrict.youtube.com", "192.0.2.31")],
    ("restrictmoderate.youtube.com", A): [a("restrictmoderate.youtube.com", "192.0.2.32")],
    ("www.google.com.vn", A): [a("www.google.com.vn", "192.0.2.30")],
    ("mask.icloud.com", A): [a("mask.icloud.com", "192.0.2.33")],
}  # fmt: skip


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    with Upstream(dict(ZONE)).running() as running:
        yield running


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, upstream: Upstream) -> Iterator[School]:
    with school(tmp_path_factory.mktemp("school"), upstream.port) as running:
        yield running


def addresses(reply: Reply) -> list[str]:
    return [socket.inet_ntoa(each.data) for each in reply.answers if each.kind == A]


def test_a_game_is_shut_for_pupils_and_open_for_teachers(demo: School) -> None:
    assert addresses(demo.ask("game.example", by=PUPIL)) == [PAGE]
    assert addresses(demo.ask("game.example", by=TEACHER)) == ["192.0.2.8"]


def test_the_answer_says_which_rule_and_for_whom(demo: School) -> None:
    raw = demo.raw(query("www.game.example"), by=PUPIL)
    assert "Trường chặn trò chơi với tiểu học" in raw.decode(errors="ignore")


def test_an_open_name_is_asked_for_once(demo: School, upstream: Upstream) -> None:
    upstream.seen.clear()
    for _ in range(3):
        assert addresses(demo.ask("mo.example", tcp=True)) == ["192.0.2.7"]
    assert 1 <= len(upstream.seen) <= len(demo.workers)


def test_tcp_and_ipv6_answer_alike(demo: School) -> None:
    assert addresses(demo.ask("ca-cuoc.example", tcp=True)) == [PAGE]
    assert addresses(demo.ask("ca-cuoc.example", at="::1")) == [PAGE]


def test_a_large_answer_comes_by_tcp(demo: School) -> None:
    assert demo.ask("lon.example").truncated
    assert len(demo.ask("lon.example", tcp=True).answers) == 200


def test_a_hidden_name_counts_as_if_it_was_asked_for(demo: School) -> None:
    assert addresses(demo.ask("che.example", by=TEACHER)) == [PAGE]
    assert addresses(demo.ask("choi.example", by=PUPIL)) == [PAGE]
    assert addresses(demo.ask("choi.example", by=TEACHER)) == ["192.0.2.8"]
    assert demo.ask("doi.example", HTTPS, by=TEACHER).answers == ()


def test_the_childrens_helpline_is_never_blocked(demo: School) -> None:
    for by in (LITTLE, PUPIL, TEACHER):
        assert addresses(demo.ask("tongdai111.vn", by=by)) == ["192.0.2.9"]


def test_no_name_of_the_internet_leads_into_the_school(demo: School) -> None:
    assert demo.ask("ke-xau.example").answers == ()
    assert addresses(demo.ask("may-in.truong.example")) == ["10.0.0.9"]


def test_hidden_names_of_tls_are_taken_out(demo: School) -> None:
    [record] = demo.ask("an.example", HTTPS).answers
    assert record.data == b"\0\1\0" + b"\0\1\0\3\2h3"


def test_search_is_safe_for_pupils(demo: School) -> None:
    safe = demo.ask("www.google.com.vn", by=PUPIL)
    assert addresses(safe) == ["216.239.38.120"]
    assert safe.answers[0].data == names.wire(b"forcesafesearch.google.com") + b"\0"
    assert demo.ask("www.google.com.vn", HTTPS, by=PUPIL).answers == ()
    assert addresses(demo.ask("www.google.com.vn", by=TEACHER)) == ["192.0.2.30"]


def test_youtube_is_restricted_by_age(demo: School) -> None:
    assert addresses(demo.ask("www.youtube.com", by=PUPIL)) == ["192.0.2.31"]
    assert addresses(demo.ask("www.youtube.com", by="127.0.3.5")) == ["192.0.2.32"]


def test_browsers_are_told_not_to_go_round(demo: School) -> None:
    for name in ("use-application-dns.net", "mask.icloud.com"):
        assert demo.ask(name, by=PUPIL).rcode == message.NXDOMAIN
    assert addresses(demo.ask("mask.icloud.com", by=TEACHER)) == ["192.0.2.33"]
    assert demo.ask("_dns.resolver.arpa", 64, by=TEACHER).answers == ()


def test_a_local_name_is_answered_here(demo: School) -> None:
    assert addresses(demo.ask("truong.example")) == ["127.0.0.1"]
    assert demo.ask("truong.example", AAAA).answers == ()


@pytest.mark.parametrize("name", ["9.1.0.10.in-addr.arpa", "may-in.local", "an-danh.onion"])
def test_names_of_this_network_are_not_told_to_the_internet(
    demo: School, upstream: Upstream, name: str
) -> None:
    upstream.seen.clear()
    assert demo.ask(name, 12).rcode == message.NXDOMAIN
    assert upstream.seen == []


@pytest.mark.parametrize(
    ("packet", "rcode"),
    [
        (b"\1\2\x10\0" + struct.pack("!4H", 0, 0, 0, 0), message.NOTIMP),
        (b"\1\2\1\0" + struct.pack("!4H", 2, 0, 0, 0) + b"\1a\0\0\1\0\1" * 2, message.FORMERR),
        (b"\1\2\1\0" + struct.pack("!4H", 1, 0, 0, 0) + b"\xc0\x0c\0\1\0\1", message.FORMERR),
        (query("mo.example", 252), message.REFUSED),
    ],
)
def test_odd_messages_are_answered_in_words(demo: School, packet: bytes, rcode: int) -> None:
    answer = demo.raw(packet)
    assert (answer[:2], answer[3] & 15) == (packet[:2], rcode)


def test_a_newer_edns_is_told_which_is_known(demo: School) -> None:
    packet = bytearray(query("mo.example"))
    packet[-5] = 1
    answer = demo.raw(bytes(packet))
    assert answer[-11:] == b"\0\0\x29\x04\xd0\x01\0\0\0\0\0"


def test_everything_is_asked_for_in_a_little(demo: School) -> None:
    assert demo.ask("mo.example", message.ANY).answers[0].data == b"\x07RFC8482\0"


@pytest.mark.skipif(shutil.which("dig") is None, reason="dig is not here")
def test_dig_sees_the_reason(demo: School) -> None:
    command = ["dig", "@127.0.0.1", "-p", str(demo.port), "-b", PUPIL, "game.example"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "EDE: 17 (Filtered)" in said
    assert "game.example.\t\t10\tIN\tA\t127.0.0.1" in said


def test_a_process_that_dies_is_replaced_and_the_others_answer(demo: School) -> None:
    before = demo.workers
    os.kill(before[0], signal.SIGKILL)
    answered = [demo.until(lambda: addresses(demo.ask("ca-cuoc.example")) == [PAGE])]
    assert answered == [True]
    assert demo.until(lambda: len(demo.workers) == 2 and before[0] not in demo.workers)
    assert before[1] in demo.workers


def test_a_new_plan_is_in_force_and_a_bad_one_is_refused(demo: School) -> None:
    path = demo.folder / "plan.json"
    good = path.read_text(encoding="utf-8")
    plan = json.loads(good)
    opened = next(group for group in plan["groups"] if group["key"] == "tieu_hoc")
    opened["allowances"] = [{"what": "game.example", "until": "2999-01-01T00:00:00+07:00"}]

    path.write_text(json.dumps(plan), encoding="utf-8")
    assert demo.until(lambda: addresses(demo.ask("game.example")) == ["192.0.2.8"])

    path.write_text("{", encoding="utf-8")
    assert demo.until(lambda: "không nhận bộ quy tắc mới" in demo.log)
    assert addresses(demo.ask("game.example")) == ["192.0.2.8"]

    path.write_text(good, encoding="utf-8")
    assert demo.until(lambda: _four_times(demo, "game.example", [PAGE]))


def _four_times(demo: School, name: str, expected: list[str]) -> bool:
    """Whichever process hears it."""
    return all(addresses(demo.ask(name)) == expected for _ in range(4))


def test_no_question_is_lost_while_rules_are_exchanged(demo: School) -> None:
    path, lists = demo.folder / "plan.json", demo.folder / "lists"
    seen: list[list[str]] = []
    done = threading.Event()

    def ask() -> None:
        while not done.wait(0.005):  # well below what one client may ask in a second
            seen.append(addresses(demo.ask("ca-cuoc.example")))

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        (lists / "games.txt").write_text("tro-choi.example\ngame.example\nmoi.example\n")
        compile_folder(lists, demo.folder / "bundle")
        assert demo.until(lambda: addresses(demo.ask("moi.example")) == [PAGE])
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert demo.until(lambda: demo.log.count("bộ quy tắc mới có hiệu lực") >= 2)
        assert demo.until(lambda: len(seen) > 20)
    finally:
        done.set()
        thread.join()
    assert seen == [[PAGE]] * len(seen)


def test_a_damaged_bundle_is_refused_and_the_last_good_one_stays(demo: School) -> None:
    index = demo.folder / "bundle" / "index.bin"
    whole = index.read_bytes()
    index.write_bytes(whole[:-8] + b"\xff" * 8)
    assert demo.until(lambda: "index.bin không đúng với manifest.json" in demo.log)
    assert addresses(demo.ask("ca-cuoc.example")) == [PAGE]
    index.write_bytes(whole)


def test_counters_tell_of_groups_and_never_of_names(tmp_path: Path, upstream: Upstream) -> None:
    with school(tmp_path, upstream.port) as running:
        running.ask("ca-cuoc.example", by=PUPIL)
        running.ask("ca-cuoc.example", by=PUPIL)
    with closing(sqlite3.connect(tmp_path / "counters.sqlite")) as file:
        rows = file.execute("select who, category, answers from counted where category != ''")
        assert rows.fetchall() == [("tieu_hoc", "gambling", 2)]
    assert b"ca-cuoc" not in (tmp_path / "counters.sqlite").read_bytes()


def test_the_filter_begins_with_what_was_good(tmp_path: Path, upstream: Upstream) -> None:
    with school(tmp_path, upstream.port):
        pass
    (tmp_path / "bundle" / "index.bin").write_bytes(b"scrap")
    assert first_site(read_config(tmp_path / "gateway.toml")).index.names == 11
