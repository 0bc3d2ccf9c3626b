"""The kernel's own table of neighbours, in a small network of namespaces."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.gateway.serve.network import can_be_made, network

PROGRAM = """
import socket
from ipaddress import ip_address
from mangnon.gateway.serve.neighbours import dump

for address in ("10.1.0.1", "fd00:53::1"):
    try:
        socket.create_connection((address, 9), 2)
    except OSError:
        pass  # it is refused, but they met
    print(dump()[ip_address(address).packed].hex(":"))
"""


@pytest.mark.skipif(not can_be_made(), reason="network namespaces cannot be made here")
def test_a_machine_that_was_spoken_with_is_known_by_its_mac() -> None:
    with network() as made:
        mac = made.says("router", "cat /sys/class/net/to-gateway/address")
        command = [*made.at("gateway", sys.executable), "-c", PROGRAM]
        said = subprocess.run(command, capture_output=True, text=True, check=True)
    assert said.stdout.split() == [mac, mac]
