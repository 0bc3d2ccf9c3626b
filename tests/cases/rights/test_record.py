"""The record is an auditor's to read, but for matters in which the auditor is accused."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.base.audit.api import rows_about
from mangnon.cases.models import Share
from mangnon.cases.queries.barring import things_barred
from mangnon.reports.models import Barred
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cases.machine.cast import Cast
from tests.cast import make_person, sign_in

pytestmark = pytest.mark.django_db


def record_of(person: Person, thing: object) -> int:
    """How many rows the page of the record tells of a thing."""
    answer = sign_in(Client(), person).get(reverse("system:record"), {"ma": str(thing)})
    assert answer.status_code == 200
    return int(answer.context["page"].paginator.count)


def test_an_accused_auditor_reads_no_row_of_the_matter(cast: Cast) -> None:
    clean = make_person(Role.AUDITOR, cast.house.root, name="Ngô Thị Soát")
    accused = make_person(Role.AUDITOR, cast.house.root, name="Bùi Văn Khuất")
    Barred.objects.create(report=cast.case.report, person=accused)

    for thing in (cast.case, cast.case.report):
        assert record_of(clean, thing.pk) == rows_about(thing).count() > 0
        assert record_of(accused, thing.pk) == 0
    page = sign_in(Client(), accused).get(reverse("system:record")).content.decode()
    assert str(cast.case.pk) not in page
    helping = Share.objects.get(unit=cast.house.centre)
    assert ("cases.share", str(helping.pk)) in set(things_barred(accused))
    assert list(things_barred(clean)) == []


def test_all_of_a_barred_unit_read_no_row_and_others_read_all(cast: Cast) -> None:
    near = make_person(Role.AUDITOR, cast.house.son_ha, name="Đinh Thị Gần")
    far = make_person(Role.AUDITOR, cast.house.nghia_lo, name="Lý Văn Xa")
    every = rows_about(cast.case).count()
    assert (record_of(near, cast.case.pk), record_of(far, cast.case.pk)) == (every, every)

    Barred.objects.create(report=cast.case.report, unit=cast.house.son_ha)

    assert (record_of(near, cast.case.pk), record_of(far, cast.case.pk)) == (0, every)
