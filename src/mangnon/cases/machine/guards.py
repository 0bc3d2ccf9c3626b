"""What must hold before a move: one small question each, answered from values alone.

A guard gives None when it holds, and otherwise the words of the refusal. Every name in the table's
`guards` is a function here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from mangnon.cases.choices import Separation, State, Urgency
from mangnon.cases.machine.facts import Actor, Data, Facts, PersonLike, UnitLike
from mangnon.kit import clock

PROVINCE_DESKS = ("province", "department")
_FINAL = (State.CLOSED, State.VOID)


@dataclass(frozen=True)
class Asked:
    """All that a guard may look at. `separation_days`: the longest separation of the rules."""

    facts: Facts
    actor: Actor
    data: Data
    now: datetime
    separation_days: int = 15


Guard = Callable[[Asked], str | None]


def places_known(asked: Asked) -> str | None:
    if asked.facts.commune_of_event is None:
        return "Chưa biết xã nơi xảy ra: hãy ghi nơi xảy ra trước khi chuyển."
    return None


def unit_of_the_place(asked: Asked) -> str | None:
    """The committee of the commune of the event or of residence; else the province's desk."""
    unit = cast(UnitLike, asked.data["unit"])
    places = {asked.facts.commune_of_event, asked.facts.commune_of_residence}
    if unit.kind in PROVINCE_DESKS or (unit.kind == "commune" and unit.commune_id in places):
        return None
    return "Chỉ chuyển về Ủy ban nhân dân xã nơi xảy ra, nơi trẻ ở, hoặc đầu mối cấp tỉnh."


def unit_not_barred(asked: Asked) -> str | None:
    if cast(UnitLike, asked.data["unit"]).pk in asked.facts.barred:
        return "Không chuyển vụ việc đến đơn vị này: hãy chuyển đầu mối cấp tỉnh."
    return None


def unit_not_owner(asked: Asked) -> str | None:
    if cast(UnitLike, asked.data["unit"]).pk == asked.facts.owner:
        return "Đơn vị này đang chủ trì vụ việc."
    return None


def owner_is_mine(asked: Asked) -> str | None:
    if asked.actor.unit != asked.facts.owner:
        return "Chỉ đơn vị chủ trì mới làm được việc này."
    return None


def person_works_here(asked: Asked) -> str | None:
    if cast(PersonLike, asked.data["person"]).pk not in asked.facts.staff:
        return "Người này không làm việc ở đơn vị chủ trì, hoặc không được xem vụ việc."
    return None


def not_urgent_yet(asked: Asked) -> str | None:
    if asked.facts.urgency == Urgency.URGENT:
        return "Vụ việc đã ở mức khẩn cấp."
    return None


def urgent_now(asked: Asked) -> str | None:
    if asked.facts.urgency != Urgency.URGENT:
        return "Vụ việc không ở mức khẩn cấp: hãy nâng lên khẩn cấp trước, có lý do."
    return None


def not_lowered_here(asked: Asked) -> str | None:
    """Once urgent, an assessment alone does not lower it: another person must, with a reason."""
    urgent = asked.facts.urgency == Urgency.URGENT
    if urgent and asked.data["urgency"] == Urgency.NOT_URGENT:
        return "Vụ việc đã được nâng lên khẩn cấp: việc hạ mức cần người khác quyết định, có lý do."
    return None


def not_own_assessment(asked: Asked) -> str | None:
    if asked.actor.person == asked.facts.assessed_by:
        return "Người đã đánh giá không tự hạ mức khẩn cấp: cần một người khác."
    return None


def _moments(asked: Asked) -> list[datetime]:
    said = (asked.data.get(name) for name in ("measured_at", "received_at"))
    return [moment for moment in said if isinstance(moment, datetime)]


def not_in_future(asked: Asked) -> str | None:
    if any(moment > asked.now for moment in _moments(asked)):
        return "Giờ này ở tương lai: hãy ghi giờ đã xảy ra."
    return None


def not_before_first(asked: Asked) -> str | None:
    """To the minute, as moments are written on a page."""
    first = asked.facts.received_at.replace(second=0, microsecond=0)
    if any(moment < first for moment in _moments(asked)):
        return "Giờ này sớm hơn lúc nhận tin đầu tiên: hãy xem lại."
    return None


def protected_if_urgent(asked: Asked) -> str | None:
    """In an urgent case the measure comes before the thorough assessment (Article 26.3)."""
    facts = asked.facts
    if facts.urgency == Urgency.URGENT and facts.state != State.EMERGENCY:
        return "Vụ việc khẩn cấp: hãy áp dụng biện pháp khẩn cấp trước."
    return None


def plan_written(asked: Asked) -> str | None:
    if not (asked.facts.plan_written or "04" in asked.facts.drafts):
        return "Chưa có kế hoạch mới (Mẫu 04): hãy ghi kế hoạch trước khi trình."
    return None


