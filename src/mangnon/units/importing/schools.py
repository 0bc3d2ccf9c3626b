"""A list of schools: which are new, which change, which lines are wrong."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from mangnon.kit.vietnamese import key
from mangnon.units.choices import Role, SchoolLevel, UnitKind
from mangnon.units.importing.plan import (
    CHANGED,
    NEW,
    SAME,
    Change,
    Plan,
    Wrong,
    check_cells,
    needed,
)
from mangnon.units.importing.tables import Heading, Row, Table
from mangnon.units.models import EDUCATION_SUFFIX, Person, Unit
from mangnon.units.naming import said
from mangnon.units.perms import Scope, scope_of, today

CODE = Heading("Mã trường", ("mã", "mã đơn vị"), needed=True)
NAME = Heading("Tên trường", ("tên", "tên đơn vị"), needed=True)
LEVELS = Heading("Cấp học", ("cấp",), needed=True)
COMMUNE_CODE = Heading("Mã xã", ("mã xã phường", "mã xã/phường/đặc khu"))
COMMUNE = Heading("Xã, phường, đặc khu", ("xã", "phường", "xã phường", "tên xã", "xã/phường"))
ADDRESS = Heading("Địa chỉ")
HEADINGS = (CODE, NAME, LEVELS, COMMUNE_CODE, COMMUNE, ADDRESS)

_CODE_SHAPE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{1,19}$")
_LEVEL_WORDS = {
    SchoolLevel.MAM_NON: ("mầm non", "mẫu giáo", "mn"),
    SchoolLevel.TIEU_HOC: ("tiểu học", "th", "tieu hoc"),
    SchoolLevel.THCS: ("thcs", "trung học cơ sở", "cấp 2"),
    SchoolLevel.THPT: ("thpt", "trung học phổ thông", "cấp 3"),
}
_LEVEL_OF = {key(word): level for level, words in _LEVEL_WORDS.items() for word in words}


@dataclass
class Ground:
    """What the list is compared with: read once, whatever its length."""

    province_id: str
    manager: Unit
    communes: dict[str, Unit]
    by_name: dict[str, list[Unit]]
    schools: dict[str, Unit]
    others: set[str]
    seen: dict[str, int] = field(default_factory=dict)
    named: dict[tuple[str, str], str] = field(default_factory=dict)


def plan_schools(table: Table, *, by: Person) -> Plan:
    """What the list would do. Writes nothing."""
    ground = _ground(scope_of(by))
    plan = Plan()
    for row in table.rows:
        try:
            plan.changes.append(_change(row, ground))
        except Wrong as wrong:
            plan.problems.append(wrong.at(row.line))
    return plan


def _ground(scope: Scope) -> Ground:
    province_id = next(
        held.unit.province_id
        for held in scope.held
        if held.role == Role.PROVINCIAL_OFFICER or held.unit.is_education_department
    )
    living = Unit.objects.on(today()).filter(province_id=province_id).select_related("commune")
    units = list(living)
    communes = [unit for unit in units if unit.kind == UnitKind.COMMUNE and unit.commune]
    by_name: dict[str, list[Unit]] = defaultdict(list)
    for unit in communes:
        assert unit.commune is not None  # noqa: S101 - filtered above
        for name in (unit.commune.name, unit.commune.bare_name, unit.short_name):
            by_name[said(name)].append(unit)
    schools = {unit.code: unit for unit in units if unit.kind == UnitKind.SCHOOL}
    codes = Unit.objects.exclude(code__in=schools).values_list("code", flat=True)
    return Ground(
        province_id=province_id or "",
        manager=next(unit for unit in units if unit.code == f"{province_id}{EDUCATION_SUFFIX}"),
        communes={unit.code: unit for unit in communes},
        by_name=by_name,
        schools=schools,
        others=set(codes),
        named={(said(u.name), u.commune_id or ""): u.code for u in schools.values()},
    )


def _change(row: Row, ground: Ground) -> Change:
    check_cells(row)
    code = _code(row, ground)
    name = needed(row, NAME.name, most=200)
    levels = _levels(row)
    commune = _commune(row, ground)
    _refuse_twin(row, code, name, commune, ground)
    ground.seen[code] = row.line
    parent = ground.manager if SchoolLevel.THPT in levels else commune
    values: dict[str, object] = {
        "code": code,
        "name": name,
        "levels": [str(level) for level in levels],
        "commune_id": commune.commune_id,
        "parent_id": parent.pk,
        "line_manager_id": ground.manager.pk,
        "province_id": ground.province_id,
        "address": row[ADDRESS.name][:300],
    }
    return _compared(row, values, ground.schools.get(code), ground)


def _code(row: Row, ground: Ground) -> str:
    code = needed(row, CODE.name, most=20)
    if not _CODE_SHAPE.match(code):
        raise Wrong(CODE.name, code, "Mã chỉ gồm chữ không dấu, chữ số, dấu chấm và gạch nối.")
    if code in ground.seen:
        raise Wrong(CODE.name, code, f"Trùng với dòng {ground.seen[code]}.")
    if code in ground.others:
        raise Wrong(CODE.name, code, "Mã này đã thuộc một đơn vị khác, không phải trường của tỉnh.")
    return code


def _levels(row: Row) -> list[SchoolLevel]:
    words = needed(row, LEVELS.name, most=200)
    found = set()
    for part in re.split(r"\s*[,;+/&]\s*|\s+và\s+|\s+-\s+", words):
        level = _LEVEL_OF.get(key(part))
        if level is None:
            names = ", ".join(level.label for level in SchoolLevel)
            raise Wrong(LEVELS.name, words, f"Không có cấp “{part}”. Ghi: {names}.")
        found.add(level)
    return [level for level in SchoolLevel if level in found]


def _commune(row: Row, ground: Ground) -> Unit:
    code, name = row[COMMUNE_CODE.name], row[COMMUNE.name]
    if not code and not name:
        raise Wrong(COMMUNE_CODE.name, "", "Ghi mã xã hoặc tên xã, phường, đặc khu.")
    named = ground.by_name.get(said(name), []) if name else []
    if not code:
        return _by_name(name, named, ground)
    # Excel drops the zeros in front of a code.
    unit = ground.communes.get(code.zfill(5))
    if unit is None:
        raise Wrong(COMMUNE_CODE.name, code, "Tỉnh không có xã, phường, đặc khu mang mã này.")
    if name and unit not in named:
        assert unit.commune is not None  # noqa: S101 - communes have one
        reason = f"Mã {unit.code} là {unit.commune.name}, không phải {name}."
        raise Wrong(COMMUNE.name, name, reason)
    return unit


def _by_name(name: str, named: list[Unit], ground: Ground) -> Unit:
    if len(named) == 1:
        return named[0]
    if named:
        raise Wrong(COMMUNE.name, name, f"Có {len(named)} nơi cùng tên: hãy ghi mã xã.")
    alike = sorted(
        {
            unit.label
            for known, units in ground.by_name.items()
            for unit in units
            if key(known) == key(said(name))
        }
    )
    hint = f" Có phải {' hay '.join(alike)}? Hãy ghi đủ dấu hoặc ghi mã xã." if alike else ""
    raise Wrong(COMMUNE.name, name, f"Tỉnh không có xã, phường, đặc khu tên này.{hint}")


def _refuse_twin(row: Row, code: str, name: str, commune: Unit, ground: Ground) -> None:
    place = (said(name), commune.commune_id or "")
    known = ground.named.setdefault(place, code)
    if known != code:
        raise Wrong(NAME.name, name, f"Trong xã này đã có trường cùng tên mang mã {known}.")


_SHOWN = {
    "name": NAME.name,
    "levels": LEVELS.name,
    "commune_id": COMMUNE.name,
    "address": ADDRESS.name,
}


def _compared(row: Row, values: dict[str, object], school: Unit | None, ground: Ground) -> Change:
    title = str(values["name"])
    if school is None:
        return Change(row.line, NEW, title, values)
    differences = tuple(
        (label, _shown(getattr(school, field), ground), _shown(values[field], ground))
        for field, label in _SHOWN.items()
        if getattr(school, field) != values[field]
    )
    kind = CHANGED if differences else SAME
    return Change(row.line, kind, title, values, differences)


def _shown(value: object, ground: Ground) -> str:
    if isinstance(value, list):
        return ", ".join(SchoolLevel(level).label for level in value)
    unit = ground.communes.get(str(value))
    return unit.commune.name if unit and unit.commune else str(value)
