"""Any list to rules: formats by name behind one registry, and a guess where none is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mangnon.gateway.engine.rules import Blank, Rejected, Rule
from mangnon.gateway.lists import names
from mangnon.gateway.lists.adblock import BadFilter, adblock
from mangnon.gateway.lists.model import LineReader, Lines, Tally
from mangnon.gateway.lists.rpz import RpzReader

# A maker and not a reader, since a zone file has a state.
FORMATS: dict[str, Callable[[], LineReader]] = {
    "plain": lambda: names.plain,
    "wildcard": lambda: names.wildcard,
    "hosts": lambda: names.hosts,
    "dnsmasq": lambda: names.dnsmasq,
    "unbound": lambda: names.unbound,
    "rpz": RpzReader,
    "abp": lambda: adblock,
}
_LINE_MOST = 4096


class UnknownFormat(ValueError):
    """A format that no reader knows."""


def read_rules(lines: Lines, form: str, tally: Tally) -> Iterator[tuple[int, Rule]]:
    """Each rule with the number of its line, from 1; rejected lines are counted in the tally.

    A `$badfilter` line takes back rules of the same list: those lists are read whole first.
    Raises UnknownFormat.
    """
    if form not in FORMATS:
        raise UnknownFormat(f"định dạng {form!r}: chỉ biết {', '.join(FORMATS)}")
    if form == "abp":
        yield from _without_taken_back(lines, tally)
        return
    read = FORMATS[form]()
    for number, line in enumerate(lines, 1):
        try:
            rules = read(line if number > 1 else line.removeprefix(b"\xef\xbb\xbf"))
        except Blank:
            continue
        except Rejected as reason:
            tally.reject(str(reason), number)
            continue
        for rule in rules:
            tally.rules += 1
            yield number, rule


def _without_taken_back(lines: Lines, tally: Tally) -> Iterator[tuple[int, Rule]]:
    kept: list[tuple[int, Rule]] = []
    taken: set[Rule] = set()
    for number, line in enumerate(lines, 1):
        try:
            if len(line) > _LINE_MOST:
                raise Rejected("dòng quá dài")
            kept += [(number, rule) for rule in adblock(line)]
        except Blank:
            continue
        except BadFilter as back:
            taken.update(back.rules)
        except Rejected as reason:
            tally.reject(str(reason), number)
    for number, rule in kept:
        if rule in taken:
            tally.reject("bị chính danh sách rút lại ($badfilter)", number)
            continue
        tally.rules += 1
        yield number, rule


def guess_format(head: bytes) -> str:
    """The likeliest format of a list from its first kilobytes: the one that rejects least."""
    lines = [line for line in head.splitlines()[:400] if line.strip()]
    scores = {form: _score(lines, form) for form in ("hosts", "abp", "dnsmasq", "unbound", "rpz")}
    best = max(scores, key=lambda form: scores[form])
    plain = _score(lines, "plain")
    return best if scores[best] > plain else "plain"


def _score(lines: list[bytes], form: str) -> int:
    tally = Tally()
    rules = sum(1 for _ in read_rules(lines, form, tally))
    return rules - sum(tally.rejected.values())
