"""The benchmarks look at every answer, and their chart says what a run said."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from bench import chart

ROOT = Path(__file__).parents[2]
needs_gcc = pytest.mark.skipif(not shutil.which("gcc"), reason="gcc is not installed")


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    for name in ("echo", "blast", "steady"):
        source = ROOT / "bench/gateway" / f"{name}.c"
        subprocess.run(["gcc", "-O1", "-o", tmp_path / name, source], check=True)
    lines = [f"{'bo'[place % 2]} ten{place}.example" for place in range(40)]
    (tmp_path / "names").write_text("\n".join(lines) + "\n")
    return tmp_path


def told(folder: Path, kind: str, *words: str) -> Any:
    """What a sender says of `echo kind`; PORT in the words is where that is."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        port = str(sock.getsockname()[1])
    server = subprocess.Popen([folder / "echo", port, kind])
    try:
        time.sleep(0.2)
        command = [port if word == "PORT" else word for word in words]
        command[0] = str(folder / command[0])
        return json.loads(subprocess.check_output(command))
    finally:
        server.kill()
        server.wait()


@needs_gcc
@pytest.mark.parametrize(
    ("kind", "blocked", "opened", "share_wrong"),
    [
        ("echo", "nxdomain", "nxdomain", 0.0),
        ("batched", "any", "any", 0.0),
        ("answer", "192.0.2.7", "192.0.2.7", 0.0),
        ("answer", "nxdomain", "192.0.2.7", 0.5),
        ("answer", "192.0.2.8", "192.0.2.9", 1.0),
        ("echo", "192.0.2.7", "nxdomain", 0.5),
    ],
)
def test_the_sender_counts_every_wrong_answer(
    programs: Path, kind: str, blocked: str, opened: str, share_wrong: float
) -> None:
    names = str(programs / "names")

    said = told(programs, kind, "blast", "PORT", names, "0.2", "32", blocked, opened)

    assert said["answered"] > 0
    assert said["wrong"] == pytest.approx(said["answered"] * share_wrong, rel=0.2)


@needs_gcc
def test_the_sender_by_the_clock_asks_every_port_the_same(programs: Path) -> None:
    names = str(programs / "names")
    words = ("steady", "400", "0.2", names, "nxdomain", "192.0.2.7", "PORT", "PORT")

    ports = told(programs, "answer", *words)["ports"]

    assert [(each["asked"], each["answered"], each["wrong"]) for each in ports] == [
        (80, 80, 40)
    ] * 2
    assert ports[0]["took"]["median_ms"] > 0
    assert ports[0]["added"] == {"median_ms": 0.0, "p99_ms": 0.0, "worst_ms": 0.0}


def test_the_chart_says_what_the_run_said(tmp_path: Path) -> None:
    costs = {"echo": (2.0, 2.0), "serve": (2.5, 2.25), "unbound": (4.0, 3.0), "bind-rpz": (9.5, 6)}
    lines: list[dict[str, Any]] = [
        {
            "bench": "gateway",
            "measures": "cost",
            "server": server,
            "kind": kind,
            "names": 200_000,
            "cpu_us_per_query": cost,
        }
        for server, both in costs.items()
        for kind, cost in zip(("blocked", "cached"), both, strict=True)
    ]
    for server, size in {"serve": 50.0, "bind-rpz": 911.0}.items():
        weighed = {"server": server, "names": 1_000_000, "after": {"rss_mb": [20.0, size]}}
        lines.append({"bench": "gateway_memory", "measures": "memory", **weighed})
    results = tmp_path / "run.jsonl"
    results.write_text("\n".join(json.dumps(line) for line in lines))

    drawn = chart.chart(chart.read(results))

    told = "Măng Non: chặn 2,5 µs, nhớ 2,2 µs; Unbound, local-zone: chặn 4,0 µs, nhớ 3,0 µs"
    assert told in drawn
    assert (
        drawn.index("Măng Non<") < drawn.index("Unbound, local-zone<") < drawn.index("BIND, RPZ<")
    )
    assert "với 200.000 tên bị chặn" in drawn
    assert ">911<" in drawn
    assert "trả nguyên gói tin, không làm gì: 2,0" in drawn
