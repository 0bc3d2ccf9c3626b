"""A case that everybody of the cast has to do with."""

from __future__ import annotations

from mangnon.cases.actions.sharing import share
from mangnon.units.choices import Role
from tests.cases.machine.cast import Cast, make_cast
from tests.cast import make_person
from tests.reports.cast import with_key


def shared_case() -> Cast:
    """Sơn Hà owns the case, Trẻ works on it; the police know, the centre helps."""
    cast = make_cast()
    cast.taken()
    cast.make("report_crime", cast.worker)
    cast.make("give_consent", cast.worker, who="mẹ", purpose="hỗ trợ", child_asked=True)
    cast.make("reassign", cast.chair, person=cast.worker)
    helper = make_person(Role.COUNSELLOR, cast.house.centre, name="Phạm Thị Giúp")
    cast.readers[helper.pk] = with_key(helper)
    share(
        by=cast.chair,
        case_id=cast.case.pk,
        unit=cast.house.centre,
        classes=["identity", "health"],
        why="tư vấn",
        reader=cast.readers[cast.chair.pk],
    )
    return cast
