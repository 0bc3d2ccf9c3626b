"""Who sees and does what, read from one table for each question."""

from __future__ import annotations

import io

import pytest

from mangnon.base.files.api import FileDenied, file_for
from mangnon.directives import api, perms
from mangnon.directives.api import Event
from mangnon.directives.models import Assignment, Directive
from mangnon.units.api import Person, Role
from tests.cast import make_person
from tests.directives.work.cast import Cast, make_draft, make_issued, move, work_of

EVERYBODY = (
    "officer",
    "mate",
    "worker",
    "leader",
    "neighbour",
    "principal",
    "teacher",
    "auditor",
    "stranger",
)


def seen_by(person: Person, letter: Directive) -> bool:
    return api.letters_visible_to(person).filter(pk=letter.pk).exists()


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_draft_is_seen_by_its_issuer_alone(cast: Cast, who: str) -> None:
    draft = make_draft(cast)
    assert seen_by(getattr(cast, who), draft) == (who in {"officer", "mate"})


@pytest.mark.parametrize("who", EVERYBODY)
def test_an_issued_letter_is_seen_by_those_who_work_on_it_and_oversee_it(
    cast: Cast, who: str
) -> None:
    letter = make_issued(cast)
    sees = {"officer", "mate", "worker", "leader", "neighbour", "auditor"}
    assert seen_by(getattr(cast, who), letter) == (who in sees)
    if who not in sees:
        with pytest.raises(Directive.DoesNotExist):
            api.directive_for(getattr(cast, who), letter.pk)


def test_the_provincial_officer_oversees_every_letter_of_the_province(cast: Cast) -> None:
    letter = make_issued(cast)
    here = make_person(Role.PROVINCIAL_OFFICER, cast.house.root)
    there = make_person(Role.PROVINCIAL_OFFICER, cast.far_away.root)
    assert (seen_by(here, letter), seen_by(there, letter)) == (True, False)


def test_a_teacher_sees_the_letter_once_work_is_handed_on(cast: Cast) -> None:
    school = cast.house.lower_secondary
    letter = make_issued(cast, school)
    assert not seen_by(cast.teacher, letter)
    work = work_of(letter, school)
    move(cast.principal, school, work, Event.ACKNOWLEDGE)
    move(cast.principal, school, work, Event.HAND_ON, person=cast.teacher)
    assert seen_by(cast.teacher, letter)
    # But only the piece that was handed on, and only its progress
    mine = api.work_of_unit(cast.teacher, school, letter)
    assert [one.assignment for one in mine.works] == [work]
    assert {one.event for one in mine.works[0].moves} == {Event.START, Event.PROGRESS}


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_communes_work_is_not_its_neighbours_business(cast: Cast, who: str) -> None:
    letter = make_issued(cast)
    work = work_of(letter, cast.house.son_ha)
    person = getattr(cast, who)
    if who in {"officer", "mate", "worker", "leader", "auditor"}:
        page = api.assignment_for(person, cast.house.son_ha, work.pk)
        assert page.work.assignment == work
    else:
        with pytest.raises(Assignment.DoesNotExist):
            api.assignment_for(person, cast.house.son_ha, work.pk)


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_who_acts_for_the_unit_moves_its_work(cast: Cast, who: str) -> None:
    letter = make_issued(cast)
    work = work_of(letter, cast.house.son_ha)
    person = getattr(cast, who)
    if who in {"worker", "leader"}:
        assert move(person, cast.house.son_ha, work, Event.ACKNOWLEDGE).state == "acknowledged"
    else:
        with pytest.raises(api.NotAllowed):
            move(person, cast.house.son_ha, work, Event.ACKNOWLEDGE)
        assert work_of(letter, cast.house.son_ha).state == "issued"


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_follows_and_ends_a_letter(cast: Cast, who: str) -> None:
    letter = make_issued(cast)
    person = getattr(cast, who)
    assert perms.can_follow(person, letter) == (who in {"officer", "mate", "auditor"})
    assert perms.can_end(person, letter) == (who in {"officer", "mate"})


def test_a_unit_without_a_part_in_the_work_has_no_move(cast: Cast) -> None:
    letter = make_issued(cast)
    work = work_of(letter, cast.house.son_ha)
    with pytest.raises(api.NotAllowed, match="không tham gia"):
        move(cast.stranger, cast.far_away.health, work, Event.ACCEPT)


def test_evidence_is_opened_by_those_who_see_the_work(cast: Cast) -> None:
    # Given evidence in a return of Sơn Hà
    letter = make_issued(cast)
    work = work_of(letter, cast.house.son_ha)
    file = api.store_evidence(
        by=cast.worker,
        unit=cast.house.son_ha,
        assignment_id=work.pk,
        stream=io.BytesIO("Danh sách các buổi phát thanh".encode()),
        name="danh-sach.txt",
    )
    assert file_for(cast.worker, file.pk) == file
    with pytest.raises(FileDenied):
        file_for(cast.officer, file.pk)
    move(cast.worker, cast.house.son_ha, work, Event.ACKNOWLEDGE)
    move(cast.worker, cast.house.son_ha, work, Event.SUBMIT, text="Xong", evidence=[file])
    # Then the judges, the colleagues and the auditor open it, nobody else
    for who in EVERYBODY:
        person = getattr(cast, who)
        if who in {"officer", "mate", "worker", "leader", "auditor"}:
            assert file_for(person, file.pk) == file
        else:
            with pytest.raises(FileDenied):
                file_for(person, file.pk)


def test_evidence_is_brought_only_by_who_acts_for_the_unit(cast: Cast) -> None:
    letter = make_issued(cast)
    work = work_of(letter, cast.house.son_ha)
    for person in (cast.neighbour, cast.officer, cast.stranger):
        with pytest.raises(api.NotAllowed):
            api.store_evidence(
                by=person,
                unit=cast.house.son_ha,
                assignment_id=work.pk,
                stream=io.BytesIO(b"abc"),
                name="a.txt",
            )


def test_a_clause_that_wants_evidence_is_not_returned_without(cast: Cast) -> None:
    letter = make_issued(cast)
    letter.clauses.update(wants_evidence=True)
    work = work_of(letter, cast.house.son_ha)
    move(cast.worker, cast.house.son_ha, work, Event.ACKNOWLEDGE)
    with pytest.raises(api.Invalid, match="minh chứng"):
        move(cast.worker, cast.house.son_ha, work, Event.SUBMIT, text="Xong")
    assert work_of(letter, cast.house.son_ha).state == "acknowledged"
