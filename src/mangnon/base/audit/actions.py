"""Adding to the record. The row stands or falls with the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.db import connection, models, transaction

from mangnon.base.audit.chain import GENESIS, Entry, plain
from mangnon.base.audit.models import AuditHead, AuditRow
from mangnon.base.audit.queries import Thing, named
from mangnon.kit import clock

# Any fixed number that no other part of the system locks on.
_CHAIN_LOCK = 7_106_511


class Actor(Protocol):
    """Whoever acts: a person with a primary key."""

    @property
    def pk(self) -> Any: ...


def record(
    *,
    by: Actor | None,
    what: str,
    on: Thing,
    facts: Mapping[str, Any] | None = None,
    unit: Any = None,
) -> AuditRow:
    """Add one act to the record, in the caller's transaction.

    `by` is the person, None for the system itself; `what` a short English name such as
    `directive.issued`; `on` the row acted on, or a pair (type, id); `facts` counts, states and ids
    (never names, e-mails or words about a child); `unit` the unit or its id where `on` does not
    tell it.
    """
    return record_many(by=by, what=what, on=[on], facts=facts, unit=unit)[0]


# No savepoint of its own: what cannot be recorded must not stand.
@transaction.atomic(savepoint=False)
def record_many(
    *,
    by: Actor | None,
    what: str,
    on: Iterable[Thing],
    facts: Mapping[str, Any] | None = None,
    unit: Any = None,
) -> list[AuditRow]:
    """Add the same act upon many things, one row each, with one write: for bulk actions."""
    things = list(on)
    if not things:
        return []
    head = _locked_head()
    said = {"by": str(by.pk) if by is not None else "", "what": what, "facts": plain(facts or {})}
    rows = _chained(head, things, said, unit)
    AuditRow.objects.bulk_create(rows, batch_size=500)
    AuditHead.objects.filter(pk=1).update(seq=rows[-1].seq, hash=rows[-1].hash)
    return rows


def _locked_head() -> AuditHead:
    """The end of the chain, held until the transaction ends so that no two rows share a place.

    SQLite begins its transactions IMMEDIATE, so there the caller already is the only writer; on
    PostgreSQL the row is locked, and whoever waited for it reads it as the one before left it.
    The place comes from the head and not from the last row: were the last rows cut off, a chain
    that went on from what is left would hide the cut.
    """
    if (head := _head()) is not None:
        return head
    if connection.vendor == "postgresql":  # the first two rows of all may come at once
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
        if (head := _head()) is not None:
            return head
    last = AuditRow.objects.order_by("seq").last()
    return AuditHead.objects.create(
        pk=1, seq=last.seq if last else 0, hash=last.hash if last else GENESIS
    )


def _head() -> AuditHead | None:
    return AuditHead.objects.select_for_update().filter(pk=1).first()


def _chained(
    head: AuditHead, things: list[Thing], said: dict[str, Any], unit: Any
) -> list[AuditRow]:
    rows: list[AuditRow] = []
    at, previous = clock.now(), head.hash
    for seq, thing in enumerate(things, start=head.seq + 1):
        on_type, on_id = named(thing)
        entry = Entry(
            seq=seq,
            at=at,
            on_type=on_type,
            on_id=on_id,
            unit=_unit_of(thing, unit),
            previous=previous,
            **said,
        )
        previous = entry.digest()
        rows.append(AuditRow(**vars(entry), hash=previous))
    return rows


def _unit_of(thing: Thing, unit: Any) -> str:
    """The id of the unit concerned: as told, else the thing itself when it is one, else its own."""
    if unit is not None:
        return str(getattr(unit, "pk", unit))
    if isinstance(thing, models.Model) and thing._meta.label_lower == "units.unit":
        return str(thing.pk)
    own = getattr(thing, "unit_id", None)
    return "" if own is None else str(own)
