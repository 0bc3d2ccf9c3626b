"""The names that are measured with, real and invented, and the files for the senders."""

from __future__ import annotations

import itertools
import random
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from mangnon.gateway.engine.plan import Allowance, GroupPlan, Hours, Plan  # noqa: E402
from mangnon.gateway.lists.catalogue import catalogue_of  # noqa: E402
from mangnon.gateway.lists.model import Tally  # noqa: E402
from mangnon.gateway.lists.reading import read_rules  # noqa: E402

LISTS = ROOT.parent / "shared" / "data" / "lists"
ASKED, OPEN, CLIENTS = 20_000, 5_000, 8
KINDS = ("blocked", "cached", "mixed")
PAGE, ELSEWHERE = "10.1.0.1", "192.0.2.7"  # what we say of a blocked name; what `echo answer` says
ALL_DAYS = (0, 1, 2, 3, 4, 5, 6)
Names = list[tuple[str, str]]


@dataclass(frozen=True)
class Listing:
    """(name, category) in a fixed random order; how many of them are invented."""

    names: Names
    invented: int


def listed_names(folder: Path, count: int) -> Listing:
    """Plain blocking rules of real lists, each name once; invented ones fill what is missing."""
    found: dict[str, str] = {}
    for listed in catalogue_of(folder) if folder.is_dir() else ():
        if listed.use != "block":
            continue
        with (folder / listed.file).open("rb") as file:
            for _, rule in read_rules(file.read().splitlines(), listed.form, Tally()):
                if rule.plain and not rule.allow and not rule.reach:
                    found.setdefault(rule.name.decode(), listed.category)
    names = sorted(found.items())
    chance = random.Random(3)
    chance.shuffle(names)
    names = names[:count]
    missing = count - len(names)
    names += [(_invented(chance, number), "gambling") for number in range(missing)]
    chance.shuffle(names)
    return Listing(names, missing)


def some_of(names: Names) -> list[str]:
    """Fifty, from the first to the last: who knows them knows all."""
    return [name for name, _ in [*names[:: max(1, len(names) // 49)], names[-1]]]


def share(lines: list[str], client: int) -> list[str]:
    """What one client of the sender asks of a file."""
    begin, end = (len(lines) * place // CLIENTS for place in (client, client + 1))
    return lines[begin:end]


def _invented(chance: random.Random, number: int) -> str:
    """About as long as real names, 18 letters."""
    letters = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=5))
    return f"{letters}{number}.example"


def write_questions(folder: Path, names: Names, asked_names: int = ASKED) -> None:
    """Files of `b NAME` and `o NAME` for the senders, one for each kind. A quarter is www."""
    chance = random.Random(5)
    some = chance.sample(names, min(asked_names, len(names)))
    asked = [f"b {'www.' if chance.random() < 0.25 else ''}{name}" for name, _ in some]
    opened = [f"o trang{number}.mo{number % 97}.example" for number in range(OPEN)]
    mixed = list[str]()
    for client in range(CLIENTS):
        mine, open_to_me = share(asked, client), itertools.cycle(share(opened, client))
        mixed += [name for pair in zip(mine, open_to_me, strict=False) for name in pair]
    for kind, lines in zip(KINDS, (asked, opened, mixed), strict=True):
        (folder / kind).write_text("\n".join(lines) + "\n")


def plan(categories: list[str], groups: int = 6, revision: int = 0) -> Plan:
    """Everything on: groups by subnet, each with hours, own lists and allowances, SafeSearch.

    All that is listed is blocked for every group, whoever of the sender's eight addresses asks.
    """
    letters = dict.fromkeys(categories, "X") | {categories[0]: "L"}
    hours = (Hours(ALL_DAYS, "00:00", "23:59", {categories[-1]: "A"}, "giờ học"),)
    made = [
        GroupPlan(
            f"group{number}",
            f"nhóm {number}",
            subnets=(f"127.0.{number // 250}.{number % 250 + 1}/32",),
            letters=letters,
            hours=hours,
            own_block=("cam.example",),
            own_allow=("mo.example",),
            allowances=(Allowance("bai-hoc.example", "2099-01-01T00:00:00+07:00"),),
        )
        for number in range(groups)
    ]
    return Plan("bench", tuple(made), "group0", page_v4=PAGE, revision=revision)


def write_lists(folder: Path, names: Names, lists: int = 0) -> list[str]:
    """The names as lists with a catalogue; as many lists as wanted, else one for each category."""
    of_list: dict[tuple[str, str], list[str]] = {}
    for place, (name, category) in enumerate(names):
        number = place % lists if lists else 0
        key = (f"{number}.txt", f"loai-{number % 64}") if lists else (f"{category}.txt", category)
        of_list.setdefault(key, []).append(name)
    folder.mkdir(parents=True)
    rows = ["file,format,category,use"]
    for (file, category), some in of_list.items():
        (folder / file).write_text("\n".join(some) + "\n")
        rows.append(f"{file},plain,{category},block")
    (folder / "catalogue.csv").write_text("\n".join(rows) + "\n")
    return list(dict.fromkeys(category for _, category in of_list))
