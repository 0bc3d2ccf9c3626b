"""Offices and places that letters still name and that are gone, with what stands there today.

Offices come from `data/former_offices.csv`; communes and districts before 01/7/2025 from the
conversion tables of `vietnamadminunits`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from mangnon.units.naming import said
from mangnon.units.places import places_path, read_places, table


@dataclass(frozen=True)
class FormerOffice:
    """Words that no longer name an office, why, and what to propose (see `addressees.selected`)."""

    words: str
    why: str
    now: tuple[str, ...]


@dataclass(frozen=True)
class FormerPlace:
    """A commune or a district before 01/7/2025 and the codes of today's communes on its land."""

    words: str
    name: str
    communes: frozenset[str]


@cache
def former_offices() -> tuple[FormerOffice, ...]:
    return tuple(
        FormerOffice(said(row["words"]), row["said"], tuple(row["now"].split("|")))
        for row in table("former_offices.csv")
    )


@cache
def former_places(province_code: str) -> tuple[FormerPlace, ...]:
    """The old communes and districts on the land of one of today's provinces."""
    today = _communes_by_old_key(province_code)
    communes: list[FormerPlace] = []
    districts: dict[str, set[str]] = defaultdict(set)
    for key, district, ward in _old_rows(tuple(today)):
        if ward:
            name = f"{ward}, {_small(district)}"
            communes.append(FormerPlace(said(ward), name, frozenset(today[key])))
        districts[district] |= today[key]
    return (
        *communes,
        *(FormerPlace(said(name), name, frozenset(codes)) for name, codes in districts.items()),
    )


def _small(name: str) -> str:
    return name[0].lower() + name[1:]


def _old_rows(keys: tuple[str, ...]) -> list[tuple[str, str, str]]:
    rows = read_places(
        "SELECT provinceKey || '_' || districtKey || '_' || coalesce(wardKey, ''), district, ward"
        " FROM admin_units_legacy"
    )
    wanted = set(keys)
    return [row for row in rows if row[0] in wanted]


def _communes_by_old_key(province_code: str) -> dict[str, set[str]]:
    """`tinhkontum_thanhphokontum_phuongquyetthang` -> codes of today's communes."""
    rows = read_places(
        "SELECT provinceKey, wardKey, wardCode FROM admin_units WHERE provinceCode = ?",
        province_code,
    )
    if not rows:
        return {}
    province, codes = rows[0][0], {ward: code for _, ward, code in rows}
    found: dict[str, set[str]] = defaultdict(set)
    for new, olds in _conversion()["DICT_PROVINCE_WARD_NO_DIVIDED"].get(province, {}).items():
        for old in olds:
            found[old].add(codes[new])
    for old, news in _conversion()["DICT_PROVINCE_WARD_DIVIDED"].get(province, {}).items():
        found[old] |= {codes[new["newWardKey"]] for new in news}
    return found


@cache
def _conversion() -> dict[str, Any]:
    path = places_path().with_name("converter_2025.json")
    tables: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return tables
