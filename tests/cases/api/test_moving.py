"""A program makes moves as the pages do: once each, or refused in words, and nothing changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mangnon.base.audit.api import rows_about
from mangnon.cases.actions.glass import break_glass
from mangnon.cases.actions.once import KEY_LASTS
from mangnon.cases.models import Case, CaseEvent
from mangnon.kit import clock
from mangnon.units.choices import Role
from tests.cases.api.asking import AT, listed, move, send, shown
from tests.cases.machine.cast import Cast, paper
from tests.cases.papers.filled import as_fields
from tests.cases.screens.conftest import Browse
from tests.cast import make_person, sign_in


@contextmanager
def nothing_changes(cast: Cast) -> Iterator[None]:
    def now() -> tuple[Any, ...]:
        events = list(CaseEvent.objects.values_list("pk", flat=True))
        return Case.objects.values().get(pk=cast.case.pk), events, cast.case.papers.count()

    before = now()
    yield
    assert now() == before


def refused(answer: Any) -> tuple[int, str, str, str]:
    said = answer.json()
    return answer.status_code, said["error"], said["words"], said.get("field", "")


def test_a_case_goes_on_by_a_program_as_by_the_pages(cast: Cast, browse: Browse) -> None:
    cast.taken()
    chair, worker = browse(cast.chair), browse(cast.worker)
    Case.objects.filter(pk=cast.case.pk).update(received_at=clock.now() - timedelta(hours=1))

    first = move(worker, cast.case, "assess_risk", paper=paper("02"))
    assert first.status_code == 200, first.content.decode()
    assert first.json()["urgency"] == "urgent"
    moment = (clock.now() - timedelta(minutes=1)).isoformat()
    said = {"measure": "Cho trẻ ở nhà bà", "measured_at": moment}
    assert move(chair, cast.case, "protect", **said).status_code == 200
    assert move(worker, cast.case, "assess", paper=paper("03")).status_code == 200
    assert move(worker, cast.case, "draft_plan", paper=paper("04")).status_code == 200
    last = move(worker, cast.case, "submit_plan")

    case = Case.objects.get()
    assert last.json() == {
        "id": str(case.pk),
        "number": case.number,
        "version": case.version,
        "states": last.json()["states"],
        "urgency": "urgent",
    }
    assert last.json()["states"]["main"]["state"] == case.state == "plan_review"
    (kept,) = rows_about(case).filter(what="case.submit_plan")
    assert kept.facts["part"] == "worker"
    assert cast.case.papers.filter(final=True, form__in=("02", "03", "04")).count() == 3


def test_a_draft_written_on_the_page_goes_along(cast: Cast, browse: Browse) -> None:
    cast.taken()
    worker = browse(cast.worker)
    page = worker.get(f"/vu-viec/{cast.case.pk}/mau/02/")
    assert page.status_code == 200
    with nothing_changes(cast):
        nothing = move(worker, cast.case, "assess_risk")
        assert refused(nothing) == (422, "invalid", "Hãy ghi Mẫu 02.", "paper")

    assert worker.post(f"/vu-viec/{cast.case.pk}/mau/02/", as_fields("02")).status_code == 302
    sent = move(worker, cast.case, "assess_risk")

    assert sent.status_code == 200, sent.content.decode()
    (row,) = cast.case.papers.filter(form="02")
    assert (row.revision, row.final) == (1, True)


@pytest.mark.parametrize(
    ("told", "status", "words", "field"),
    [
        ("chữ", 400, "Phải là một đối tượng JSON.", "paper"),
        ({"khac": "x"}, 422, "Mẫu 02: Mẫu số 02 không có ô “khac”.", "paper.khac"),
        ({**paper("02"), "urgent": "ừ"}, 422, "Mẫu 02: Hãy chọn Có hoặc Không.", "paper.urgent"),
        ({**paper("02"), "urgent": {}}, 422, "Mẫu 02: Hãy chọn Có hoặc Không.", "paper.urgent"),
    ],
)
def test_a_paper_that_is_wrong_is_told_by_its_field(
    cast: Cast, browse: Browse, told: Any, status: int, words: str, field: str
) -> None:
    cast.taken()

    with nothing_changes(cast):
        answer = move(browse(cast.worker), cast.case, "assess_risk", paper=told)

    said = refused(answer)
    assert (said[0], said[2:]) == (status, (words, field))


def test_without_the_key_a_paper_is_asked_to_be_unlocked(cast: Cast, browse: Browse) -> None:
    cast.taken()

    with nothing_changes(cast):
        shut = browse(cast.worker, locked=True)
        answer = move(shut, cast.case, "assess_risk", paper=paper("02"))

    assert (answer.status_code, answer.json()["error"]) == (423, "locked")
    assert answer.json()["unlock"] == "/bao-tin/khoa/"


def test_a_guard_says_no_in_its_own_words(cast: Cast, browse: Browse) -> None:
    cast.taken()
    cast.make("raise_urgency", cast.worker, reason="gấp")

    with nothing_changes(cast):
        twice = move(browse(cast.chair), cast.case, "raise_urgency", reason="lại")
        early = move(browse(cast.chair), cast.case, "close", reason="x")
        foreign = move(browse(cast.worker), cast.case, "override_consent", reason="x")
        none = move(browse(cast.chair), cast.case, "fly")

    assert refused(twice)[:3] == (422, "refused", "Vụ việc đã ở mức khẩn cấp.")
    assert refused(early)[2] == (
        "Không thể “Kết thúc vụ việc” khi vụ việc đang ở bước “Đang xác minh”."
    )
    assert refused(foreign)[2].startswith("Chỉ người điều phối của đơn vị chủ trì, Chủ tịch")
    assert refused(none) == (422, "refused", "Không có bước xử lý này.", "")


def test_whoever_came_second_is_shown_both(cast: Cast, browse: Browse) -> None:
    cast.taken()
    seen = Case.objects.get().version
    cast.make("reassign", cast.chair, person=cast.worker)

    with nothing_changes(cast):
        body = {"event": "raise_urgency", "version": seen, "reason": "gấp"}
        answer = send(browse(cast.worker), cast.case, body)

    said = answer.json()
    assert (answer.status_code, said["error"]) == (409, "conflict")
    assert said["words"].startswith("Hồ Văn Xã đã thay đổi vụ việc này trước anh/chị.")
    assert (said["version"], said["by"]) == (seen + 1, "Hồ Văn Xã")
    assert said["both"] == [
        {"name": "Bước xử lý", "yours": "Nâng lên khẩn cấp", "theirs": "Đang xác minh"}
    ]


def test_whoever_broke_the_glass_reads_and_does_nothing(cast: Cast) -> None:
    cast.taken()
    colleague = make_person(Role.COMMUNE_WORKER, cast.house.son_ha, name="Võ Văn Gấp")
    program = sign_in(Client(), colleague)
    assert shown(program, cast.case).status_code == 404
    break_glass(by=colleague, number=cast.case.number, reason="Trẻ gọi lúc nửa đêm")

    assert shown(program, cast.case).json()["events"] == []
    with nothing_changes(cast):
        answer = move(program, cast.case, "raise_urgency", reason="gấp")
    assert refused(answer)[:3] == (403, "not_allowed", "Anh/chị không tham gia vụ việc này.")


# --- once ---------------------------------------------------------------------------------------


def test_the_same_request_is_one_move(cast: Cast, browse: Browse) -> None:
    cast.taken()
    worker, body = browse(cast.worker), _raising()

    first = send(worker, cast.case, body, once="buoc-0001")
    with nothing_changes(cast):
        again = send(worker, cast.case, body, once="buoc-0001")

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert first.json()["version"] == body["version"] + 1


def test_one_key_is_not_used_for_two_moves_within_a_day(cast: Cast, browse: Browse) -> None:
    cast.taken()
    worker, first = browse(cast.worker), _raising()
    send(worker, cast.case, first, once="buoc-0001")

    with nothing_changes(cast):
        other = move(worker, cast.case, "report_crime", once="buoc-0001")
    assert refused(other)[:3] == (
        409, "key_used", "Idempotency-Key này đã dùng cho nội dung khác.",
    )  # fmt: skip

    last = CaseEvent.objects.filter(event="raise_urgency")
    last.update(at=clock.now() - KEY_LASTS - timedelta(minutes=1))
    assert move(worker, cast.case, "report_crime", once="buoc-0001").status_code == 200
    with nothing_changes(cast):  # and the first is still not made twice
        assert send(worker, cast.case, first, once="buoc-0001").status_code == 200


def test_another_person_s_key_is_another_key(cast: Cast, browse: Browse) -> None:
    cast.taken()
    send(browse(cast.worker), cast.case, _raising(), once="buoc-0001")

    answer = move(browse(cast.chair), cast.case, "report_crime", once="buoc-0001")

    assert answer.status_code == 200
    tokens = list(CaseEvent.objects.exclude(token="").values_list("token", flat=True))[-2:]
    assert [len(token) for token in tokens] == [64, 64]
    assert tokens[0][:32] != tokens[1][:32]
    assert "buoc-0001" not in "".join(tokens)


def _raising() -> dict[str, Any]:
    version = Case.objects.values_list("version", flat=True).get()
    return {"event": "raise_urgency", "version": version, "reason": "Em sợ về nhà"}


# --- who is let in ------------------------------------------------------------------------------


def test_a_request_of_another_site_is_refused(cast: Cast) -> None:
    cast.taken()
    client = sign_in(Client(enforce_csrf_checks=True), cast.worker)
    client.get(f"/vu-viec/{cast.case.pk}/")  # any page with a form
    token = client.cookies["csrftoken"].value
    body = _raising()

    with nothing_changes(cast):
        bare, wrong = send(client, cast.case, body), send(client, cast.case, body, **_csrf("x"))
    right = send(client, cast.case, body, **_csrf(token))

    assert [refused(one)[:2] for one in (bare, wrong)] == [(403, "csrf"), (403, "csrf")]
    assert right.status_code == 200


def _csrf(token: str) -> dict[str, str]:
    return {"X-CSRFToken": token}


def test_the_second_factor_is_asked_for_in_json(cast: Cast) -> None:
    program = sign_in(Client(), cast.worker, second_factor=False)

    for answer in (listed(program), move(program, cast.case, "take"), program.get(f"{AT}/bang")):
        assert refused(answer)[:2] == (403, "second_factor")


def test_after_a_day_the_session_is_over_for_whoever_only_sends(cast: Cast) -> None:
    cast.taken()
    program = sign_in(Client(), cast.worker)
    assert listed(program).status_code == 200
    session = program.session
    session["began_at"] = (timezone.now() - timedelta(hours=24, minutes=1)).isoformat()
    session.save()

    with nothing_changes(cast):
        answer = move(program, cast.case, "raise_urgency", reason="gấp")

    assert refused(answer)[:2] == (401, "signed_out")
