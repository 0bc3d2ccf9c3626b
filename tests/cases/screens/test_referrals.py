"""Asking another unit: it sees the request, then the work once it accepts."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from mangnon.cases.choices import ReferralState
from mangnon.cases.models import Case, Referral
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cases.machine.cast import Cast
from tests.cases.screens.conftest import Browse
from tests.cast import make_person
from tests.reports.cast import with_key


@pytest.fixture
def helper(cast: Cast) -> Person:
    """Somebody of the social work centre."""
    person = make_person(Role.COUNSELLOR, cast.house.centre, name="Vũ Thị Giúp")
    cast.readers[person.pk] = with_key(person)
    return person


def send(cast: Cast, client: Any, kind: str, unit: Any) -> Any:
    said = {"kind": kind, "to_unit": unit.pk, "words": "Tư vấn sáu buổi", "token": kind}
    return client.post(reverse("case_referral_new", args=[cast.case.pk]), said)


def answer(client: Any, made: Referral, do: str, **said: Any) -> Any:
    data = {"do": do, "token": f"{do}-{made.version}", "version": made.version, **said}
    return client.post(reverse("case_referral", args=[made.pk]), data)


def test_a_helper_reads_the_request_first_and_the_case_when_it_accepts(
    cast: Cast, browse: Browse, helper: Person
) -> None:
    cast.taken()
    worker, centre = browse(cast.worker), browse(helper)
    case = reverse("case", args=[cast.case.pk])
    refused = send(cast, worker, "service", cast.house.centre)
    cast.make("override_consent", cast.chair, reason="Vì lợi ích của trẻ")
    assert refused.status_code == 422
    assert "Chưa ghi sự đồng ý" in refused.content.decode()

    assert send(cast, worker, "service", cast.house.centre).status_code == 302
    made = Referral.objects.get()
    shown = centre.get(reverse("case_referral", args=[made.pk])).content.decode()
    assert "Tư vấn sáu buổi" in shown
    assert centre.get(case).status_code == 404
    assert answer(centre, made, "accept").status_code == 302
    opened = centre.get(case)
    assert opened.status_code == 200
    assert opened.context["opened"] is True

    made.refresh_from_db()
    assert answer(centre, made, "finish", reason="Em vui hơn").status_code == 302
    made.refresh_from_db()
    assert made.state == ReferralState.DONE
    assert centre.get(case).status_code == 404
    assert not cast.case.keys.filter(unit_key__unit=cast.house.centre).exists()
    assert "Em vui hơn" in worker.get(case).content.decode()


def test_until_a_transfer_is_accepted_the_old_owner_stays(
    cast: Cast, browse: Browse, helper: Person
) -> None:
    cast.taken()
    chair, centre = browse(cast.chair), browse(helper)
    assert send(cast, chair, "transfer", cast.house.centre).status_code == 302
    made = Referral.objects.get()
    assert Case.objects.get().owner == cast.house.son_ha

    assert answer(centre, made, "accept").status_code == 302

    case = Case.objects.get()
    assert (case.owner, case.person, case.version) == (cast.house.centre, None, 4)
    made.refresh_from_db()
    assert made.state == ReferralState.DONE
    assert centre.get(reverse("case", args=[case.pk])).status_code == 200
    assert browse(cast.worker).get(reverse("case", args=[case.pk])).status_code == 404


def test_of_accepting_and_taking_back_one_wins(cast: Cast, browse: Browse, helper: Person) -> None:
    cast.taken()
    chair, centre = browse(cast.chair), browse(helper)
    send(cast, chair, "transfer", cast.house.centre)
    made = Referral.objects.get()
    assert answer(chair, made, "revoke", reason="Nhầm đơn vị").status_code == 302

    late = answer(centre, made, "accept")

    assert late.status_code == 409
    assert "Đã rút lại" in late.content.decode()
    assert Case.objects.get().owner == cast.house.son_ha


def test_a_refusal_wants_a_reason_and_a_stranger_answers_nothing(
    cast: Cast, browse: Browse, helper: Person
) -> None:
    cast.taken()
    send(cast, browse(cast.chair), "transfer", cast.house.centre)
    made = Referral.objects.get()
    stranger = make_person(Role.COMMUNE_LEADER, cast.house.nghia_lo)

    assert answer(browse(helper), made, "reject").status_code == 422
    assert answer(browse(stranger, locked=True), made, "accept").status_code == 404
    assert answer(browse(cast.chair), made, "accept").status_code == 403
    made.refresh_from_db()
    assert (made.state, made.version) == (ReferralState.SENT, 1)