def not_plan_author(asked: Asked) -> str | None:
    if asked.actor.person == asked.facts.plan_by:
        return "Người lập kế hoạch không tự duyệt kế hoạch của mình."
    return None


def signed_by_today(asked: Asked) -> str | None:
    if cast(date, asked.data["signed_on"]) > clock.local(asked.now).date():
        return "Ngày ký ở tương lai: hãy ghi ngày đã ký."
    return None


def has_service(asked: Asked) -> str | None:
    if not asked.facts.open_services:
        return "Hãy ghi ít nhất một dịch vụ, có đơn vị làm và hạn."
    return None


def services_ended(asked: Asked) -> str | None:
    if count := len(asked.facts.open_services):
        return f"Còn {count} dịch vụ chưa kết thúc: hãy ghi kết quả từng dịch vụ trước."
    return None


def review_says_risk(asked: Asked) -> str | None:
    if asked.facts.still_at_risk or not asked.facts.stable:
        return None
    return "Rà soát ghi trẻ hết nguy cơ và đã ổn định: không cần kế hoạch mới."


def review_says_safe(asked: Asked) -> str | None:
    """Both, and only both, let a case end (Article 30.1b)."""
    if asked.facts.still_at_risk is False and asked.facts.stable is True:
        return None
    return "Chỉ kết thúc khi rà soát ghi trẻ hết nguy cơ và đã ổn định."


def not_review_author(asked: Asked) -> str | None:
    if asked.actor.person == asked.facts.reviewed_by:
        return "Người rà soát không tự kết thúc vụ việc."
    return None


def no_open_referral(asked: Asked) -> str | None:
    if count := asked.facts.open_referrals:
        return f"Còn {count} chuyển tuyến chưa xong."
    return None


def taken_elsewhere(asked: Asked) -> str | None:
    """Another province signed that it answers for the child now."""
    if asked.facts.taken_elsewhere:
        return None
    return "Chưa có biên nhận của tỉnh nhận vụ việc."


def no_separation(asked: Asked) -> str | None:
    if asked.facts.separation == Separation.ACTIVE:
        return "Trẻ đang được tạm thời cách ly: hãy chấm dứt cách ly trước."
    return None


def no_open_task(asked: Asked) -> str | None:
    if count := asked.facts.open_tasks:
        return f"Còn {count} việc chưa xong."
    return None


def void_not_asked(asked: Asked) -> str | None:
    if asked.facts.void_asked_by is not None:
        return "Đã có người đề nghị hủy vụ việc này."
    return None


def void_was_asked(asked: Asked) -> str | None:
    if asked.facts.void_asked_by is None:
        return "Chưa có ai đề nghị hủy vụ việc này."
    return None


def not_void_asker(asked: Asked) -> str | None:
    if asked.actor.person == asked.facts.void_asked_by:
        return "Người đề nghị hủy không tự quyết định: cần một người khác."
    return None


def main_is_open(asked: Asked) -> str | None:
    if asked.facts.state in _FINAL:
        return "Vụ việc đã kết thúc."
    return None


def within_separation_limit(asked: Asked) -> str | None:
    until, today = cast(date, asked.data["until"]), clock.local(asked.now).date()
    if until < today:
        return "Ngày kết thúc cách ly đã qua."
    if until > today + timedelta(days=asked.separation_days):
        return f"Tạm thời cách ly không quá {asked.separation_days} ngày."
    return None


def later_than_before(asked: Asked) -> str | None:
    before, until = asked.facts.separated_until, cast(date, asked.data["until"])
    if before is not None and until <= before:
        return "Ngày gia hạn phải sau ngày kết thúc hiện nay."
    return None


def child_asked_from_seven(asked: Asked) -> str | None:
    """From seven years the child itself is asked, besides its representative."""
    if asked.data.get("child_asked") is True or asked.data.get("under_seven") is True:
        return None
    return "Trẻ từ đủ 7 tuổi phải được hỏi ý kiến: hãy ghi đã hỏi trẻ, hoặc trẻ dưới 7 tuổi."


GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        places_known,
        unit_of_the_place,
        unit_not_barred,
        unit_not_owner,
        owner_is_mine,
        person_works_here,
        not_urgent_yet,
        urgent_now,
        not_lowered_here,
        not_own_assessment,
        not_in_future,
        not_before_first,
        protected_if_urgent,
        plan_written,
        not_plan_author,
        signed_by_today,
        has_service,
        services_ended,
        review_says_risk,
        review_says_safe,
        not_review_author,
        no_open_referral,
        taken_elsewhere,
        no_separation,
        no_open_task,
        void_not_asked,
        void_was_asked,
        not_void_asker,
        main_is_open,
        within_separation_limit,
        later_than_before,
        child_asked_from_seven,
    )
}
