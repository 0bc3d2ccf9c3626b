"""Setting what a filter lets through, for the province or a school, for a group or for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.gateway.choices import Group, Letter
from mangnon.gateway.drafting import as_hours, root_id, said_of
from mangnon.gateway.engine.plan import (
    KINDS,
    MODES,
    SERVICE,
    UNKNOWN,
    YOUTUBE,
    BadPlan,
    GroupPlan,
    Plan,
)
from mangnon.gateway.inheriting import (
    CATEGORY,
    NAMES,
    Resolved,
    Said,
    known,
    of_key,
    resolve,
    why_not,
)
from mangnon.gateway.models import Setting
from mangnon.gateway.perms import can_steer
from mangnon.gateway.planning import release_for
from mangnon.gateway.policies import GROUPS
from mangnon.gateway.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.units.api import Person, Unit, UnitKind

_VALUES: dict[str, tuple[Any, ...]] = {
    "safesearch": (False, True),
    "bypass": (False, True),
    "youtube": YOUTUBE,
    "unknown": UNKNOWN,
    "mode": MODES,
}


@dataclass(frozen=True)
class Wish:
    """A value for one setting; None to follow what stands above."""

    what: str
    value: Any
    why: str = ""


@transaction.atomic
def set_rules(*, by: Person, unit: Unit, group: str, wishes: Sequence[Wish]) -> int:
    """Write settings of a unit for a group (blank: for all its groups) and tell its filters.

    Says how many changed. Raises NotAllowed, and Invalid with the setting as field.
    """
    if not can_steer(by, unit):
        raise NotAllowed("Anh/chị không có quyền đặt quy tắc lọc của đơn vị này.")
    if group and group not in Group.values:
        raise Invalid("Không có nhóm này.", "group")
    before = {row.what: row for row in Setting.objects.filter(unit=unit, group=group)}
    check(unit, group, wishes)
    changed = [wish for wish in wishes if _differs(before.get(wish.what), wish)]
    for wish in changed:
        _write(by, unit, group, wish)
    if changed:
        said = {wish.what: _told(before.get(wish.what), wish) for wish in changed}
        facts = {"group": group or "all", "changes": said}
        record(by=by, what="filter_rules.set", on=unit, facts=facts)
        release_for(unit, by=by)
    return len(changed)


def _differs(before: Setting | None, wish: Wish) -> bool:
    if wish.value is None or before is None:
        return (before is None) != (wish.value is None)
    return bool(before.value != wish.value) or before.why != wish.why


def _write(by: Person, unit: Unit, group: str, wish: Wish) -> None:
    if wish.value is None:
        Setting.objects.filter(unit=unit, group=group, what=wish.what).delete()
        return
    said = {"value": wish.value, "why": wish.why, "set_by": by, "set_at": clock.now()}
    Setting.objects.update_or_create(unit=unit, group=group, what=wish.what, defaults=said)


def _told(before: Setting | None, wish: Wish) -> str:
    """What the record says of a change: letters and levels, of lists and hours only how many."""
    old = before.value if before else None
    return f"{_short(old)} → {_short(wish.value)}"


def _short(value: Any) -> str:
    if isinstance(value, list):
        return str(len(value))
    return {None: "–", True: "có", False: "không"}.get(value, str(value))


def check(unit: Unit, group: str, wishes: Sequence[Wish]) -> None:
    """Raises Invalid for a value that there is not or that is not the unit's to choose.

    What is said for all groups must be possible in one of them; where it is not, it does not hold.
    """
    above = above_of(unit, (group,) if group else tuple(GROUPS))
    for wish in wishes:
        if not known(wish.what):
            raise Invalid("Không có mục này.", wish.what)
        if wish.value is None:
            continue
        _check_value(wish)
        refused = [_why_refused(unit, wish, each) for each in above]
        if all(refused):
            raise Invalid(refused[0], wish.what)


def above_of(unit: Unit, groups: Sequence[str]) -> list[Mapping[str, Resolved]]:
    """What stands for each group before the unit itself says anything: for the province the
    package's table, for a school what the province says. One query."""
    said: list[Said] = []
    if unit.kind == UnitKind.SCHOOL:
        root = root_id(unit)
        said = said_of(Setting.objects.filter(unit_id=root), root)
    return [resolve(group, said) for group in groups]


def _check_value(wish: Wish) -> None:
    if wish.what.startswith((CATEGORY, SERVICE)):
        if wish.value not in Letter.values:
            raise Invalid("Hãy chọn một trong các mức có sẵn.", wish.what)
    elif wish.what in NAMES or wish.what == "hours":
        _check_plan(wish)
    elif wish.value not in _VALUES[wish.what]:
        raise Invalid("Hãy chọn một trong các mức có sẵn.", wish.what)


def _check_plan(wish: Wish) -> None:
    """The engine's own eyes: what it would refuse in a plan is refused here."""
    try:
        if wish.what == "hours":
            hours = tuple(as_hours(each) for each in wish.value)
            _check_kinds(hours)
            group = GroupPlan("staff", "", hours=hours)
        else:
            group = GroupPlan("staff", "", own_block=tuple(wish.value))
        Plan.from_json(Plan("", (group,), "staff").to_json())
    except (BadPlan, TypeError, KeyError) as wrong:
        raise Invalid(str(wrong).removeprefix("nhóm 'staff': ").capitalize(), wish.what) from None


def _check_kinds(hours: Sequence[Any]) -> None:
    for each in hours:
        if each.kind not in KINDS:
            raise Invalid("Không có loại giờ này.", "hours")
        if not each.days:
            raise Invalid("Hãy chọn ít nhất một ngày trong tuần.", "hours")
        if any(not known(of_key(key)) for key in each.letters):
            raise Invalid("Có mục không có trong bảng.", "hours")
        if not set(each.letters.values()) <= set(Letter.values):
            raise Invalid("Hãy chọn một trong các mức có sẵn.", "hours")


def _why_refused(unit: Unit, wish: Wish, above: Mapping[str, Resolved]) -> str:
    if wish.what.startswith((CATEGORY, SERVICE)) and above[wish.what].default == "L":
        return "Khóa với mọi người, không ai đổi được."
    if unit.kind != UnitKind.SCHOOL or wish.what in NAMES:
        return ""
    pairs = [(wish.what, wish.value)]
    if wish.what == "hours":
        pairs = [(of_key(k), v) for each in wish.value for k, v in each["letters"].items()]
    words = (why_not(what, value, above) for what, value in pairs)
    return next(filter(None, words), "")


def as_settings(hours: Sequence[Any]) -> list[dict[str, Any]]:
    """Hours as they are kept."""
    return [{**asdict(each), "days": list(each.days)} for each in hours]
