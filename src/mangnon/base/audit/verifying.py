"""Reading the whole chain and naming every place where it does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from typing import Any

from django.db import connection

from mangnon.base.audit import guard
from mangnon.base.audit.anchor import Anchor, anchors
from mangnon.base.audit.chain import GENESIS, Entry, canonical
from mangnon.base.audit.models import AuditHead, AuditRow

# A row as a plain tuple: what the chain covers, in the order of `Entry`, and then its hash.
_FIELDS = (*(field.name for field in fields(Entry)), "hash")


@dataclass(frozen=True)
class Break:
    """A place where the record was tampered with.

    kind: `changed`, `missing`, `unlinked`, `truncated`, `head`, `added`, `anchor` or `guard`;
    seq: the row concerned; words: for the screen.
    """

    kind: str
    seq: int
    words: str

    def as_dict(self) -> dict[str, str | int]:
        return asdict(self)


@dataclass(frozen=True)
class Verdict:
    """How many rows were read, where the chain ends, what is broken."""

    rows: int
    seq: int
    hash: str
    breaks: list[Break]

    @property
    def ok(self) -> bool:
        return not self.breaks


def verify(*, kept: tuple[int, str] | None = None) -> list[Break]:
    """Every break in the record, in order; an empty list when it holds.

    `kept` is a head (seq, hash) written down outside the machine. Rows are streamed, and the
    head is read first, so that rows added meanwhile do not disturb.
    """
    return judge(kept=kept).breaks


def judge(*, kept: tuple[int, str] | None = None) -> Verdict:
    """As `verify`, with the count of rows and the head."""
    head = AuditHead.objects.filter(pk=1).first()
    known = _by_place(list(anchors()), kept)
    walk = _Walk(known)
    rows = AuditRow.objects.order_by("seq").values_list(*_FIELDS)
    if head is not None:
        rows = rows.filter(seq__lte=head.seq)
    breaks = [each for row in rows.iterator(chunk_size=2000) for each in walk.step(row)]
    breaks += _end(walk, head)
    breaks += _unguarded()
    breaks += [_forged(anchor) for anchor in anchors() if not anchor.genuine]
    breaks += walk.beyond()
    return Verdict(walk.rows, walk.seq, walk.hash, breaks)


class _Walk:
    """The state of reading: the last place and hash, and the anchors still to be met."""

    def __init__(self, known: dict[int, str]) -> None:
        self.rows, self.seq, self.hash, self.known = 0, 0, GENESIS, dict(known)

    def step(self, row: tuple[Any, ...]) -> Iterator[Break]:
        *said, digest = row
        seq, previous = said[0], said[-1]
        if seq != self.seq + 1:
            yield Break("missing", self.seq + 1, f"Thiếu {_span(self.seq + 1, seq - 1)}.")
        elif previous != self.hash:
            yield Break("unlinked", seq, f"Bản ghi {seq} không nối với bản ghi {self.seq}.")
        if sha256(canonical(tuple(said))).hexdigest() != digest:
            yield Break("changed", seq, f"Bản ghi {seq} đã bị sửa.")
        anchored = self.known.pop(seq, None)
        if anchored is not None and anchored != digest:
            yield Break("anchor", seq, f"Bản ghi {seq} khác với dấu neo đã ghi bên ngoài.")
        self.rows, self.seq, self.hash = self.rows + 1, seq, digest

    def beyond(self) -> list[Break]:
        """Anchors of rows that are not there; the first and the last say enough."""
        if not (lost := [seq for seq in self.known if seq > self.seq]):
            return []
        return [
            Break("truncated", self.seq + 1, f"Thiếu {_span(self.seq + 1, max(lost))} (dấu neo).")
        ]


def _end(walk: _Walk, head: AuditHead | None) -> list[Break]:
    if head is None:
        words = "Mất dòng ghi điểm cuối của nhật ký."
        return [Break("head", walk.seq, words)] if walk.rows else []
    if head.seq > walk.seq:
        return [Break("truncated", walk.seq + 1, f"Thiếu {_span(walk.seq + 1, head.seq)} ở cuối.")]
    if head.hash != walk.hash:
        return [Break("head", walk.seq, "Điểm cuối của nhật ký không khớp bản ghi cuối.")]
    return _added(head)


def _added(head: AuditHead) -> list[Break]:
    """Rows past the head that `record` did not write. The head is read after the rows."""
    beyond = AuditRow.objects.filter(seq__gt=head.seq).order_by("seq").last()
    now = AuditHead.objects.filter(pk=1).first()
    if beyond is None or (now is not None and now.seq >= beyond.seq):
        return []
    return [Break("added", beyond.seq, f"Bản ghi {beyond.seq} được thêm ngoài hệ thống.")]


def _unguarded() -> list[Break]:
    """Triggers that are gone or were rewritten: whoever lays them aside means to change a row."""
    with connection.cursor() as cursor:
        cursor.execute(guard.standing(connection.vendor))
        found = dict(cursor.fetchall())
    wanted = guard.expected(connection.vendor)
    lost = [name for name, said in wanted.items() if found.get(name) != said]
    return [Break("guard", 0, f"Chốt chặn {name} trên nhật ký đã bị gỡ hoặc sửa.") for name in lost]


def _by_place(found: list[Anchor], kept: tuple[int, str] | None) -> dict[int, str]:
    """The hash that each anchored place must have; the earliest anchor of a place counts."""
    known: dict[int, str] = {}
    for anchor in found:
        if anchor.genuine:
            known.setdefault(anchor.seq, anchor.hash)
    if kept:
        known[kept[0]] = kept[1]
    return known


def _forged(anchor: Anchor) -> Break:
    return Break("anchor", anchor.seq, f"Dấu neo của bản ghi {anchor.seq} bị sửa hoặc hỏng.")


def _span(first: int, last: int) -> str:
    return f"bản ghi {first}" if first == last else f"các bản ghi {first}–{last}"
