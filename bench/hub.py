"""How many filters wait at the hub, and how soon the last of them hears of a change.

    python bench/hub.py [--filters 2000]

A platform of its own with that many sites and filters, the real hub in a process of its own, one
connection for each filter. Two changes are measured: one site's plan, and a bundle for all. Prints
one line of JSON: memory of the hub with nobody and with all waiting, seconds until the one, and
until the last of all, has its answer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def token_of(number: int) -> str:
    return f"{number:064}"


def lay_out(filters: int) -> list[int]:
    """A province with a school, and so many sites with a filter each. Returns the sites."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from mangnon.gateway.models import Gateway, Site
    from mangnon.units.models import Unit

    school = Unit.objects.create(
        kind="school", name="Trường đo", code="DO", path="1/", valid_from="2025-07-01"
    )
    sites = Site.objects.bulk_create(
        [
            Site(unit=school, name=f"Điểm {n}", fallback_group="thcs", revision=1)
            for n in range(filters)
        ]
    )
    Gateway.objects.bulk_create(
        [
            Gateway(site=site, name="Máy", token_hash=sha256(token_of(n).encode()).hexdigest())
            for n, site in enumerate(sites)
        ]
    )
    return [site.pk for site in sites]


def megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1024, 1)


async def wait_at(port: int, number: int) -> float:
    """One filter: returns the moment of its answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        b"GET /bo-loc/cho/?plan=1&bundle=0 HTTP/1.1\r\nHost: x\r\n"
        b"Authorization: Bearer " + token_of(number).encode() + b"\r\n\r\n"
    )
    answer = await reader.read()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 200"), answer
    return time.monotonic()


def change_plan(site: int) -> None:
    from mangnon.gateway.models import Site

    Site.objects.filter(pk=site).update(revision=2)


def change_bundle() -> None:
    from mangnon.gateway.models import Bundle

    Bundle.objects.create(
        index_blob="a", lines_blob="b", manifest={}, sha256="c", size_bytes=1, names=1
    )


async def measured(port: int, pid: int, sites: list[int]) -> dict[str, Any]:
    alone = megabytes(pid)
    began = time.monotonic()
    waiting = [asyncio.ensure_future(wait_at(port, number)) for number in range(len(sites))]
    await asyncio.sleep(3)
    connected = time.monotonic() - began
    full = megabytes(pid)
    changed = time.monotonic()
    await asyncio.to_thread(change_plan, sites[0])
    one = await waiting[0] - changed
    changed = time.monotonic()
    await asyncio.to_thread(change_bundle)
    last = max(await asyncio.gather(*waiting[1:])) - changed
    return {
        "filters": len(sites),
        "hub_mb_alone": alone,
        "hub_mb_all_waiting": full,
        "kb_a_filter": round((full - alone) * 1024 / len(sites), 1),
        "seconds_until_one_hears": round(one, 2),
        "seconds_until_the_last_hears": round(last, 2),
        "settled_s": round(connected, 1),
    }


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--filters", type=int, default=2000)
    filters = asked.parse_args().filters
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, filters + 512)), hard))
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        os.environ |= {"MANGNON_DATA": folder, "HUB_PORT": str(port), "DATABASE_URL": ""}
        os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.project.settings"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        sites = lay_out(filters)
        command = [sys.executable, "-m", "mangnon", "gateway", "hub"]
        hub = subprocess.Popen(command, env=os.environ.copy(), stderr=subprocess.DEVNULL)
        try:
            wait_for(port)
            print(json.dumps(asyncio.run(measured(port, hub.pid, sites)), ensure_ascii=False))
        finally:
            hub.terminate()
            hub.wait(20)


def wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the hub did not start")


if __name__ == "__main__":
    main()
