"""How a case moves: one table. Buttons, actions, API, tests and documentation come from it.

Source: Decree 56/2017, Articles 25 to 32, as told in the domain notes; which value of a rule is
verified and which is "chưa đối chiếu" stands in `data/rules.csv`, never here.

A row names the region it moves, the event, the states it may start from, the state it ends in
(None: stays), the parts that may make it, what must be said with it, the guards that must hold, the
effects, and the form that is filled. Every other combination is refused by name. A guard or an
effect is a name here and a function in `guards` and `effects`: the table stays a table.

Regions run side by side: the crime branch never holds protection back (Article 25.3). A row with a
form also wants that form filled, in the move itself or as a draft beside it (`deciding`).
"""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.cases.choices import (
    Consent,
    Content,
    Crime,
    Part,
    Region,
    Separation,
    State,
)

P, S = Part, State


@dataclass(frozen=True)
class Move:
    """One row of the table: from each state of `start` to `end` (None: stays where it is)."""

    event: str
    words: str
    start: tuple[str, ...]
    end: str | None
    parts: tuple[Part, ...]
    needs: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    form: str = ""
    region: Region = Region.MAIN


FINAL = (S.CLOSED, S.VOID)
OPEN = tuple(state for state in State if state not in FINAL)
WORKING = (S.INITIAL_RISK, S.EMERGENCY, S.ASSESSMENT, S.PLAN_DRAFT)
LATER = (S.ASSESSMENT, S.PLAN_DRAFT, S.PLAN_REVIEW, S.PLAN_APPROVED, S.IN_SERVICE, S.REVIEW)
DESK = (P.RECEIVER, P.HEAD, P.SUPERVISOR)

