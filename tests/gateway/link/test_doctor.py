"""Is my network filtered, can it be got round? A small network of words, then a real filter."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from mangnon.gateway.fleet_command import doctor, doctor_send
from mangnon.gateway.link import doctor as module
from mangnon.gateway.link import memory, spool
from mangnon.gateway.link.doctor import (
    CANARY,
    FAIL,
    PAGE_WORDS,
    PASS,
    UNKNOWN,
    Check,
    Place,
    examine,
    known,
    markers,
    system_resolvers,
)
from mangnon.gateway.link.probing import Prober, Told
from mangnon.gateway.policies import UnknownGroup
from tests.gateway.serve.school import Upstream, a, school

FILTER, OUTSIDE = "10.1.0.2", "8.8.8.8"
SHUT = Told("NOERROR", (FILTER,), filtered=True)
NOWHERE, LOST = Told("NXDOMAIN"), Told("SERVFAIL")
OPEN = Told("NOERROR", ("93.184.216.34",))


@dataclass(frozen=True)
class Network(Prober):
    """A filter that shuts what it should, a router that lets nothing past it; until told else."""

    said: dict[tuple[str, str], Told | None] = field(default_factory=dict)
    open_ports: frozenset[tuple[str, int]] = frozenset()
    ipv6: bool = False
    shown: str | None = f"<p>{PAGE_WORDS}.</p>"

    def ask(self, server: str, name: str, qtype: str = "A", *, port: int = 0) -> Told | None:
        if (server, name) in self.said:
            return self.said[server, name]
        if server != FILTER:
            return None
        if name in dict(known("canary")):
            return NOWHERE
        for site, twins in known("safe"):
            if name == site:
                return Told("NOERROR", ("216.239.38.120",), (twins.split("|")[0],))
        return SHUT

    def connects(self, address: str, port: int) -> bool:
        return (address, port) in self.open_ports

    def has_ipv6(self, address: str) -> bool:
        return self.ipv6

    def page(self, address: str, host: str) -> str | None:
        return self.shown


def looked(
    network: Network, *, group: str = "", system: tuple[str, ...] = (FILTER,)
) -> dict[str, Check]:
    examined = examine(Place(FILTER, group, system, network))
    return {check.key: check for check in examined.checks}


def test_a_school_that_does_all_of_it_passes_all_of_it() -> None:
    checks = looked(Network())

    assert {check.outcome for check in checks.values()} == {PASS}
    assert list(checks) == [
        "answers", "resolver", "direct", "doh_names", "doh_addresses", "dot", "vpn_names",
        "canaries", "ipv6", "safesearch", "markers", "real", "page",
    ]  # fmt: skip


def test_a_filter_that_is_silent_is_all_that_is_said() -> None:
    checks = looked(Network(said={(FILTER, CANARY): None}))

    assert list(checks) == ["answers"]
    assert (checks["answers"].outcome, checks["answers"].seen) == (FAIL, "10.1.0.2 không trả lời")


def test_a_resolver_outside_that_answers_for_itself_is_a_hole() -> None:
    checks = looked(Network(said={(OUTSIDE, CANARY): OPEN}))

    assert checks["direct"].outcome == FAIL
    assert checks["direct"].seen == "trả lời như không có lọc: 8.8.8.8"
    assert "cả UDP và TCP" in checks["direct"].todo


def test_a_question_that_the_router_turned_to_the_filter_is_no_hole() -> None:
    checks = looked(Network(said={(OUTSIDE, CANARY): NOWHERE}))

    assert checks["direct"].outcome == PASS
    assert checks["direct"].seen == "1 địa chỉ được chuyển về máy lọc"


def test_from_a_teachers_device_nothing_is_claimed_of_pupils() -> None:
    checks = looked(Network(said={(FILTER, CANARY): OPEN}))

    assert checks["direct"].outcome == UNKNOWN


def test_ports_of_encrypted_dns_that_connect_are_named() -> None:
    network = Network(open_ports=frozenset({("1.1.1.1", 853), ("9.9.9.9", 443)}))

    checks = looked(network)

    assert (checks["dot"].outcome, checks["dot"].seen) == (FAIL, "nối được: 1.1.1.1")
    assert checks["doh_addresses"].seen == "nối được: 9.9.9.9"


def test_the_second_door_is_looked_at_where_there_is_one() -> None:
    hole = {("2620:fe::fe", CANARY): OPEN}

    assert looked(Network(ipv6=False, said=hole))["ipv6"].outcome == PASS
    assert looked(Network(ipv6=True, said=hole))["ipv6"].outcome == FAIL
    assert looked(Network(ipv6=True))["ipv6"].outcome == PASS


@pytest.mark.parametrize(
    ("name", "key"),
    [("dns.google", "doh_names"), ("protonvpn.com", "vpn_names"), ("mask.icloud.com", "canaries"),
     ("www.bing.com", "safesearch"), ("ca-cuoc.example", "markers"), ("www.bet365.com", "real")],
)  # fmt: skip
def test_a_name_that_is_open_is_named(name: str, key: str) -> None:
    check = looked(Network(said={(FILTER, name): OPEN}))[key]

    assert check.outcome == FAIL
    assert name in check.seen
    assert check.todo


def test_a_safe_twin_is_known_by_its_address_where_its_name_is_hidden() -> None:
    twin = Told("NOERROR", ("93.184.216.34",))
    said = {(FILTER, "www.bing.com"): OPEN, (FILTER, "strict.bing.com"): twin}

    assert looked(Network(said=said))["safesearch"].outcome == PASS


def test_what_could_not_be_seen_is_never_taken_for_good() -> None:
    names = [name for name, _ in (*known("doh"), *known("vpn"), *known("canary"), *known("safe"))]
    names += [name for _, name, _ in markers()]
    lost = {(FILTER, name): LOST for name in names}

    checks = looked(Network(said=lost), system=())

    for key in ("resolver", "doh_names", "vpn_names", "canaries", "safesearch", "markers", "page"):
        assert checks[key].outcome == UNKNOWN, key


def test_the_page_must_be_the_filters_own() -> None:
    assert looked(Network(shown=None))["page"].outcome == FAIL
    assert looked(Network(shown="Chào mừng đến với bộ định tuyến"))["page"].outcome == FAIL


def test_what_a_group_may_open_is_not_a_fault() -> None:
    said = {(FILTER, "tro-choi.example"): OPEN}

    assert looked(Network(said=said), group="tieu_hoc")["markers"].outcome == FAIL
    assert looked(Network(said=said), group="staff")["markers"].outcome == PASS


def test_a_device_with_two_resolvers_goes_round_half_the_time() -> None:
    check = looked(Network(), system=(FILTER, "8.8.8.8"))["resolver"]

    assert (check.outcome, check.seen) == (FAIL, "máy này hỏi cả 8.8.8.8")


def test_a_group_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownGroup):
        looked(Network(), group="lop-9")


def test_the_devices_own_resolvers_are_read(tmp_path: Path) -> None:
    file = tmp_path / "resolv.conf"
    file.write_text("# x\nnameserver 10.1.0.2\nsearch truong\nnameserver fd00::2\n")

    assert system_resolvers(file) == ("10.1.0.2", "fd00::2")
    assert system_resolvers(tmp_path / "none") == ()


@contextmanager
def resolver_outside(upstream: Upstream, port: int) -> Iterator[str]:
    """Another address of the loopback that answers whatever the filter would not."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.99", port))

        def answers() -> None:
            with suppress(OSError):
                while packet := sock.recvfrom(4096):
                    if not packet[0]:
                        return
                    sock.sendto(upstream.answer(packet[0], "udp"), packet[1])

        thread = threading.Thread(target=answers)
        thread.start()
        yield "127.0.0.99"
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_real_filter_is_looked_at_over_sockets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The demo school from a device that nobody declared: the strictest group's."""
    outside = {"resolver": (("127.0.0.99", "invented"),)}
    monkeypatch.setattr(module, "known", lambda kind: outside.get(kind) or known(kind))
    zone = {(name, 1): [a(name, "93.184.216.34")] for name in (CANARY, *dict(known("vpn")))}
    for _, twins in known("safe"):
        zone |= {(twin, 1): [a(twin, "216.239.38.120")] for twin in twins.split("|")}
    with Upstream(zone).running() as upstream, school(tmp_path, upstream.port) as running:
        prober = Prober(dns_port=running.port, dot_port=running.port + 1, doh_port=1, patience=0.3)
        place = Place("127.0.0.1", prober=prober)
        with resolver_outside(upstream, running.port):
            open_school = {each.key: each for each in examine(place).checks}
        shut_school = {each.key: each for each in examine(place).checks}

    assert (open_school["direct"].outcome, shut_school["direct"].outcome) == (FAIL, PASS)
    assert "127.0.0.99" in open_school["direct"].seen
    for key in ("answers", "markers", "canaries", "safesearch", "doh_addresses"):
        assert shut_school[key].outcome == PASS, key
    assert shut_school["vpn_names"].outcome == FAIL  # the demo's lists know none of the real ones


