"""A small invented school to try the filter with: lists, a plan by subnets of the loopback, config.

dig @127.0.0.1 -p 5353 -b 127.0.1.5 tro-choi.example    # a pupil of the primary school
dig @127.0.0.1 -p 5353 -b 127.0.9.5 tro-choi.example    # a teacher
"""

from __future__ import annotations

from pathlib import Path

from mangnon.gateway.compiling import compile_folder
from mangnon.gateway.engine.plan import GroupPlan, Hours, Plan
from mangnon.gateway.policies import GROUPS, group_named

PORT = 5353
LISTS = {
    "adult": "nguoi-lon.example\nphim-nguoi-lon.example\n",
    "gambling": "ca-cuoc.example\nnha-cai.example\n",
    "games": "tro-choi.example\ngame.example\n",
    "social": "mang-xa-hoi.example\n",
    "scam": "trung-thuong.example\n",
    "ordered": "bi-cam.example\n",
    "bypass": "dns-an.example\nvpn.example\n",
}
SUBNETS = {
    "mam_non": ("127.0.4.0/24",),
    "tieu_hoc": ("127.0.1.0/24",),
    "thcs": ("127.0.2.0/24",),
    "thpt": ("127.0.3.0/24",),
    "staff": ("127.0.9.0/24",),
    "guests": ("127.0.8.0/24",),
}
YOUTUBE = {"mam_non": "strict", "tieu_hoc": "strict", "thcs": "strict", "thpt": "moderate"}
# Invented names have no address in the world: these let a machine without internet show them open.
ZONES = {"truong.example": ("127.0.0.1",), "tro-choi.example": ("127.0.0.2",)}


def demo_site(
    folder: Path,
    *,
    port: int = PORT,
    upstream: str = "",
    upstream_port: int = 53,
    page_port: int = 0,
) -> Path:
    """Write lists, their bundle, plan and config below a folder; returns the config's path.

    upstream: the resolver to ask; the machine's own when it is not said. page_port: where the block
    page is, 0 for none.
    """
    lists = folder / "lists"
    lists.mkdir(parents=True, exist_ok=True)
    for category, names in LISTS.items():
        (lists / f"{category}.txt").write_text(names, encoding="utf-8")
    rows = [f"{category}.txt,plain,{category},block" for category in LISTS]
    header = "file,format,category,use"
    (lists / "catalogue.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    compile_folder(lists, folder / "bundle")
    (folder / "plan.json").write_text(demo_plan().to_json(), encoding="utf-8")
    config = folder / "gateway.toml"
    written = config_text(port, upstream or own_resolver(), upstream_port, page_port)
    config.write_text(written, encoding="utf-8")
    return config


def config_text(port: int, upstream: str, upstream_port: int, page_port: int) -> str:
    """The config of a filter on this machine alone."""
    page = f'\n[page]\naddresses = ["127.0.0.1"]\nport = {page_port}\n' if page_port else ""
    return f"""[listen]
addresses = ["127.0.0.1", "::1"]
port = {port}
workers = 2

[site]
bundle = "bundle"
plan = "plan.json"
private_names = ["truong.example"]

[counters]
file = "counters.sqlite"

[[upstream]]
address = "{upstream}"
port = {upstream_port}
{page}"""


def own_resolver() -> str:
    """The resolver that this machine asks."""
    try:
        lines = Path("/etc/resolv.conf").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    words = [line.split() for line in lines]
    return next((each[1] for each in words if each[:1] == ["nameserver"] and each[1:]), "127.0.0.1")


def demo_plan() -> Plan:
    """The default table of each age; games open for pupils of the upper school after lessons."""
    groups = []
    for key, words in GROUPS.items():
        table = group_named(key).table
        letters = {category: rule.verdict.value for category, rule in table.items()}
        after = (Hours((0, 1, 2, 3, 4), "17:00", "18:00", {"games": "O"}, "sau giờ học"),)
        groups.append(
            GroupPlan(
                key,
                words,
                subnets=SUBNETS[key],
                letters=letters,
                fallback="O" if key in ("staff", "guests") else "X",
                hours=after if key == "thpt" else (),
                safesearch=key != "staff",
                youtube=YOUTUBE.get(key, "open"),
                bypass=key != "staff",
            )
        )
    return Plan(
        "Trường học trình diễn",
        tuple(groups),
        fallback_group="mam_non",
        page_v4="127.0.0.1",
        zones=ZONES,
    )
