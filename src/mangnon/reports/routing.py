"""To whom a report goes: by the place of the event, its kind, and whoever is accused.

Who is accused is barred before anything is sent anywhere, and deny beats allow: a unit that is
barred, or whose every opener is, is passed over. The end of the chain is a duty desk, always.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from mangnon.kit import clock
from mangnon.kit.briefly import briefly
from mangnon.kit.vietnamese import key as bare
from mangnon.reports import keys
from mangnon.reports.answers import Answers
from mangnon.reports.models import UnitKey
from mangnon.reports.perms import units_that_bar
from mangnon.units.api import Commune, Person, Unit, UnitKind, people_at, province_unit

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Route:
    """Where a report goes and who is kept away from it."""

    commune: Commune | None
    receiving: Unit
    keys: tuple[UnitKey, ...]
    accused_unit: Unit | None
    barred_units: tuple[Unit, ...]
    barred_people: tuple[Person, ...]


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def desks() -> list[Unit]:
    """The duty desks of the province in their order; its committee when none is set up."""
    return list(_desks(settings.PROVINCE_CODE)) or [province_unit(settings.PROVINCE_CODE)]


@briefly
def _desks(province: str) -> tuple[Unit, ...]:
    codes = [f"{province}-{row['suffix']}" for row in _rows("desks.csv")]
    found = Unit.objects.in_bulk(codes, field_name="code")
    return tuple(found[code] for code in codes if code in found and found[code].lives)


def duty_desk() -> Unit:
    return desks()[0]


def _living() -> QuerySet[Unit]:
    return Unit.objects.on(clock.today())


def commune_unit(commune: Commune | None) -> Unit | None:
    """The people's committee of a commune."""
    return _commune_unit(commune.pk) if commune else None


@briefly
def _commune_unit(commune: str) -> Unit | None:
    return _living().filter(kind=UnitKind.COMMUNE, commune_id=commune).first()


def school_named(commune: str, name: str) -> Unit | None:
    """The school of a commune that somebody means by a name, when it can be but one."""
    wanted = bare(name).removeprefix("truong ").strip()
    if not commune or not wanted:
        return None
    schools = _living().filter(kind=UnitKind.SCHOOL, commune_id=commune)
    found = [school for school in schools if wanted in bare(school.name)]
    return found[0] if len(found) == 1 else None


def route(answers: Answers, school: Unit | None) -> Route:
    """Decide. Never fails: what is not known leads to the duty desk."""
    commune = Commune.objects.filter(pk=answers.commune).first() if answers.commune else None
    if commune is None and school is not None:
        commune = school.commune
    own = commune_unit(commune)
    barred = _barred_units(answers, school, own)
    people = _barred_people(answers, [*barred, *(one for one in (own, school) if one)])
    receiving, key = _open_road(_first(answers, own), barred, people)
    also = _also(answers, receiving, barred, people)
    return Route(
        commune=commune,
        receiving=receiving,
        keys=tuple(dict.fromkeys([key, *also])),
        accused_unit=barred[0] if barred else None,
        barred_units=tuple(barred),
        barred_people=tuple(people),
    )


def _first(answers: Answers, own: Unit | None) -> Unit | None:
    to = {row["kind"]: row["to"] for row in _rows("routes.csv")}
    return None if to.get(answers.kind) == "desk" else own


def _barred_units(answers: Answers, school: Unit | None, own: Unit | None) -> list[Unit]:
    named = Unit.objects.filter(pk=answers.accused_unit).first() if answers.accused_unit else None
    works_at = {"school": school, "commune": own}.get(answers.accused)
    found = [unit for unit in (named, works_at) if unit is not None]
    if answers.accused == "police":
        found += Unit.objects.filter(kind=UnitKind.POLICE, province_id=settings.PROVINCE_CODE)
    return list(dict.fromkeys(found))


def _barred_people(answers: Answers, units: list[Unit]) -> list[Person]:
    """Accounts of these units that bear the name of whoever is accused.

    A namesake barred by mistake loses one report from sight; the accused one let in loses a child.
    """
    told = bare(answers.said.get("accused_who", ""))
    if not told.strip():
        return []
    staff = {person.pk: person for unit in [*units, *desks()] for person in people_at(unit)}
    return [one for one in staff.values() if _named(one, told)]


def _named(person: Person, told: str) -> bool:
    name = re.escape(bare(person.full_name).strip())
    return bool(name) and re.search(rf"(?<!\w){name}(?!\w)", told) is not None


def _open_road(
    first: Unit | None, barred: list[Unit], people: list[Person]
) -> tuple[Unit, UnitKey]:
    for unit in _chain(first):
        key = open_key(unit, barred, people)
        if key is not None:
            return unit, key
    # Nobody set up a key: the first desk that is not accused, kept by the installation.
    free = [desk for desk in desks() if desk not in barred] or desks()[-1:]
    return free[0], keys.desk_key(free[0])


def _chain(first: Unit | None) -> Iterator[Unit]:
    """The desks are not even looked up when the first one can read it."""
    if first is not None:
        yield first
    yield from desks()


def open_key(unit: Unit, barred: list[Unit], people: list[Person]) -> UnitKey | None:
    """The key of a unit in which somebody may open what is sealed to it."""
    key = None if unit in barred else keys.usable(unit)
    if key is None or keys.is_kept(key) or not (barred or people):
        return key
    free = keys.openers(key).exclude(pk__in=[person.pk for person in people])
    out = {one.pk for one in barred}
    return key if any(not out & units_that_bar(person) for person in free) else None


def _also(
    answers: Answers, receiving: Unit, barred: list[Unit], people: list[Person]
) -> list[UnitKey]:
    """Danger at hand is read by the duty desk too: somebody there is awake."""
    if not answers.danger_now or (desk := duty_desk()) == receiving:
        return []
    key = open_key(desk, barred, people)
    return [key] if key else []
