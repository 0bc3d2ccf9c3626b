"""The same child in a second case: found by blind marks, told without telling, void by two."""

from __future__ import annotations

from uuid import uuid4

import pytest

from mangnon.base.audit.api import rows_about
from mangnon.base.notices.models import Notice
from mangnon.cases.actions.drafts import save_draft
from mangnon.cases.actions.duplicates import ask_duplicate
from mangnon.cases.actions.marking import search_cases
from mangnon.cases.actions.opening import open_case
from mangnon.cases.actions.retaining import wipe
from mangnon.cases.models import BlindMark, Case
from mangnon.cases.papers.telling_apart import found_by
from mangnon.cases.queries.alike import twins_of_case, twins_of_report
from mangnon.cases.refusals import Invalid, Refusal
from mangnon.reports.choices import ReportState
from mangnon.reports.models import Barred, Report
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cases.machine.cast import Cast
from tests.cases.papers.filled import CHILD, FILLED
from tests.cast import make_person
from tests.reports.cast import tell

NAME, BORN = CHILD["child_name"], CHILD["child_born"]


def told(cast: Cast, unit: object, **said: str) -> Report:
    """A second report, received by `unit`."""
    report: Report = tell(said=said, commune=cast.house.son_ha.commune_id).report
    Report.objects.filter(pk=report.pk).update(receiving_unit=unit)
    report.refresh_from_db()
    return report


def written(cast: Cast) -> Case:
    """Mẫu 01 of the first case is saved by its chair."""
    save_draft(
        case_id=cast.case.pk,
        form="01",
        answers=FILLED["01"],
        by=cast.chair,
        unit=cast.house.son_ha,
        reader=cast.readers[cast.chair.pk],
    )
    return cast.case


def stranger(cast: Cast) -> Person:
    return make_person(Role.COMMUNE_LEADER, cast.house.son_haj, name="Đinh Thị Hạ")


def second_case(cast: Cast, report: Report, by: Person) -> Case:
    return open_case(
        by=by,
        unit=report.receiving_unit,
        report_id=report.pk,
        commune_of_event=cast.house.son_ha.commune,
        commune_of_residence=None,
        token=uuid4().hex,
    )


def test_what_a_form_says_becomes_marks_that_say_nothing(cast: Cast) -> None:
    case = written(cast)
    kinds = sorted(BlindMark.objects.filter(case=case).values_list("kind", flat=True))
    assert kinds == ["born", "name", "name", "reporter"]
    marks = " ".join(BlindMark.objects.values_list("mark", flat=True))
    assert BORN not in marks
    assert "vi du" not in marks

    save_draft(
        case_id=case.pk,
        form="01",
        answers=FILLED["01"],
        by=cast.chair,
        unit=cast.house.son_ha,
        reader=None,
    )
    assert BlindMark.objects.filter(case=case).count() == 4
    wipe(case, by=None)
    assert not BlindMark.objects.filter(case=case).exists()


def test_hidden_and_nonsense_are_no_marks() -> None:
    assert found_by({"child_name": "đã ẩn", "reporter_phone": "không có", "father": None}) == set()
    assert found_by({"mother": {"name": " Lò Thị Mẹ ", "phone": "0900000001"}}) == {
        ("name", "Lò Thị Mẹ"),
        ("phone", "0900000001"),
    }


def test_a_search_finds_the_child_however_it_is_typed_and_only_for_who_may_see_it(
    cast: Cast,
) -> None:
    case = written(cast)
    assert list(search_cases(by=cast.chair, name="le  thi VI DU", born=BORN, phone="")) == [case]
    assert not search_cases(by=cast.chair, name=NAME, born="2014-01-01", phone="").exists()
    assert not search_cases(by=stranger(cast), name=NAME, born=BORN, phone="").exists()
    assert not search_cases(by=cast.chair, name="", born="", phone="").exists()
    row = rows_about(cast.chair).filter(what="case.searched").first()
    assert row is not None
    assert NAME not in str(row.facts)


def test_a_guess_at_who_reported_is_not_confirmed(cast: Cast) -> None:
    written(cast)
    assert not search_cases(by=cast.chair, name="", born="", phone="0900 000 000").exists()


def test_before_a_case_is_made_the_other_is_shown_to_who_may_see_it(cast: Cast) -> None:
    case = written(cast)
    report = told(cast, cast.house.health, child_name="Lê Thị Ví Dụ")
    found = twins_of_report(cast.officer, report)
    assert (found.cases, found.elsewhere) == ([case], [])


def test_to_others_it_is_said_that_there_is_one_and_its_unit_hears_of_it(cast: Cast) -> None:
    case = written(cast)
    there, other = told(cast, cast.house.son_haj, child_name="Lê Thị Ví Dụ"), stranger(cast)
    found = twins_of_report(other, there)
    assert (found.cases, found.elsewhere) == ([], [case])

    second_case(cast, there, other)
    told_of = Notice.objects.filter(subject__contains="có thể trùng")
    assert {row.person_id for row in told_of} == {str(cast.chair.pk)}
    assert case.number in told_of[0].subject


def test_a_name_alone_in_another_commune_is_many_peoples(cast: Cast) -> None:
    written(cast)
    report = told(cast, cast.house.son_haj, child_name="Lê Thị Ví Dụ")
    Report.objects.filter(pk=report.pk).update(commune=cast.house.son_haj.commune_id)
    report.refresh_from_db()
    assert twins_of_report(stranger(cast), report).elsewhere == []


def test_who_is_accused_learns_of_no_twin(cast: Cast) -> None:
    written(cast)
    report, other = told(cast, cast.house.son_haj, child_name="Lê Thị Ví Dụ"), stranger(cast)
    assert twins_of_report(other, report)
    Barred.objects.create(report=cast.case.report, person=other)
    assert not twins_of_report(other, report)


def test_one_asks_and_another_makes_the_twin_void(cast: Cast) -> None:
    first = written(cast)
    twin = second_case(cast, told(cast, cast.house.health), cast.officer)
    ask = {
        "by": cast.officer,
        "unit": cast.house.health,
        "case_id": twin.pk,
        "reason": "cùng một em",
        "token": uuid4().hex,
    }
    for wrong in (twin.number, "VV0000-XXXXXX"):
        with pytest.raises(Invalid, match="khác mang số này"):
            ask_duplicate(**ask, of_number=wrong, version=twin.version)
    twin = ask_duplicate(**ask, of_number=first.number, version=twin.version)
    cast.case = twin
    with pytest.raises(Refusal):
        cast.make("void", cast.officer)
    another = make_person(Role.PROVINCIAL_OFFICER, cast.house.health, name="Cao Thị Hai")
    ended = cast.make("void", another)

    assert (ended.state, ended.duplicate_of) == ("void", first)
    assert twins_of_case(cast.officer, first) == [ended]
    assert twins_of_case(cast.chair, first) == []
    # The other case goes on with it: nobody decides on the report anew.
    assert Report.objects.get(pk=twin.report_id).state == ReportState.LINKED


def test_refused_the_link_is_gone(cast: Cast) -> None:
    first = written(cast)
    twin = second_case(cast, told(cast, cast.house.health), cast.officer)
    cast.case = ask_duplicate(
        by=cast.officer,
        unit=cast.house.health,
        case_id=twin.pk,
        of_number=first.number,
        reason="",
        version=twin.version,
        token=uuid4().hex,
    )
    another = make_person(Role.PROVINCIAL_OFFICER, cast.house.health, name="Cao Thị Hai")
    back = cast.make("refuse_void", another, reason="Hai em khác nhau")
    assert (back.duplicate_of, back.void_asked_by) == (None, None)
