"""A case is carried from the report to its end, and nothing else than the table allows happens."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from mangnon.base.audit.api import rows_about, verify
from mangnon.base.notices.models import Notice, Outbox
from mangnon.cases.actions.applying import apply, moves_for
from mangnon.cases.actions.keeping import case_key
from mangnon.cases.actions.opening import open_case
from mangnon.cases.actions.papers import write_paper
from mangnon.cases.choices import Region, State
from mangnon.cases.machine.deciding import EVENTS
from mangnon.cases.machine.facts import COLUMN
from mangnon.cases.machine.replaying import replayed
from mangnon.cases.models import Case, CaseEvent, Deadline, Paper
from mangnon.cases.refusals import Conflict, IllegalMove, Invalid, NotAllowed
from mangnon.cases.sealed import event_place, opened_words
from mangnon.kit import clock
from mangnon.kit.crypto import NotOpened
from mangnon.reports.api import Locked, ReportState, Stage, reports_waiting
from mangnon.reports.models import Barred, Report
from mangnon.units.choices import Role
from tests.cases.machine.cast import Cast, paper, signing
from tests.cast import make_person

pytestmark = pytest.mark.django_db


def clocks(case: Case) -> dict[str, str]:
    return dict(case.deadlines.order_by("pk").values_list("rule", "state"))


def everything() -> tuple[int, ...]:
    """Counts of all that a move writes: a refusal leaves them as they are."""
    rows = (CaseEvent, Deadline, Paper, Notice, Outbox)
    return (*(model.objects.count() for model in rows), len(list(rows_about(Case.objects.get()))))


def test_a_case_starts_with_its_report_s_hours(cast: Cast) -> None:
    case, report = cast.case, Report.objects.get()
    assert (case.state, case.owner, case.receiver) == (
        "intake",
        cast.house.health,
        cast.house.health,
    )
    assert case.received_at == report.counted_from <= report.received_at
    emergency = case.deadlines.get(rule="emergency_12h")
    assert emergency.due_at == report.counted_from + timedelta(hours=12)
    assert clocks(case) == {"emergency_12h": "armed", "initial_risk": "armed"}
    assert (report.state, report.stage) == ("linked", "reading")
    assert case.keys.count() == 1
    assert case.number.startswith("VV")


def test_a_case_goes_all_the_way(cast: Cast) -> None:
    cast.reviewed()
    case = cast.make(
        "close", cast.chair, closing="safe_at_home", reason="Trẻ đã đi học lại", retention="child"
    )
    assert (case.state, case.close_reason, case.retention) == ("closed", "safe_at_home", "child")
    assert case.closed_at is not None
    assert not case.deadlines.filter(ended_at=None).exists()
    assert clocks(case) == {
        "emergency_12h": "met",
        "initial_risk": "met",
        "ack": "met",
        "plan": "met",
        "approval": "met",
        f"service:{case.services.get().pk}": "met",
    }
    assert Report.objects.get().stage == "done"
    assert list(case.papers.values_list("form", "revision", "final")) == [
        ("01", 1, True),
        ("02", 1, True),
        ("03", 1, True),
        ("04", 1, True),
        ("05", 1, True),
        ("06", 1, True),
    ]
    numbers = list(case.events.values_list("number", "event"))
    assert numbers[:3] == [(1, "open"), (2, "forward"), (3, "take")]
    assert numbers[-1] == (12, "close")


def test_the_record_alone_tells_where_a_case_stands(cast: Cast) -> None:
    cast.planned()
    cast.make("report_crime", cast.worker)
    cast.make("accept_crime", cast.police, paper="12/TB ngày 27/11/2026")
    rows = [row for row in rows_about(cast.case) if "number" in row.facts]
    told = replayed(row.facts for row in sorted(rows, key=lambda row: row.seq))
    now = Case.objects.get()
    assert told == {region: getattr(now, column) for region, column in COLUMN.items()}
    assert told[Region.CRIME] == "accepted"
    assert verify() == []


def test_what_was_said_is_sealed_and_read_by_whoever_holds_the_case(cast: Cast) -> None:
    """The worker has no passphrase: what the worker writes the chair reads all the same."""
    cast.taken()
    cast.make("raise_urgency", cast.worker, reason="Trẻ không được về nhà")
    event = cast.case.events.get(event="raise_urgency")
    assert "không được về".encode() not in bytes(event.sealed)
    reader = cast.readers[cast.chair.pk]
    key = case_key(cast.case, reader)
    assert key is not None
    place = event_place(cast.case.pk, event.number)
    words = opened_words(key, reader.unit_privates, bytes(event.sealed), place)
    assert words == {"reason": "Trẻ không được về nhà"}


def test_the_next_owner_gets_the_key_or_the_case_stays(cast: Cast) -> None:
    locked = cast.readers.pop(cast.officer.pk)
    before = everything()
    with pytest.raises(Locked):
        cast.forward()
    assert (Case.objects.get().state, everything()) == ("intake", before)
    cast.readers[cast.officer.pk] = locked
    cast.forward()
    assert case_key(cast.case, cast.readers[cast.chair.pk]) is not None


def test_one_token_is_one_effect(cast: Cast) -> None:
    cast.forward(token="mot-lan")
    before = everything()
    again = cast.forward(token="mot-lan")
    assert (again.state, again.version, everything()) == ("forwarded", 2, before)
    same = open_case(
        by=cast.officer,
        unit=cast.house.health,
        report_id=cast.case.report_id,
        commune_of_event=None,
        commune_of_residence=None,
        token="mo-vu-viec",
    )
    assert (same.pk, Case.objects.count()) == (cast.case.pk, 1)


def test_a_form_filled_on_an_older_page_changes_nothing_and_shows_both_values(cast: Cast) -> None:
    cast.taken()
    before = everything()
    with pytest.raises(Conflict) as refused:
        apply(
            case_id=cast.case.pk,
            event="raise_urgency",
            by=cast.worker,
            unit=cast.house.son_ha,
            version=2,
            data={"reason": "Có tin mới"},
            token=uuid4().hex,
        )
    assert refused.value.differences == (("Bước xử lý", "Nâng lên khẩn cấp", "Đang xác minh"),)
    assert str(refused.value).startswith("Hồ Văn Xã đã thay đổi vụ việc này trước anh/chị.")
    assert everything() == before


@pytest.mark.parametrize(
    ("event", "who", "data", "refusal", "words"),
    [
        ("close", "chair", {}, IllegalMove, "Không thể “Kết thúc vụ việc” khi vụ việc đang ở bước "
         "“Đang xác minh”."),
        ("fly", "chair", {}, IllegalMove, "Không có bước xử lý này."),
        ("protect", "worker", {}, IllegalMove, "Chỉ Chủ tịch UBND cấp xã mới được “Áp dụng biện "
         "pháp khẩn cấp”."),
        ("raise_urgency", "worker", {"reason": "  "}, Invalid, "Hãy ghi lý do."),
        ("assess_risk", "worker", {"urgency": "urgent"}, Invalid, "Hãy ghi Mẫu 02 trước khi “Đánh "
         "giá nguy cơ ban đầu”."),
        ("protect", "chair", {"measure": "Đưa đi", "measured_at": clock.now()}, IllegalMove,
         "Vụ việc không ở mức khẩn cấp: hãy nâng lên khẩn cấp trước, có lý do."),
        ("close", "police", {}, NotAllowed, "Anh/chị không tham gia vụ việc này."),
    ],
)  # fmt: skip
def test_what_is_not_lawful_changes_nothing(
    cast: Cast, event: str, who: str, data: dict[str, object], refusal: type[Exception], words: str
) -> None:
    cast.taken()
    before, version = everything(), cast.case.version
    with pytest.raises(refusal) as refused:
        cast.make(event, getattr(cast, who), **data)
    assert str(refused.value) == words
    assert (everything(), Case.objects.get().version) == (before, version)


def test_every_event_the_table_lacks_changes_nothing(cast: Cast) -> None:
    """Put by hand into a state, the case refuses all else, and nothing is written. (All states, by
    values alone: `test_table`.)"""
    cast.taken()
    before, tried, row = everything(), 0, Case.objects.filter(pk=cast.case.pk)
    for state in (State.INTAKE, State.PLAN_REVIEW, State.CLOSED, State.VOID):
        row.update(state=state, closed_at=clock.now())
        lawful = {move.event for move in moves_for(row.get(), cast.chair, cast.house.son_ha)}
        for event in set(EVENTS) - lawful:
            with pytest.raises(IllegalMove):
                cast.make(event, cast.chair)
            tried += 1
    assert (everything(), tried) == (before, 120)


def test_the_author_of_a_plan_does_not_approve_it(cast: Cast) -> None:
    """The chair does the worker's work in a small commune, and another must decide."""
    cast.taken()
    cast.make("reassign", cast.chair, person=cast.chair)
    cast.make("assess_risk", cast.chair, urgency="not_urgent", paper=paper("02", urgent=False))
    cast.make("assess", cast.chair, paper=paper("03"))
    cast.make("draft_plan", cast.chair, paper=paper("04"))
    cast.make("submit_plan", cast.chair)
    with pytest.raises(IllegalMove, match="Người lập kế hoạch không tự duyệt"):
        cast.make("approve_plan", cast.chair, **signing())
    deputy = make_person(Role.COMMUNE_LEADER, cast.house.son_ha)
    assert cast.make("approve_plan", deputy, **signing()).state == "plan_approved"


