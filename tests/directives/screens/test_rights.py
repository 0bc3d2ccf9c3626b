"""Who sees which page: every address, for the whole cast."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.directives import urls
from mangnon.directives.choices import DirectiveState
from mangnon.directives.models import Assignment, Directive
from tests.cast import sign_in
from tests.directives.screens.conftest import Browse
from tests.directives.work.cast import Cast, make_draft, make_issued, move, returned, work_of

pytestmark = pytest.mark.django_db

PEOPLE = ("officer", "mate", "worker", "neighbour", "teacher", "auditor", "stranger")
# page -> who gets what; people who are not named are told that there is no such page (404).
OF_THE_ISSUER = {"officer": 200, "mate": 200}
FOLLOWING = {**OF_THE_ISSUER, "worker": 403, "neighbour": 403, "auditor": 200}
READING = {**OF_THE_ISSUER, "worker": 200, "neighbour": 200, "auditor": 200}
ON_A_DRAFT = {
    "letter": {"officer": 302, "mate": 302},
    "letter_review": OF_THE_ISSUER,
    "letter_issue": OF_THE_ISSUER,
}
ON_A_LETTER = {
    "letter": {"officer": 302, "mate": 302, "worker": 302, "neighbour": 302, "auditor": 302},
    "letter_text": READING,
    "board": FOLLOWING,
    "board_map": FOLLOWING,
    "board_timeline": FOLLOWING,
    "board_figures": FOLLOWING,
    "board_xlsx": FOLLOWING,
    "letter_exchange": FOLLOWING,
    "judging": READING,
    "extensions": READING,
    "letter_close": {**OF_THE_ISSUER, "worker": 403, "neighbour": 403, "auditor": 403},
    "letter_withdraw": {**OF_THE_ISSUER, "worker": 403, "neighbour": 403, "auditor": 403},
    "letter_replace": {**OF_THE_ISSUER, "worker": 403, "neighbour": 403, "auditor": 403},
    "result_letter": {**OF_THE_ISSUER, "worker": 200, "neighbour": 200, "auditor": 403},
    "result_docx": {**OF_THE_ISSUER, "worker": 200, "neighbour": 200, "auditor": 403},
    "letter_work": {
        "officer": 302, "mate": 302, "worker": 200, "neighbour": 200, "auditor": 302,
    },
}  # fmt: skip
# The work of Sơn Hà: its worker acts, the issuer looks on, others do not know of it.
ON_WORK = {
    "assignment": {"officer": 200, "mate": 200, "worker": 200, "auditor": 200},
    "progress": {"officer": 302, "mate": 302, "worker": 200, "auditor": 302},
    "return": {"officer": 302, "mate": 302, "worker": 200, "auditor": 302},
    "hand_on": {"officer": 302, "mate": 302, "worker": 200, "auditor": 302},
    "hand_down": {"officer": 302, "mate": 302, "worker": 200, "auditor": 302},
    "extension": {"officer": 302, "mate": 302, "worker": 200, "auditor": 302},
    "freeze": {"officer": 200, "mate": 200, "worker": 302, "auditor": 302},
}
FOR_STAFF = {"letters": dict.fromkeys(PEOPLE, 200), "holidays": dict.fromkeys(PEOPLE, 200)}


def statuses(cast: Cast, browse: Browse, address: str) -> dict[str, int]:
    found = {who: browse(getattr(cast, who)).get(address).status_code for who in PEOPLE}
    return {who: status for who, status in found.items() if status != 404}


@pytest.mark.parametrize("page", ON_A_DRAFT)
def test_a_draft_is_known_to_its_issuer_alone(cast: Cast, browse: Browse, page: str) -> None:
    draft = make_draft(cast)
    assert statuses(cast, browse, reverse(page, args=[draft.pk])) == ON_A_DRAFT[page]


@pytest.mark.parametrize("page", ON_A_LETTER)
def test_an_issued_letter(cast: Cast, browse: Browse, page: str) -> None:
    letter = make_issued(cast)
    assert statuses(cast, browse, reverse(page, args=[letter.pk])) == ON_A_LETTER[page]


@pytest.mark.parametrize("page", ON_WORK)
def test_one_piece_of_work(cast: Cast, browse: Browse, page: str) -> None:
    work = work_of(make_issued(cast), cast.house.son_ha)
    move(cast.worker, cast.house.son_ha, work, "acknowledge")
    assert statuses(cast, browse, reverse(page, args=[work.pk])) == ON_WORK[page]


@pytest.mark.parametrize("page", FOR_STAFF)
def test_pages_for_all_staff(cast: Cast, browse: Browse, page: str) -> None:
    assert statuses(cast, browse, reverse(page)) == FOR_STAFF[page]


def test_only_the_giver_judges(cast: Cast, browse: Browse) -> None:
    work = returned(cast, work_of(make_issued(cast), cast.house.son_ha))
    expected = {"officer": 200, "mate": 200, "worker": 403, "auditor": 403}
    assert statuses(cast, browse, reverse("judge", args=[work.pk])) == expected


def test_taking_letters_in_is_for_units_that_give_work(cast: Cast, browse: Browse) -> None:
    found = statuses(cast, browse, reverse("letter_new"))
    assert found["officer"] == found["worker"] == found["stranger"] == 200
    assert found["teacher"] == found["auditor"] == 403


def every_address(letter: Directive, work: Assignment) -> list[str]:
    values: dict[str, Any] = {
        "clause_id": work.clause_id,
        "number": 1,
        "event": "acknowledge",
        "suffix": "docx",
        "on": "2026-09-02",
    }
    addresses = []
    for route in urls.urlpatterns:
        names = list(route.pattern.converters)
        own = {"pk": letter.pk if "uuid" in str(route.pattern) else work.pk, **values}
        addresses.append(reverse(route.name, kwargs={name: own[name] for name in names}))
    return addresses


def test_nobody_sees_anything_signed_out(cast: Cast, browse: Browse) -> None:
    letter = make_issued(cast)
    for address in every_address(letter, work_of(letter, cast.house.son_ha)):
        for answer in (browse(None).get(address), browse(None).post(address)):
            assert answer.status_code == 302, address
            assert answer["Location"].startswith("/tai-khoan/dang-nhap/"), address


def test_another_province_knows_of_nothing(cast: Cast, browse: Browse) -> None:
    letter = make_issued(cast)
    client = browse(cast.stranger)
    open_to_all = {reverse("letters"), reverse("holidays"), reverse("letter_new")}
    for address in every_address(letter, work_of(letter, cast.house.son_ha)):
        if address not in open_to_all and "/ngay-nghi/" not in address:
            assert client.get(address).status_code in {404, 405}, address
            assert client.post(address).status_code == 404, address
    letter.refresh_from_db()
    assert letter.state == DirectiveState.ISSUED


def test_forms_from_elsewhere_are_refused(cast: Cast) -> None:
    letter = make_issued(cast)
    client = sign_in(Client(enforce_csrf_checks=True), cast.officer)
    answer = client.post(reverse("letter_withdraw", args=[letter.pk]), {"reason": "x"})
    assert answer.status_code == 403
    letter.refresh_from_db()
    assert letter.state == DirectiveState.ISSUED


def test_every_page_is_known_to_this_file() -> None:
    tested = {*ON_A_DRAFT, *ON_A_LETTER, *ON_WORK, *FOR_STAFF, "judge", "letter_new"}
    elsewhere = {
        "holiday_remove", "letter_reading", "letter_refused", "letter_discard", "clause_split",
        "letter_page", "result_preview", "result_page", "result_pdf", "giving_letter",
        "urging_letter", "letter_acknowledge", "move", "extension_answer",
    }  # fmt: skip
    assert {route.name for route in urls.urlpatterns} == tested | elsewhere
