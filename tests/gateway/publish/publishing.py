"""A running `mangnon gateway zones` for the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dns.exception
import dns.message
import dns.query
import dns.tsig

from mangnon.gateway.engine.plan import Plan
from tests.gateway.publish.resolvers import SECRET
from tests.gateway.publish.site import plan
from tests.gateway.serve.school import free_port

SUFFIX = "rpz.tinh.example"
ZONE = f"thcs.{SUFFIX}."
KEY = dns.tsig.Key("isp", SECRET, dns.tsig.HMAC_SHA256)


@dataclass
class Publishing:
    folder: Path
    port: int
    config: Path
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def until(self, holds: Callable[[], bool], *, within: float = 60.0) -> bool:
        end = time.monotonic() + within
        while time.monotonic() < end:
            if holds():
                return True
            time.sleep(0.1)
        return False

    def serial(self) -> int | None:
        """What a receiver that asks with the key is told; None while there is nothing."""
        query = dns.message.make_query(ZONE, "SOA")
        query.use_tsig(KEY)
        try:
            said = dns.query.udp(query, "127.0.0.1", port=self.port, timeout=2)
        except (OSError, dns.exception.DNSException):
            return None
        return int(said.answer[0][0].serial) if said.answer else None


def write_config(
    folder: Path, wanted: Plan | None = None, *, port: int = 5300, secondary: str = ""
) -> Path:
    """`lists` are already in the folder."""
    (folder / "plan.json").write_text((wanted or plan()).to_json(), encoding="utf-8")
    keys = folder / "keys.toml"
    keys.write_text(f'isp = "{SECRET}"\n')
    keys.chmod(0o600)
    config = folder / "zones.toml"
    config.write_text(
        f'[listen]\naddresses = ["127.0.0.1"]\nport = {port}\n'
        f'[zones]\nsuffix = "{SUFFIX}"\ngroups = ["thcs"]\n{secondary}'
    )
    return config


@contextmanager
def publishing(
    folder: Path, wanted: Plan | None = None, *, secondary: str = "", port: int = 0
) -> Iterator[Publishing]:
    port = port or free_port()
    config = write_config(folder, wanted, port=port, secondary=secondary)
    command = [sys.executable, "-m", "mangnon", "gateway", "zones", "--config", str(config)]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"TZ": "UTC"})
    running = Publishing(folder, port, config, process)
    try:
        end = time.monotonic() + 60
        while running.serial() is None and time.monotonic() < end:
            assert process.poll() is None, running.log
            time.sleep(0.05)
        yield running
    finally:
        process.terminate()
        process.wait(10)
