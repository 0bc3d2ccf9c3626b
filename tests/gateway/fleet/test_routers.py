"""Configurations: each gives the filter, keeps questions, shuts the ways round, also by IPv6."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from mangnon.gateway.routers import GUIDES
from mangnon.gateway.routers.dnsmasq import rules
from mangnon.gateway.routers.model import BadNetwork, Network, public_v4, public_v6

APART = Network("Trường THCS Hoa Mai", "10.1.0.2", "fd00:1::2", ("10.1.1.0/24", "10.1.2.0/24"))
AMONG = Network("Trường THCS Hoa Mai", "10.1.1.2", "", ("10.1.1.0/24",))
kinds = pytest.mark.parametrize("kind", GUIDES)


@kinds
def test_a_guide_says_why_for_each_step(kind: str) -> None:
    guide = GUIDES[kind](APART)

    assert guide.kind == kind
    assert all(step.words.endswith((".", ":")) for step in guide.steps)
    assert guide.steps[-1].code == "mangnon gateway doctor --server 10.1.0.2"
    assert "10.1.0.2" in guide.steps[0].code


@pytest.mark.parametrize("kind", ["mikrotik", "openwrt", "pfsense", "dnsmasq"])
def test_the_ways_round_are_shut_for_both_families(kind: str) -> None:
    text = GUIDES[kind](APART).text

    assert "853" in text
    assert all(address in text for address in (*public_v4(), *public_v6()))
    assert "fd00:1::2" in text


@pytest.mark.parametrize(
    ("kind", "redirects"),
    [("mikrotik", "action=dst-nat"), ("openwrt", "DNAT"), ("pfsense", "Redirect target IP"),
     ("dnsmasq", "dnat ip to")],
)  # fmt: skip
def test_a_filter_among_its_clients_is_not_redirected_to(kind: str, redirects: str) -> None:
    """The answer would come from an address that was not asked, and be thrown away."""
    assert redirects in GUIDES[kind](APART).text
    assert redirects not in GUIDES[kind](AMONG).text


def test_a_filter_without_ipv6_is_not_told_of_by_ipv6() -> None:
    assert "advertise-dns=no" in GUIDES["mikrotik"](AMONG).text
    assert "dns_service='0'" in GUIDES["openwrt"](AMONG).text


@pytest.mark.parametrize("network", [APART, AMONG])
def test_what_goes_to_the_filter_itself_passes(network: Network) -> None:
    """Other networks of the school reach it through the router: seen in tests/gateway/link."""
    lines = GUIDES["mikrotik"](network).text.splitlines()
    shut = [
        each for each in lines if "/ip firewall" in each and re.search(r"dst-port=(53|853) ", each)
    ]

    assert len(shut) == 4
    assert all(f" dst-address=!{network.filter_v4} " in each for each in shut)


def test_the_reasons_are_comments_of_the_file() -> None:
    lines = GUIDES["mikrotik"](APART).text.splitlines()

    assert all(line.startswith(("#", "/", "mangnon")) for line in lines if line)


@pytest.mark.parametrize("address", ["", "10.1.0", "fd00::1", "máy lọc", "10.1.0.2; reboot"])
def test_no_configuration_is_made_of_what_is_no_address(address: str) -> None:
    with pytest.raises(BadNetwork):
        Network("Trường", address)


@kinds
def test_a_schools_name_cannot_add_a_line(kind: str) -> None:
    text = GUIDES[kind](Network("Trường\n/system reset", "10.1.0.2")).text

    assert "/system reset" not in text


@pytest.mark.skipif(not shutil.which("nft"), reason="nft is missing")
@pytest.mark.parametrize("network", [APART, AMONG])
def test_nft_takes_the_rules(network: Network, tmp_path: Path) -> None:
    file = tmp_path / "mangnon.nft"
    file.write_text(rules(network), encoding="utf-8")

    seen = subprocess.run(["nft", "-c", "-f", str(file)], capture_output=True, text=True)

    if "Operation not permitted" in seen.stderr:
        pytest.skip("nft needs a privilege that this run has not")
    assert (seen.returncode, seen.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("dnsmasq"), reason="dnsmasq is missing")
def test_dnsmasq_takes_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "mangnon.conf"
    give, forward = GUIDES["dnsmasq"](APART).steps[:2]
    file.write_text(f"{give.code}\n{forward.code}\n", encoding="utf-8")

    seen = subprocess.run(
        ["dnsmasq", "--test", "-C", str(file)], capture_output=True, text=True, check=False
    )

    assert "syntax check OK" in seen.stderr
