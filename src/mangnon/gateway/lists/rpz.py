"""Response policy zones: a zone file whose CNAMEs say what to do with a name.

Owner names are relative to the zone's origin. `CNAME .` is NXDOMAIN, `CNAME *.` is NODATA,
`rpz-passthru.` lets pass, `rpz-drop.` is silence (a block here). Triggers on addresses and name
servers (`.rpz-ip`, `.rpz-nsdname` …) are beyond a filter of names and counted as such.
"""

from __future__ import annotations

import re

from mangnon.gateway.engine.names import BadName, checked
from mangnon.gateway.engine.rules import Blank, Reach, Rejected, Rule

_RECORD = re.compile(rb"(\S+)\s+(?:\d+\s+)?(?:IN\s+)?(?:\d+\s+)?([A-Z]+)\s+(\S+).*", re.IGNORECASE)
_BLOCKS = frozenset({b".", b"*.", b"rpz-drop.", b"rpz-drop"})
_PASSES = frozenset({b"rpz-passthru.", b"rpz-passthru"})
_BEYOND = re.compile(rb"\.rpz-(ip|client-ip|nsip|nsdname)\b")


class RpzReader:
    """Reads a zone line by line; remembers `$ORIGIN` and the zone's own name."""

    def __init__(self) -> None:
        self._origin = b""

    def __call__(self, line: bytes) -> list[Rule]:
        line = line.split(b";", 1)[0].rstrip()
        if not line:
            raise Blank
        if line.startswith(b"$"):
            self._directive(line)
            raise Blank
        found = _RECORD.fullmatch(line.strip())
        if found is None:
            raise (
                Blank
                if line[:1].isspace() or b"(" in line or b")" in line
                else Rejected("không phải bản ghi của vùng RPZ")
            )
        return [self._rule(found[1].lower(), found[2].upper(), found[3].lower())]

    def _directive(self, line: bytes) -> None:
        words = line.split()
        if words[0].upper() == b"$ORIGIN" and len(words) > 1:
            self._origin = words[1].lower().rstrip(b".")

    def _rule(self, owner: bytes, kind: bytes, target: bytes) -> Rule:
        if owner == b"@" or kind in {b"SOA", b"NS", b"TXT"}:
            raise Blank
        if _BEYOND.search(owner):
            raise Rejected("luật theo địa chỉ hoặc máy chủ tên, không theo tên miền")
        if kind != b"CNAME":
            raise Rejected("thay bằng một địa chỉ, không phải chặn")
        name, reach = self._owner(owner)
        if target in _PASSES:
            return Rule(name, reach, allow=True)
        if target not in _BLOCKS:
            raise Rejected("chuyển sang tên khác, không phải chặn")
        return Rule(name, reach)

    def _owner(self, owner: bytes) -> tuple[bytes, Reach]:
        if owner.endswith(b"."):
            owner = owner.rstrip(b".")
            if self._origin and owner.endswith(b"." + self._origin):
                owner = owner[: -len(self._origin) - 1]
        reach = Reach.EXACT
        if owner.startswith(b"*."):
            owner, reach = owner[2:], Reach.BELOW
        try:
            return checked(owner), reach
        except BadName as wrong:
            raise Rejected(str(wrong)) from None
