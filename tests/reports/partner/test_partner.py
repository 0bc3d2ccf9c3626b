"""A partner's system sends reports: with its key, once each, in words when something is wrong."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from mangnon.base.audit.models import AuditRow
from mangnon.base.notices.models import Notice
from mangnon.reports import api
from mangnon.reports.actions import partners
from mangnon.reports.actions.receipts import open_receipt
from mangnon.reports.models import Partner, PartnerReport, Report
from mangnon.reports.partnering import FIELDS
from mangnon.reports.refusals import NotAllowed
from mangnon.units.choices import Role
from tests.reports.cast import STORY, House, make_province, member, sign_in, with_key

pytestmark = pytest.mark.django_db
PAGE, AT = "/bao-tin/doi-tac/", "/bao-tin/doi-tac/bao-tin"
TOLD = {"what": STORY, "kind": "bullying", "commune": "21289", "child_name": "An"}


class Line:
    """A hotline's system with a key, and the commune that reads."""

    def __init__(self, *, is_test: bool = False) -> None:
        self.house: House = make_province()
        self.officer = member(Role.PROVINCIAL_OFFICER, self.house.health)
        self.reader = with_key(member(Role.COMMUNE_WORKER, self.house.son_ha))
        self.partner, self.key = self.another("Tổng đài thử nghiệm", is_test=is_test)

    def another(self, name: str, *, is_test: bool = False) -> tuple[Partner, str]:
        return partners.make_partner(
            by=self.officer, unit=self.house.health, name=name, is_test=is_test
        )

    def send(self, body: Any = TOLD, *, once: str = "goi-den-0001", key: str = "") -> Any:
        raw = body if isinstance(body, str | bytes) else json.dumps(body)
        return Client().post(
            AT,
            raw,
            content_type="application/json",
            headers={"Authorization": f"Bearer {key or self.key}", "Idempotency-Key": once},
        )

    def status(self, number: str, key: str = "") -> Any:
        head = {"Authorization": f"Bearer {key or self.key}"}
        return Client().get(f"{AT}/{number}", headers=head)


@pytest.fixture
def line() -> Line:
    return Line()


def test_a_report_comes_in_with_a_receipt_for_whoever_told(line: Line) -> None:
    answer = line.send()

    report, said = Report.objects.get(), answer.json()
    assert answer.status_code == 201
    assert (said["number"], said["stage"], said["test"]) == (report.number, "received", False)
    assert open_receipt(said["receipt"]).report == report
    assert (report.channel, report.kind, report.receiving_unit) == (
        "partner", "bullying", line.house.son_ha,
    )  # fmt: skip
    assert api.read_report(line.reader, report).fields["child_name"] == "An"
    assert "no-store" in answer.headers["Cache-Control"]


def test_sending_again_is_the_same_report(line: Line) -> None:
    first, again = line.send(), line.send()

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Report.objects.count() == PartnerReport.objects.count() == 1


def test_one_key_is_not_used_for_two_things(line: Line) -> None:
    line.send()

    other = line.send({**TOLD, "what": "Chuyện khác."})

    assert other.status_code == 409
    assert other.json()["error"] == "key_used"
    assert Report.objects.count() == 1


def test_two_partners_may_use_the_same_idempotency_key(line: Line) -> None:
    _, key = line.another("Hệ thống khác")

    numbers = {line.send().json()["number"], line.send(key=key).json()["number"]}

    assert len(numbers) == 2


def test_a_message_kept_before_the_machine_stopped_is_found_again(line: Line) -> None:
    number = line.send().json()["number"]
    PartnerReport.objects.all().delete()

    again = line.send()

    assert (again.status_code, again.json()["number"]) == (200, number)
    assert line.status(number).status_code == 200


@pytest.mark.parametrize("key", ["mn_that_sai", "", "x" * 500])
def test_a_wrong_key_opens_nothing(line: Line, key: str) -> None:
    answer = Client().post(
        AT,
        json.dumps(TOLD),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "goi-den-0001"},
    )

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["words"] == "Thiếu khóa, khóa sai hoặc đã thu hồi"
    assert not Report.objects.exists()


def test_a_key_that_was_taken_back_opens_nothing(line: Line) -> None:
    number = line.send().json()["number"]
    partners.end_partner(by=line.officer, partner=line.partner)

    assert line.send(once="goi-den-0002").status_code == 401
    assert line.status(number).status_code == 401
    assert Report.objects.count() == 1


def test_a_test_never_reaches_a_desk() -> None:
    line = Line(is_test=True)
    before = Notice.objects.count()

    answer = line.send({**TOLD, "danger_now": True})

    report = Report.objects.get()
    assert answer.json()["test"] is True
    assert line.status(report.number).json()["stage"] == "received"
    for person in (line.reader.person, line.officer):
        assert not api.reports_visible_to(person).exists()
        assert not api.reports_waiting(person).exists()
        assert api.report_of_number(person, report.number) is None
    assert Notice.objects.count() == before
    assert mail.outbox == []


