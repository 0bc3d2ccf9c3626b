"""After the storm: each receipt that was shown against what is kept, and what is kept in itself."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

import django

from tests.reports.faults.reporter import Acknowledged


@dataclass(frozen=True)
class Account:
    """Every number must be 0 but the first: what was promised and is not so.

    lost: a shown receipt finds nothing, or another report; unread: no key of a unit opens what was
    told; twice: one form became two reports; unrecorded: a report without its one row in the
    record, or a row without a report; halves: a report without a receipt or a key; breaks: of the
    chain of the record.
    """

    kept: int
    lost: int
    unread: int
    twice: int
    unrecorded: int
    halves: int
    breaks: int

    @property
    def holds(self) -> bool:
        figures = asdict(self)
        return not any(figures[name] for name in figures if name != "kept")


def set_up(environment: dict[str, str]) -> None:
    """Django in this process, on the database of a stack that was started with this."""
    os.environ.update(environment)
    django.setup()
    from mangnon.base.walls import whole_program_asks

    whole_program_asks("a reconciliation after a run")


def reconcile(shown: Iterable[Acknowledged]) -> Account:
    """Django must be set up on the database of the run."""
    from django.db.models import Count

    from mangnon.base.audit.api import AuditRow, verify
    from mangnon.reports.models import Report

    told, unread = words_of_all()
    by_receipt = dict(_found(shown))
    recorded = Counter(
        AuditRow.objects.filter(what="report.opened").values_list("on_id", flat=True)
    )
    ids = {str(pk) for pk in Report.objects.values_list("pk", flat=True)}
    whole = Report.objects.annotate(of=Count("keys")).filter(of__gt=0, receipt__isnull=False)
    return Account(
        kept=len(ids),
        lost=sum(pk is None or pk not in told[one.what] for one, pk in by_receipt.items()),
        unread=unread,
        twice=sum(len(told[one.what]) > 1 for one in by_receipt),
        unrecorded=sum(recorded[pk] != (pk in ids) for pk in ids | set(recorded)),
        halves=len(ids) - whole.count(),
        breaks=len(verify()),
    )


def _found(shown: Iterable[Acknowledged]) -> Iterator[tuple[Acknowledged, Any]]:
    """Each with the id of the report that its receipt opens, as the page would open it."""
    from django.db import transaction

    from mangnon.reports.actions.receipts import open_receipt
    from mangnon.reports.refusals import Invalid

    rest = iter(shown)
    while some := list(islice(rest, 500)):
        with transaction.atomic():  # else two flushes to the disk for each
            for one in some:
                try:
                    yield one, open_receipt(one.receipt).report.pk
                except Invalid:
                    yield one, None


def words_of_all() -> tuple[dict[str, list[Any]], int]:
    """What was told -> the reports that tell it, opened as an officer opens them; and how many no
    unit's key opens."""
    from mangnon.kit import sealing
    from mangnon.kit.crypto import NotOpened
    from mangnon.reports import keys
    from mangnon.reports.answers import contents_of
    from mangnon.reports.models import Report

    told: dict[str, list[Any]] = defaultdict(list)
    reader, unread = _reader(), 0
    for report in Report.objects.prefetch_related("keys").iterator(chunk_size=500):
        try:
            key = keys.key_for(reader, report.keys.all())
            body = sealing.opened(key, bytes(report.body), f"report:{report.pk}:body")
            told[contents_of(body).what].append(report.pk)
        except NotOpened:
            unread += 1
    return told, unread


def _reader() -> Any:
    """All officers of the demo at once, with the keys that the installation keeps for a desk."""
    from mangnon.reports import keys
    from mangnon.reports.models import PersonKey, UnitKey
    from mangnon.units.api import DEMO_PASSWORD, Person

    privates = {
        key.pk: keys.kept_private(key) for key in UnitKey.objects.all() if keys.is_kept(key)
    }
    for own in PersonKey.objects.select_related("person"):
        private = keys.opened_private(own.person, DEMO_PASSWORD)
        privates |= keys.reader_with(own.person, private).unit_privates
    return keys.Reader(Person(), privates)
