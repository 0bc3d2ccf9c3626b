"""The rules, slow and obvious: what the index is compared with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mangnon.gateway.engine import data
from mangnon.gateway.engine.decide import Asking
from mangnon.gateway.engine.plan import GroupPlan, Hours, Plan
from mangnon.gateway.engine.rules import Reach, Rule

UNLAWFUL = ("child-abuse", "terrorism", "ordered")
CATEGORIES = ("adult", "games", "ads", "terrorism")
SERVICES = {key: service.names for key, service in data.services().items()}
HELP = data.help_sites()


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


def excepted_categories(rules: list[Said], name: str, asking: Asking) -> set[str]:
    return {s.category for s in rules if s.rule.allow and speaks_of(s.rule, name, asking)}


def in_force(hours: Hours, local: datetime) -> bool:
    """Whether one of the spans that begin today or yesterday holds the moment."""
    for day in (local.date(), local.date() - timedelta(days=1)):
        if day.weekday() not in hours.days:
            continue
        if hours.from_on and day < date.fromisoformat(hours.from_on):
            continue
        if hours.until_on and day > date.fromisoformat(hours.until_on):
            continue
        begins = datetime.combine(day, time.fromisoformat(hours.begins), local.tzinfo)
        ends = datetime.combine(day, time.fromisoformat(hours.ends), local.tzinfo)
        if ends <= begins:
            ends += timedelta(days=1)
        if begins <= local < ends:
            return True
    return False


def at_or_below(name: str, some: Iterable[str]) -> list[str]:
    """Those of some names at or below which a name stands."""
    return [each for each in some if name == each or name.endswith(f".{each}")]


@dataclass(frozen=True)
class Slow:
    """Lists and a plan at a moment, for one group; order: of the categories in the index."""

    rules: list[Said]
    order: list[str]
    plan: Plan
    group: GroupPlan
    at: datetime
    looks: Callable[[str], str] = lambda name: ""

    def letters(self) -> dict[str, str]:
        letters = dict(self.group.letters)
        local = self.at.astimezone(ZoneInfo(self.plan.timezone))
        for hours in self.group.hours:
            if in_force(hours, local):
                for key, letter in hours.letters.items():
                    if self.group.letters.get(key) != "L":
                        letters[key] = letter
        return letters

    def open_now(self) -> set[str]:
        """What allowances open at the moment, without `nhóm:`."""
        return {
            each.what.removeprefix("nhóm:")
            for each in self.group.allowances
            if datetime.fromisoformat(each.until) > self.at
        }

    def letter(self, category: str) -> str:
        if category in UNLAWFUL:
            return "L"
        return self.letters().get(category, self.group.fallback)

    def locked(self, category: str) -> bool:
        anywhere = any(group.letters.get(category) == "L" for group in self.plan.groups)
        return category in UNLAWFUL or anywhere

    def shut(self, category: str) -> bool:
        letter = self.letter(category)
        return letter == "L" or (letter in "XA" and category not in self.open_now())

    def own(self, name: str) -> list[tuple[int, int, str, str]]:
        """(strength, length, what, word): all own rules that speak of a name, the best last."""
        found = []
        letters, opened = self.letters(), self.open_now()
        for key, letter in letters.items():
            if not key.startswith("dv:"):
                continue
            for each in at_or_below(name, SERVICES[key.removeprefix("dv:")]):
                strength = 4 if letter == "L" else 1
                what = "open" if letter == "O" or (letter in "XA" and key in opened) else "block"
                sign = "+" if letter == "O" else "=" if what == "open" else ""
                found.append((strength, len(each), what, sign + key))
        found += [(2, len(n), "block", "own") for n in at_or_below(name, self.group.own_block)]
        # Said later and therefore stronger where the very same name is on both lists.
        found += [(2, len(n), "let", "1") for n in at_or_below(name, self.group.own_allow)]
        found += [(2, len(n), "let", "2") for n in at_or_below(name, opened - set(CATEGORIES))
                  if not n.startswith("dv:")]  # fmt: skip
        found += [(3, len(n), "open", "") for n in at_or_below(name, HELP)]
        found += [(4, len(n) + 1, "block", "ordered") for n in at_or_below(name, self.plan.ordered)]
        rank = {"block": 0, "open": 0, "let": 1}
        return sorted(found, key=lambda each: (each[0], each[1], rank[each[2]], each[3]))

    def first(self, categories: set[str]) -> str:
        return next(each for each in self.order if each in categories)

    def verdict(self, name: str, asking: Asking) -> tuple[bool, str]:
        """Whether a name is blocked, and the word under which it counts."""
        against = blocking_categories(self.rules, name, asking)
        hits = {each for each in against if self.shut(each)}
        if any(self.locked(each) for each in hits):
            return True, self.first({each for each in hits if self.locked(each)})
        own = self.own(name)
        if own:
            what, word = own[-1][2:]
            if what == "let" and word == "2":
                return False, "=" + (self.first(hits) if hits else "own")
            if what == "let":
                return False, "+" + self.first(against) if against else ""
            return what == "block", word
        if hits:
            return True, self.first(hits)
        lifted = {each for each in against if self.letter(each) in "XA"}
        if lifted:
            return False, "=" + self.first(lifted)
        if against:
            return False, "+" + self.first(against)
        spoken = any(mentions(each.rule, name, asking) for each in self.rules)
        looks = "" if spoken or self.group.unknown == "open" else self.looks(name)
        if looks and self.group.unknown == "flag":
            return False, "?" + looks
        return bool(looks), f"looks-{looks}" if looks else ""

    def way(self, name: str, targets: list[str], asking: Asking) -> str:
        """The word by which an open name is blocked for where it leads; blank: it is not."""
        excepted = excepted_categories(self.rules, name, asking)
        opened = bool(self.own(name))
        for target in targets:
            against = blocking_categories(self.rules, target, asking) - excepted
            hits = {each for each in against if self.shut(each)}
            if any(self.locked(each) for each in hits):
                return self.first({each for each in hits if self.locked(each)})
            own = self.own(target)
            if own and own[-1][2] == "block" and (own[-1][0] == 4 or not opened):
                return own[-1][3]
            if not own and hits and not opened:
                return self.first(hits)
        return ""


def mentions(rule: Rule, name: str, asking: Asking) -> bool:
    """Whether a rule stands at a name or above it, or its pattern fits: somebody knows the name."""
    if rule.pattern:
        return speaks_of(rule, name, asking)
    return bool(at_or_below(name, [rule.name.decode()]))
