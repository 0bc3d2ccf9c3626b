"""Reading in need, and asking who reported: with a reason, for a while, never alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mangnon.base.audit.api import rows_about
from mangnon.base.notices.models import Outbox
from mangnon.cases.actions.glass import break_glass, judge_glass
from mangnon.cases.actions.identity import answer_identity, ask_identity
from mangnon.cases.actions.looking import read_case
from mangnon.cases.choices import FieldClass
from mangnon.cases.models import BrokenGlass, Case, IdentityRequest
from mangnon.cases.perms import classes_readable, parts_of
from mangnon.cases.queries.visible import cases_visible_to
from mangnon.cases.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.reports.models import Barred
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cases.machine.cast import Cast
from tests.cast import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(cast: Cast) -> Person:
    """Works in Sơn Hà too, on other cases."""
    return make_person(Role.COMMUNE_WORKER, cast.house.son_ha, name="Võ Văn Gấp")


def acts(case: Case) -> list[str]:
    return [row.what for row in sorted(rows_about(case), key=lambda row: row.seq)]


def later(monkeypatch: pytest.MonkeyPatch, passed: timedelta) -> None:
    at = clock.now() + passed
    monkeypatch.setattr("mangnon.kit.clock.now", lambda: at)


def test_a_colleague_reads_in_need_and_the_supervisor_is_told(
    cast: Cast, colleague: Person
) -> None:
    assert list(cases_visible_to(colleague)) == []
    glass = break_glass(by=colleague, number=f" {cast.case.number.lower()} ", reason="Trẻ gọi đêm")
    assert glass.until - glass.at == timedelta(hours=2)
    assert list(cases_visible_to(colleague)) == [cast.case]
    assert classes_readable(colleague, cast.case) == {"work", "identity", "health"}
    assert parts_of(colleague, cast.case) == frozenset()
    letter = Outbox.objects.filter(to=cast.officer.email).latest("pk")
    assert letter.subject == f"Hồ sơ {cast.case.number}: có người mở khẩn để đọc"
    assert "Trẻ gọi đêm" not in letter.body
    assert acts(cast.case)[-1] == "case.glass_broken"


def test_the_glass_is_whole_again_after_two_hours(
    cast: Cast, colleague: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_glass(by=colleague, number=cast.case.number, reason="Trẻ gọi đêm")
    later(monkeypatch, timedelta(hours=2))
    assert list(cases_visible_to(colleague)) == []
    assert classes_readable(colleague, cast.case) == frozenset()


def test_a_glass_is_broken_once_and_not_without_a_reason(cast: Cast, colleague: Person) -> None:
    with pytest.raises(Invalid, match="Hãy ghi lý do"):
        break_glass(by=colleague, number=cast.case.number, reason="  ")
    assert BrokenGlass.objects.count() == 0
    first = break_glass(by=colleague, number=cast.case.number, reason="Trẻ gọi đêm")
    assert break_glass(by=colleague, number=cast.case.number, reason="Trẻ gọi đêm") == first
    assert acts(cast.case).count("case.glass_broken") == 1


def test_what_was_wrong_is_shut_at_once_and_judged_once(cast: Cast, colleague: Person) -> None:
    glass = break_glass(by=colleague, number=cast.case.number, reason="Tò mò")
    with pytest.raises(NotAllowed):
        judge_glass(by=colleague, glass=glass, right=True)
    judge_glass(by=cast.officer, glass=glass, right=False)
    assert list(cases_visible_to(colleague)) == []
    with pytest.raises(NotAllowed, match="đã được xét"):
        judge_glass(by=cast.officer, glass=glass, right=True)
    glass.refresh_from_db()
    assert (glass.judged_right, glass.judged_by) == (False, cast.officer)


def test_a_number_that_is_not_there_and_one_that_is_not_theirs_look_alike(cast: Cast) -> None:
    accused = make_person(Role.COMMUNE_WORKER, cast.house.son_ha)
    Barred.objects.create(report=cast.case.report, person=accused)
    for number in (cast.case.number, "VV2611-AAAAAA"):
        with pytest.raises(Case.DoesNotExist) as refused:
            break_glass(by=accused, number=number, reason="xem thử")
        assert cast.case.number not in str(refused.value)
    assert BrokenGlass.objects.count() == 0


def test_every_reading_is_recorded_with_the_part_of_who_reads(
    cast: Cast, colleague: Person
) -> None:
    break_glass(by=colleague, number=cast.case.number, reason="Trẻ gọi đêm")
    readers = [cast.worker, cast.chair, cast.officer, colleague, cast.worker]
    for who in readers:
        read_case(by=who, case_id=cast.case.pk)
    rows = sorted(rows_about(cast.case), key=lambda row: row.seq)
    read = [(row.by, row.facts) for row in rows if row.what == "case.read"]
    assert [by for by, _ in read] == [str(who.pk) for who in readers]
    assert read[0][1] == {"parts": ["worker"], "in_need": False}
    assert read[3][1] == {"parts": [], "in_need": True}
    stranger = make_person(Role.COMMUNE_WORKER, cast.house.son_haj)
    with pytest.raises(Case.DoesNotExist):
        read_case(by=stranger, case_id=cast.case.pk)
    assert acts(cast.case).count("case.read") == 5


def test_who_reported_is_known_after_another_person_agreed_and_for_a_day(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask_identity(by=cast.worker, case_id=cast.case.pk, reason="Cần hỏi lại")
    assert FieldClass.REPORTER not in classes_readable(cast.worker, cast.case)
    answer_identity(by=cast.officer, asked=asked, granted=True)
    assert FieldClass.REPORTER in classes_readable(cast.worker, cast.case)
    everybody: list[Any] = [cast.chair, cast.officer, cast.police]
    assert not any(FieldClass.REPORTER in classes_readable(who, cast.case) for who in everybody)
    assert acts(cast.case)[-2:] == ["case.identity_asked", "case.identity_answered"]
    later(monkeypatch, timedelta(hours=24))
    assert FieldClass.REPORTER not in classes_readable(cast.worker, cast.case)


def test_nobody_grants_it_to_oneself(cast: Cast) -> None:
    cast.case.owner = cast.house.health
    cast.case.save(update_fields=["owner"])
    asked = ask_identity(by=cast.officer, case_id=cast.case.pk, reason="Cần hỏi lại")
    with pytest.raises(NotAllowed, match="không trả lời"):
        answer_identity(by=cast.officer, asked=asked, granted=True)
    second = make_person(Role.PROVINCIAL_OFFICER, cast.house.health)
    answer_identity(by=second, asked=asked, granted=False)
    with pytest.raises(NotAllowed, match="đã được trả lời"):
        answer_identity(by=second, asked=asked, granted=True)
    assert IdentityRequest.objects.get().granted is False
    assert FieldClass.REPORTER not in classes_readable(cast.officer, cast.case)


def test_who_lost_the_case_lost_the_reporter_too(cast: Cast) -> None:
    asked = ask_identity(by=cast.worker, case_id=cast.case.pk, reason="Cần hỏi lại")
    answer_identity(by=cast.officer, asked=asked, granted=True)
    cast.make("reassign", cast.chair, person=cast.chair)
    assert classes_readable(cast.worker, cast.case) == frozenset()