MOVES: tuple[Move, ...] = (
    Move("forward", "Chuyển về xã nơi xảy ra", (S.INTAKE,), S.FORWARDED, DESK,
         needs=("unit",), form="01", guards=("places_known", "unit_of_the_place",
         "unit_not_barred"), effects=("own_to_unit", "clock_ack", "tell_owner")),
    Move("take", "Nhận xác minh", (S.INTAKE, S.FORWARDED), S.VERIFYING, (P.HEAD, P.CHAIR),
         needs=("person",), guards=("owner_is_mine", "person_works_here"),
         effects=("assign", "stop_ack", "tell_worker")),
    Move("send_back_place", "Trả lại vì sai địa bàn", (S.FORWARDED,), S.INTAKE, (P.HEAD, P.CHAIR),
         needs=("reason",),
         effects=("own_to_receiver", "stop_ack", "tell_receiver", "tell_supervisor")),
    Move("reassign", "Đổi người phụ trách", (S.VERIFYING, *WORKING, S.PLAN_REVIEW, S.PLAN_APPROVED,
         S.IN_SERVICE, S.REVIEW), None, (P.HEAD, P.CHAIR), needs=("person",),
         guards=("owner_is_mine", "person_works_here"), effects=("assign", "tell_worker")),
    Move("assess_risk", "Đánh giá nguy cơ ban đầu", (S.VERIFYING,), S.INITIAL_RISK, (P.WORKER,),
         needs=("urgency",), form="02", guards=("not_lowered_here",),
         effects=("set_urgency", "stop_initial")),
    Move("raise_urgency", "Nâng lên khẩn cấp", (S.VERIFYING, *WORKING, S.PLAN_REVIEW,
         S.PLAN_APPROVED, S.IN_SERVICE, S.REVIEW), None, (P.WORKER, P.HEAD, P.CHAIR, P.SUPERVISOR),
         needs=("reason",), guards=("not_urgent_yet", "not_in_future", "not_before_first"),
         effects=("set_urgent", "tell_chair")),
    Move("lower_urgency", "Hạ mức khẩn cấp", WORKING, None, (P.SUPERVISOR, P.CHAIR),
         needs=("reason",), guards=("urgent_now", "not_own_assessment"),
         effects=("set_not_urgent", "void_emergency_clock")),
    Move("protect", "Áp dụng biện pháp khẩn cấp", (S.VERIFYING, S.INITIAL_RISK), S.EMERGENCY,
         (P.CHAIR,), needs=("measure", "measured_at"), guards=("urgent_now", "not_in_future",
         "not_before_first"), effects=("stop_emergency", "stop_initial")),
    # Danger may rise again while the plan is being made or carried out: the measure is taken there.
    Move("protect", "Áp dụng biện pháp khẩn cấp", (S.EMERGENCY, *LATER), None, (P.CHAIR,),
         needs=("measure", "measured_at"), guards=("urgent_now", "not_in_future",
         "not_before_first"), effects=("stop_emergency",)),
    Move("assess", "Thu thập thông tin, đánh giá cụ thể", (S.INITIAL_RISK, S.EMERGENCY),
         S.ASSESSMENT, (P.WORKER,), form="03", guards=("protected_if_urgent",),
         effects=("clock_plan",)),
    Move("draft_plan", "Lập kế hoạch", (S.ASSESSMENT,), S.PLAN_DRAFT, (P.WORKER,), form="04",
         effects=("plan_author",)),
    Move("submit_plan", "Trình Chủ tịch duyệt", (S.PLAN_DRAFT,), S.PLAN_REVIEW, (P.WORKER,),
         guards=("plan_written",),
         effects=("stop_plan", "clock_approval", "plan_author", "tell_chair")),
    Move("withdraw_plan", "Rút kế hoạch về sửa", (S.PLAN_REVIEW,), S.PLAN_DRAFT, (P.WORKER,),
         needs=("reason",), effects=("void_approval_clock", "clock_plan")),
    Move("reject_plan", "Trả lại kế hoạch", (S.PLAN_REVIEW,), S.PLAN_DRAFT, (P.CHAIR,),
         needs=("reason",), guards=("not_plan_author",),
         effects=("void_approval_clock", "clock_plan", "tell_worker")),
    Move("approve_plan", "Phê duyệt kế hoạch", (S.PLAN_REVIEW,), S.PLAN_APPROVED, (P.CHAIR,),
         needs=("paper", "number", "signed_on"), form="05",
         guards=("not_plan_author", "signed_by_today"), effects=("stop_approval", "tell_worker")),
    Move("start_services", "Bắt đầu hỗ trợ, can thiệp", (S.PLAN_APPROVED,), S.IN_SERVICE,
         (P.WORKER,), guards=("has_service",), effects=("clock_services",)),
    Move("review", "Rà soát, đánh giá", (S.IN_SERVICE,), S.REVIEW, (P.WORKER,), form="06",
         needs=("still_at_risk", "stable"), guards=("services_ended",),
         effects=("set_review", "stop_services", "tell_chair")),
    Move("replan", "Lập kế hoạch mới", (S.REVIEW,), S.PLAN_DRAFT, (P.CHAIR,), needs=("reason",),
         guards=("review_says_risk",), effects=("clock_plan", "tell_worker")),
    Move("close", "Kết thúc vụ việc", (S.REVIEW,), S.CLOSED, (P.CHAIR,),
         needs=("closing", "reason", "retention"), guards=("review_says_safe", "not_review_author",
         "no_open_referral", "no_separation", "no_open_task"),
         effects=("set_closed", "void_clocks")),
    # Another province took the case and signed for it (`actions.transfer`): whoever is responsible
    # is there from then on, and what is not safe yet goes on there.
    Move("given_up", "Tỉnh khác đã nhận vụ việc", OPEN, S.CLOSED, (P.HEAD, P.CHAIR),
         guards=("taken_elsewhere", "no_open_referral", "no_separation", "no_open_task"),
         effects=("set_given_up", "void_clocks")),
    Move("reopen", "Mở lại vì có tin mới", (S.CLOSED,), S.VERIFYING, (P.RECEIVER, P.HEAD, P.CHAIR,
         P.SUPERVISOR), needs=("reason", "received_at"),
         guards=("not_in_future", "not_before_first"),
         effects=("fresh_round", "tell_owner")),
    Move("ask_void", "Đề nghị hủy vì lập nhầm", OPEN, None, (P.HEAD, P.WORKER, P.SUPERVISOR),
         needs=("reason",), guards=("void_not_asked",), effects=("void_asked", "tell_supervisor")),
    Move("refuse_void", "Không đồng ý hủy", OPEN, None, (P.SUPERVISOR,), needs=("reason",),
         guards=("void_was_asked", "not_void_asker"), effects=("void_refused", "tell_owner")),
    Move("void", "Hủy vì lập nhầm", OPEN, S.VOID, (P.SUPERVISOR,),
         guards=("void_was_asked", "not_void_asker", "no_open_referral", "no_separation"),
         effects=("void_clocks", "tell_owner")),
    # The owner turns out to be accused, is closed, or does not act: the province names another.
    Move("take_over", "Giao đơn vị khác chủ trì", OPEN, None, (P.SUPERVISOR,),
         needs=("unit", "reason"), guards=("unit_not_barred", "unit_not_owner"),
         effects=("own_to_unit", "tell_owner")),
    # Temporary separation from parents or carers: at most 15 days (Article 32, Mẫu 07).
    Move("separate", "Quyết định tạm thời cách ly", (Separation.NONE, Separation.ENDED),
         Separation.ACTIVE, (P.CHAIR,), needs=("paper", "until"), form="07",
         guards=("main_is_open", "urgent_now", "within_separation_limit"),
         effects=("clock_separation",), region=Region.SEPARATION),
    Move("extend_separation", "Gia hạn cách ly theo đề nghị", (Separation.ACTIVE,), None,
         (P.CHAIR,), needs=("paper", "until", "asked_by_body"),
         guards=("later_than_before",), effects=("clock_separation_on",), region=Region.SEPARATION),
    Move("end_separation", "Chấm dứt cách ly", (Separation.ACTIVE,), Separation.ENDED, (P.CHAIR,),
         needs=("reason",), effects=("stop_separation",), region=Region.SEPARATION),
    Move("report_crime", "Báo công an", (Crime.NONE,), Crime.REPORTED,
         (P.RECEIVER, P.HEAD, P.WORKER, P.CHAIR, P.SUPERVISOR), guards=("main_is_open",),
         effects=("share_with_police", "clock_crime", "tell_police"), region=Region.CRIME),
    Move("accept_crime", "Thụ lý", (Crime.REPORTED,), Crime.ACCEPTED, (P.POLICE,),
         needs=("paper",), region=Region.CRIME),
    Move("decide_crime", "Ra quyết định", (Crime.REPORTED, Crime.ACCEPTED), Crime.DECIDED,
         (P.POLICE,), needs=("paper", "outcome"), effects=("stop_crime",), region=Region.CRIME),
    Move("find_content", "Ghi nội dung phải gỡ", (Content.NONE, Content.REMOVED, Content.REFUSED),
         Content.FOUND, (P.WORKER, P.HEAD, P.SUPERVISOR, P.POLICE), needs=("address",),
         guards=("main_is_open",), region=Region.CONTENT),
    Move("request_removal", "Yêu cầu gỡ", (Content.FOUND,), Content.REQUESTED, (P.POLICE,
         P.SUPERVISOR), needs=("paper",), guards=("main_is_open",), effects=("clock_content",),
         region=Region.CONTENT),
    Move("removed", "Đã gỡ", (Content.REQUESTED,), Content.REMOVED, (P.POLICE, P.SUPERVISOR,
         P.WORKER), effects=("stop_content",), region=Region.CONTENT),
    Move("refuse_removal", "Bị từ chối gỡ", (Content.REQUESTED,), Content.REFUSED, (P.POLICE,
         P.SUPERVISOR), needs=("reason",), effects=("stop_content",), region=Region.CONTENT),
    Move("give_consent", "Ghi sự đồng ý", (Consent.NONE, Consent.WITHDRAWN), Consent.GIVEN,
         (P.WORKER,), needs=("who", "purpose"), guards=("child_asked_from_seven",),
         region=Region.CONSENT),
    Move("override_consent", "Chia sẻ không cần đồng ý", (Consent.NONE, Consent.WITHDRAWN),
         Consent.OVERRIDDEN, (P.HEAD, P.CHAIR), needs=("reason",), region=Region.CONSENT),
    Move("withdraw_consent", "Rút sự đồng ý", (Consent.GIVEN,), Consent.WITHDRAWN, (P.WORKER,
         P.HEAD), needs=("who",), effects=("stop_sharing",), region=Region.CONSENT),
)  # fmt: skip
