"""The page of a case: what each sees, what each may do, what stays sealed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mangnon.base.audit.api import AuditRow
from mangnon.cases.choices import State
from mangnon.cases.machine.table import Part
from mangnon.cases.models import Case
from mangnon.cases.views.page import moves_by_region
from mangnon.kit import clock
from mangnon.reports.actions.messages import said_by_reporter
from mangnon.reports.actions.receipts import Shown
from mangnon.reports.api import key_for
from mangnon.units.choices import Role
from tests.cases.machine.cast import Cast
from tests.cases.papers.filled import as_fields as sent
from tests.cases.screens.conftest import Browse
from tests.cast import make_person

SIGNED = {"buoc-number": "12/QĐ-UBND", "buoc-signed_on": "2026-11-23"}


def page(client: Any, case: Case, name: str = "case", **more: Any) -> Any:
    return client.get(reverse(name, args=[case.pk, *more.values()]))


def move(client: Any, case: Case, event: str, **said: Any) -> Any:
    """The move's form as the browser sends it: what stands on the page, and what was written."""
    where = reverse("case_move", args=[case.pk, event])
    shown = client.get(where)
    assert shown.status_code == 200, shown.content.decode()
    form = shown.context["form"]
    hidden = {f"buoc-{name}": form[name].value() for name in ("token", "version")}
    return client.post(where, {**hidden, **said})


def test_a_case_goes_its_main_road_by_its_pages(cast: Cast, browse: Browse) -> None:
    officer, chair, worker = (browse(one) for one in (cast.officer, cast.chair, cast.worker))
    case, son_ha = cast.case, cast.house.son_ha

    sheet = {**sent("01"), "buoc-unit": son_ha.pk}
    assert move(officer, case, "forward", **sheet).status_code == 302
    assert move(chair, case, "take", **{"buoc-person": str(cast.worker.pk)}).status_code == 302
    answer = move(worker, case, "assess_risk", **sent("02"))
    assert answer.status_code == 302, answer.content.decode()
    now = f"{clock.local(clock.now() - timedelta(seconds=1)):%Y-%m-%dT%H:%M}"
    Case.objects.filter(pk=case.pk).update(received_at=clock.now() - timedelta(hours=1))
    said = {"buoc-measure": "Cho trẻ ở nhà bà", "buoc-measured_at": now}
    assert move(chair, case, "protect", **said).status_code == 302
    assert move(worker, case, "assess", **sent("03")).status_code == 302
    assert move(worker, case, "draft_plan", **sent("04")).status_code == 302
    assert move(worker, case, "submit_plan").status_code == 302
    assert move(chair, case, "approve_plan", **sent("05"), **SIGNED).status_code == 302
    plan = {"kind": "học tập", "done_by": son_ha.pk, "due_on": str(clock.today()), "token": "mot"}
    for _ in range(2):
        added = worker.post(reverse("case_service_new", args=[case.pk]), plan)
        assert added.status_code == 302, added.content.decode()
    service = case.services.get()
    assert move(worker, case, "start_services").status_code == 302
    ended = {"do": "done", "reason": "Em đã đi học lại", "token": "hai"}
    where = reverse("case_service", args=[case.pk, service.pk])
    assert worker.post(where, ended).status_code == 302
    assert move(worker, case, "review", **sent("06")).status_code == 302
    last = {"buoc-closing": "safe_at_home", "buoc-reason": "Ổn định", "buoc-retention": "child"}
    assert move(chair, case, "close", **last).status_code == 302

    case.refresh_from_db()
    assert case.state == State.CLOSED
    assert page(worker, case).status_code == 200


def test_what_is_sealed_is_shown_to_whoever_unlocked_it(cast: Cast, browse: Browse) -> None:
    cast.taken()
    cast.make("raise_urgency", cast.worker, reason="Em sợ về nhà")

    shut = page(browse(cast.worker, locked=True), cast.case).content.decode()
    opened = page(browse(cast.worker), cast.case).content.decode()

    assert "Em sợ về nhà" not in shut
    assert "Mở khóa để đọc" in shut
    assert "Em sợ về nhà" in opened
    assert AuditRow.objects.filter(what="case.read").count() == 2


def test_a_note_for_the_owner_alone_is_not_shown_to_a_helper(cast: Cast, browse: Browse) -> None:
    cast.taken()
    cast.make("override_consent", cast.chair, reason="Vì lợi ích của trẻ")
    worker = browse(cast.worker)
    note = {"text": "Cô giáo đã gọi", "field_class": "work", "internal": "yes", "token": "a"}
    for _ in range(2):
        assert worker.post(reverse("case_note", args=[cast.case.pk]), note).status_code == 302
    shared = note | {"text": "Hẹn thứ hai", "internal": "no", "token": "b"}
    worker.post(reverse("case_note", args=[cast.case.pk]), shared)
    cast.case.shares.create(unit=cast.house.police, classes=[])
    cast.make("report_crime", cast.chair)

    own = page(worker, cast.case).content.decode()
    police = page(browse(cast.police), cast.case)

    assert cast.case.notes.count() == 2
    assert "Cô giáo đã gọi" in own
    assert [one.row.internal for one in police.context["notes"]] == [False]
    assert "Cô giáo đã gọi" not in police.content.decode()


