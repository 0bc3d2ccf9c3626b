"""Nobody looks at a report: its 12 hours run all the same, and are told to more and more people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from mangnon.base.audit.api import rows_about
from mangnon.base.notices.models import Notice
from mangnon.cases.actions.unheeded import ends_of, heard_by, review_reports
from mangnon.kit import clock
from mangnon.reports import api
from mangnon.reports.actions.triage import look_again
from mangnon.reports.models import Barred, Report
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cast import House, make_person, make_province
from tests.reports.cast import tell, with_key

pytestmark = pytest.mark.django_db


@dataclass
class Desk:
    house: House
    report: Report
    worker: Person
    chair: Person
    officer: Person

    def after(self, **span: float) -> datetime:
        return self.report.counted_from + timedelta(**span)

    def told(self, person: Person) -> int:
        rows = Notice.objects.filter(person_id=str(person.pk), subject__contains=self.report.number)
        return rows.count()


@pytest.fixture
def desk() -> Desk:
    house = make_province()
    worker = make_person(Role.COMMUNE_WORKER, house.son_ha, name="Trần Thị Trẻ")
    chair = make_person(Role.COMMUNE_LEADER, house.son_ha, name="Hồ Văn Xã")
    officer = make_person(Role.PROVINCIAL_OFFICER, house.health, name="Đỗ Thị Tỉnh")
    with_key(worker)
    return Desk(house, tell(commune=house.son_ha.commune_id).report, worker, chair, officer)


def test_each_mark_is_told_once_and_the_last_ones_to_the_province_too(desk: Desk) -> None:
    assert review_reports(desk.after(hours=5, minutes=59)) == 0
    assert [review_reports(desk.after(hours=6)) for _ in range(2)] == [1, 0]
    assert (desk.told(desk.worker), desk.told(desk.chair), desk.told(desk.officer)) == (1, 1, 0)
    assert review_reports(desk.after(hours=9)) == 1
    assert review_reports(desk.after(hours=10, minutes=48)) == 1
    assert (desk.told(desk.worker), desk.told(desk.officer)) == (3, 1)
    assert not rows_about(desk.report).filter(what="report.clock_broken").exists()

    assert [review_reports(desk.after(hours=12)) for _ in range(2)] == [1, 0]
    assert (desk.told(desk.worker), desk.told(desk.officer)) == (4, 2)
    assert rows_about(desk.report).filter(what="report.clock_broken").count() == 1


def test_after_a_night_without_a_worker_the_highest_mark_is_told_alone(desk: Desk) -> None:
    assert [review_reports(desk.after(days=2)) for _ in range(2)] == [1, 0]
    assert (desk.told(desk.worker), desk.told(desk.officer)) == (1, 1)


def test_what_somebody_decided_on_or_came_in_a_flood_or_is_a_test_is_quiet(desk: Desk) -> None:
    junk, trial = (tell(commune=desk.house.son_ha.commune_id).report for _ in range(2))
    Report.objects.filter(pk=junk.pk).update(quarantined=True)
    Report.objects.filter(pk=trial.pk).update(is_test=True)
    api.mark_linked(desk.report.pk, by=desk.worker)
    assert review_reports(desk.after(days=1)) == 0


def test_who_is_accused_hears_of_no_clock_and_the_desk_does_when_nobody_is_left(
    desk: Desk,
) -> None:
    Barred.objects.create(report=desk.report, person=desk.chair)
    assert heard_by(desk.report, 50) == [desk.worker]
    Barred.objects.create(report=desk.report, unit=desk.house.son_ha)
    assert heard_by(desk.report, 50) == [desk.officer]


def decided_and_told_anew(desk: Desk, after: timedelta) -> datetime:
    """It came long ago, was passed on, and `after` it came its reporter tells more: now."""
    given = {"report_id": desk.report.pk, "by": desk.worker, "reason": "Thử máy", "version": 1}
    api.end_elsewhere(**given, state=api.ReportState.REFERRED_OUT)
    came = clock.now() - after
    Report.objects.filter(pk=desk.report.pk).update(received_at=came)
    assert look_again(desk.report.pk)
    desk.report.refresh_from_db()
    assert desk.report.received_at == came
    assert desk.report.news_at is not None
    return desk.report.news_at


def test_new_words_have_twelve_hours_of_their_own_and_old_hours_do_not_cry(desk: Desk) -> None:
    news = decided_and_told_anew(desk, timedelta(days=3))

    assert review_reports(news + timedelta(hours=5, minutes=59)) == 0
    assert [review_reports(news + timedelta(hours=6)) for _ in range(2)] == [1, 0]
    assert (desk.told(desk.worker), desk.told(desk.officer)) == (1, 0)
    assert review_reports(news + timedelta(hours=10, minutes=48)) == 1
    assert [review_reports(news + timedelta(hours=12)) for _ in range(2)] == [1, 0]

    assert (desk.told(desk.worker), desk.told(desk.officer)) == (3, 2)
    broken = rows_about(desk.report).get(what="report.clock_broken")
    assert broken.facts == {"since": news.isoformat()}
    ends = clock.local(news + timedelta(hours=12))
    told = f"Tin báo {desk.report.number} chưa ai quyết định: hạn {ends:%H:%M %d/%m}"
    assert Notice.objects.filter(subject=told).count() == 5  # worker and chair, then all three


def test_new_words_never_give_the_first_hours_more_time(desk: Desk) -> None:
    """Told after an hour, decided, told anew after two: the first twelve end ten hours on."""
    news = decided_and_told_anew(desk, timedelta(hours=2))
    first = desk.report.counted_from

    late = first + timedelta(hours=12)
    assert ends_of(desk.report, late) == [
        ("12 giờ từ lúc nhận", late, True),
        ("12 giờ của tin mới", news + timedelta(hours=12), False),
    ]
    assert review_reports(first + timedelta(hours=6)) == 1
    assert review_reports(first + timedelta(hours=12)) == 1
    assert rows_about(desk.report).get(what="report.clock_broken").facts == {
        "since": first.isoformat()
    }
    assert review_reports(news + timedelta(hours=12)) == 1
    assert rows_about(desk.report).filter(what="report.clock_broken").count() == 2


def test_words_that_follow_while_it_waits_move_no_hour(desk: Desk) -> None:
    news = decided_and_told_anew(desk, timedelta(days=1))
    assert not look_again(desk.report.pk)
    desk.report.refresh_from_db()
    assert desk.report.news_at == news


def test_a_second_decision_and_new_words_again_tell_every_mark_anew(desk: Desk) -> None:
    first = decided_and_told_anew(desk, timedelta(days=3)) - timedelta(hours=7)
    Report.objects.filter(pk=desk.report.pk).update(news_at=first)
    assert review_reports(first + timedelta(hours=6)) == 1
    desk.report.refresh_from_db()
    given = {"report_id": desk.report.pk, "by": desk.worker, "reason": "Thử máy"}
    api.end_elsewhere(**given, version=desk.report.version, state=api.ReportState.CONTENT_ONLY)
    assert review_reports(first + timedelta(hours=12)) == 0
    assert look_again(desk.report.pk)
    desk.report.refresh_from_db()
    assert desk.report.news_at is not None
    assert desk.report.news_at > first
    assert review_reports(desk.report.news_at + timedelta(hours=6)) == 1
    assert desk.told(desk.worker) == 2
