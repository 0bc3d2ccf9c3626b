"""A letter's work is given out, once and to whom it is meant for."""

from __future__ import annotations

import pytest

from mangnon.base.audit.api import AuditRow
from mangnon.base.notices.api import Notice
from mangnon.directives import api
from mangnon.directives.choices import Part
from mangnon.directives.expanding import expand
from mangnon.directives.models import Assignment, AssignmentEvent, Directive
from tests.directives.work.cast import Cast, in_days, make_draft


def test_every_clause_goes_to_every_unit_of_its_addressees(cast: Cast) -> None:
    # Given a draft for two communes, its second clause with its own deadline
    draft = make_draft(cast)
    draft.clauses.filter(mark="2").update(deadline_on=in_days(12))
    # When it is issued
    letter = api.issue(by=cast.officer, directive=draft, version=1)
    # Then there are four pieces of work, all told and recorded once
    assert (letter.state, letter.issued_by, letter.version) == ("issued", cast.officer, 2)
    rows = Assignment.objects.order_by("clause__order", "unit__path")
    found = [(row.clause.mark, row.unit, row.due_on, row.given_by) for row in rows]
    son_ha, son_haj, health = cast.house.son_ha, cast.house.son_haj, cast.house.health
    assert sorted(found, key=lambda row: (row[0], row[1].path)) == [
        ("1", son_ha, in_days(30), health),
        ("1", son_haj, in_days(30), health),
        ("2", son_ha, in_days(12), health),
        ("2", son_haj, in_days(12), health),
    ]
    assert AssignmentEvent.objects.filter(event="issue", by=cast.officer).count() == 4
    audit = AuditRow.objects.get(what="directive.issued")
    assert audit.facts == {"units": 2, "assignments": 4, "version": 2}
    told = {notice.person_id for notice in Notice.objects.all()}
    assert told == {str(cast.worker.pk), str(cast.leader.pk), str(cast.neighbour.pk)}
    assert Notice.objects.first().link == f"/cong-van/{letter.pk}/viec/"  # type: ignore[union-attr]


def test_issued_twice_is_issued_once(cast: Cast) -> None:
    draft = make_draft(cast)
    for _ in range(2):
        api.issue(by=cast.officer, directive=draft, version=1)
    assert Assignment.objects.count() == 4
    with pytest.raises(api.Conflict):
        api.issue(by=cast.mate, directive=draft, version=1)


def test_what_is_missing_is_named_and_nothing_is_given_out(cast: Cast) -> None:
    draft = make_draft(cast)
    Directive.objects.filter(pk=draft.pk).update(deadline_on=None)
    draft.clauses.get(mark="2").parties.all().delete()
    with pytest.raises(api.NotReady) as refusal:
        api.issue(by=cast.officer, directive=draft, version=1)
    assert refusal.value.reasons == [
        "Chưa có hạn báo cáo: văn bản không ghi, hãy chọn một ngày.",
        "Nội dung 2 chưa có đơn vị thực hiện.",
    ]
    assert not Assignment.objects.exists()
    assert Directive.objects.get().state == "draft"


def test_only_who_acts_for_the_issuer_issues(cast: Cast) -> None:
    draft = make_draft(cast)
    for person in (cast.stranger, cast.worker, cast.principal, cast.auditor):
        with pytest.raises(api.NotAllowed):
            api.issue(by=person, directive=draft, version=1)
    assert not Assignment.objects.exists()
    assert api.issue(by=cast.mate, directive=draft, version=1).issued_by == cast.mate


def test_a_unit_meant_twice_leads_if_it_leads_once() -> None:
    parties = [(1, 10, Part.COOPERATE), (1, 11, Part.LEAD), (2, 10, Part.COOPERATE)]
    units = {10: [100, 101, 999], 11: [100]}
    assert expand(parties, units, leave_out=999) == {
        (1, 100): Part.LEAD,
        (1, 101): Part.COOPERATE,
        (2, 100): Part.COOPERATE,
        (2, 101): Part.COOPERATE,
    }


def test_a_unit_that_ended_meanwhile_is_given_no_work(cast: Cast) -> None:
    draft = make_draft(cast)
    cast.house.son_haj.valid_to = in_days(-1)
    cast.house.son_haj.save()
    with pytest.raises(api.NotReady, match="không còn hoạt động"):
        api.issue(by=cast.officer, directive=draft, version=draft.version)
    assert not Assignment.objects.filter(directive=draft).exists()


def test_a_clause_whose_own_day_passed_meanwhile_is_pointed_out(cast: Cast) -> None:
    draft = make_draft(cast)
    draft.clauses.filter(mark="2").update(deadline_on="2026-01-05")
    assert api.what_is_missing(draft) == [
        "Hạn riêng 05/01/2026 của nội dung 2 đã qua, hãy chọn ngày khác."
    ]
