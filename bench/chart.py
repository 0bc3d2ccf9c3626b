"""The chart of the filter's figures: docs/pictures/toc-do-loc.svg, from the lines of one full run.

python bench/gateway.py > filter.jsonl; python bench/gateway_memory.py >> filter.jsonl
python bench/chart.py [filter.jsonl] [--out docs/pictures/toc-do-loc.svg]
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

from mangnon.kit.charts.tones import label, width  # noqa: E402
from mangnon.kit.svg import Svg, drawing, element, group, number  # noqa: E402

RESULTS, PICTURE = ROOT / "bench/results/filter.jsonl", ROOT / "docs/pictures/toc-do-loc.svg"
WORDS = {
    "serve": "Măng Non",
    "serve-plain": "Măng Non, chỉ Python",
    "unbound": "Unbound, local-zone",
    "unbound-tags": "Unbound, có nhãn",
    "unbound-rpz": "Unbound, RPZ",
    "dnsdist": "dnsdist",
    "dnsmasq": "dnsmasq",
    "knot": "Knot Resolver, RPZ",
    "recursor": "PowerDNS Recursor, RPZ",
    "bind-rpz": "BIND, RPZ",
}
OURS = ("serve", "serve-plain")
WIDE, EDGE, LABELS, COSTS, MEMORY = 1040.0, 20.0, 210.0, 460.0, 220.0
ROW, BAR, HEAD, SIZE = 44.0, 13.0, 108.0, 15.0
PAPER, INK, SOFT, RULE, LIMIT = "#fff", "#16241d", "#4a5950", "#dfe3da", "#a8281c"
STRONG = {True: ("#237354", "#7fbf9b"), False: ("#7b867f", "#bcc4bd")}  # blocked, cached


@dataclass(frozen=True)
class Row:
    """A program's figures: µs a question, megabytes at the names of the memory run, if known."""

    server: str
    blocked: float
    cached: float
    megabytes: float | None

    @property
    def ours(self) -> bool:
        return self.server in OURS


@dataclass(frozen=True)
class Run:
    rows: list[Row]
    echo: float
    names: int
    heavy_names: int


def read(path: Path) -> Run:
    """The lines of one run. Raises KeyError when a program's figures are not whole."""
    lines = [json.loads(line) for line in path.read_text().splitlines() if line.startswith("{")]
    costs = {
        (line["server"], line["kind"]): line["cpu_us_per_query"]
        for line in lines
        if line["bench"] == "gateway" and line.get("measures") == "cost"
    }
    weighed = [line for line in lines if line.get("measures") == "memory"]
    heavy = {line["server"]: max(line["after"]["rss_mb"]) for line in weighed}
    rows = [
        Row(server, costs[server, "blocked"], costs[server, "cached"], heavy.get(server))
        for server in WORDS
        if (server, "blocked") in costs
    ]
    rows.sort(key=lambda row: row.blocked + row.cached)
    echo = (costs["echo", "blocked"] + costs["echo", "cached"]) / 2
    names = next(line["names"] for line in lines if line["bench"] == "gateway")
    return Run(rows, echo, names, weighed[0]["names"] if weighed else 0)


def comma(value: float, places: int = 1) -> str:
    return f"{value:.{places}f}".replace(".", ",")