def test_of_two_who_move_from_one_page_the_second_sees_both_values(
    cast: Cast, browse: Browse
) -> None:
    cast.taken()
    worker = browse(cast.worker)
    where = reverse("case_move", args=[cast.case.pk, "raise_urgency"])
    form = worker.get(where).context["form"]
    hidden = {f"buoc-{name}": form[name].value() for name in ("token", "version")}
    cast.make("reassign", cast.chair, person=cast.worker)

    late = worker.post(where, {**hidden, "buoc-reason": "Em sợ"})

    assert late.status_code == 409
    assert "Hồ Văn Xã" in str(late.context["conflict"])
    assert "Đang xác minh" in late.content.decode()
    assert Case.objects.get().urgency == "unknown"


def test_a_move_that_is_not_mine_has_neither_button_nor_page(cast: Cast, browse: Browse) -> None:
    cast.taken()
    worker = browse(cast.worker)

    assert "Đổi người phụ trách" not in page(worker, cast.case).content.decode()
    assert page(worker, cast.case, "case_move", event="reassign").status_code == 404
    refused = worker.post(reverse("case_move", args=[cast.case.pk, "reassign"]), {})
    assert refused.status_code == 409
    odd = {"buoc-version": "²", "buoc-token": "\x00"}
    again = worker.post(reverse("case_move", args=[cast.case.pk, "reassign"]), odd)
    assert again.status_code == 409
    assert cast.case.events.count() == 3


def test_a_stranger_finds_no_case_and_a_school_no_cases(cast: Cast, browse: Browse) -> None:
    stranger = make_person(Role.COMMUNE_LEADER, cast.house.nghia_lo)
    teacher = make_person(Role.TEACHER, cast.house.primary)

    assert page(browse(stranger, locked=True), cast.case).status_code == 404
    assert page(browse(teacher, locked=True), cast.case).status_code == 403
    assert browse(teacher, locked=True).get(reverse("cases")).status_code == 403


def test_a_form_is_read_and_printed_as_far_as_its_reader_may(cast: Cast, browse: Browse) -> None:
    cast.planned()
    row = cast.case.papers.get(form="03")
    worker, police = browse(cast.worker), browse(cast.officer)

    shown = page(worker, cast.case, "case_paper", paper=row.pk)
    masked = page(police, cast.case, "case_paper", paper=row.pk)
    docx = worker.get(reverse("case_paper_file", args=[cast.case.pk, row.pk, "docx"]))

    assert shown.status_code == 200
    assert "đã ẩn" not in shown.content.decode()
    assert "đã ẩn" in masked.content.decode()
    assert docx.content[:2] == b"PK"
    assert docx["Content-Disposition"].endswith(f'{cast.case.number}-mau-03-1.docx"')
    assert AuditRow.objects.filter(what="case.paper_read").count() == 3


def test_the_pages_ask_the_database_little(cast: Cast, browse: Browse) -> None:
    """The record of the look is five statements more: it is written, not asked."""
    cast.planned()
    worker = browse(cast.worker)

    assert len(asked(worker, reverse("cases"))) <= 8
    assert len(asked(worker, reverse("case", args=[cast.case.pk]))) == 15


def asked(client: Any, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    every = [query["sql"] for query in seen.captured_queries]
    # The record's own: its row, and on PostgreSQL its lock.
    return [
        sql
        for sql in every
        if sql.startswith("SELECT") and "audit_" not in sql and "pg_advisory" not in sql
    ]


def test_what_the_reporter_adds_to_a_case_is_seen_until_somebody_reads_it(
    cast: Cast, browse: Browse
) -> None:
    report = cast.taken().report
    officer, worker = browse(cast.officer), browse(cast.worker)
    listed = reverse("case_reports")
    assert "Người báo viết thêm" not in officer.get(listed).content.decode()

    key = key_for(cast.readers[cast.officer.pk], report.keys.all())
    said_by_reporter(shown=Shown(report, key), text="Hôm nay lại bị nữa.", token="them")

    of_worker, of_officer = (page(one, cast.case).content.decode() for one in (worker, officer))
    assert "Đọc lời nhắn trong tin báo" in of_worker
    assert "Đọc lời nhắn trong tin báo" in of_officer
    # The case went on to the commune, and so did what is written
    assert "Người báo viết thêm" not in officer.get(listed).content.decode()
    assert "Người báo viết thêm" in worker.get(listed).content.decode()
    assert "Hôm nay lại bị nữa." in page(worker, report, "case_report").content.decode()
    assert "Người báo viết thêm" not in worker.get(listed).content.decode()
    assert "Người báo tin viết thêm" not in page(worker, cast.case).content.decode()


def test_the_first_button_is_not_to_pass_on_what_is_at_home(cast: Cast) -> None:
    case, every = cast.case, frozenset(Part)

    assert moves_by_region(case, every, cast.chair)[0][1][0].event == "forward"
    case.owner = cast.house.son_ha
    assert moves_by_region(case, every, cast.chair)[0][1][0].event == "take"
