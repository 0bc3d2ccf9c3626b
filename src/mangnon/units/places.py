"""The country's provinces and communes, and the offices of a province that opens the platform.

Places come from the data file of the package `vietnamadminunits`, read with sqlite3: importing the
package itself would load pandas and its parsers. Agencies and contacts come from the tables in
`data/`, each row with its source and whether it has been checked.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from mangnon.kit.env import BadSetting
from mangnon.units.choices import Certainty, CommuneKind, UnitKind
from mangnon.units.models import Commune, Contact, Province, Unit, UnitName

# Two-level government: the communes of today, and no districts, from this day on.
TWO_LEVELS_FROM = date(2025, 7, 1)
_KINDS = {"Xã": CommuneKind.XA, "Phường": CommuneKind.PHUONG, "Đặc khu": CommuneKind.DAC_KHU}


def table(name: str) -> list[dict[str, str]]:
    """The rows of one of the CSV files in `data/`."""
    text = files("mangnon.units").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def places_path() -> Path:
    """The data file of the installed package, found without importing it."""
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("vietnamadminunits")
    return Path(spec.origin).parent / "data" / "dataset.db"


def read_places(sql: str, *values: object) -> list[Any]:
    """Rows of the places' data file, opened read-only."""
    with closing(sqlite3.connect(f"{places_path().as_uri()}?mode=ro", uri=True)) as places:
        return places.execute(sql, values).fetchall()


@transaction.atomic
def load_places() -> None:
    """All 34 provinces and 3,321 communes, the home province's offices and contacts. Idempotent."""
    if not Commune.objects.exists():
        _load_provinces()
        _load_communes()
    if not Unit.objects.filter(code=settings.PROVINCE_CODE).exists():
        _refuse_unknown_province(settings.PROVINCE_CODE)
        open_province(settings.PROVINCE_CODE)
    if not Contact.objects.exists():
        _load_contacts()


def _refuse_unknown_province(code: str) -> None:
    if not Province.objects.filter(code=code).exists():
        known = ", ".join(f"{one.code} {one.name}" for one in Province.objects.order_by("code"))
        raise BadSetting(f"MANGNON_PROVINCE={code!r}: không tỉnh nào mang mã này. Các mã: {known}.")


def _load_provinces() -> None:
    rows = read_places("SELECT DISTINCT provinceCode, province FROM admin_units")
    Province.objects.bulk_create(
        [Province(code=code, name=name) for code, name in rows], ignore_conflicts=True
    )


def _load_communes() -> None:
    rows = read_places(
        "SELECT wardCode, ward, wardType, provinceCode, wardLat, wardLon, wardAreaKm2"
        " FROM admin_units"
    )
    Commune.objects.bulk_create(
        [
            Commune(
                code=code,
                name=name,
                kind=_KINDS[kind],
                province_id=province,
                lat=lat,
                lon=lon,
                area_km2=area,
            )
            for code, name, kind, province, lat, lon, area in rows
        ],
        ignore_conflicts=True,
    )


def _load_contacts() -> None:
    Contact.objects.bulk_create(
        Contact(
            order=int(row["order"]),
            province_id=row["province"] or None,
            title=row["title"],
            kind=row["kind"],
            value=row["value"],
            note=row["note"],
            source=row["source"],
            certainty=row["certainty"],
            checked_on=date.fromisoformat(row["checked_on"]) if row["checked_on"] else None,
            valid_from=TWO_LEVELS_FROM,
        )
        for row in table("contacts.csv")
    )


@transaction.atomic
def open_province(code: str) -> Unit:
    """The province's people's committee, its agencies and one committee for each commune."""
    province = Province.objects.get(code=code)
    form = "thành phố" if province.name.startswith("Thành phố") else "tỉnh"
    root = Unit(
        kind=UnitKind.PROVINCE,
        name=f"Ủy ban nhân dân {form} {province.bare_name}",
        short_name=f"UBND {form} {province.bare_name}",
        code=code,
        province=province,
        valid_from=TWO_LEVELS_FROM,
    )
    plant([root])
    _open_agencies(root)
    plant(_committee(root, commune) for commune in province.communes.all())
    return root


def _open_agencies(root: Unit) -> None:
    """Those directly under the province first: the others hang below them."""
    rows = table("agencies.csv")
    made: dict[str, Unit] = {"": root}
    for level in ([r for r in rows if not r["under"]], [r for r in rows if r["under"]]):
        units = {row["suffix"]: _agency(root, made[row["under"]], row) for row in level}
        plant(units.values(), source={row["suffix"]: row["source"] for row in level})
        made |= units


def _agency(root: Unit, parent: Unit, row: dict[str, str]) -> Unit:
    return Unit(
        kind=row["kind"],
        name=row["name"],
        short_name=row["short_name"],
        code=f"{root.code}-{row['suffix']}",
        parent=parent,
        province_id=root.province_id,
        valid_from=TWO_LEVELS_FROM,
    )


def _committee(root: Unit, commune: Commune) -> Unit:
    return Unit(
        kind=UnitKind.COMMUNE,
        name=f"Ủy ban nhân dân {commune.name_in_text}",
        short_name=f"UBND {commune.name_in_text}",
        code=commune.code,
        parent=root,
        province_id=root.province_id,
        commune=commune,
        valid_from=TWO_LEVELS_FROM,
    )


def plant(units: Iterable[Unit], *, source: dict[str, str] | None = None) -> list[Unit]:
    """Insert units whose parents exist, with their paths and their first names.

    Units are made in bulk: an id is known only after the insert, so paths follow in one update.
    """
    planted = Unit.objects.bulk_create(list(units))
    for unit in planted:
        unit.path = (unit.parent.path if unit.parent else "") + f"{unit.pk:06d}/"
    Unit.objects.bulk_update(planted, ["path"], batch_size=400)
    UnitName.objects.bulk_create(
        UnitName(
            unit=unit,
            name=unit.name,
            short_name=unit.short_name,
            address=unit.address,
            source=(source or {}).get(unit.code.split("-")[-1], ""),
            certainty=Certainty.UNCHECKED,
            valid_from=unit.valid_from,
        )
        for unit in planted
    )
    return planted
