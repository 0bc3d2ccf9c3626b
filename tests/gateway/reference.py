"""The rules, slow and obvious: what the index is compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mangnon.gateway.engine.decide import Asking
from mangnon.gateway.engine.rules import Reach, Rule


@dataclass(frozen=True)
class Said:
    """A rule as its list says it."""

    category: str
    rule: Rule


def speaks_of(rule: Rule, name: str, asking: Asking) -> bool:
    if rule.pattern:
        meant = re.search(rule.pattern, name) is not None
    else:
        at = rule.name.decode()
        below, same = name.endswith(f".{at}"), name == at
        meant = {
            Reach.EXACT: same,
            Reach.BELOW: below,
            Reach.SUBTREE: same or below,
        }[rule.reach]
    narrowed = (
        (bool(rule.qtypes) and asking.qtype not in rule.qtypes)
        or asking.qtype in rule.not_qtypes
        or (bool(rule.clients) and not asking.clients & rule.clients)
        or bool(asking.clients & rule.not_clients)
        or any(
            name == free or name.endswith(f".{free}") for free in map(bytes.decode, rule.denyallow)
        )
    )
    return meant and not narrowed


def blocking_categories(rules: list[Said], name: str, asking: Asking) -> set[str]:
    """The categories that block a name: `$important`, or blocked and not excepted by its own."""
    speaking = [said for said in rules if speaks_of(said.rule, name, asking)]
    important = {s.category for s in speaking if s.rule.important and not s.rule.allow}
    blocked = {s.category for s in speaking if not s.rule.allow and not s.rule.important}
    excepted = {s.category for s in speaking if s.rule.allow}
    return important | (blocked - excepted)
