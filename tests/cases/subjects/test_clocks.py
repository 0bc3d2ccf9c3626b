"""The hours of Decree 356/2025 for requests about data. Tết 2026 lies in the middle."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from mangnon.cases.choices import SubjectKind
from mangnon.cases.subjects import (
    alarms,
    answer_due,
    done_due,
    grounds,
    grounds_for,
    next_alarm,
    subject_rules,
)
from mangnon.directives.api import DaysOff
from mangnon.kit import clock

FRIDAY = datetime(2026, 2, 13, 9, 30, tzinfo=clock.VIETNAM)
TET = DaysOff(frozenset(date(2026, 2, day) for day in range(16, 21)))


def test_every_kind_has_its_row_and_each_row_says_where_it_comes_from() -> None:
    assert set(subject_rules()) == set(SubjectKind.values)
    assert all(rule.source and rule.article for rule in subject_rules().values())
    assert {rule.certainty for rule in subject_rules().values()} == {"checked"}
    assert not any(rule.is_checked for rule in subject_rules().values())  # from which day: unread


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("view", 10),
        ("correct", 10),
        ("withdraw", 15),
        ("restrict", 15),
        ("object", 15),
        ("delete", 20),
        ("delete_shared", 30),
    ],
)
def test_the_days_of_each_kind_and_twice_as_many_once_extended(kind: str, days: int) -> None:
    midnight = clock.start_of(date(2026, 2, 14))
    assert done_due(kind, FRIDAY) == midnight + timedelta(days=days)
    assert done_due(kind, FRIDAY, extended=True) == midnight + timedelta(days=2 * days)


def test_two_working_days_for_the_first_answer_step_over_tet() -> None:
    """Received on Friday the 13th, answered by the end of Tuesday the 24th."""
    assert answer_due("view", FRIDAY, TET) == clock.start_of(date(2026, 2, 25))
    assert answer_due("view", FRIDAY, DaysOff()) == clock.start_of(date(2026, 2, 18))


def test_four_marks_of_each_clock_and_only_of_the_doing_after_the_answer() -> None:
    answer, due = FRIDAY + timedelta(days=4), FRIDAY + timedelta(days=10)
    rows = alarms(FRIDAY, answer, due)
    assert [(one.mark, one.of_answer) for one in rows] == [
        (50, True),
        (75, True),
        (90, True),
        (100, True),
        (50, False),
        (75, False),
        (90, False),
        (100, False),
    ]
    assert rows[0].at == FRIDAY + timedelta(days=2)
    assert rows[-1].at == due
    assert next_alarm(FRIDAY, None, due, FRIDAY) == FRIDAY + timedelta(days=5)
    assert next_alarm(FRIDAY, None, due, due) is None


def test_a_refusal_has_a_ground_of_its_kind_and_none_of_them_was_compared_yet() -> None:
    names = {one.ground for one in grounds_for("view")}
    assert {"child_harm", "procedure", "others"} <= names
    assert "kept_by_law" not in names
    assert "kept_by_law" in {one.ground for one in grounds_for("delete")}
    assert not any(one.is_checked for one in grounds().values())
