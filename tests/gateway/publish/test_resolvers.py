"""Unbound, BIND, PowerDNS and dnsmasq enforce what is published, exactly as the filter decides."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import dns.message
import dns.query
import dns.rcode
import pytest

from mangnon.gateway.publish.exporting import export
from tests.gateway.publish.publishing import ZONE, publishing
from tests.gateway.publish.resolvers import (
    bind,
    dnsmasq,
    everybody,
    program,
    recursor,
    unbound,
)
from tests.gateway.publish.site import NOON, blocked, group_of, plan, pupils, write_lists
from tests.gateway.serve.school import free_port

ONLY = pupils(safesearch=False, youtube="open", bypass=False)
BIND_KEY = '[[secondary]]\naddress = "127.0.0.1"\nport = {port}\nkey = "isp"\n'
NO_KEY = '[[secondary]]\naddress = "127.0.0.1"\nunsigned = true\n'
TOLD = ("ban-hang", "bao", "bai.bao", "lai.bai.bao", "cam", "choi", "hoc.choi", "thi.hoc.choi")
NAMES = [
    f"{before}{name}.example"
    for name in (*TOLD, "kho", "mot", "xau", "tot.xau", "sau.tot.xau", "khong-ai-noi", "oi-xau")
    for before in ("", "www.", "a.b.", "o")
]


@pytest.fixture(scope="module")
def upstream() -> Iterator[int]:
    with everybody() as port:
        yield port


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    return write_lists(tmp_path / "lists")


def wanted(lists: Path) -> dict[str, bool]:
    group = group_of(lists, plan(ONLY))
    found = {name: blocked(group, name) for name in NAMES}
    assert 20 < sum(found.values()) < len(NAMES) - 20
    return found


def test_unbound_with_the_file(tmp_path: Path, lists: Path, upstream: int) -> None:
    at = group_of(lists, plan(ONLY)).at
    export(at, "thcs", "rpz", tmp_path / "thcs.rpz", NOON)
    with unbound(tmp_path, upstream, ZONE, file=tmp_path / "thcs.rpz") as resolver:
        assert resolver.blocks(NAMES) == wanted(lists)


def test_dnsmasq_with_the_export(tmp_path: Path, lists: Path, upstream: int) -> None:
    at = group_of(lists, plan(ONLY)).at
    export(at, "thcs", "dnsmasq", tmp_path / "thcs.conf", NOON)
    with dnsmasq(tmp_path, upstream, tmp_path / "thcs.conf") as resolver:
        assert resolver.blocks(NAMES) == wanted(lists)


def test_unbound_takes_the_zone_from_its_address(
    tmp_path: Path, lists: Path, upstream: int
) -> None:
    program("unbound")
    with (
        publishing(tmp_path, plan(ONLY), secondary=NO_KEY) as running,
        unbound(tmp_path, upstream, ZONE, primary=running.port) as resolver,
    ):
        assert resolver.until(lambda: resolver.blocks(NAMES) == wanted(lists)), running.log


def test_powerdns_takes_the_zone_with_its_key(tmp_path: Path, lists: Path, upstream: int) -> None:
    program("pdns_recursor")
    with (
        publishing(tmp_path, plan(ONLY)) as running,
        recursor(tmp_path, upstream, ZONE, running.port) as resolver,
    ):
        assert resolver.until(lambda: resolver.blocks(NAMES) == wanted(lists)), running.log


def test_bind_takes_changes_as_they_come(tmp_path: Path, lists: Path, upstream: int) -> None:
    program("named")
    port = free_port()
    with (
        publishing(tmp_path, plan(ONLY), secondary=BIND_KEY.format(port=port)) as running,
        bind(tmp_path, upstream, ZONE, running.port, port=port) as resolver,
    ):
        assert resolver.until(lambda: resolver.blocks(NAMES) == wanted(lists)), running.log
        with (lists / "adult.txt").open("a") as file:
            file.write("khong-ai-noi.example\n")
        after = wanted(lists)
        assert after["www.khong-ai-noi.example"]
        assert resolver.until(lambda: resolver.blocks(NAMES) == after), running.log
        assert "gửi trọn vùng" in running.log
        assert "gửi thay đổi" in running.log
        assert running.log.count("gửi trọn vùng") == 1
        assert "127.0.0.1 đã biết vùng" in running.log


def test_bind_with_another_key_gets_nothing(tmp_path: Path, lists: Path, upstream: int) -> None:
    program("named")
    other = "a2hvYS1raGFjLWtob2Eta2hhYy1raG9hLWtoYWM="
    with (
        publishing(tmp_path, plan(ONLY)) as running,
        bind(tmp_path, upstream, ZONE, running.port, secret=other) as resolver,
    ):
        assert resolver.until(lambda: "chữ ký không nhận được" in running.log)
        assert not any(resolver.blocks(NAMES).values())
        assert "gửi trọn vùng" not in running.log


def test_a_publisher_that_is_killed_goes_on_where_it_was(tmp_path: Path, lists: Path) -> None:
    with publishing(tmp_path, plan(ONLY)) as running:
        before = running.serial()
        running.process.send_signal(signal.SIGKILL)
        running.process.wait()
    beside = tmp_path / "zones" / ".thcs.rpz.new"
    beside.write_text("$TTL 60\n@ SOA localhost. khong-")  # what a killed writer leaves
    with publishing(tmp_path, plan(ONLY)) as running:
        assert running.serial() == before


def test_bad_lists_leave_the_zones_in_place(tmp_path: Path, lists: Path) -> None:
    with publishing(tmp_path, plan(ONLY)) as running:
        before = running.serial()
        catalogue = lists / "catalogue.csv"
        good = catalogue.read_text()
        catalogue.write_text(good + "mat.txt,plain,adult,block\n")
        assert running.until(lambda: "không có tệp 'mat.txt'" in running.log)
        assert running.serial() == before
        catalogue.write_text(good)
        (tmp_path / "plan.json").write_text("{")
        assert running.until(lambda: "kế hoạch lọc không đọc được" in running.log)
        assert running.serial() == before
        (tmp_path / "plan.json").write_text(plan(pupils(own_block=("moi.example",))).to_json())
        assert running.until(lambda: (running.serial() or 0) > (before or 0))


def test_blocked_names_show_the_page_and_searching_is_safe(
    tmp_path: Path, lists: Path, upstream: int
) -> None:
    page = plan(pupils(), mode="page", page_v4="10.1.0.1", page_v6="fd00::1")
    export(group_of(lists, page).at, "thcs", "rpz", tmp_path / "thcs.rpz", NOON)
    with unbound(tmp_path, upstream, ZONE, file=tmp_path / "thcs.rpz") as resolver:

        def ask(name: str, kind: str = "A") -> tuple[str, list[str]]:
            query = dns.message.make_query(name, kind)
            said = dns.query.udp(query, "127.0.0.1", port=resolver.port, timeout=5)
            found = [data.to_text() for rrset in said.answer for data in rrset]
            return dns.rcode.to_text(said.rcode()), found

        assert ask("www.xau.example") == ("NOERROR", ["10.1.0.1"])
        assert ask("xau.example", "AAAA") == ("NOERROR", ["fd00::1"])
        assert ask("xau.example", "HTTPS") == ("NOERROR", [])
        assert ask("tot.xau.example") == ("NOERROR", ["192.0.2.1"])
        assert ask("www.google.com.vn") == (
            "NOERROR",
            ["forcesafesearch.google.com.", "192.0.2.1"],
        )
        assert ask("use-application-dns.net") == ("NXDOMAIN", [])
