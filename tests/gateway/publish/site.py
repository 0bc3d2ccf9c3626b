"""Invented lists and a plan whose rules nest, for the tests of what is published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from mangnon.gateway.engine import names
from mangnon.gateway.engine.plan import GroupPlan, Plan
from mangnon.gateway.publish.effective import Group, moment
from mangnon.gateway.publish.gather import gathered

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # Monday, 12:00 in Viet Nam
LETTERS = {"ads": "X", "adult": "X", "games": "A", "ordered": "L"}
# file, format, category, use -> content
LISTS: Mapping[str, str] = {
    "adult.txt,plain,adult,block": "xau.example\nquang-cao.bao.example\nsau.tot.xau.example\n",
    "games.abp,abp,games,block": "||choi.example^\n@@||hoc.choi.example^\n||*.kho.example^\n"
    "|mot.example^\n||thi.hoc.choi.example^$important\n",
    "ads.abp,abp,ads,block": "||dem.example^$dnstype=A\n/^ad[0-9]+\\.example$/\n||bao.example^\n",
    "lenh.txt,plain,ordered,block": "cam.example\n",
    "giup.txt,plain,help,allow": "tot.xau.example\n",
}


def write_lists(folder: Path, lists: Mapping[str, str] = LISTS) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for row, content in lists.items():
        (folder / row.split(",")[0]).write_text(content, encoding="utf-8")
    rows = ["file,format,category,use", *lists, ""]
    (folder / "catalogue.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder


def pupils(**changes: object) -> GroupPlan:
    group = GroupPlan(
        "thcs",
        "trung học cơ sở",
        letters=LETTERS,
        own_block=("ban-hang.example", "lai.bai.bao.example"),
        own_allow=("bai.bao.example", "cam.example"),
        safesearch=True,
        youtube="strict",
    )
    return GroupPlan(**{**vars(group), **changes})  # type: ignore[arg-type]


def plan(*groups: GroupPlan, **changes: object) -> Plan:
    wanted = groups or (pupils(), GroupPlan("staff", "giáo viên", fallback="O", safesearch=False))
    made = Plan("Trường An Bình", wanted, wanted[0].key, mode="nxdomain")
    return Plan(**{**vars(made), **changes})  # type: ignore[arg-type]


def group_of(lists: Path, wanted: Plan | None = None, key: str = "thcs") -> Group:
    return moment(gathered(lists), wanted or plan(), NOON).group(key)


def blocked(group: Group, name: str) -> bool:
    return group.blocked(names.wire(name.encode()))
