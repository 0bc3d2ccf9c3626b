"""Who asks: by MAC, through a router, under a safeguarding trail; and the names blocked most."""

from __future__ import annotations

import base64
import json
import os
import socket
import sqlite3
import struct
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from mangnon.gateway.demo import demo_site
from mangnon.gateway.engine import hot, hotpy, message, names
from mangnon.gateway.engine.hotpy import Answers, Hot
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.plan import GroupPlan, Plan, Trail, compiled
from mangnon.gateway.engine.sealing import NotOpened, unsealed
from mangnon.gateway.serve.config import read_config
from mangnon.gateway.serve.counting import Counters
from mangnon.gateway.serve.desk import Desk
from mangnon.gateway.serve.neighbours import Neighbours, read
from mangnon.gateway.serve.site import read_site
from mangnon.gateway.serve.trails import KEPT_S, Trails
from tests.gateway.site import NOON, site_index
from tests.gateway.test_hotpy import query, response

KINDS = [hotpy.Hot, *([hot.CompiledHot] if hot.COMPILED else [])]
LAN_MAC, TABLET_MAC = bytes.fromhex("aabbccddee01"), bytes.fromhex("aabbccddee02")
ROUTER, PUPIL, TEACHER = "127.0.0.7", "127.0.1.5", "127.0.1.9"
KEY = X25519PrivateKey.generate()
PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()


def packed(address: str) -> bytes:
    return ip_address(address).packed


def plan(**more: object) -> Plan:
    letters = {"adult": "X", "games": "X"}
    pupils = GroupPlan("thcs", "THCS", subnets=("127.0.0.0/8",), letters=letters)
    staff = GroupPlan("staff", "giáo viên", letters={"adult": "X", "games": "O"},
                      macs=("aa:bb:cc:dd:ee:01",), tokens=("co-lan",))  # fmt: skip
    return Plan("Trường", (pupils, staff), "thcs", **more)  # type: ignore[arg-type]


def made(kind: type[Hot], folder: Path, of: Plan, **more: object) -> Hot:
    index = Index(folder / "index.bin") if (folder / "index.bin").exists() else site_index(folder)
    answers = Answers.for_page("page", "10.1.0.1", "", lambda what, who: f"{what} {who}")
    return kind(index, compiled(of, index, NOON), answers, **more)  # type: ignore[arg-type]


def told(name: str, mac: bytes) -> bytes:
    """A query as dnsmasq passes it on with `add-mac`."""
    options = struct.pack("!2H", 10, 2) + b"ab" + struct.pack("!2H", 65001, len(mac)) + mac
    packet = query(name, edns=False)
    opt = b"\0" + struct.pack("!2H2B2H", message.OPT, 1232, 0, 0, 0, len(options)) + options
    return packet[:10] + b"\0\1" + packet[12:] + opt


def asked(of: Hot, packets: list[tuple[str, bytes]], now: float = 1.0) -> list[bytes]:
    """Packets from addresses of the loopback by one batch; the first two bytes of the answers."""
    seen = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.setblocking(False)
        for address, packet in packets:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
                client.settimeout(2)
                client.bind((address, 0))
                client.sendto(packet, server.getsockname())
                up = of.batch(server, 8, now)
                seen.append(b"up" if up else client.recv(4096))
    return seen