def test_a_partner_asks_about_its_own_and_no_others(line: Line) -> None:
    number = line.send().json()["number"]
    _, key = line.another("Hệ thống khác")
    api.set_stage(Report.objects.get().pk, api.Stage.CHECKING)

    own, foreign, none = line.status(number), line.status(number, key), line.status("BT0000-AAAAAA")

    assert own.json()["stage"] == "checking"
    assert own.json().keys() == {"number", "stage", "stage_words", "received_at", "test"}
    assert (foreign.status_code, none.status_code) == (404, 404)
    assert foreign.json() == none.json()


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ("{", 400, ""),
        (b"\xff\xfe", 400, ""),
        ("[" * 30_000, 400, ""),
        ("[]", 422, ""),
        ({}, 422, "what"),
        ({"what": "  "}, 422, "what"),
        ({"what": 7}, 422, "what"),
        ({"what": "a\0b"}, 422, "what"),
        ({"what": "a", "kind": "khac"}, 422, "kind"),
        ({"what": "a", "commune": "2128"}, 422, "commune"),
        ({"what": "a", "danger_now": "yes"}, 422, "danger_now"),
        ({"what": "a", "anh": "…"}, 422, "anh"),
        ({"what": "a" * 20_001}, 422, "what"),
        ({"what": "a" * 70_000}, 413, ""),
    ],
)
def test_what_is_wrong_is_said_in_words(line: Line, body: Any, status: int, field: str) -> None:
    answer = line.send(body)

    assert answer.status_code == status
    assert answer.json().get("field", "") == field
    assert answer.json()["words"]
    assert not Report.objects.exists()


def test_what_is_missing_around_the_message_is_said_too(line: Line) -> None:
    head = {"Authorization": f"Bearer {line.key}", "Idempotency-Key": "goi-den-0001"}

    assert line.send(once="ngan").status_code == 400
    assert Client().post(AT, TOLD, headers=head).status_code == 415
    assert Client().get(AT, headers=head).status_code == 405


def test_the_document_and_the_check_are_one_table(line: Line) -> None:
    said = Client().get(f"{PAGE}openapi.json").json()
    message = said["components"]["schemas"]["Message"]

    assert said["openapi"] == "3.1.0"
    assert set(said["paths"]) == {AT, f"{AT}/{{number}}"}
    assert list(message["properties"]) == [field.name for field in FIELDS]
    assert (message["required"], message["additionalProperties"]) == (["what"], False)
    full = {name: _of(schema) for name, schema in message["properties"].items()}
    assert line.send(full).status_code == 201


def _of(schema: dict[str, Any]) -> Any:
    if schema["type"] == "boolean":
        return True
    if "pattern" in schema:
        return "21289"
    return schema["enum"][-1] if "enum" in schema else "a" * schema["maxLength"]


def test_an_officer_of_the_province_makes_a_key_that_is_shown_once(line: Line) -> None:
    client = sign_in(Client(), line.officer)

    made = client.post(PAGE, {"name": "Tổng đài xã", "is_test": "on"}).content.decode()
    found = re.search(r"mn_thu_[\w-]{43}", made)
    assert found
    key = found.group()

    assert key not in client.get(PAGE).content.decode()
    assert line.send(key=key).json()["test"] is True
    assert not Partner.objects.filter(key_hash__contains=key[-20:]).exists()
    one = Partner.objects.get(name="Tổng đài xã")
    client.post(f"{PAGE}{one.pk}/thu-hoi/")
    assert line.send(key=key).status_code == 401
    assert list(AuditRow.objects.filter(what__startswith="partner.").values_list("what", flat=True)
                .order_by("seq")) == ["partner.made", "partner.made", "partner.ended"]  # fmt: skip


@pytest.mark.parametrize("role", [Role.COMMUNE_WORKER, Role.DEPARTMENT_OFFICER, Role.AUDITOR])
def test_nobody_else_makes_or_ends_a_key(line: Line, role: Role) -> None:
    person = member(role, line.house.son_ha)
    client = sign_in(Client(), person)

    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{line.partner.pk}/thu-hoi/").status_code == 403
    with pytest.raises(NotAllowed):
        partners.make_partner(by=person, unit=line.house.health, name="x", is_test=True)
    assert Partner.objects.filter(ended_at=None).count() == 1


def test_half_of_a_letter_is_no_text(line: Line) -> None:
    for body in ({"what": "Bạn \ud83c lấy cặp"}, {"\ud800": "x", "what": STORY}):
        answer = line.send(body)
        assert (answer.status_code, answer.json()["error"]) == (400, "unreadable")
    assert not Report.objects.exists()
