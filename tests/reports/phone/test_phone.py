"""Typing while somebody talks: kept on the server, sent as a report, the receipt read aloud."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from mangnon.kit import clock
from mangnon.reports import api
from mangnon.reports.actions.receipts import open_receipt
from mangnon.reports.forms.phone import PhoneForm
from mangnon.reports.models import Report
from mangnon.units.choices import Role
from tests.reports.cast import STORY, House, make_province, member, sign_in, with_key

pytestmark = pytest.mark.django_db
AT = "/bao-tin/truc/"
HEARD = {"what": STORY, "channel": "phone", "token": "a" * 64, "commune": "21289"}


@pytest.fixture
def house() -> House:
    found = make_province()
    with_key(member(Role.COMMUNE_WORKER, found.son_ha))
    return found


def counsellor(house: House) -> Client:
    return sign_in(Client(), member(Role.COUNSELLOR, house.centre))


def receipt_on(answer: Any) -> str:
    return "-".join(re.findall(r'<span class="nowrap">(\w{4})</span>', answer.content.decode()))


def test_a_call_becomes_a_report_and_its_receipt_is_read_aloud(house: House) -> None:
    client = counsellor(house)

    answer = client.post(AT, {**HEARD, "safe": "no", "kind": "bullying", "child_name": "An"})

    report = Report.objects.get()
    assert (report.channel, report.lane, report.kind) == ("phone", "adult", "bullying")
    assert (report.receiving_unit, report.danger_now) == (house.son_ha, True)
    assert open_receipt(receipt_on(answer)).report == report
    assert "Đọc mã này" in answer.content.decode()


def test_what_the_form_asks_beyond_a_report_is_read_again_by_its_words(house: House) -> None:
    reader = with_key(member(Role.COMMUNE_WORKER, house.nghia_lo))
    counsellor(house).post(
        AT, {**HEARD, "commune": "21028", "mother": "Chị Hoa", "child_sex": "Nữ"}
    )

    contents = api.read_report(reader, Report.objects.get())

    assert ("Mẹ của trẻ", "Chị Hoa") in contents.lines
    assert ("Giới tính của trẻ", "Nữ") in contents.lines


def test_whatever_tells_who_reported_is_among_what_the_desk_hides(house: House) -> None:
    asked = set(PhoneForm.base_fields)

    telling = {name for name in asked if name.startswith("reporter_") or name == "phone"}

    assert telling | {"contact_how", "paper_by"} == api.REPORTER_FIELDS


def test_a_second_press_is_the_same_report_with_the_same_receipt(house: House) -> None:
    client = counsellor(house)

    first, second = client.post(AT, HEARD), client.post(AT, HEARD)

    assert receipt_on(first) == receipt_on(second) != ""
    assert Report.objects.count() == 1


def test_the_token_of_another_shows_no_receipt_of_theirs(house: House) -> None:
    first = counsellor(house).post(AT, HEARD)

    other = counsellor(house).post(AT, HEARD)

    assert receipt_on(first) != receipt_on(other)
    assert Report.objects.count() == 2


def test_the_hours_of_a_paper_run_from_its_day(house: House) -> None:
    day = clock.today() - timedelta(days=2)
    client = counsellor(house)
    paper = {**HEARD, "channel": "paper"}

    without = client.post(AT, paper)
    later = client.post(AT, {**paper, "paper_on": str(clock.today() + timedelta(days=1))})
    assert (without.status_code, later.status_code) == (422, 422)
    assert not Report.objects.exists()
    client.post(AT, {**paper, "paper_on": str(day)})

    report = Report.objects.get()
    assert timezone.localtime(report.received_at).date() == day
    assert report.channel == "paper"


def test_what_is_typed_is_kept_sealed_and_comes_back(house: House) -> None:
    client = counsellor(house)

    kept = json.loads(client.post(f"{AT}luu/", {**HEARD, "father": "Anh Núi"}).content)
    again = client.post(f"{AT}luu/", {**HEARD, "draft": kept["draft"], "father": "Anh Rừng"})

    assert json.loads(again.content) == kept
    assert "Anh Rừng" in client.get(f"{AT}?nhap={kept['draft']}").content.decode()
    assert STORY[:30] in client.get(AT).content.decode()
    stored = [session.get_decoded() for session in Session.objects.all()]
    assert STORY not in json.dumps(stored, ensure_ascii=False)
    client.post(AT, {**HEARD, "draft": kept["draft"]})
    assert STORY[:30] not in client.get(AT).content.decode()


def test_without_scripts_a_button_keeps_and_another_throws_away(house: House) -> None:
    client = counsellor(house)

    kept = client.post(AT, {**HEARD, "keep": "1"})
    assert kept.status_code == 302
    assert STORY in client.get(kept.url).content.decode()
    client.post(f"{AT}bo/{kept.url.split('=')[1]}/")

    assert STORY not in client.get(kept.url).content.decode()
    assert not Report.objects.exists()


def test_nothing_but_what_happened_is_asked_for(house: House) -> None:
    client = counsellor(house)

    refused = client.post(AT, {**HEARD, "what": "", "father": "Anh Núi"})

    assert refused.status_code == 422
    assert "Anh Núi" in refused.content.decode()
    assert client.post(AT, {"what": STORY, "channel": "phone"}).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COUNSELLOR, 200),
        (Role.COMMUNE_WORKER, 200),
        (Role.PROVINCIAL_OFFICER, 200),
        (Role.DEPARTMENT_OFFICER, 200),
        (Role.TEACHER, 403),
        (Role.PRINCIPAL, 403),
        (Role.AUDITOR, 403),
        (Role.POLICE_LIAISON, 403),
    ],
)
def test_whose_work_it_is(house: House, role: Role, status: int) -> None:
    at = {Role.COMMUNE_WORKER: house.son_ha, Role.TEACHER: house.primary,
          Role.PRINCIPAL: house.primary, Role.POLICE_LIAISON: house.police}  # fmt: skip
    client = sign_in(Client(), member(role, at.get(role, house.health)))

    assert client.get(AT).status_code == status
    assert client.post(f"{AT}luu/", HEARD).status_code == status