@pytest.mark.parametrize("kind", KINDS)
def test_a_mac_decides_before_the_subnet_and_changes_hands(kind: type[Hot], tmp_path: Path) -> None:
    lan = {packed(TEACHER): LAN_MAC}
    of = made(kind, tmp_path, plan(), neighbour=lambda address: lan.get(address, b""))
    game = query("choi.example")
    assert [of.decide(game, packed(each), 0.0) is None for each in (PUPIL, TEACHER)] == [
        False,
        True,
    ]
    assert asked(of, [(TEACHER, game)], now=1.0) == [b"up"]
    lan.clear()
    assert asked(of, [(TEACHER, game)], now=2.0) == [b"up"]  # believed for a moment
    assert asked(of, [(TEACHER, game)], now=9.0) != [b"up"]
    assert of.taken().answers == {(0, "games"): 2}


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_known_router_is_believed_about_a_mac(kind: type[Hot], tmp_path: Path) -> None:
    of = made(kind, tmp_path, plan(routers=(ROUTER,)), per_client=2)
    teacher, tablet = told("choi.example", LAN_MAC), told("choi.example", TABLET_MAC)
    odd = told("choi.example", b"\1\2\3")
    assert asked(of, [(ROUTER, teacher), (ROUTER, tablet), (PUPIL, teacher)])[0] == b"up"
    assert of.taken().answers == {(0, "games"): 2}
    assert of.decide(teacher, packed(ROUTER), 3.0, stream=True) is None
    assert of.decide(odd, packed(ROUTER), 3.0, stream=True) is not None
    # Each machine behind the router has a limit of its own.
    seen = asked(of, [(ROUTER, told("choi.example", bytes([1, 1, 1, 1, 1, n]))) for n in range(6)])
    assert all(each[2] & 2 == 0 for each in seen)
    assert of.taken().over == 0
    assert of.group_of(packed(ROUTER), teacher) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("client", [PUPIL, "aa:bb:cc:dd:ee:02"])
