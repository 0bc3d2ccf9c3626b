"""The forms in which a group's rules are written for other programs, behind one registry.

Each form says what it cannot say (`Beyond`); nothing is left out in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mangnon.gateway.engine.rules import Reach
from mangnon.gateway.publish.effective import Beyond, Group, Statement
from mangnon.gateway.publish.special import Kind, Special, specials_of

_NO_TREE = "dạng này chỉ nói được về một tên cùng mọi tên bên dưới"
_NO_PASS = "dạng này không có ngoại lệ: các tên ấy vẫn bị chặn"  # noqa: S105
_ONE_NAME = "dạng hosts chỉ chặn đúng từng tên, không chặn mọi tên bên dưới"
_TOO_DEEP = "ngoại lệ lồng quá sâu đối với cú pháp AdGuard"


@dataclass(frozen=True)
class Form:
    """A way of writing: `comment` begins a remark; `write` gives the lines of a group."""

    comment: str
    write: Callable[[Group, Beyond], Iterator[str]]


def _adguard(group: Group, beyond: Beyond) -> Iterator[str]:
    """`$important` outweighs an exception, so that three levels can be said."""
    group.conditional(beyond)
    for special in specials_of(group):
        if special.target or not special.known:
            answer = special.target or "NXDOMAIN;;"
            yield f"|{special.name.decode()}^$dnsrewrite={answer}"
        else:
            yield from (f"|{special.name.decode()}^$dnsrewrite={to}" for to in special.addresses)
    marks = {Reach.SUBTREE: "||", Reach.EXACT: "|", Reach.BELOW: "||*."}
    for said in group.statements(_three_levels, beyond):
        side = "" if said.blocks else "@@"
        yield f"{side}{marks[said.reach]}{said.name.decode()}^{'$important' * (said.level == 2)}"


def _dnsmasq(group: Group, beyond: Beyond) -> Iterator[str]:
    """The longest name decides; `/*.name/` is what is below a name alone."""
    _count_specials(group, beyond)
    for said in group.statements(_any, beyond):
        name = said.name.decode()
        block, free = f"address=/{name}/", f"server=/{name}/#"
        below_block, below_free = f"address=/*.{name}/", f"server=/*.{name}/#"
        if said.reach is Reach.SUBTREE:
            yield block if said.blocks else free
        else:
            yield block if said.whole else free
            yield below_block if said.below else below_free


def _unbound(group: Group, beyond: Beyond) -> Iterator[str]:
    """The longest zone decides."""
    _count_specials(group, beyond)
    yield "server:"
    for said in group.statements(_trees_only, beyond):
        kind = "always_nxdomain" if said.blocks else "always_transparent"
        yield f'local-zone: "{said.name.decode()}." {kind}'


def _plain(group: Group, beyond: Beyond) -> Iterator[str]:
    _count_specials(group, beyond)
    for said in group.statements(_blocked_trees_only, beyond):
        yield said.name.decode()


def _hosts(group: Group, beyond: Beyond) -> Iterator[str]:
    """Every blocked name that a list prints: what is below it cannot be said."""
    _count_specials(group, beyond)
    trees = Beyond()
    for said in group.statements(_any, trees):
        if said.below:
            beyond.add(_ONE_NAME, said.name.decode())
    for name, blocked in group.names():
        if blocked:
            yield f"0.0.0.0 {name.decode()}"


def _any(said: Statement) -> str:
    return ""


def _three_levels(said: Statement) -> str:
    return _TOO_DEEP if said.level > 2 else ""


def _trees_only(said: Statement) -> str:
    return "" if said.reach is Reach.SUBTREE else _NO_TREE


def _blocked_trees_only(said: Statement) -> str:
    return _trees_only(said) if said.blocks else _NO_PASS


def _count_specials(group: Group, beyond: Beyond) -> None:
    group.conditional(beyond)
    for special in specials_of(group):
        beyond.add(_special_words(special), special.name.decode())


def _special_words(special: Special) -> str:
    where = "" if special.kind is Kind.LOCAL else ": có trong dạng rpz và adguard"
    return f"{special.kind.value}{where}"


# A response policy zone has a serial and is written by `zonefile`.
FORMS: dict[str, Form] = {
    "adguard": Form("!", _adguard),
    "dnsmasq": Form("#", _dnsmasq),
    "hosts": Form("#", _hosts),
    "unbound": Form("#", _unbound),
    "plain": Form("#", _plain),
}
