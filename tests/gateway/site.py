"""An invented school: lists, a plan and its table, for the tests of the filter."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from mangnon.gateway.compiling import Building
from mangnon.gateway.engine import index
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.plan import Allowance, GroupPlan, Hours, Plan
from mangnon.gateway.engine.rules import Rule
from mangnon.gateway.lists.catalogue import Listed

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # Monday, 12:00 in Viet Nam
LISTS = {
    "adult": ["xau.example"],
    "games": ["tro-choi.example", "choi.example"],
    "ordered": ["cam.example"],
}


def site_index(folder: Path) -> Index:
    return built_index(folder, LISTS)


def built_index(folder: Path, lists: dict[str, list[str]]) -> Index:
    building = Building()
    for category, names in lists.items():
        listed = Listed(f"{category}.txt", "plain", category)
        building.add_list(listed, [(n, Rule(name.encode())) for n, name in enumerate(names, 1)])
    index.write(building.contents(), folder / "index.bin")
    return Index(folder / "index.bin")


def site_plan(**changes: object) -> Plan:
    pupils = GroupPlan(
        "tieu_hoc",
        "tiểu học",
        subnets=("10.1.0.0/16", "2001:db8:1::/48"),
        letters={"adult": "X", "games": "A", "ordered": "L"},
        hours=(Hours((0, 1, 2, 3, 4), "16:00", "17:00", {"games": "O", "ordered": "O"}),),
    )
    staff = GroupPlan(
        "staff",
        "giáo viên",
        subnets=("10.1.9.0/24",),
        letters={"adult": "X", "games": "O", "ordered": "L"},
        fallback="O",
        own_block=("ban-hang.example",),
        own_allow=("tot.xau.example", "cam.example"),
        allowances=(Allowance("xau.example", "2026-11-23T12:30:00+07:00"),),
    )
    plan = Plan("Trường trình diễn", (pupils, staff), "tieu_hoc", page_v4="10.1.0.1")
    return Plan(**{**vars(plan), **changes})  # type: ignore[arg-type]
