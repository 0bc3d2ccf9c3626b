"""A small school with a router, two networks and the internet: who gets where, and who tries to."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mangnon.gateway.demo import demo_site
from tests.gateway.serve.certificates import certificate
from tests.gateway.serve.network import Network, can_be_made, network

PROGRAMS = ("dig", "kdig", "curl", "unbound", "sysctl")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not can_be_made() or not all(map(shutil.which, PROGRAMS)),
        reason=f"needs root, network namespaces and {', '.join(PROGRAMS)}",
    ),
]
GATEWAY, GATEWAY_6, PUBLIC, PUBLIC_6 = "10.1.0.53", "fd00:53::53", "192.0.2.8", "2001:db8:8::8"
SITE = "192.0.2.80"
GROUPS = {
    "tieu_hoc": ["10.1.1.0/24", "fd00:1::/64"],
    "staff": ["10.1.9.0/24", "fd00:9::/64"],
}
RESOLVER = """server:
  interface: 192.0.2.53@53
  interface: {public}@53
  interface: {public_6}@53
  interface: {public}@853
  interface: {public}@443
  https-port: 443
  tls-service-pem: "{pem}"
  tls-service-key: "{key}"
  access-control: 0.0.0.0/0 allow
  access-control: ::0/0 allow
  do-daemonize: no
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  module-config: "iterator"
  local-zone: "example." static
  {names}
"""
NAMES = ("mo.example", "game.example", "ca-cuoc.example", "vpn.example", "dns-an.example")


@contextmanager
def running(net: Network, host: str, command: str, folder: Path) -> Iterator[None]:
    with (folder / f"{host}-{command.split()[0].rpartition('/')[2]}.log").open("wb") as log:
        process = subprocess.Popen(net.at(host, command), stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait(10)


def _gateway(folder: Path) -> Path:
    """The demo school's filter with the networks of this one."""
    config = demo_site(folder, port=53, upstream="192.0.2.53", page_port=80)
    text = config.read_text(encoding="utf-8")
    text = text.replace('["127.0.0.1", "::1"]', f'["{GATEWAY}", "{GATEWAY_6}"]')
    text = text.replace('["127.0.0.1"]', f'["{GATEWAY}", "{GATEWAY_6}"]')
    config.write_text(text, encoding="utf-8")
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    for group in plan["groups"]:
        group["subnets"] = GROUPS.get(group["key"], [])
    plan |= {"page_v4": GATEWAY, "page_v6": GATEWAY_6}
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    return config


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    folder = tmp_path_factory.mktemp("school")
    pem, key = certificate(folder, "dns.example")
    names = "\n  ".join(f'local-data: "{name}. 60 A {SITE}"' for name in NAMES)
    (folder / "unbound.conf").write_text(
        RESOLVER.format(
            public=PUBLIC, public_6=PUBLIC_6, pem=pem, key=key, folder=folder, names=names
        )
    )
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("Xin chào!", encoding="utf-8")
    unbound, config = shutil.which("unbound"), _gateway(folder)
    python = sys.executable
    with (
        network() as made,
        running(made, "internet", f"{unbound} -d -c {folder}/unbound.conf", folder),
        running(
            made,
            "internet",
            f"{python} -m http.server 80 --bind {SITE} --directory {folder}/site",
            folder,
        ),
        running(made, "gateway", f"{python} -m mangnon gateway serve --config {config}", folder),
    ):
        made.only_the_gateway_may_ask()
        _until_it_answers(made)
        yield made


def _until_it_answers(made: Network) -> None:
    """The filter and the site are up."""
    for _ in range(100):
        dig = made.run("staff", f"dig @{GATEWAY} mo.example +short +tries=1 +time=1")
        curl = made.run("staff", f"curl -sS --max-time 1 --noproxy * http://{SITE}/")
        if (dig.stdout.strip(), curl.stdout.strip()) == (SITE, "Xin chào!"):
            return
        time.sleep(0.1)
    raise AssertionError("the school's filter or the site did not answer", dig, curl)


