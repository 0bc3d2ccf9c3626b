"""The record as rows that can be taken out, bent and put back, behind the back of the program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from mangnon.base.audit import guard
from mangnon.base.audit.api import anchors, record, write_anchor
from mangnon.base.audit.chain import Entry
from mangnon.base.audit.models import AuditHead, AuditRow


@dataclass(frozen=True)
class Link:
    """A row: what it says and the hash that is written beside it."""

    entry: Entry
    hash: str


@dataclass
class Chain:
    """All rows, the head, the places that an anchor knows; `unguarded` leaves triggers away."""

    links: list[Link]
    head: tuple[int, str]
    anchored: list[int] = field(default_factory=list)
    unguarded: bool = False


def written(rows: int, anchors_every: int) -> Chain:
    """A record of so many acts, anchored now and then and at its end."""
    for number in range(1, rows + 1):
        facts = {"units": number, "to": ["Sơn Hà", "Minh Long"]}
        record(by=None, what=f"letter.step{number % 7}", on=("letter", str(number)), facts=facts)
        if number % anchors_every == 0 or number == rows:
            write_anchor()
    return read()


def read() -> Chain:
    """The record as it stands."""
    links = [Link(row.entry, row.hash) for row in AuditRow.objects.order_by("seq")]
    head = AuditHead.objects.get()
    return Chain(links, (head.seq, head.hash), [anchor.seq for anchor in anchors()])


@transaction.atomic
def put(before: Chain, after: Chain) -> None:
    """Make the tables say `after`; only rows that differ from `before` are touched."""
    old = {link.entry.seq: link for link in before.links}
    new = {link.entry.seq: link for link in after.links}
    changed = [seq for seq in old.keys() | new.keys() if old.get(seq) != new.get(seq)]
    with triggers_aside(put_back=not after.unguarded) as cursor:
        cursor.executemany("DELETE FROM audit_auditrow WHERE seq = %s", [[seq] for seq in changed])
        rows = [
            AuditRow(**vars(new[seq].entry), hash=new[seq].hash) for seq in changed if seq in new
        ]
        AuditRow.objects.bulk_create(rows, batch_size=500)
        cursor.execute("UPDATE audit_audithead SET seq = %s, hash = %s", after.head)


@contextmanager
def triggers_aside(put_back: bool) -> Iterator[Any]:
    with connection.cursor() as cursor:
        for line in guard.removing(connection.vendor):
            cursor.execute(line)
        yield cursor
        for line in guard.installing(connection.vendor) if put_back else []:
            cursor.execute(line)


def told(output: str) -> set[tuple[str, int]]:
    """What `mangnon audit verify --json` named."""
    return {(each["kind"], each["seq"]) for each in json.loads(output)["breaks"]}
