"""Keeping the days off."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version

import holidays
from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.directives.models import Holiday
from mangnon.directives.perms import can_keep_holidays
from mangnon.directives.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.units.api import Person

SOURCE = f"Gói phần mềm holidays {version('holidays')}, chưa đối chiếu với thông báo nghỉ lễ"


@transaction.atomic
def set_holiday(
    *, by: Person, on: date, name: str, source: str, works: bool = False, checked: bool = True
) -> Holiday:
    """Write a day off, or with `works` a weekend day that is worked. Provincial officers only."""
    _check(by)
    if not name.strip() or not source.strip():
        raise Invalid("Hãy ghi tên ngày và nguồn (văn bản thông báo).", "name")
    holiday, _ = Holiday.objects.update_or_create(
        on=on,
        defaults={
            "name": name.strip(),
            "source": source.strip(),
            "works": works,
            "checked": checked,
        },
    )
    record(by=by, what="holiday.set", on=holiday, facts={"on": on, "works": works})
    return holiday


@transaction.atomic
def remove_holiday(*, by: Person, on: date) -> None:
    _check(by)
    holiday = Holiday.objects.filter(on=on).first()
    if holiday is not None:
        record(by=by, what="holiday.removed", on=holiday, facts={"on": on})
        holiday.delete()


def _check(by: Person) -> None:
    if not can_keep_holidays(by):
        raise NotAllowed("Chỉ cán bộ đầu mối cấp tỉnh mới được sửa ngày nghỉ lễ.")


def load_holidays() -> None:
    """This year's and the next one's public holidays are there, for a person to check."""
    for year in (clock.today().year, clock.today().year + 1):
        keep_holidays(year)


def keep_holidays(year: int) -> int:
    """Write a year's public holidays from the package, unless the year has days already.

    Says how many days were written. They stay "chưa đối chiếu" until a person checks them
    against the yearly announcement, which also moves working days.
    """
    if Holiday.objects.filter(on__year=year).exists():
        return 0
    days = holidays.country_holidays("VN", years=year, language="vi")
    rows = [Holiday(on=on, name=name[:200], source=SOURCE) for on, name in sorted(days.items())]
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
