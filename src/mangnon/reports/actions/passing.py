"""The key of a report goes on with its case: sealed to the unit that is responsible now, by
somebody who can open it, and taken back from the one that is no more.

The unit that received a report keeps what it was sealed to. What is sealed to the police alone
stays with the police: its key is not under the report's.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.walls import for_the_system
from mangnon.kit import clock
from mangnon.kit.crypto import NotOpened
from mangnon.reports import keys, routing
from mangnon.reports.actions.evidence import write_down
from mangnon.reports.actions.messages import report_key
from mangnon.reports.carriers import boxes_for
from mangnon.reports.choices import Custody, EvidenceState
from mangnon.reports.models import Report, ReportKey, UnitKey
from mangnon.reports.perms import bars_unit
from mangnon.reports.refusals import NotAllowed
from mangnon.units.api import Person, Unit


@for_the_system("the key of a report goes to the unit that is responsible for its case")
@transaction.atomic
def hand_on(*, report: Report, unit: Unit, by: Person, reader: keys.Reader | None) -> bool:
    """Whether the unit opens the report from now on; called by the domain that says whose it is.

    False for a unit that must never see it, for one in which nobody could open it, and when
    `reader` does not: then it waits for somebody who does.
    """
    if not report.body or boxes_for(report, unit).exists():
        return True
    to = None if bars_unit(report, unit) else _key_of(report, unit)
    if to is None or reader is None:
        return False
    try:
        key = report_key(reader, report)
    except (NotOpened, NotAllowed):
        return False
    _seal(report, key, to, by)
    return True


def _key_of(report: Report, unit: Unit) -> UnitKey | None:
    """The unit's key, when somebody there opens it who is not barred."""
    rows = report.barred.select_related("unit", "person")
    units = [row.unit for row in rows if row.unit is not None]
    return routing.open_key(unit, units, [row.person for row in rows if row.person is not None])


def _seal(report: Report, key: bytes, to: UnitKey, by: Person) -> None:
    for unit_key, box in keys.give_key(key, [to]):
        row = {"wrapped_key": box, "handed_on_at": clock.now()}
        ReportKey.objects.update_or_create(report=report, unit_key=unit_key, defaults=row)
    facts = {"to": to.unit_id}
    record(by=by, what="report.key_given", on=report, facts=facts, unit=report.receiving_unit_id)
    files = report.evidence.filter(unit_key=None).exclude(state=EvidenceState.DESTROYED)
    for one in files.select_related("report"):
        write_down(one, Custody.KEY_GIVEN, by, to=str(to.unit))


@for_the_system("whoever is responsible no more")
@transaction.atomic
def take_back(*, report: Report, stay: Iterable[int], by: Person) -> None:
    """Only the units of these ids keep what was handed on to them; what came with the report is
    nobody's to take."""
    handed = report.keys.exclude(handed_on_at=None).exclude(unit_key__unit__in=list(stay))
    for row in handed.select_related("unit_key"):
        facts = {"to": row.unit_key.unit_id}
        row.delete()
        record(by=by, what="report.key_taken_back", on=report, facts=facts,
               unit=report.receiving_unit_id)  # fmt: skip
