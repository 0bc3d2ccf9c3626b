"""The filter's own verdict, asked on the platform: same plan, same bundle, same rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from mangnon.gateway.engine import names
from mangnon.gateway.engine.decide import Decider
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.plan import SERVICE
from mangnon.gateway.explaining import Explanation, Lines, explained
from mangnon.gateway.inheriting import CATEGORY, Resolved, Said, name_of, resolve
from mangnon.gateway.models import ListSource, OrderedName, Site
from mangnon.gateway.planning import plan_of, resolved, said_by
from mangnon.gateway.policies import GROUPS
from mangnon.gateway.queries.bundles import current_bundle_folder
from mangnon.gateway.queries.lists import orders_on
from mangnon.gateway.serve.site import guess_of
from mangnon.gateway.serve.special import Specials
from mangnon.units.api import Unit, UnitKind


class NoBundle(Exception):
    """No list is in use yet: nothing can be explained."""


@lru_cache(maxsize=2)
def _opened(folder: Path) -> tuple[Index, Lines | None]:
    """A bundle's folder never changes: mapped once, shared by everybody who asks."""
    return Index(folder / "index.bin"), Lines.of_bundle(folder)


def bundle_in_use() -> tuple[Index, Lines | None]:
    """Raises NoBundle."""
    return _opened(_folder())


def _folder() -> Path:
    """Raises NoBundle."""
    folder = current_bundle_folder()
    if folder is None:
        raise NoBundle("Chưa có danh sách nào đang dùng.")
    return folder


def explain(site: Site, group: str, name: str, at: datetime) -> Explanation:
    """What the site's filter does with a name for a group at a moment, and why: with the same name
    model, too, that speaks of names which no list knows.

    Raises BadName, UnknownGroup and NoBundle.
    """
    folder, plan = _folder(), plan_of(site)
    index, lines = _opened(folder)
    guess = guess_of(folder, Specials(plan))
    return explained(index, lines, plan, name, group, at, guess=guess)


def deciding(said: Explanation) -> str:
    """The category or service whose letter decides, also for a name that is open although a list
    has it; blank when none does."""
    if said.category:
        return said.category
    return said.reasons[0].category if said.reasons and said.verdict else ""


@dataclass(frozen=True)
class SpokenLine:
    """A line of a list about the name. title: the list as the catalogue calls it."""

    title: str
    line: int
    category: str
    says: str
    at: str


def named_lines(said: Explanation) -> list[SpokenLine]:
    """Every line that spoke, with its list's title. One query."""
    keys = {reason.file.removesuffix(".txt") for reason in said.reasons}
    titles = dict(ListSource.objects.filter(key__in=keys).values_list("key", "title"))
    return [
        SpokenLine(
            titles.get(reason.file.removesuffix(".txt"), reason.file),
            reason.line,
            name_of(reason.category),
            reason.says,
            reason.at,
        )
        for reason in said.reasons
    ]


def paper_of(name: str) -> OrderedName | None:
    """The order that shuts a name, with its paper."""
    return max(orders_on(name), key=lambda order: len(order.name), default=None)


def rule_about(unit: Unit, group: str, category: str) -> Resolved | None:
    """Who set the letter or level by which a name is judged, and why; None where none is."""
    what = category if category.startswith(SERVICE) else CATEGORY + category
    if category.startswith("looks-"):
        what = "unknown"
    return resolved(unit, group).get(what)


def barred_names(unit: Unit, group: str, wanted: Iterable[str]) -> list[str]:
    """Why a school may not open some names by its own list: a list has them under something that
    stands shut above the school. The province may open anything that is not locked."""
    if unit.kind != UnitKind.SCHOOL:
        return []
    try:
        index, _ = bundle_in_use()
    except NoBundle:
        return []
    shut = _shut_above(unit, group)
    found = []
    for name in wanted:
        if barred := sorted(shut & set(_categories(index, name))):
            words = ", ".join(name_of(key) for key in barred)
            found.append(f"{name}: thuộc nhóm “{words}” mà cấp trên chặn; hãy báo chặn nhầm.")
    return found


def _shut_above(unit: Unit, group: str) -> set[str]:
    """The categories that no group of those meant may open by the school's own word."""
    above: list[Said] = [each for each in said_by(unit) if not each.of_school]
    groups = (group,) if group else tuple(GROUPS)
    shut = [
        {
            what.removeprefix(CATEGORY)
            for what, each in resolve(key, above).items()
            if what.startswith(CATEGORY) and each.value in "XL"
        }
        for key in groups
    ]
    return set.union(*shut)


def _categories(index: Index, name: str) -> list[str]:
    mask = Decider(index).touched(names.wire(names.checked(name.encode()))).mask
    return [each for each in index.categories if mask & index.bit(each)]