def test_a_form_that_is_not_whole_or_says_otherwise_is_no_step(cast: Cast) -> None:
    cast.taken()
    before = everything()
    short = {name: value for name, value in paper("02").items() if name != "risk_level"}
    with pytest.raises(Invalid, match="Mẫu 02: ") as refused:
        cast.make("assess_risk", cast.worker, urgency="urgent", paper=short)
    assert refused.value.field == "paper.risk_level"
    with pytest.raises(Invalid, match="Mẫu 02 ghi khác với điều chọn ở đây"):
        cast.make("assess_risk", cast.worker, urgency="not_urgent", paper=paper("02"))
    assert everything() == before


def test_a_draft_goes_along_when_whoever_sends_it_can_open_it(cast: Cast) -> None:
    cast.taken()
    cast.make("reassign", cast.chair, person=cast.chair)
    key = case_key(cast.case, cast.readers[cast.chair.pk])
    write_paper(cast.case, "02", paper("02", risk_reasons=""), by=cast.chair, key=key)
    with pytest.raises(Invalid, match="Mẫu 02: "):
        cast.make("assess_risk", cast.chair, urgency="urgent")
    write_paper(cast.case, "02", paper("02"), by=cast.chair, key=key)
    reader = cast.readers.pop(cast.chair.pk)
    with pytest.raises(Locked):
        cast.make("assess_risk", cast.chair, urgency="urgent")
    cast.readers[cast.chair.pk] = reader
    assert cast.make("assess_risk", cast.chair, urgency="urgent").state == "initial_risk"
    written = cast.case.papers.filter(form="02").order_by("revision")
    revisions = written.values_list("revision", "final")
    assert list(revisions) == [(1, False), (2, True)]


