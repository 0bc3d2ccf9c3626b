"""Units that help are let in with the key of the case, and out again without it."""

from __future__ import annotations

from typing import Any

import pytest

from mangnon.base.audit.api import rows_about
from mangnon.cases.actions.keeping import case_key
from mangnon.cases.actions.sharing import share, stop_share
from mangnon.cases.models import Case, Share
from mangnon.cases.perms import classes_readable
from mangnon.cases.queries.visible import cases_visible_to
from mangnon.cases.refusals import Invalid, NotAllowed
from mangnon.reports.api import Locked, Reader
from mangnon.reports.models import Barred
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cases.machine.cast import Cast
from tests.cast import make_person
from tests.reports.cast import with_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(cast: Cast) -> Person:
    return Person.objects.get(full_name="Phạm Thị Giúp")


def shared(cast: Cast, **other: Any) -> Share:
    said = {
        "by": cast.chair,
        "unit": cast.house.centre,
        "classes": ["health"],
        "why": "",
        "reader": cast.readers[cast.chair.pk],
    }
    return share(case_id=cast.case.pk, **{**said, **other})


def test_who_helps_opens_the_case_and_reads_what_was_given(cast: Cast, helper: Person) -> None:
    assert case_key(cast.case, cast.readers[helper.pk]) is not None
    assert classes_readable(helper, cast.case) == {"work", "identity", "health"}
    row = rows_about(cast.case).filter(what="case.shared").get()
    assert row.facts == {"to": cast.house.centre.pk, "classes": ["health", "identity"]}


def test_sharing_again_changes_what_is_read_and_stays_one(cast: Cast, helper: Person) -> None:
    shared(cast, classes=["health"])
    assert cast.case.shares.filter(unit=cast.house.centre).count() == 1
    assert classes_readable(helper, cast.case) == {"work", "health"}


def test_let_out_the_unit_sees_nothing_and_has_no_key(cast: Cast, helper: Person) -> None:
    stop_share(by=cast.worker, case_id=cast.case.pk, unit=cast.house.centre)
    assert list(cases_visible_to(helper)) == []
    assert case_key(cast.case, cast.readers[helper.pk]) is None
    assert case_key(cast.case, cast.readers[cast.police.pk]) is not None
    cast.make("reassign", cast.chair, person=cast.worker)
    assert case_key(cast.case, cast.readers[helper.pk]) is None


def test_withdrawn_consent_takes_the_key_of_helpers_not_of_the_police(
    cast: Cast, helper: Person
) -> None:
    cast.make("withdraw_consent", cast.worker, who="mẹ")
    assert list(cases_visible_to(helper)) == []
    assert case_key(cast.case, cast.readers[helper.pk]) is None
    assert case_key(cast.case, cast.readers[cast.police.pk]) is not None
    with pytest.raises(Invalid, match="Chưa ghi sự đồng ý"):
        shared(cast)


def test_the_police_stay_once_a_crime_was_reported(cast: Cast) -> None:
    with pytest.raises(Invalid, match="Đã báo công an"):
        stop_share(by=cast.chair, case_id=cast.case.pk, unit=cast.house.police)
    assert list(cases_visible_to(cast.police)) == [cast.case]


def test_neither_schools_nor_the_accused_nor_who_has_no_key_are_let_in(cast: Cast) -> None:
    house = cast.house
    Barred.objects.create(report=cast.case.report, unit=house.education)
    with_key(make_person(Role.DEPARTMENT_OFFICER, house.education))
    refused = {
        house.primary: "Không chia sẻ vụ việc với đơn vị này",
        house.education: "Không chia sẻ vụ việc với đơn vị này",
        house.son_haj: "chưa có khóa hồ sơ",
        house.son_ha: "đang giữ vụ việc",
    }
    before = Share.objects.count(), cast.case.keys.count()
    for unit, words in refused.items():
        with pytest.raises(Invalid, match=words):
            shared(cast, unit=unit)
    with pytest.raises(Invalid, match="loại thông tin này"):
        shared(cast, classes=["reporter"])
    with pytest.raises(NotAllowed):
        shared(cast, by=cast.police)
    assert (Share.objects.count(), cast.case.keys.count()) == before


def test_without_the_key_nothing_is_handed_on(cast: Cast, helper: Person) -> None:
    stop_share(by=cast.chair, case_id=cast.case.pk, unit=cast.house.centre)
    with pytest.raises(Locked):
        shared(cast, reader=Reader(cast.chair, {}))
    assert not Case.objects.get().shares.filter(unit=cast.house.centre, ended_at=None).exists()