def test_the_command_says_what_to_do_and_ends_with_a_one(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(said={(OUTSIDE, CANARY): OPEN})
    monkeypatch.setattr(
        "mangnon.gateway.fleet_command.Place", lambda *args: Place(*args, prober=network)
    )

    said = CliRunner().invoke(doctor, ["--server", FILTER])
    as_json = CliRunner().invoke(doctor, ["--server", FILTER, "--json"])

    assert said.exit_code == as_json.exit_code == 1
    assert "KHÔNG ĐẠT  Hỏi thẳng DNS công cộng" in said.output
    assert "→ Ở bộ định tuyến: chuyển cổng 53 về máy lọc" in said.output
    assert len(json.loads(as_json.output)["checks"]) == 13


def test_on_the_filter_itself_it_says_how_the_link_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "gateway.toml"
    config.write_text('[site]\nbundle = "b"\nplan = "p"\n[[upstream]]\naddress = "127.0.0.1"\n')
    monkeypatch.setattr(
        "mangnon.gateway.fleet_command.Place", lambda *args: Place(*args, prober=Network())
    )
    words = "máy lọc đã bị thu hồi, vẫn lọc theo quy tắc nhận lần cuối"
    memory.keep_standing(tmp_path / "state", memory.Standing("revoked", words))

    said = CliRunner().invoke(doctor, ["--server", FILTER, "--config", str(config)])

    assert f"Liên lạc với nền tảng: {words}." in said.output


def test_a_result_waits_for_the_next_report(tmp_path: Path) -> None:
    config, result = tmp_path / "gateway.toml", tmp_path / "kiem-tra.json"
    config.write_text('[site]\nbundle = "b"\nplan = "p"\n[[upstream]]\naddress = "127.0.0.1"\n')
    result.write_text('{"checks": [{"title": "x", "outcome": "pass"}]}')

    done = CliRunner().invoke(doctor_send, ["--config", str(config), str(result)])
    result.write_text("không phải JSON")
    refused = CliRunner().invoke(doctor_send, ["--config", str(config), str(result)])

    assert (done.exit_code, refused.exit_code) == (0, 1)
    assert spool.waiting_doctor(tmp_path / "state")["checks"][0]["outcome"] == "pass"