def test_urgency_lowered_and_raised_again_gains_no_hours(cast: Cast) -> None:
    cast.taken()
    cast.make("raise_urgency", cast.worker, reason="Có dấu hiệu mới")
    cast.make("assess_risk", cast.worker, urgency="urgent", paper=paper("02"))
    first = cast.case.deadlines.get(rule="emergency_12h")
    cast.make("lower_urgency", cast.chair, reason="Đã xem lại")
    assert cast.case.deadlines.get(rule="emergency_12h").state == "void"
    cast.make("raise_urgency", cast.worker, reason="Vẫn nguy hiểm")
    running = cast.case.deadlines.get(rule="emergency_12h", ended_at=None)
    assert (running.started_at, running.due_at) == (first.started_at, first.due_at)


def test_crime_is_reported_without_waiting_for_protection(cast: Cast) -> None:
    cast.taken()
    case = cast.make("report_crime", cast.worker)
    assert (case.state, case.crime) == ("verifying", "reported")
    assert case.shares.get().unit == cast.house.police
    assert case_key(case, cast.readers[cast.police.pk]) is None
    cast.make("reassign", cast.chair, person=cast.worker)
    assert case_key(cast.case, cast.readers[cast.police.pk]) is not None
    assert [move.event for move in moves_for(cast.case, cast.police, cast.house.police)] == [
        "accept_crime",
        "decide_crime",
        "find_content",
    ]