def test_each_packet_of_a_client_under_a_trail_is_noted(
    kind: type[Hot], client: str, tmp_path: Path
) -> None:
    lan = {packed(PUPIL): TABLET_MAC}
    trail = Trail("vu-1", client, "2026-11-23T13:00:00+07:00", PUBLIC)
    noted: list[tuple[str, bytes, str, str]] = []
    of = made(
        kind,
        tmp_path,
        plan(trails=(trail,)),
        neighbour=lambda address: lan.get(address, b""),
        note=lambda trail, name, group, word: noted.append((trail.ident, name, group, word)),
    )
    question = message.read_question(query("mo.example"))
    assert question is not None
    of.put(question, response(query("mo.example", edns=False)), 60, 0.0)
    packets = [query("xau.example"), query("xau.example"), query("mo.example"), query("la.example")]
    seen = asked(of, [(PUPIL, packet) for packet in packets] + [(TEACHER, packets[0])])
    assert seen[3] == b"up"
    assert seen[0] == seen[4]  # nobody can tell from the answer that a trail is open
    wire = [names.wire(each) for each in (b"xau.example", b"mo.example", b"la.example")]
    assert noted == [
        ("vu-1", wire[0], "thcs", "adult"),
        ("vu-1", wire[0], "thcs", "adult"),
        ("vu-1", wire[1], "thcs", ""),
        ("vu-1", wire[2], "thcs", ""),
    ]
    counted = of.taken()
    assert (counted.answers, counted.up) == ({(0, "adult"): 3, (0, ""): 1}, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_trail_follows_a_token_and_ends(kind: type[Hot], tmp_path: Path) -> None:
    trail = Trail("vu-2", "co-lan", "2026-11-23T12:00:00+07:00", PUBLIC)
    ended = made(kind, tmp_path, plan(trails=(trail,)))
    assert ended.clients.of_token("co-lan") == 1
    noted: list[bytes] = []
    later = Trail("vu-2", "co-lan", "2026-11-23T12:00:01+07:00", PUBLIC)
    of = made(kind, tmp_path, plan(trails=(later,)), note=lambda *each: noted.append(each[1]))
    number = of.clients.of_token("co-lan")
    assert number == 3
    assert of.clients.of_token("khong-co") is None
    assert of.decide_for(query("xau.example"), number, 0.0) is not None
    assert noted == [names.wire(b"xau.example")]
    assert of.group_of(packed(PUPIL)) == 0


def test_a_trail_is_sealed_skips_help_and_goes_a_week_after_its_end(tmp_path: Path) -> None:
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    trail = Trail("vu-1", PUPIL, until, PUBLIC)
    past = Trail("vu-0", PUPIL, "2020-01-01T00:00:00+07:00", PUBLIC)
    trails = Trails(tmp_path / "trails")
    trails.note(trail, names.wire(b"xau.example"), "thcs", "adult")
    trails.note(trail, b"\x3f" + b"\xff" * 63 + b"\x02vn", "thcs", "")
    trails.note(trail, names.wire(b"www.tongdai111.vn"), "thcs", "")
    trails.note(past, names.wire(b"xau.example"), "thcs", "adult")
    assert [path.name for path in (tmp_path / "trails").iterdir()] == ["vu-1"]
    raw = (tmp_path / "trails/vu-1").read_text()
    lines = raw.splitlines()
    assert (len(lines), len({len(line) for line in lines})) == (2, 1)
    assert "xau.example" not in raw
    first = unsealed(lines[0], KEY)
    assert (first["name"], first["group"], first["verdict"]) == ("xau.example", "thcs", "adult")
    assert unsealed(lines[1], KEY)["name"].endswith(".vn")
    with pytest.raises(NotOpened):
        unsealed(lines[0], X25519PrivateKey.generate())
    with pytest.raises(NotOpened):
        unsealed(lines[0][:-8] + "AAAAAAA=", KEY)

    old = time.time() - KEPT_S - 60
    os.utime(tmp_path / "trails/vu-1", (old, old))
    trails.sweep([trail])
    assert (tmp_path / "trails/vu-1").exists()
    os.utime(tmp_path / "trails/vu-1", (old + 3600, old + 3600))
    trails.sweep([])
    assert (tmp_path / "trails/vu-1").exists()
    os.utime(tmp_path / "trails/vu-1", (old, old))
    trails.sweep([])
    assert not (tmp_path / "trails/vu-1").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_blocked_name_is_told_after_five_clients_and_never_who_they_were(
    kind: type[Hot], tmp_path: Path
) -> None:
    of = made(kind, tmp_path, plan())
    many = [(f"127.0.2.{number}", query("xau.example")) for number in range(1, 60)]
    few = [(PUPIL, query("choi.example")), (TEACHER, query("choi.example"))] * 20
    asked(of, many + few)
    counted = of.taken()
    assert counted.top == {(0, "adult", names.wire(b"xau.example")): 59}
    assert counted.day == "2026-11-23"
    asked(of, many[:3])
    assert of.taken().top == {(0, "adult", names.wire(b"xau.example")): 3}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sketches_of_a_day_outlive_a_change_of_rules(kind: type[Hot], tmp_path: Path) -> None:
    first = made(kind, tmp_path, plan())
    asked(first, [(f"127.0.2.{number}", query("xau.example")) for number in range(1, 40)])
    asked(first, [(f"127.0.2.{number}", query("choi.example")) for number in range(1, 4)])
    second = made(kind, tmp_path, plan(), before=first)
    assert first.taken().top == {(0, "adult", names.wire(b"xau.example")): 39}
    asked(second, [(f"127.0.3.{number}", query("choi.example")) for number in range(1, 40)])
    assert second.taken().top == {(0, "games", names.wire(b"choi.example")): 42}
    index = Index(tmp_path / "index.bin")
    tomorrow = compiled(plan(), index, NOON + timedelta(days=1))
    third = kind(index, tomorrow, Answers(), before=second)
    asked(third, [(PUPIL, query("choi.example"))])
    assert third.taken().top == {}


def test_counters_write_words_and_names_by_day(tmp_path: Path) -> None:
    counters = Counters(tmp_path / "c.sqlite")
    counted = hotpy.Counted({(0, "dv:tiktok"): 2, (1, ""): 5}, day="2026-11-23")
    counted.top = {(0, "adult", names.wire(b"xau.example")): 7,
                   (0, "ordered", names.wire(b"www.tongdai111.vn")): 9}  # fmt: skip
    for _ in range(2):
        counters.add(counted, ("thcs", "staff"))
        counters.write(NOON)
    file = sqlite3.connect(tmp_path / "c.sqlite")
    rows = file.execute("select * from counted order by who").fetchall()
    minute = "2026-11-23T05:00Z"
    assert rows == [(minute, "staff", "", 10), (minute, "thcs", "dv:tiktok", 4)]
    named = file.execute("select * from top").fetchall()
    file.close()
    assert named == [("2026-11-23", "thcs", "adult", "xau.example", 14)]


def test_the_neighbours_are_read_at_most_once_a_second() -> None:
    now, reads = [100.0], []
    table = {b"\x0a\0\0\1": b"\1\2\3\4\5\6"}

    def dump() -> dict[bytes, bytes]:
        reads.append(now[0])
        return dict(table)

    known = Neighbours(dump, clock=lambda: now[0])
    seen = [known.of(address) for address in (b"\x0a\0\0\1", b"\x0a\0\0\2", b"\x0a\0\0\2")]
    assert (seen, reads) == ([b"\1\2\3\4\5\6", b"", b""], [100.0])
    table[b"\x0a\0\0\2"] = b"\6" * 6
    now[0] = 101.0
    assert (known.of(b"\x0a\0\0\2"), known.of(b"\x0a\0\0\1")) == (b"\6" * 6, b"\1\2\3\4\5\6")
    assert reads == [100.0, 101.0]


def test_the_kernels_words_are_understood_and_scraps_are_not_believed() -> None:
    def attribute(kind: int, value: bytes) -> bytes:
        return struct.pack("=HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)

    def entry(state: int, parts: bytes) -> bytes:
        body = struct.pack("=BxxxiHBB", 2, 2, state, 0, 1) + parts
        return struct.pack("=LHHLL", 16 + len(body), 28, 2, 1, 0) + body

    here = attribute(1, b"\x0a\0\0\1") + attribute(2, b"\1\2\3\4\5\6")
    gone = attribute(1, b"\x0a\0\0\2") + attribute(2, b"\6" * 6)
    found: dict[bytes, bytes] = {}
    assert read(entry(4, here) + entry(0x20, gone) + entry(2, here[:5] + b"\0"), found)
    assert found == {b"\x0a\0\0\1": b"\1\2\3\4\5\6"}
    assert not read(struct.pack("=LHHLL", 20, 3, 2, 1, 0) + bytes(4), found)
    with pytest.raises(OSError, match="permitted"):
        read(struct.pack("=LHHLLi", 20, 2, 2, 1, 0, -1), found)


def test_a_running_filter_writes_the_trail_of_its_plan(tmp_path: Path) -> None:
    config = read_config(demo_site(tmp_path, upstream="127.0.0.1"))
    raw = json.loads(config.plan.read_text())
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    raw["trails"] = [{"ident": "vu-9", "client": "127.0.3.5", "until": until, "key": PUBLIC}]
    config.plan.write_text(json.dumps(raw))
    desk = Desk(config, read_site(config.bundle, config.plan))
    for name, client in (("ca-cuoc.example", "127.0.3.5"), ("ca-cuoc.example", "127.0.3.6")):
        assert desk.hot.decide(query(name), packed(client), 0.0) is not None
    assert desk.hot.decide(query("mo.example"), packed("127.0.3.5"), 0.0) is None
    lines = (config.state / "trails" / "vu-9").read_text().splitlines()
    seen = [unsealed(line, KEY) for line in lines]
    assert [(each["name"], each["group"], each["verdict"]) for each in seen] == [
        ("ca-cuoc.example", "thpt", "gambling"),
        ("mo.example", "thpt", ""),
    ]
    raw["trails"] = []
    config.plan.write_text(json.dumps(raw))
    desk.enforce(read_site(config.bundle, config.plan), datetime.now(UTC))
    desk.hot.decide(query("ca-cuoc.example"), packed("127.0.3.5"), 0.0)
    assert len((config.state / "trails" / "vu-9").read_text().splitlines()) == 2
