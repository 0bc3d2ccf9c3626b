"""What a case says goes when its time is over; what the law needs stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mangnon.base.audit.api import rows_about, verify
from mangnon.cases.actions.retaining import erase_what_is_over, set_hold
from mangnon.cases.models import Case
from mangnon.cases.refusals import Invalid, NotAllowed
from mangnon.cases.retention import is_over, kept_until, retentions
from mangnon.kit import clock
from tests.cases.machine.cast import Cast, make_cast

CLOSED_ON = date(2026, 11, 29)


def test_each_class_has_its_years_and_none_is_called_checked_by_law() -> None:
    years = {name: row.years for name, row in retentions().items()}
    assert years == {"child": 15, "crime": 20, "not_confirmed": 2, "mistake": 1}
    assert not any(row.is_checked for row in retentions().values())


def test_the_last_day_still_counts_and_an_unknown_class_is_kept_longest() -> None:
    assert kept_until("not_confirmed", CLOSED_ON) == date(2028, 11, 29)
    assert not is_over("not_confirmed", CLOSED_ON, date(2028, 11, 29))
    assert is_over("not_confirmed", CLOSED_ON, date(2028, 11, 30))
    assert kept_until("lạ", CLOSED_ON) == date(2046, 11, 29)
    assert kept_until("mistake", date(2028, 2, 29)) == date(2029, 3, 1)


@pytest.fixture
def closed(db: None) -> Cast:
    """Closed sixteen years ago, as the database says."""
    cast = make_cast()
    cast.reviewed()
    cast.make("close", cast.chair, closing="safe_at_home", reason="ổn", retention="child")
    then = clock.now() - timedelta(days=16 * 366)
    Case.objects.update(closed_at=then)
    return cast


def words_of(case: Case) -> int:
    """How many sealed words and keys are left."""
    sealed = [row for row in case.events.all() if bytes(row.sealed)]
    return len(sealed) + case.papers.count() + case.keys.count() + case.notes.count()


def test_words_and_keys_go_and_the_states_stay(closed: Cast) -> None:
    case, before = closed.case, Case.objects.values("number", "state", "closed_at").get()
    assert words_of(case) > 8
    assert erase_what_is_over() == 2  # the case and its report
    assert words_of(case) == 0
    assert Case.objects.values("number", "state", "closed_at").get() == before
    assert case.events.count() == 12
    assert rows_about(case).filter(what="case.erased").count() == 1
    assert verify() == []
    assert erase_what_is_over() == 0


def test_what_is_held_by_law_stays_until_it_is_let_go(closed: Cast) -> None:
    case = closed.case
    with pytest.raises(Invalid, match="Hãy ghi lý do"):
        set_hold(by=closed.officer, case_id=case.pk, held=True, reason="")
    with pytest.raises(NotAllowed):
        set_hold(by=closed.worker, case_id=case.pk, held=True, reason="điều tra")
    set_hold(by=closed.officer, case_id=case.pk, held=True, reason="Cơ quan điều tra yêu cầu")
    before = words_of(case)
    assert (erase_what_is_over(), words_of(case)) == (0, before)
    set_hold(by=closed.officer, case_id=case.pk, held=False, reason="Đã xét xử xong")
    assert erase_what_is_over() == 2  # the case and its report


def test_what_is_not_over_or_not_closed_is_left_alone(closed: Cast) -> None:
    Case.objects.update(closed_at=clock.now() - timedelta(days=14 * 365))
    assert erase_what_is_over() == 0
    Case.objects.update(closed_at=clock.now() - timedelta(days=9999), state="review")
    assert erase_what_is_over() == 0
    assert words_of(closed.case) > 8


@pytest.mark.django_db
def test_a_case_opened_by_mistake_goes_a_year_after_its_last_event() -> None:
    cast = make_cast()
    Case.objects.update(state="void")
    cast.case.events.update(at=clock.now() - timedelta(days=366))
    assert erase_what_is_over() == 2  # the case and its report
    assert cast.case.keys.count() == 0