def test_who_is_accused_is_told_nothing_and_given_nothing(cast: Cast) -> None:
    Barred.objects.create(report=cast.case.report, unit=cast.house.son_ha)
    before, told = everything(), Notice.objects.count()
    with pytest.raises(IllegalMove, match="Không chuyển vụ việc đến đơn vị này"):
        cast.forward()
    assert everything() == before
    with pytest.raises(NotAllowed):
        cast.make("raise_urgency", cast.chair, reason="Tôi xem")
    assert moves_for(cast.case, cast.chair, cast.house.son_ha) == []
    assert Notice.objects.count() == told


def test_the_province_names_another_owner_when_the_owner_is_accused(cast: Cast) -> None:
    """The officer cannot open the case, and it goes on all the same, out of the accused's sight."""
    cast.taken()
    Barred.objects.create(report=cast.case.report, unit=cast.house.son_ha)
    with pytest.raises(IllegalMove, match="Không chuyển vụ việc đến đơn vị này"):
        cast.make("take_over", cast.officer, unit=cast.house.son_ha, reason="thử")
    reader = cast.readers.pop(cast.officer.pk)
    case = cast.make("take_over", cast.officer, unit=cast.house.son_haj, reason="Xã liên quan")
    assert (case.owner, case.person, case.state) == (cast.house.son_haj, None, "verifying")
    assert moves_for(case, cast.chair, cast.house.son_ha) == []
    event = case.events.get(event="take_over")
    place = event_place(case.pk, event.number)
    sealed, accused = bytes(event.sealed), cast.readers[cast.chair.pk].unit_privates
    said = opened_words(case_key(case, reader), reader.unit_privates, sealed, place)
    assert said == {"reason": "Xã liên quan"}
    with pytest.raises(NotOpened):
        opened_words(None, accused, sealed, place)


def test_notices_say_no_word_of_the_case(cast: Cast) -> None:
    cast.taken()
    cast.make("raise_urgency", cast.worker, reason="Trẻ không được về nhà")
    letters = list(Outbox.objects.filter(to=cast.chair.email).order_by("pk"))
    assert [letter.subject for letter in letters] == [
        f"Hồ sơ {cast.case.number}: có việc cần anh/chị xem",
        f"Hồ sơ {cast.case.number}: có việc cần anh/chị xem",
    ]
    assert not any("khẩn" in letter.body or "nhà" in letter.body for letter in letters)


def test_the_report_of_a_case_made_by_mistake_waits_again(cast: Cast) -> None:
    report = cast.case.report
    assert report not in reports_waiting(cast.officer)
    another = make_person(Role.PROVINCIAL_OFFICER, cast.house.health, name="Cao Thị Hai")
    cast.make("ask_void", cast.officer, reason="Mở nhầm tin báo")

    cast.make("void", another)

    report.refresh_from_db()
    assert (report.state, report.stage) == (ReportState.TRIAGED, Stage.READING)
    assert report in reports_waiting(cast.officer)
    assert rows_about(report).filter(what="report.unlinked").count() == 1
    told = {"by": cast.officer, "unit": cast.house.health, "report_id": report.pk}
    place = cast.house.son_ha.commune
    anew = open_case(**told, commune_of_event=place, commune_of_residence=place, token="lai")
    assert (anew.pk != cast.case.pk, anew.received_at) == (True, report.counted_from)
    assert report not in reports_waiting(cast.officer)
