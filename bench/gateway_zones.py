"""Publishing a million names: each export in processor seconds and megabytes, and one transfer.

One process for each export, as a person would run it. The transfer (AXFR with TSIG) is taken from
the running server by a reader that only counts records. One JSON line for each.

python bench/gateway_zones.py [--lists …] [--names 1000000]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import secrets
import socket
import struct
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import dns.message
import dns.tsig

sys.path.insert(0, str(Path(__file__).parent / "gateway"))

from inputs import LISTS, listed_names

from mangnon.gateway.policies import default_plan
from mangnon.gateway.publish.command import FORMATS

GROUP, SUFFIX, PORT = "thcs", "rpz.tinh.example", 5390
COMMAND = [sys.executable, "-m", "mangnon", "gateway"]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lists", type=Path, default=LISTS)
    parser.add_argument("--names", type=int, default=1_000_000)
    return parser.parse_known_args()[0]


def main() -> None:
    wanted = arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # In a process of its own: what a parent holds counts in its children's memory.
        making = multiprocessing.get_context("fork").Process(target=prepared, args=(folder, wanted))
        making.start()
        making.join()
        for form in FORMATS:
            exported(folder, form, wanted.names)
        transferred(folder, wanted.names)


def prepared(folder: Path, wanted: argparse.Namespace) -> None:
    lists = folder / "lists"
    lists.mkdir()
    rows: dict[str, list[str]] = {}
    for name, category in listed_names(wanted.lists, wanted.names).names:
        rows.setdefault(category, []).append(name)
    for category, names in rows.items():
        (lists / f"{category}.txt").write_text("\n".join(names))
    catalogue = [f"{category}.txt,plain,{category},block" for category in rows]
    (lists / "catalogue.csv").write_text("\n".join(["file,format,category,use", *catalogue, ""]))
    (folder / "plan.json").write_text(replace(default_plan(), mode="nxdomain").to_json())
    (folder / "zones.toml").write_text(
        f'[listen]\naddresses = ["127.0.0.1"]\nport = {PORT}\n'
        f'[zones]\nsuffix = "{SUFFIX}"\ngroups = ["{GROUP}"]\n'
    )
    (folder / "keys.toml").write_text(f'isp = "{b64encode(secrets.token_bytes(32)).decode()}"\n')
    (folder / "keys.toml").chmod(0o600)


def exported(folder: Path, form: str, names: int) -> None:
    out = folder / f"out.{form}"
    asked = ["--lists", folder / "lists", "--plan", folder / "plan.json", "--group", GROUP]
    began = time.monotonic()
    made = subprocess.Popen(
        [*COMMAND, "export", *map(str, asked), "--format", form, "--out", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(made.pid, 0)
    assert status == 0
    with out.open("rb") as file:
        lines = sum(1 for _ in file)
    figure = {"form": form, "names": names, "lines": lines, **spent(used)}
    print(json.dumps({"bench": "gateway_zones", **figure, "seconds": passed(began)}))


def transferred(folder: Path, names: int) -> None:
    config = ["--config", str(folder / "zones.toml")]
    subprocess.run([*COMMAND, "zones", "--once", *config], check=True, capture_output=True)
    serving = subprocess.Popen([*COMMAND, "zones", *config], stderr=subprocess.DEVNULL)
    time.sleep(2)
    while b"zones\0--once" in children_of(serving.pid):  # it looks at its files first
        time.sleep(0.2)
    began, before = time.monotonic(), cpu_of(serving.pid)
    records, size = taken(folder)
    seconds, cpu = passed(began), round(cpu_of(serving.pid) - before, 2)
    status = Path(f"/proc/{serving.pid}/status").read_text()
    megabytes = round(int(status.split("VmHWM:")[1].split()[0]) / 1024, 1)
    serving.terminate()
    serving.wait()
    figure = {"form": "axfr", "names": names, "records": records, "bytes": size}
    figure |= {"cpu_seconds": cpu, "megabytes": megabytes, "seconds": seconds}
    print(json.dumps({"bench": "gateway_zones", **figure}))


def cpu_of(pid: int) -> float:
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def children_of(pid: int) -> bytes:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return b"".join(Path(f"/proc/{child}/cmdline").read_bytes() for child in children)


def taken(folder: Path) -> tuple[int, int]:
    """Records and bytes of the whole zone; it ends with the SOA with which it begins."""
    secret = (folder / "keys.toml").read_text().split('"')[1]
    query = dns.message.make_query(f"{GROUP}.{SUFFIX}.", "AXFR")
    query.use_tsig(dns.tsig.Key("isp", secret, dns.tsig.HMAC_SHA256))
    packet, records, size = query.to_wire(), 0, 0
    lines = (folder / "zones" / f"{GROUP}.rpz").read_text().count("\n")
    with socket.create_connection(("127.0.0.1", PORT)) as sock, sock.makefile("rb") as stream:
        sock.sendall(struct.pack("!H", len(packet)) + packet)
        while records < lines:  # $TTL is no record, the SOA comes twice
            (length,) = struct.unpack("!H", stream.read(2))
            message = stream.read(length)
            assert not message[3] & 15
            records += int.from_bytes(message[6:8], "big")
            size += length
    return records, size


def spent(used: resource.struct_rusage) -> dict[str, float]:
    cpu = used.ru_utime + used.ru_stime
    return {"cpu_seconds": round(cpu, 2), "megabytes": round(used.ru_maxrss / 1024, 1)}


def passed(began: float) -> float:
    return round(time.monotonic() - began, 2)


if __name__ == "__main__":
    main()
