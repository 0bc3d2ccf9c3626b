"""Each point of the standards against a school's own filter, with its ground."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.urls import reverse

from mangnon.base.audit.api import rows_about
from mangnon.gateway.actions.reviewing import note_review
from mangnon.gateway.actions.settings import Wish, set_rules
from mangnon.gateway.actions.sites import SiteFacts, add_client, edit_site
from mangnon.gateway.engine.data import rows_of
from mangnon.gateway.models import Bundle, Gateway, Site
from mangnon.gateway.planning import release
from mangnon.gateway.queries.checks import BEYOND, CHECKS, Finding, Status
from mangnon.gateway.queries.conformance import report_about
from mangnon.gateway.timestore import api as timestore
from mangnon.kit import clock
from mangnon.units.api import Unit
from tests.gateway.steering.cast import Cast
from tests.gateway.steering.conftest import Browse
from tests.gateway.steering.lists import put_bundle


def findings(school: Unit) -> dict[str, Finding]:
    report = report_about(school)
    return {point.code: point.finding for _, points in report.standards for point in points}


def test_every_point_names_a_check_that_exists() -> None:
    rows = rows_of("standards.csv")

    assert {row["check"] for row in rows} == CHECKS.keys()
    assert {row["arg"] for row in rows if row["check"] == "beyond"} == BEYOND.keys()
    assert len({row["code"] for row in rows}) == len(rows) == 47


def test_a_school_without_a_filter_meets_little_and_is_told_why(cast: Cast) -> None:
    report = report_about(cast.house.primary)

    found = findings(cast.house.primary)
    assert found["L1"] == Finding(Status.UNMET, "Trường chưa khai báo điểm trường nào.")
    assert found["L25"].status is Status.BEYOND
    assert (report.bundle, report.plans) == ("chưa có", ())
    assert report.met + report.unmet + report.beyond == 47


def test_a_rule_without_a_list_is_not_met(cast: Cast) -> None:
    release()

    assert findings(cast.school)["L4"] == Finding(
        Status.UNMET, "Quy tắc chặn, nhưng chưa có danh sách nào đang dùng về nội dung người lớn."
    )


def test_with_lists_and_letters_the_point_is_met_with_its_figures(
    cast: Cast, tmp_path: Path
) -> None:
    put_bundle(tmp_path)
    release()

    found = findings(cast.school)

    assert found["L1"].status is Status.MET
    assert found["L5"] == Finding(Status.MET, "Chặn với mọi nhóm học sinh, 2 quy tắc.")
    assert found["L8"].status is Status.UNMET
    assert found["L24"].status is Status.MET


def test_what_the_province_opened_is_not_met(cast: Cast, tmp_path: Path) -> None:
    put_bundle(tmp_path)
    wish = Wish("category:gambling", "O")
    set_rules(by=cast.officer, unit=cast.province, group="thcs", wishes=[wish])
    release()

    assert findings(cast.school)["L5"] == Finding(
        Status.UNMET, "Đang mở với trung học cơ sở (11–14 tuổi)."
    )


def test_differences_by_age_need_devices_of_each_group(cast: Cast) -> None:
    release()
    assert findings(cast.school)["V3"].ground == (
        "Chưa khai báo máy của nhóm giáo viên, nhân viên, khách."
    )

    for number, group in enumerate(("staff", "guests")):
        subnet = f"10.20.{number}.0/24"
        add_client(by=cast.keeper, site=cast.site, group=group, kind="subnet", value=subnet)

    assert findings(cast.school)["V3"] == Finding(
        Status.MET, "3 nhóm của trường có máy riêng và 3 bảng mức khác nhau."
    )


def test_a_running_filter_with_fresh_lists_is_met_until_it_is_lost(
    cast: Cast, tmp_path: Path
) -> None:
    put_bundle(tmp_path)
    release()
    machine = Gateway.objects.create(
        site=cast.site, name="may-1", token_hash="x", seen_at=clock.now(), plan_in_force=1
    )
    assert findings(cast.school)["D5"].status is Status.MET

    Bundle.objects.update(made_at=clock.now() - timedelta(days=8))
    assert findings(cast.school)["D5"].ground.endswith("danh sách đã cũ hơn 7 ngày.")

    Gateway.objects.filter(pk=machine.pk).update(seen_at=clock.now() - timedelta(hours=1))
    assert findings(cast.school)["D5"].ground == "Điểm chính: mất liên lạc."


def test_devices_taken_home_need_a_path_and_a_name(cast: Cast) -> None:
    add_client(by=cast.keeper, site=cast.site, group="thcs", kind="token")
    assert findings(cast.school)["L19"].status is Status.UNMET

    facts = SiteFacts("Điểm chính", "thcs", host="loc.hoamai.example")
    edit_site(by=cast.keeper, site=cast.site, facts=facts)

    assert findings(cast.school)["L19"].status is Status.MET


def test_counters_are_the_ground_of_what_was_looked_at(cast: Cast) -> None:
    assert findings(cast.school)["L23"].status is Status.UNMET
    machine = Gateway.objects.create(site=cast.site, name="may-1", token_hash="x")
    minute = f"{clock.now() - timedelta(days=1):%Y-%m-%dT%H:%MZ}"
    rows = [(minute, "thcs", "", 1200), (minute, "thcs", "games", 34)]
    timestore.add(machine.pk, cast.site.pk, rows, [], f"đạt-chuẩn-{machine.pk}")

    assert findings(cast.school)["L23"].ground.startswith(
        "30 ngày qua: 1.234 câu trả lời, 34 bị chặn"
    )


def test_a_look_from_inside_counts_for_three_months(cast: Cast) -> None:
    assert findings(cast.school)["D4"].status is Status.UNMET
    machine = Gateway.objects.create(site=cast.site, name="may-1", token_hash="x")

    def told(days_ago: int, **outcomes: str) -> Finding:
        at = (clock.now() - timedelta(days=days_ago)).isoformat()
        checks = [{"title": title, "outcome": outcome} for title, outcome in outcomes.items()]
        Gateway.objects.filter(pk=machine.pk).update(
            status={"doctor": {"at": at, "checks": checks}}
        )
        return findings(cast.school)["D4"]

    well = told(1, DoT="pass", DoH="pass", VPN="unknown")
    assert well.status is Status.MET
    assert well.ground.endswith(": 2 mục đạt; 1 mục máy kiểm tra không xem được.")
    assert told(1, DoT="fail", DoH="pass").ground.endswith("thấy lỗ hổng: DoT.")
    assert told(100, DoT="pass").ground.endswith("đã quá ba tháng.")


def test_a_review_holds_for_a_year(cast: Cast, time_machine: Any) -> None:
    assert findings(cast.school)["D2"].status is Status.UNMET

    note_review(by=cast.principal, school=cast.school)

    assert findings(cast.school)["D2"].status is Status.MET
    row = rows_about(cast.school).get(what="filter_conformance.reviewed")
    assert row.facts["met"] + row.facts["unmet"] + row.facts["beyond"] == 47
    time_machine.move_to(clock.now() + timedelta(days=366))
    assert findings(cast.school)["D2"].ground.endswith("đã quá một năm.")


def test_the_page_prints_every_point_and_the_limits(cast: Cast, browse: Browse) -> None:
    page = (
        browse(cast.auditor)
        .get(reverse("filters_conformance_of", args=[cast.school.pk]))
        .content.decode()
    )

    for row in rows_of("standards.csv"):
        assert f'class="standard__code">{row["code"]}</td>' in page
    assert "Bộ lọc không thấy được gì" in page
    assert "(ECH)" in page
    assert "Ghi nhận đã rà soát" not in page


def test_the_principal_notes_a_review_on_screen(cast: Cast, browse: Browse) -> None:
    page = browse(cast.principal).post(
        reverse("filters_reviewed", args=[cast.school.pk]), follow=True
    )

    assert "Đã ghi nhận lần rà soát này." in page.content.decode()
    assert "Rà soát lần cuối ngày" in page.content.decode()


def test_the_province_chooses_a_school(cast: Cast, browse: Browse) -> None:
    page = browse(cast.officer).get(reverse("filters_conformance")).content.decode()

    assert Site.objects.count() == 1
    for school in cast.house.schools:
        assert reverse("filters_conformance_of", args=[school.pk]) in page
