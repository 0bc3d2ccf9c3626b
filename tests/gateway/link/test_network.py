"""A small school of network namespaces: the router as it came, then as our guide sets it up.

pupil 10.77.1.5 – router – filter 10.77.0.2, and 8.8.8.8 outside (an invented one). What the doctor
says on the pupil's device is what this is about.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from mangnon.gateway.demo import demo_site
from mangnon.gateway.routers.dnsmasq import rules
from mangnon.gateway.routers.model import Network

pytestmark = pytest.mark.slow
FILTER, OUTSIDE = "10.77.0.2", "8.8.8.8"
NETWORK = Network("Trường trình diễn", FILTER, "", ("10.77.1.0/24",))
# (name, its address, the router's address towards it)
PLACES = (
    ("pupil", "10.77.1.5/24", "10.77.1.1/24"),
    ("filter", f"{FILTER}/24", "10.77.0.1/24"),
    ("outside", "198.18.0.2/24", "198.18.0.1/24"),
)


def run(*words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, check=check, timeout=120)


@pytest.fixture(scope="module")
def school() -> Iterator[str]:
    """Namespaces with a prefix of this run's own. Skips, saying so, where they cannot be made."""
    if not (shutil.which("ip") and shutil.which("nft")):
        pytest.skip("ip or nft is missing")
    prefix = f"mn{os.getpid()}"
    if run("ip", "netns", "add", f"{prefix}-router", check=False).returncode:
        pytest.skip("network namespaces need a privilege that this run has not")
    try:
        _wire(prefix)
        yield prefix
    finally:
        for name in ("router", *(place[0] for place in PLACES)):
            run("ip", "netns", "del", f"{prefix}-{name}", check=False)


def _wire(prefix: str) -> None:
    router = f"{prefix}-router"
    for name, address, towards in PLACES:
        space = f"{prefix}-{name}"
        run("ip", "netns", "add", space)
        run("ip", "-n", space, "link", "add", "up0", "type", "veth", "peer", name, "netns", router)
        run("ip", "-n", space, "addr", "add", address, "dev", "up0")
        run("ip", "-n", router, "addr", "add", towards, "dev", name)
        for where, link in ((space, "up0"), (space, "lo"), (router, name)):
            run("ip", "-n", where, "link", "set", link, "up")
        run("ip", "-n", space, "route", "add", "default", "via", towards.split("/")[0])
    run("ip", "-n", f"{prefix}-outside", "addr", "add", f"{OUTSIDE}/32", "dev", "lo")
    run("ip", "-n", router, "route", "add", OUTSIDE, "via", "198.18.0.2")
    run("ip", "netns", "exec", router, "sysctl", "-qw", "net.ipv4.ip_forward=1")


@contextmanager
def running(space: str, *words: str) -> Iterator[subprocess.Popen[str]]:
    command = ["ip", "netns", "exec", space, sys.executable, *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=20)


def until_says(process: subprocess.Popen[str], words: str) -> None:
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if words in line:
            return
    pytest.fail("".join(said))


@pytest.fixture(scope="module")
def open_network(school: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The filter and the world outside are there; the router lets everything through."""
    config = demo_site(tmp_path_factory.mktemp("filter"), port=53, upstream=OUTSIDE)
    text = re.sub(
        r"addresses = \[[^]]*\]", f'addresses = ["{FILTER}"]', config.read_text(), count=1
    )
    config.write_text(text)
    with ExitStack() as both:
        here = Path(__file__).parent / "outside.py"
        outside = both.enter_context(running(f"{school}-outside", str(here), OUTSIDE))
        until_says(outside, "ready")
        serve = ("-m", "mangnon", "gateway", "serve", "--config", str(config))
        filter_ = both.enter_context(running(f"{school}-filter", *serve))
        until_says(filter_, "bộ lọc chạy ở")
        yield school


def doctor(school: str) -> dict[str, Any]:
    words = ["-m", "mangnon", "gateway", "doctor", "--server", FILTER, "--json"]
    seen = run("ip", "netns", "exec", f"{school}-pupil", sys.executable, *words, check=False)
    assert seen.returncode in (0, 1), seen.stderr
    return {check["key"]: check for check in json.loads(seen.stdout)["checks"]}


def test_the_doctor_finds_the_holes_of_an_open_router_and_the_guide_closes_them(
    open_network: str, tmp_path: Path
) -> None:
    before = doctor(open_network)

    assert before["direct"]["seen"] == f"trả lời như không có lọc: {OUTSIDE}"
    assert before["dot"]["seen"] == before["doh_addresses"]["seen"] == f"nối được: {OUTSIDE}"
    assert before["markers"]["outcome"] == "pass"

    file = tmp_path / "mangnon.nft"
    file.write_text(rules(NETWORK, lan="pupil"), encoding="utf-8")
    run("ip", "netns", "exec", f"{open_network}-router", "nft", "-f", str(file))
    after = doctor(open_network)

    assert after["direct"]["outcome"] == "pass"
    assert "được chuyển về máy lọc" in after["direct"]["seen"]
    assert after["dot"]["outcome"] == after["doh_addresses"]["outcome"] == "pass"
    assert after["markers"]["outcome"] == "pass"
