"""Guards and effects, one story each, with the very words of the refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mangnon.cases.choices import Separation, State, Urgency
from mangnon.cases.machine.deciding import decide, find_move
from mangnon.cases.machine.facts import Actor, Facts, Outcome, Start
from mangnon.cases.machine.needs import sealed_words
from mangnon.cases.machine.replaying import BrokenRecord, replayed
from mangnon.cases.machine.table import Move
from mangnon.kit import clock
from tests.cases.machine.walking import (
    ACCUSED,
    DESK,
    PEOPLE,
    SON_HA,
    SON_HAJ,
    T0,
    UNITS,
    first_facts,
)

ME, OTHER = PEOPLE[0], PEOPLE[1]
NOW = T0 + timedelta(hours=1)


def tried(event: str, facts: Facts, part: str, **data: Any) -> Any:
    move = find_move(event, facts.states, (part,))
    assert isinstance(move, Move), str(move)
    return decide(move, facts, Actor(ME, SON_HA, part), data, NOW)


def standing(state: str, **more: Any) -> Facts:
    return replace(first_facts(), owner=SON_HA, state=state, **more)


def test_a_case_goes_to_its_place_or_to_the_province_and_never_to_the_accused() -> None:
    facts, actor = first_facts(), Actor(ME, DESK, "receiver")
    move = find_move("forward", facts.states, ("receiver",))
    assert isinstance(move, Move)
    assert str(decide(move, facts, actor, {"unit": UNITS[SON_HA]}, NOW)) == (
        "Hãy ghi Mẫu 01 trước khi “Chuyển về xã nơi xảy ra”."
    )
    facts = replace(facts, drafts=frozenset({"01"}))
    for unit in (SON_HA, SON_HAJ, DESK):
        gone = decide(move, facts, actor, {"unit": UNITS[unit]}, NOW)
        assert isinstance(gone, Outcome)
        assert gone.fields == {"state": "forwarded", "owner_id": unit, "person_id": None}
        assert gone.starts == (Start("ack", NOW),)
    assert str(decide(move, facts, actor, {"unit": UNITS[ACCUSED]}, NOW)) == (
        "Không chuyển vụ việc đến đơn vị này: hãy chuyển đầu mối cấp tỉnh."
    )
    elsewhere = replace(facts, commune_of_event="21028", commune_of_residence=None)
    assert str(decide(move, elsewhere, actor, {"unit": UNITS[SON_HA]}, NOW)) == (
        "Chỉ chuyển về Ủy ban nhân dân xã nơi xảy ra, nơi trẻ ở, hoặc đầu mối cấp tỉnh."
    )
    unknown = replace(facts, commune_of_event=None)
    assert str(decide(move, unknown, actor, {"unit": UNITS[SON_HA]}, NOW)) == (
        "Chưa biết xã nơi xảy ra: hãy ghi nơi xảy ra trước khi chuyển."
    )


def test_an_assessment_does_not_lower_what_was_raised() -> None:
    facts = standing(State.VERIFYING, urgency=Urgency.URGENT)
    refused = tried("assess_risk", facts, "worker", urgency="not_urgent", paper={"a": "b"})
    assert str(refused) == (
        "Vụ việc đã được nâng lên khẩn cấp: việc hạ mức cần người khác quyết định, có lý do."
    )
    assert isinstance(
        tried("assess_risk", facts, "worker", urgency="urgent", paper={"a": "b"}), Outcome
    )


def test_not_urgent_puts_the_twelve_hours_away_and_urgent_lets_them_run() -> None:
    facts = standing(State.VERIFYING)
    calm = tried("assess_risk", facts, "worker", urgency="not_urgent", paper={"a": "b"})
    assert (calm.stops, calm.voids) == (("initial_risk",), ("emergency_12h",))
    urgent = tried("assess_risk", facts, "worker", urgency="urgent", paper={"a": "b"})
    assert (urgent.stops, urgent.voids) == (("initial_risk",), ())


def test_raising_again_counts_from_where_it_counted_before() -> None:
    facts = standing(State.ASSESSMENT, urgency=Urgency.NOT_URGENT, running=frozenset())
    again = tried("raise_urgency", facts, "worker", reason="vẫn nguy hiểm")
    assert again.starts == (Start("emergency_12h", T0),)
    named = tried("raise_urgency", facts, "worker", reason="tin mới", received_at=NOW)
    assert named.starts == (Start("emergency_12h", NOW),)
    after = replace(facts, emergency_met=True)
    fresh = tried("raise_urgency", after, "worker", reason="lần nữa")
    assert fresh.starts == (Start("emergency_12h", NOW),)
    running = replace(facts, running=frozenset({"emergency_12h"}))
    assert tried("raise_urgency", running, "worker", reason="thêm").starts == ()


def test_an_urgent_child_is_protected_before_the_thorough_assessment() -> None:
    facts = standing(State.INITIAL_RISK, urgency=Urgency.URGENT)
    refused = tried("assess", facts, "worker", paper={"a": "b"})
    assert str(refused) == "Vụ việc khẩn cấp: hãy áp dụng biện pháp khẩn cấp trước."
    protected = tried("protect", facts, "chair", measure="đến nơi an toàn", measured_at=NOW)
    assert protected.after == State.EMERGENCY
    assert protected.stops == ("emergency_12h", "initial_risk")
    late = tried("protect", facts, "chair", measure="x", measured_at=NOW + timedelta(minutes=1))
    assert str(late) == "Giờ này ở tương lai: hãy ghi giờ đã xảy ra."
    early = tried("protect", facts, "chair", measure="x", measured_at=T0 - timedelta(minutes=1))
    assert str(early) == "Giờ này sớm hơn lúc nhận tin đầu tiên: hãy xem lại."


def test_a_measure_in_the_minute_of_the_report_is_not_too_early() -> None:
    """A page writes moments without seconds, the report came at 40 seconds past."""
    told = T0.replace(second=40)
    facts = standing(State.INITIAL_RISK, urgency=Urgency.URGENT, received_at=told)
    at_once = T0.replace(second=0, microsecond=0)
    protected = tried("protect", facts, "chair", measure="đến nơi an toàn", measured_at=at_once)
    assert protected.after == State.EMERGENCY


def test_danger_that_rises_in_service_is_met_where_the_case_stands() -> None:
    facts = standing(State.IN_SERVICE, urgency=Urgency.URGENT)
    protected = tried("protect", facts, "chair", measure="đến nơi an toàn", measured_at=NOW)
    assert (protected.after, protected.fields) == (State.IN_SERVICE, {})


SIGNED = {"paper": {"a": "b"}, "number": "12/QĐ-UBND", "signed_on": clock.local(NOW).date()}


@pytest.mark.parametrize(
    ("state", "event", "part", "who", "data", "words"),
    [
        (State.INITIAL_RISK, "lower_urgency", "chair", "assessed_by", {"reason": "x"},
         "Người đã đánh giá không tự hạ mức khẩn cấp: cần một người khác."),
        (State.PLAN_REVIEW, "approve_plan", "chair", "plan_by", SIGNED,
         "Người lập kế hoạch không tự duyệt kế hoạch của mình."),
        (State.PLAN_REVIEW, "reject_plan", "chair", "plan_by", {"reason": "x"},
         "Người lập kế hoạch không tự duyệt kế hoạch của mình."),
        (State.REVIEW, "close", "chair", "reviewed_by",
         {"closing": "safe_at_home", "reason": "x", "retention": "child"},
         "Người rà soát không tự kết thúc vụ việc."),
        (State.VERIFYING, "void", "supervisor", "void_asked_by", {},
         "Người đề nghị hủy không tự quyết định: cần một người khác."),
    ],
)  # fmt: skip
def test_what_wants_two_people_has_two(
    state: str, event: str, part: str, who: str, data: dict[str, Any], words: str
) -> None:
    safe = {"urgency": Urgency.URGENT, "still_at_risk": False, "stable": True}
    assert str(tried(event, standing(state, **safe, **{who: ME}), part, **data)) == words
    assert isinstance(tried(event, standing(state, **safe, **{who: OTHER}), part, **data), Outcome)


CLOSING = {"closing": "safe_at_home", "reason": "đã ổn", "retention": "child"}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"still_at_risk": True}, "Chỉ kết thúc khi rà soát ghi trẻ hết nguy cơ và đã ổn định."),
        ({"stable": False}, "Chỉ kết thúc khi rà soát ghi trẻ hết nguy cơ và đã ổn định."),
        ({"still_at_risk": None}, "Chỉ kết thúc khi rà soát ghi trẻ hết nguy cơ và đã ổn định."),
        ({"open_referrals": 2}, "Còn 2 chuyển tuyến chưa xong."),
        ({"open_tasks": 1}, "Còn 1 việc chưa xong."),
        ({"separation": Separation.ACTIVE},
         "Trẻ đang được tạm thời cách ly: hãy chấm dứt cách ly trước."),
    ],
)  # fmt: skip
def test_a_case_does_not_end_with_anything_open(more: dict[str, Any], words: str) -> None:
    facts = standing(State.REVIEW, **{"still_at_risk": False, "stable": True, **more})
    assert str(tried("close", facts, "chair", **CLOSING)) == words


def test_a_case_ends_whole() -> None:
    facts = standing(State.REVIEW, still_at_risk=False, stable=True)
    ended = tried("close", facts, "chair", **CLOSING)
    assert ended.fields == {
        "state": "closed",
        "closed_at": NOW,
        "close_reason": "safe_at_home",
        "retention": "child",
    }
    assert ended.voids == ("*",)
    assert str(tried("close", facts, "chair", **{**CLOSING, "closing": "bored"})) == (
        "Hãy chọn kết quả khi kết thúc."
    )


def test_new_facts_open_a_closed_case_with_fresh_hours() -> None:
    facts = standing(State.CLOSED, still_at_risk=False, stable=True, urgency=Urgency.URGENT)
    opened = tried("reopen", facts, "receiver", reason="tin mới", received_at=NOW)
    assert opened.after == State.VERIFYING
    assert opened.fields["urgency"] == Urgency.UNKNOWN
    assert opened.fields["still_at_risk"] is None
    assert opened.starts == (Start("emergency_12h", NOW), Start("initial_risk", NOW))


def test_a_separation_lasts_fifteen_days_unless_a_body_asks_for_more() -> None:
    facts = standing(State.EMERGENCY, urgency=Urgency.URGENT)
    today = date(2026, 11, 23)
    paper = {"number": "07/QĐ-UBND"}
    long = tried("separate", facts, "chair", paper=paper, until=today + timedelta(days=16))
    assert str(long) == "Tạm thời cách ly không quá 15 ngày."
    past = tried("separate", facts, "chair", paper=paper, until=today - timedelta(days=1))
    assert str(past) == "Ngày kết thúc cách ly đã qua."
    until = today + timedelta(days=15)
    decided = tried("separate", facts, "chair", paper=paper, until=until)
    assert decided.fields == {
        "separation": "active",
        "separated_from": today,
        "separated_until": until,
    }
    assert decided.starts == (Start("separation", NOW, until),)
    active = replace(facts, separation=Separation.ACTIVE, separated_until=until)
    asked = {"paper": "12/CV", "asked_by_body": "Tòa án"}
    same = tried("extend_separation", active, "chair", until=until, **asked)
    assert str(same) == "Ngày gia hạn phải sau ngày kết thúc hiện nay."
    later = tried("extend_separation", active, "chair", until=until + timedelta(days=9), **asked)
    assert (later.voids, len(later.starts)) == (("separation",), 1)


def test_a_child_of_seven_is_asked() -> None:
    said = {"who": "mẹ", "purpose": "chuyển trường"}
    facts = standing(State.VERIFYING)
    assert str(tried("give_consent", facts, "worker", **said)) == (
        "Trẻ từ đủ 7 tuổi phải được hỏi ý kiến: hãy ghi đã hỏi trẻ, hoặc trẻ dưới 7 tuổi."
    )
    assert tried("give_consent", facts, "worker", under_seven=True, **said).after == "given"
    withdrawn = tried("withdraw_consent", replace(facts, consent="given"), "worker", who="mẹ")
    assert (withdrawn.after, withdrawn.ends_sharing) == ("withdrawn", True)


def test_services_have_clocks_of_their_own() -> None:
    days = (date(2026, 12, 1), date(2026, 12, 9))
    facts = standing(State.PLAN_APPROVED, open_services=((4, days[0]), (7, days[1])))
    started = tried("start_services", facts, "worker")
    assert started.starts == (Start("service:4", NOW, days[0]), Start("service:7", NOW, days[1]))
    none = replace(facts, open_services=())
    assert str(tried("start_services", none, "worker")) == (
        "Hãy ghi ít nhất một dịch vụ, có đơn vị làm và hạn."
    )


def test_a_record_with_a_row_missing_does_not_replay() -> None:
    rows = [
        {"region": "main", "from": "intake", "to": "intake", "number": 1},
        {"region": "main", "from": "intake", "to": "forwarded", "number": 2},
        {"region": "main", "from": "forwarded", "to": "verifying", "number": 3},
    ]
    assert replayed(rows)["main"] == "verifying"  # type: ignore[index]
    with pytest.raises(BrokenRecord, match="bước 2"):
        replayed([rows[0], rows[2]])


def test_words_about_a_child_are_sealed_and_codes_are_not() -> None:
    said = sealed_words({**CLOSING, "unit": UNITS[DESK], "paper": {"a": "b"}, "child_asked": True})
    assert said == {"reason": "đã ổn", "child_asked": "có"}