def asked(net: Network, host: str, question: str, at: str = GATEWAY) -> str:
    return net.says(host, f"dig @{at} {question} +short +tries=1 +time=2")


def test_each_network_has_its_rules(net: Network) -> None:
    assert asked(net, "pupils", "game.example") == GATEWAY
    assert asked(net, "staff", "game.example") == SITE
    for host in ("pupils", "staff"):
        assert asked(net, host, "mo.example") == SITE
        assert asked(net, host, "ca-cuoc.example") == GATEWAY


def test_ipv6_is_no_way_round(net: Network) -> None:
    assert asked(net, "pupils", "game.example", GATEWAY_6) == GATEWAY
    assert asked(net, "pupils", "game.example AAAA", GATEWAY_6) == GATEWAY_6
    assert asked(net, "staff", "game.example", GATEWAY_6) == SITE


def test_an_open_site_opens_and_a_blocked_one_explains_itself(net: Network) -> None:
    curl = "curl -sS --max-time 5 --noproxy *"
    opened = net.says("pupils", f"{curl} --resolve mo.example:80:{SITE} http://mo.example/")
    assert opened == "Xin chào!"
    for address in (GATEWAY, f"[{GATEWAY_6}]"):
        shut = net.says(
            "pupils", f"{curl} --resolve game.example:80:{address} http://game.example/"
        )
        assert "<dd>tiểu học (6–10 tuổi)</dd>" in shut


BYPASSES = {
    "another resolver": f"dig @{PUBLIC} game.example",
    "by TCP": f"dig @{PUBLIC} +tcp game.example",
    "by IPv6": f"dig @{PUBLIC_6} game.example",
    "by TLS": f"kdig @{PUBLIC} -p 853 +tls game.example",
    "by HTTPS": f"kdig @{PUBLIC} -p 443 +https game.example",
    "the school's own upstream": "dig @192.0.2.53 game.example",
}


@pytest.mark.parametrize("how", BYPASSES.values(), ids=BYPASSES)
def test_nobody_but_the_gateway_asks_outside(net: Network, how: str) -> None:
    patience = "+short +tries=1 +time=1" if how.startswith("dig") else "+short +retry=0 +time=1"
    for host in ("pupils", "staff"):
        assert SITE not in net.run(host, f"{how} {patience}").stdout
    assert net.says("gateway", f"{how} {patience}") == SITE  # the resolver is alive


def test_browsers_are_told_to_stay(net: Network) -> None:
    for canary in ("use-application-dns.net", "mask.icloud.com"):
        said = net.says("pupils", f"dig @{GATEWAY} {canary} +tries=1")
        assert "status: NXDOMAIN" in said


@pytest.mark.parametrize("name", ["vpn.example", "dns-an.example"])
def test_ways_round_have_no_address_for_pupils(net: Network, name: str) -> None:
    assert asked(net, "pupils", name) == GATEWAY
    assert asked(net, "gateway", name, PUBLIC) == SITE  # it would work


def test_a_borrowed_address_of_the_staff_gets_no_answer(net: Network) -> None:
    net.says("pupils", "ip addr add 10.1.9.77/32 dev lan")
    try:
        borrowed = net.run(
            "pupils", f"dig @{GATEWAY} -b 10.1.9.77 game.example +short +tries=1 +time=1"
        )
        assert SITE not in borrowed.stdout
        assert borrowed.returncode != 0
    finally:
        net.says("pupils", "ip addr del 10.1.9.77/32 dev lan")


def test_when_the_gateway_is_gone_nobody_asks_past_it(net: Network) -> None:
    net.says("router", "ip link set to-gateway down")
    try:
        for at in (GATEWAY, PUBLIC):
            done = net.run("pupils", f"dig @{at} mo.example +short +tries=1 +time=1")
            assert SITE not in done.stdout
    finally:
        net.says("router", "ip link set to-gateway up")
    assert asked(net, "pupils", "mo.example") == SITE
