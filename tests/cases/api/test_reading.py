"""A program reads what the pages of its person show: the table, the list, one case; no names."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from mangnon.base.audit.api import rows_about
from mangnon.cases.machine.table import MOVES
from mangnon.cases.models import Case
from mangnon.reports.models import Barred
from mangnon.units.choices import Role
from tests.cases.api.asking import AT, listed, move, shown
from tests.cases.machine.cast import Cast
from tests.cases.screens.conftest import Browse
from tests.cast import make_person, sign_in


def test_the_table_is_the_table(cast: Cast, browse: Browse) -> None:
    said = browse(cast.chair, locked=True).get(f"{AT}/bang").json()

    assert [row["event"] for row in said["moves"]] == [move.event for move in MOVES]
    separate = next(row for row in said["moves"] if row["event"] == "separate")
    assert separate == {
        "event": "separate",
        "words": "Quyết định tạm thời cách ly",
        "region": "separation",
        "start": ["none", "ended"],
        "end": "active",
        "parts": ["chair"],
        "needs": ["paper", "until"],
        "guards": ["main_is_open", "urgent_now", "within_separation_limit"],
        "effects": ["clock_separation"],
        "form": "07",
    }
    assert {one["region"]: len(one["states"]) for one in said["regions"]} == {
        "main": 13, "separation": 3, "crime": 4, "content": 5, "consent": 4,
    }  # fmt: skip


def test_the_list_is_the_desk_s_and_names_nobody(cast: Cast, browse: Browse) -> None:
    cast.taken()
    worker = browse(cast.worker, locked=True)

    said = listed(worker).json()

    (case,) = said["cases"]
    assert (said["page"], said["pages"]) == (1, 1)
    assert case["number"] == cast.case.number
    assert case["version"] == Case.objects.get().version
    assert case["states"]["main"] == {"state": "verifying", "words": "Đang xác minh"}
    assert case["unit"] == {"id": str(cast.house.son_ha.pk), "name": "Ủy ban nhân dân xã Sơn Hà"}
    assert [one["rule"] for one in case["clocks"]] == ["emergency_12h", "initial_risk"]
    assert case["next_due_at"] == case["clocks"][0]["due_at"]
    assert cast.worker.full_name not in listed(worker).content.decode()
    assert listed(worker, ended="1").json()["cases"] == []


@pytest.mark.parametrize("query", [{"page": "0"}, {"page": "hai"}, {"page": ""}, {"ended": "có"}])
def test_a_list_asked_for_wrongly_is_no_list(
    cast: Cast, browse: Browse, query: dict[str, str]
) -> None:
    answer = listed(browse(cast.chair, locked=True), **query)

    assert (answer.status_code, answer.json()["field"]) == (400, next(iter(query)))


def test_one_case_says_what_this_person_may_do_and_with_what(cast: Cast, browse: Browse) -> None:
    cast.taken()

    said = shown(browse(cast.chair, locked=True), cast.case).json()

    events = {one["event"]: one for one in said["events"]}
    assert sorted(events) == [
        "ask_void", "find_content", "override_consent", "raise_urgency", "reassign",
        "report_crime",
    ]  # fmt: skip
    person = events["reassign"]["body"]["properties"]["person"]
    assert {"const": str(cast.worker.pk), "title": "Trần Thị Trẻ"} in person["oneOf"]
    urgency = events["raise_urgency"]["body"]
    assert urgency["required"] == ["event", "version", "reason"]
    assert urgency["properties"]["received_at"]["format"] == "date-time"
    assert urgency["additionalProperties"] is False
    (look,) = rows_about(cast.case).filter(what="case.read")
    assert look.facts == {"parts": ["chair", "head"], "in_need": False}


def test_a_stranger_is_told_to_sign_in_and_a_teacher_that_it_is_not_theirs(cast: Cast) -> None:
    teacher = sign_in(Client(), make_person(Role.TEACHER, cast.house.primary))
    for path in ("bang", "vu-viec", f"vu-viec/{cast.case.pk}"):
        out, foreign = Client().get(f"{AT}/{path}"), teacher.get(f"{AT}/{path}")
        assert (out.status_code, out.json()["error"]) == (401, "signed_out")
        assert out.json()["sign_in"] == "/tai-khoan/dang-nhap/"
        assert (foreign.status_code, foreign.json()["error"]) == (403, "not_allowed")
        assert foreign.json()["words"] == "Vai trò của anh/chị không xem hồ sơ về trẻ em."
    assert move(Client(), cast.case, "take").status_code == 401
    assert move(teacher, cast.case, "take").status_code == 403


def test_the_accused_finds_nothing_as_if_there_were_no_case(cast: Cast, browse: Browse) -> None:
    cast.taken()
    Barred.objects.create(report=cast.case.report, person=cast.chair)
    accused = browse(cast.chair, locked=True)
    absent = Case(pk="00000000-0000-0000-0000-000000000007")

    assert listed(accused).json()["cases"] == []
    answer, nobody = shown(accused, cast.case), shown(accused, absent)
    assert (answer.status_code, answer.json()) == (nobody.status_code, nobody.json())
    before = Case.objects.values().get()
    sent = move(accused, cast.case, "raise_urgency", reason="gấp")
    assert (sent.status_code, sent.json()["error"]) == (404, "not_found")
    assert Case.objects.values().get() == before


def test_reading_takes_few_questions(
    cast: Cast, browse: Browse, django_assert_max_num_queries: Any
) -> None:
    cast.taken()
    chair = browse(cast.chair, locked=True)
    for path in ("vu-viec", f"vu-viec/{cast.case.pk}"):
        chair.get(f"{AT}/{path}")
        with django_assert_max_num_queries(15):
            assert chair.get(f"{AT}/{path}").status_code == 200


def test_an_address_that_is_none_is_told_in_json(cast: Cast, browse: Browse) -> None:
    answer = browse(cast.chair, locked=True).get(f"{AT}/vu-viec/7")

    assert (answer.status_code, answer.json()["error"]) == (404, "not_found")
