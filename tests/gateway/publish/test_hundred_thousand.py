"""Names of the real lists and beside them: every resolver answers as the filter decides.

100,000 of them with MANGNON_NAMES=100000 (`make soak ONLY=verdicts`), one in five otherwise.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mangnon.gateway.compiling import compile_folder
from mangnon.gateway.engine import names
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.judge import Judge
from mangnon.gateway.engine.plan import Plan, compiled
from mangnon.gateway.lists.catalogue import Listed, catalogue_of
from mangnon.gateway.lists.model import Tally
from mangnon.gateway.lists.reading import read_rules
from mangnon.gateway.policies import default_plan
from mangnon.gateway.publish.exporting import export
from mangnon.gateway.publish.refreshing import read_moment
from tests.gateway.publish.publishing import ZONE, publishing
from tests.gateway.publish.resolvers import (
    Resolver,
    bind,
    dnsmasq,
    everybody,
    program,
    recursor,
    unbound,
)
from tests.gateway.publish.site import NOON, pupils

REAL = Path(__file__).parents[4] / "shared" / "data" / "lists"
PER_LIST, KINDS = 1_500, 100_000
ASKED = int(os.environ.get("MANGNON_NAMES", "20000"))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (REAL / "catalogue.csv").exists(), reason="the real lists are not on this machine"
    ),
]


@dataclass
class World:
    """Lists cut to a size that every resolver loads in seconds, a plan, and what is asked."""

    folder: Path
    plan: Plan
    wanted: dict[str, bool]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder, dice = tmp_path_factory.mktemp("many"), random.Random(14)
    listed, open_names = _cut(folder / "lists", dice)
    free = [f"tot.{name}" for name in dice.sample(listed, 800)]
    with (folder / "lists/giup.txt").open("w") as file:
        file.write("\n".join(free[:400]))
    only = pupils(
        letters=default_plan().groups[2].letters,
        own_allow=tuple(free[400:]),
        own_block=tuple(dice.sample(open_names, 200)) + tuple(f"xau.{name}" for name in free[:200]),
        safesearch=False,
        youtube="open",
        bypass=False,
    )
    plan = Plan("Trường An Bình", (only,), "thcs", mode="nxdomain")
    (folder / "plan.json").write_text(plan.to_json(), encoding="utf-8")
    asked = _asked(listed, open_names, free, dice)
    return World(folder, plan, _wanted(folder, plan, asked))


def _cut(folder: Path, dice: random.Random) -> tuple[list[str], list[str]]:
    """A piece of every list; the names in the pieces, and names that are in none of them."""
    folder.mkdir()
    rows, listed, others = ["file,format,category,use"], [], []
    for number, each in enumerate(catalogue_of(REAL)):
        lines = (REAL / each.file).read_bytes().splitlines()
        dice.shuffle(lines)
        others += _names(lines[PER_LIST : 3 * PER_LIST], each)
        if each.use == "benign":
            continue
        listed += _names(lines[:PER_LIST], each)
        (folder / f"{number}.txt").write_bytes(b"\n".join(lines[:PER_LIST]))
        rows.append(f"{number}.txt,{each.form},{each.category},block")
    (folder / "catalogue.csv").write_text("\n".join([*rows, "giup.txt,plain,help,allow", ""]))
    return listed, sorted(set(others) - set(listed))


def _names(lines: list[bytes], listed: Listed) -> list[str]:
    rules = read_rules(lines, listed.form, Tally())
    return [rule.name.decode() for _, rule in rules if 0 < len(rule.name) < 200]


def _asked(listed: list[str], others: list[str], free: list[str], dice: random.Random) -> list[str]:
    """Blocked names, names below and beside and above them, exceptions, and open ones."""
    found = dict.fromkeys(listed)
    found.update((f"{before}.{name}", None) for name in free for before in ("www", "xau", "a.xau"))
    found.update(dict.fromkeys(free))
    makes = (
        lambda name: f"www.{name}",
        lambda name: f"a.b-c.{name}",
        lambda name: f"x{name}",
        lambda name: f"{name}.vn",
        lambda name: name.split(".", 1)[1] if name.count(".") > 1 else f"oi-{name}",
    )
    for make in makes:
        found.update((make(name), None) for name in dice.sample(listed, 9_000))
    found.update(dict.fromkeys(dice.sample(others, min(len(others), KINDS - len(found)))))
    return dice.sample(list(found), min(len(found), ASKED))


def _wanted(folder: Path, plan: Plan, asked: list[str]) -> dict[str, bool]:
    """What the filter decides, with the bundle that it would follow."""
    compile_folder(folder / "lists", folder / "bundle")
    index = Index(folder / "bundle/index.bin")
    judge = Judge(index, compiled(plan, index, NOON))
    fits = [re.compile(each["pattern"]) for each in index.patterns]  # no zone can say these
    return {
        name: judge.judge(names.wire(name.encode()), 0).blocked
        for name in asked
        if not any(pattern.search(name) for pattern in fits)
    }


@pytest.fixture(scope="module")
def upstream() -> Iterator[int]:
    with everybody() as port:
        yield port


def differing(wanted: dict[str, bool], said: dict[str, bool]) -> list[str]:
    return [name for name, blocked in wanted.items() if said[name] != blocked]


def test_the_names_are_of_every_kind(world: World) -> None:
    blocked = sum(world.wanted.values())
    assert len(world.wanted) > 0.99 * ASKED
    assert 0.4 < blocked / ASKED < 0.8
    assert sum(name.startswith("tot.") for name in world.wanted) > 0.007 * ASKED


@pytest.mark.parametrize(("form", "resolver"), [("rpz", "unbound"), ("dnsmasq", "dnsmasq")])
def test_a_file(world: World, upstream: int, tmp_path: Path, form: str, resolver: str) -> None:
    program(resolver)
    at = read_moment(world.folder / "lists", world.folder / "plan.json", NOON)
    export(at, "thcs", form, tmp_path / "thcs", NOON)
    running = (
        unbound(tmp_path, upstream, ZONE, file=tmp_path / "thcs")
        if resolver == "unbound"
        else dnsmasq(tmp_path, upstream, tmp_path / "thcs")
    )
    with running as server:
        assert differing(world.wanted, server.blocks(world.wanted)) == []


def _whole(server: Resolver) -> bool:
    """BIND takes a zone in piece by piece, answering meanwhile, and says when it is done."""
    log = server.log.read_text()
    return log.count("reload start") == log.count("reload done")


@pytest.mark.parametrize("resolver", ["named", "pdns_recursor"])
def test_a_signed_transfer(world: World, upstream: int, resolver: str) -> None:
    program(resolver)
    starts = {"named": bind, "pdns_recursor": recursor}[resolver]
    some = random.Random(5).sample([name for name in world.wanted if world.wanted[name]], 50)
    with (
        publishing(world.folder, world.plan) as running,
        starts(world.folder, upstream, ZONE, running.port) as server,
    ):
        assert server.until(lambda: all(server.blocks(some).values()) and _whole(server))
        assert differing(world.wanted, server.blocks(world.wanted)) == []
        assert "gửi trọn vùng" in running.log
