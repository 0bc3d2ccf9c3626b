"""Many send in the same moment: each has a receipt, and nobody's report becomes two."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from mangnon.base.audit.api import verify
from mangnon.base.audit.models import AuditRow
from mangnon.reports.actions.receipts import open_receipt
from mangnon.reports.models import Receipt, Report
from tests.reports.cast import make_province, tell
from tests.reports.faults.reconcile import reconcile
from tests.reports.faults.reporter import Acknowledged

# PostgreSQL of the tests has 200 places; more wait in the pool, as behind granian's threads.
_AT_ONCE = 50


def at_once(count: int, send: Callable[[int], Any]) -> list[Any]:
    """What `send` gives for each number, all begun in the same moment."""
    side_by_side = min(count, _AT_ONCE if connection.vendor == "postgresql" else 16)
    gate = Barrier(side_by_side)

    def one(number: int) -> Any:
        if number < side_by_side:
            gate.wait(30)
        try:
            return send(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(side_by_side) as pool:
        return list(pool.map(one, range(count)))


def words(number: int) -> str:
    return f"Bạn lấy cặp của em, lần thứ {number}."


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [2, 10, 50, 200])
def test_each_of_many_has_a_receipt_of_its_own(count: int) -> None:
    make_province()

    opened = at_once(count, lambda number: tell(words(number), commune="21289"))

    assert len({one.receipt for one in opened}) == count
    assert len({one.report.number for one in opened}) == count
    assert Report.objects.count() == Receipt.objects.count() == count
    assert AuditRow.objects.filter(what="report.opened").count() == count
    assert verify() == []
    first = opened[0]
    assert open_receipt(first.receipt).report.pk == first.report.pk


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_fifty_times_at_once_is_one_report_with_one_receipt() -> None:
    make_province()

    opened = at_once(50, lambda number: tell(words(1), token="cung-mot-to-don"))

    assert len({one.receipt for one in opened}) == 1
    assert opened[0].receipt is not None
    assert Report.objects.count() == Receipt.objects.count() == 1
    assert AuditRow.objects.filter(what="report.opened").count() == 1


@pytest.mark.django_db
def test_the_account_after_a_storm_names_what_is_missing() -> None:
    """What the programs of this folder would say if a promise were broken."""
    make_province()
    shown = [Acknowledged(tell(words(number)).receipt, words(number), "") for number in range(4)]
    whole = reconcile(shown)
    assert whole.holds
    assert whole.kept == 4

    tell(words(1), token="lan-hai")
    Report.objects.filter(receipt__lookup=shown[0].receipt.replace("-", "")[:7]).delete()
    receipt = Receipt.objects.get(lookup=shown[2].receipt.replace("-", "")[:7])
    Report.objects.filter(pk=receipt.report_id).update(body=b"x" * 60)
    Receipt.objects.filter(lookup=shown[3].receipt.replace("-", "")[:7]).delete()

    broken = reconcile(shown)

    assert not broken.holds
    assert broken.kept == 4
    assert broken.lost == 3  # deleted, without a receipt, and not to be read
    assert broken.unread == 1
    assert broken.twice == 1
    assert broken.unrecorded == 1
    assert broken.halves == 1
    assert broken.breaks == 0
