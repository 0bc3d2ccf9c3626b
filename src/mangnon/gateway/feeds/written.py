"""Names as people write them: one a line, whole addresses copied from a browser among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mangnon.gateway.engine.data import help_sites, rows_of
from mangnon.gateway.engine.names import BadName, checked

MOST_NAMES = 20_000
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was not taken: its number from 1, what stands there, why."""

    number: int
    text: str
    why: str

    def __str__(self) -> str:
        return f"Dòng {self.number}: “{self.text}” – {self.why}."


@dataclass(frozen=True, slots=True)
class Written:
    """What was read out of a person's text: each name once in its order, and the bad lines."""

    names: tuple[str, ...]
    bad: tuple[BadLine, ...]


def read_names(text: str, *, blocks: bool = True) -> Written:
    """The names of a text. `blocks`: they are to be blocked, so help sites and suffixes are not.

    What follows `#` is a remark; of a pasted address only the host counts.
    """
    names: dict[str, None] = {}
    bad: list[BadLine] = []
    for number, line in enumerate(text.splitlines(), 1):
        said = line.partition("#")[0].strip()
        if not said:
            continue
        try:
            names[_name(said, blocks)] = None
        except BadName as wrong:
            bad.append(BadLine(number, said[:_SHOWN], str(wrong)))
    if len(names) > MOST_NAMES:
        bad.append(BadLine(MOST_NAMES + 1, "…", f"danh sách chỉ nhận {MOST_NAMES} tên"))
    return Written(tuple(names), tuple(bad))


def _name(said: str, blocks: bool) -> str:
    host = _SCHEME.sub("", said).split("/")[0].rpartition("@")[2]
    host = re.sub(r":\d+$", "", host).removeprefix("*.")
    name = checked(host.encode()).decode()
    if blocks:
        _refuse_harm(name)
    return name


def _refuse_harm(name: str) -> None:
    """Raises BadName for what would shut children off from help, or half of the country's sites."""
    wide = suffixes().get(name)
    if wide is not None:
        raise BadName(f"là {wide}, chặn sẽ mất mọi trang bên dưới")
    for site in help_sites():
        if name == site or name.endswith(f".{site}") or site.endswith(f".{name}"):
            raise BadName(f"là nơi trẻ em tìm giúp đỡ ({site}), không bao giờ chặn")


@lru_cache(maxsize=1)
def suffixes() -> dict[str, str]:
    return {row["name"]: row["why"] for row in rows_of("suffixes.csv")}