def thousands(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def bar(x: float, y: float, long: float, fill: str, said: str, *, bold: bool) -> Svg:
    weight = 700 if bold else 400
    words = label(said, x + long + 6, y + BAR - 2, size=13, ink=INK, weight=weight)
    rect = element("rect", x=x, y=y, width=max(long, 1), height=BAR, rx=2, fill=fill)
    return group(rect, words)


def row_of(row: Row, top: float, cost_scale: float, heavy_scale: float) -> Svg:
    """One program: its name, two bars of time, one of memory."""
    fills, y = STRONG[row.ours], top + (ROW - 2 * BAR - 2) / 2
    weight = 700 if row.ours else 400
    parts = [label(WORDS[row.server], EDGE, top + ROW / 2 + 5, size=SIZE, ink=INK, weight=weight)]
    for place, cost in enumerate((row.blocked, row.cached)):
        at = y + place * (BAR + 2)
        long = cost * cost_scale
        parts.append(bar(EDGE + LABELS, at, long, fills[place], comma(cost), bold=row.ours))
    x, at = EDGE + LABELS + COSTS + 50, top + (ROW - BAR) / 2
    if row.megabytes is not None:
        long, said = row.megabytes * heavy_scale, thousands(round(row.megabytes))
        parts.append(bar(x, at, long, fills[0], said, bold=row.ours))
    if row.ours:
        back = element("rect", x=0, y=top, width=WIDE, height=ROW, fill="#f1f7f2")
        parts.insert(0, back)
    return group(*parts)


def heads(run: Run) -> Svg:
    """What the two columns are, and what the shades mean."""
    x, far = EDGE + LABELS, EDGE + LABELS + COSTS + 50
    parts = [
        label("Thời gian bộ xử lý cho một câu hỏi, µs", x, 28, size=SIZE, weight=700),
        label(
            f"với {thousands(run.names)} tên bị chặn; ngắn hơn là nhanh hơn",
            x,
            48,
            size=13,
            ink=SOFT,
        ),
        swatch(x, 62, STRONG[True][0], STRONG[False][0], "tên bị chặn"),
        swatch(x + 150, 62, STRONG[True][1], STRONG[False][1], "tên mở, đã nhớ sẵn"),
    ]
    if run.heavy_names:
        parts.append(label("Bộ nhớ một tiến trình, MB", far, 28, size=SIZE, weight=700))
        said = f"với {thousands(run.heavy_names)} tên"
        parts.append(label(said, far, 48, size=13, ink=SOFT))
    return group(*parts)


def swatch(x: float, y: float, ours: str, theirs: str, said: str) -> Svg:
    boxes = [
        element("rect", x=x + place * 15, y=y, width=13, height=13, rx=2, fill=fill)
        for place, fill in enumerate((ours, theirs))
    ]
    return group(*boxes, label(said, x + 36, y + 11, size=13, ink=SOFT))


def chart(run: Run) -> Svg:
    most = max(max(row.blocked, row.cached) for row in run.rows)
    heaviest = max((row.megabytes or 0 for row in run.rows), default=0) or 1
    cost_scale, heavy_scale = (COSTS - 40) / most, (MEMORY - 10) / heaviest
    foot = HEAD + ROW * len(run.rows)
    parts = [element("rect", x=0, y=0, width=WIDE, height=foot + 34, fill=PAPER), heads(run)]
    for place, row in enumerate(run.rows):
        parts.append(row_of(row, HEAD + place * ROW, cost_scale, heavy_scale))
    x = EDGE + LABELS + run.echo * cost_scale
    parts.append(floor(x, foot, run.echo))
    said = "; ".join(
        f"{WORDS[row.server]}: chặn {comma(row.blocked)} µs, nhớ {comma(row.cached)} µs"
        for row in run.rows
    )
    title = "Bộ lọc Măng Non so với các máy chủ DNS viết bằng C trong cùng một lượt đo"
    return drawing(WIDE, foot + 34, *parts, title=title, desc=said)


def floor(x: float, foot: float, echo: float) -> Svg:
    """The line that no server undercuts."""
    said = f"trả nguyên gói tin, không làm gì: {comma(echo)}"
    line = element(
        "line", x1=x, x2=x, y1=HEAD - 6, y2=foot + 6, stroke=LIMIT, stroke_dasharray="4 4"
    )
    at = x - width(said, 13) / 2 if x - width(said, 13) / 2 > EDGE else EDGE
    return group(line, label(said, at, foot + 24, size=13, ink=LIMIT))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", type=Path, nargs="?", default=RESULTS)
    parser.add_argument("--out", type=Path, default=PICTURE)
    wanted = parser.parse_args()
    run = read(wanted.results)
    wanted.out.write_text(chart(run) + "\n", encoding="utf-8")
    print(f"{wanted.out}: {number(len(run.rows))} rows")


if __name__ == "__main__":
    main()
