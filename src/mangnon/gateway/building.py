"""An index while it grows, list by list; on the numbers of the bundle before, where there is one.

A small change of the lists shall change few bytes of the index, since they travel to schools over
thin lines. So the prime, the numbers of lists and of meanings, and the number of slots stay as they
were as long as they serve; the place of a name depends on nothing else (see `index.tables`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mangnon.gateway.engine import fingerprint, index, names
from mangnon.gateway.engine.index import Index, Layout, Source
from mangnon.gateway.engine.meaning import Meanings, item
from mangnon.gateway.engine.rules import Rule
from mangnon.gateway.lists.catalogue import Listed

MOST_UNUSED = 1000  # meanings that nothing has any more, before they are numbered anew


class BundleRefused(Exception):
    """A bundle that is not put in force; says why. The one in place stays."""


@dataclass
class Building:
    """The index while it grows."""

    prime: int = field(default_factory=fingerprint.new_prime)
    names: dict[int, int] = field(default_factory=dict)
    meanings: Meanings = field(default_factory=Meanings)
    sources: list[index.Source] = field(default_factory=list)
    narrow: list[dict[str, Any]] = field(default_factory=list)
    patterns: list[dict[str, Any]] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    layout: Layout | None = None

    @staticmethod
    def after(before: Index, lists: Sequence[Listed]) -> Building:
        """A building on the numbers of an earlier index. lists: all that will be added.

        A list that is gone leaves its number to a new one, else its name stands without rules.
        """
        sources, wanted = list(before.sources), [source_of(listed) for listed in lists]
        free = [number for number, source in enumerate(sources) if source not in wanted]
        for source in wanted:
            if source in sources:
                continue
            if free:
                sources[free.pop(0)] = source
            else:
                sources.append(source)
        for number in free:  # nothing speaks under it any more, so it may not hold a category
            sources[number] = Source(sources[number].name, wanted[0].category)
        used = len(set(before.values))
        known = before.meanings if len(before.meanings) - used <= MOST_UNUSED else [()]
        layout = Layout(before.slots, before.begin)
        meanings = Meanings(known)
        return Building(before.prime, meanings=meanings, sources=sources, layout=layout)

    def add_list(self, listed: Listed, rules: Iterable[tuple[int, Rule]]) -> None:
        """Take in every rule of a list: (line, Rule) pairs."""
        said = source_of(listed)
        if said not in self.sources:
            self.sources.append(said)
        source, allows = self.sources.index(said), listed.use == "allow"
        mark, known, step = source.to_bytes(2, "big"), self.names, self.meanings.with_item
        prime, of_wire = self.prime, names.wire
        common = item(source, Rule(b"x").reach, allow=allows, important=False, narrow=False)
        for line, rule in rules:
            if not rule.plain:
                self._add_narrow(source, line, rule)
                continue
            new = common
            if rule.reach or rule.allow or rule.important:
                new = _item(source, rule, usual_allow=allows)
            # Horner's number of the wire bytes, see `fingerprint`; in line for speed.
            found = int.from_bytes(of_wire(rule.name), "little") % prime + 1
            known[found] = step(known.get(found, 0), new)
            self.lines.append(found.to_bytes(7, "big") + mark + line.to_bytes(4, "big"))

    def _add_narrow(self, source: int, line: int, rule: Rule) -> None:
        said = {
            "source": source,
            "line": line,
            "allow": rule.allow,
            "important": rule.important,
            "reach": int(rule.reach),
            "qtypes": sorted(rule.qtypes),
            "not_qtypes": sorted(rule.not_qtypes),
            "clients": sorted(rule.clients),
            "not_clients": sorted(rule.not_clients),
            "denyallow": [name.decode() for name in rule.denyallow],
        }
        if rule.pattern:
            self.patterns.append({**said, "pattern": rule.pattern})
            return
        mark = fingerprint.of(names.wire(rule.name), self.prime)
        narrow = item(source, rule.reach, allow=rule.allow, important=rule.important, narrow=True)
        self.names[mark] = self.meanings.with_item(self.names.get(mark, 0), narrow)
        self.narrow.append({**said, "mark": mark})

    def contents(self) -> index.Contents:
        categories = list(dict.fromkeys(source.category for source in self.sources))
        if len(categories) > index.MOST_CATEGORIES:
            raise BundleRefused(f"có {len(categories)} nhóm nội dung, nhiều hơn 64")
        return index.Contents(
            self.prime,
            self.names,
            self.meanings.items,
            self.sources,
            categories,
            self.narrow,
            self.patterns,
            self.layout,
        )


def source_of(listed: Listed) -> Source:
    return Source(listed.file, listed.category, excepts_all=listed.use == "allow")


def _item(source: int, rule: Rule, *, usual_allow: bool) -> int:
    return item(
        source,
        rule.reach,
        allow=rule.allow or usual_allow,
        important=rule.important,
        narrow=False,
    )
