"""Who may hold keys of units, and who must never see a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from mangnon.base.walls import for_the_system
from mangnon.reports.models import Barred, Report
from mangnon.units.api import Person, Role, Unit, UnitKind, scope_of

# Roles whose work is with reports and cases; a school's people report, and read nothing.
KEY_ROLES = frozenset(
    {
        Role.PROVINCIAL_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.COMMUNE_WORKER,
        Role.COMMUNE_LEADER,
        Role.COUNSELLOR,
        Role.POLICE_LIAISON,
    }
)


def can_hold_key(person: Person, unit: Unit) -> bool:
    """Hold a unit's key: who works there in a role of `KEY_ROLES`; no school has a key."""
    if unit.kind == UnitKind.SCHOOL or not unit.lives:
        return False
    return bool(scope_of(person).roles_at(unit) & KEY_ROLES)


CALL_ROLES = frozenset(
    {
        Role.PROVINCIAL_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.COMMUNE_WORKER,
        Role.COUNSELLOR,
    }
)


def can_take_calls(person: Person) -> bool:
    """Write down for somebody at the telephone, at the desk, on paper: whose work it is."""
    return bool(scope_of(person).roles & CALL_ROLES)


def can_manage_partners(person: Person) -> bool:
    """Give keys of the API and take them back: officers of the province."""
    return Role.PROVINCIAL_OFFICER in scope_of(person).roles


def key_units(person: Person) -> list[Unit]:
    """The units whose keys this person may hold."""
    return [unit for unit in scope_of(person).homes if can_hold_key(person, unit)]


def receives(person: Person, report: Report) -> bool:
    """Whether the report came to a unit of theirs, or of their province: what `reports_visible_to`
    says of one that is not barred from them and no test, but for whose case they carry; without a
    query."""
    units = {unit.pk for unit in key_units(person)}
    above = [one for one in scope_of(person).held if one.role == Role.PROVINCIAL_OFFICER]
    if not units or report.receiving_unit_id in units or not above:
        return report.receiving_unit_id in units
    return any(report.receiving_unit.path.startswith(one.root) for one in above)


HOLD_ROLES = frozenset({Role.PROVINCIAL_OFFICER, Role.POLICE_LIAISON})


def can_hold_report(person: Person, report: Report) -> bool:
    """Keep a report from being erased: officers of the province, and the police whose it is."""
    return receives(person, report) and bool(scope_of(person).roles & HOLD_ROLES)


def can_open_matters(person: Person) -> bool:
    """Set a passphrase and open what units of theirs may read."""
    return bool(key_units(person))


def barring(person: Person) -> Q:
    """The condition, on rows of `Barred`, that they bar this person: alone, or with a unit at which
    or below which the person holds any role.

    A province's committee bars its own people only: the offices below it are agencies of their own,
    and somebody must be left to read.
    """
    return Q(person=person) | Q(unit__in=units_that_bar(person))


def units_that_bar(person: Person) -> set[int]:
    """The ids of the units which, when barred, bar this person too."""
    homes = scope_of(person).homes
    above = {int(pk) for home in homes for pk in home.path.strip("/").split("/")[1:]}
    return above | {home.pk for home in homes}


def barred_from(person: Person, report: Any) -> QuerySet[Barred]:
    """What keeps a person from a report, or from the one a query names by an OuterRef."""
    return Barred.objects.filter(barring(person), report=report)


def barred_reports(person: Person) -> QuerySet[Barred, Any]:
    """The ids of all reports that are barred from a person, for leaving them out of counts."""
    return Barred.objects.filter(barring(person)).values("report_id")


def reports_barred_at(units: Iterable[int]) -> QuerySet[Barred, Any]:
    """The ids of the reports that one of these units, or somebody of them, must never see."""
    ids = list(units)
    return Barred.objects.filter(Q(unit__in=ids) | Q(person__grants__unit__in=ids)).values(
        "report_id"
    )


def bars_unit(report: Report, unit: Unit) -> bool:
    """Whether a unit, or one above it but for the province's committee, must never see a report."""
    above = {int(pk) for pk in unit.path.strip("/").split("/")[1:]} | {unit.pk}
    return report.barred.filter(unit__in=above).exists()


def is_barred(person: Person, report: Report) -> bool:
    """Deny beats allow: asked before everything else, and of rows that who is barred never sees."""
    with for_the_system("who is barred"):
        return barred_from(person, report).exists()
