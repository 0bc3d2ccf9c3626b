"""One process of the filter: its limits, its clock, its TLS."""

from __future__ import annotations

import json
import signal
import socket
import ssl
import struct
import subprocess
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mangnon.gateway.demo import demo_site
from mangnon.gateway.engine import message
from mangnon.gateway.serve.config import read_config
from mangnon.gateway.serve.keeper import first_site
from mangnon.gateway.serve.records import read_reply
from mangnon.gateway.serve.site import BadSite, read_site
from mangnon.gateway.serve.state import adopt
from mangnon.gateway.serve.worker import Worker
from tests.gateway.serve.school import PUPIL, query, school

STUDENT = bytes([127, 0, 3, 5])


def worker(folder: Path) -> Worker:
    config = read_config(demo_site(folder, upstream="127.0.0.1"))
    return Worker(config, read_site(config.bundle, config.plan))


def blocked(of: Worker, name: str) -> bool:
    return of.desk.hot.decide(query(name), STUDENT, 0.0) is not None


def test_lessons_end_by_the_clock_and_a_clock_set_back_is_followed(tmp_path: Path) -> None:
    monday = datetime(2026, 11, 23, 9, 59, tzinfo=UTC)  # 16:59 in Viet Nam
    of = worker(tmp_path)
    of._enforce(of.desk.site, monday)
    assert blocked(of, "game.example")
    of._keep_time(monday + timedelta(minutes=2))
    assert not blocked(of, "game.example")
    of._keep_time(monday)
    assert blocked(of, "game.example")


def test_one_client_cannot_flood(tmp_path: Path) -> None:
    of = worker(tmp_path)
    of.desk.hot = of.desk.site.hot(of.desk.table, None, 4)
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with server, client:
        server.bind(("127.0.0.1", 0))
        server.setblocking(False)
        client.setblocking(False)
        asked = query("ca-cuoc.example")
        for _ in range(10):
            client.sendto(asked, server.getsockname())
        assert of.desk.hot.batch(server, 64, 5.5) == []
        answers = []
        with suppress(BlockingIOError):
            while True:
                answers.append(client.recv(512))
        of.desk.hot.batch(server, 64, 6.5)
    whole, cut = answers[:4], answers[4:]
    assert all(read_reply(each).answers for each in whole)
    assert len(cut) == 3
    assert all(read_reply(each).truncated and len(each) <= len(asked) for each in cut)
    assert of.desk.hot.taken().over == 6


def test_who_sits_still_at_the_doors_shuts_nobody_out(tmp_path: Path) -> None:
    """A pupil holds as many connections as he can; teachers come in."""
    with school(tmp_path, 9) as running, ExitStack() as held:
        config = tmp_path / "gateway.toml"
        text = config.read_text(encoding="utf-8").replace("[site]", "streams = 8\n[site]", 1)
        config.write_text(text, encoding="utf-8")
        running.process.send_signal(signal.SIGHUP)
        assert running.until(lambda: "cấu hình mới có hiệu lực" in running.log)
        for _ in range(60):
            line = socket.create_connection(("127.0.0.1", running.port), 3, (PUPIL, 0))
            held.enter_context(line)
        for _ in range(8):  # whichever process hears it
            assert running.ask("ca-cuoc.example", by="127.0.9.5", tcp=True).answers


def test_tls_answers_with_the_schools_certificate(tmp_path: Path) -> None:
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    made += f" -keyout {tmp_path}/key.pem -out {tmp_path}/cert.pem -subj /CN=truong.example"
    made += " -addext subjectAltName=DNS:truong.example,DNS:*.truong.example"
    subprocess.run(made.split(), check=True, capture_output=True)
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    more = f'[tls]\ncertificate = "cert.pem"\nkey = "key.pem"\nport = {port}\n'
    context = ssl.create_default_context(cafile=tmp_path / "cert.pem")
    with school(tmp_path, 9, more=more) as running:
        assert by_tls(port, context, "truong.example") == ["127.0.0.1"] * 2

        plan = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
        staff = next(group for group in plan["groups"] if group["key"] == "staff")
        staff["tokens"] = ["co-lan-7h3k"]
        (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
        teacher = "co-lan-7h3k.truong.example"
        assert running.until(lambda: by_tls(port, context, teacher) == ["127.0.0.2"] * 2)
        assert by_tls(port, context, "doan-mo.truong.example") == ["127.0.0.1"] * 2


def by_tls(port: int, context: ssl.SSLContext, server: str) -> list[str]:
    """What a game leads to, asked twice by one connection to a server of this name."""
    packet = query("tro-choi.example")
    with (
        socket.create_connection(("127.0.0.1", port)) as plain,
        context.wrap_socket(plain, server_hostname=server) as secure,
        secure.makefile("rb") as stream,
    ):
        secure.sendall((struct.pack("!H", len(packet)) + packet) * 2)
        lengths = (struct.unpack("!H", stream.read(2))[0] for _ in range(2))
        replies = [read_reply(stream.read(length)) for length in lengths]
    return [socket.inet_ntoa(each.data) for reply in replies for each in reply.answers]


def test_without_upstreams_and_beside_a_silent_client_blocks_go_on(tmp_path: Path) -> None:
    with (
        school(tmp_path, 9) as running,
        socket.create_connection(("127.0.0.1", running.port)) as silent,
    ):
        silent.sendall(b"\0")
        assert running.ask("mo.example", by=PUPIL).rcode == message.SERVFAIL
        assert running.ask("ca-cuoc.example", by=PUPIL, tcp=True).answers


def test_good_files_are_followed_where_they_stand_when_nothing_can_be_copied(
    tmp_path: Path,
) -> None:
    config = read_config(demo_site(tmp_path, upstream="127.0.0.1"))
    config.state.write_text("no folder can be made here")
    assert first_site(config).index.names == 11
    (tmp_path / "plan.json").write_text("{")
    with pytest.raises(BadSite, match="kế hoạch lọc không đọc được"):
        first_site(config)


def test_what_a_power_cut_left_is_cleared_away(tmp_path: Path) -> None:
    config = read_config(demo_site(tmp_path, upstream="127.0.0.1"))
    (config.state / ".new.half").mkdir(parents=True)
    adopt(config)
    assert [each.name for each in config.state.iterdir()] == ["good"]


def test_counters_survive_a_full_disk(tmp_path: Path) -> None:
    of = worker(tmp_path)
    assert of._counters is not None
    (tmp_path / "counters.sqlite").mkdir()
    of.desk.hot.decide(query("ca-cuoc.example"), STUDENT, 0.0)
    of._count(always=True)
    (tmp_path / "counters.sqlite").rmdir()
    of._count(always=True)
    assert (tmp_path / "counters.sqlite").stat().st_size > 0
