"""A plan is checked, read back as written, and compiled into the masks of a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

from mangnon.gateway.engine import names
from mangnon.gateway.engine.judge import OWN, Judge, Judged
from mangnon.gateway.engine.plan import BadPlan, Hours, Plan, compiled
from tests.gateway.site import NOON, site_index, site_plan


def judged(folder: Path, name: str, group: int, now: datetime = NOON) -> Judged:
    index = site_index(folder)
    return Judge(index, compiled(site_plan(), index, now)).judge(names.wire(name.encode()), group)


def test_a_plan_reads_back_as_written() -> None:
    plan = site_plan(zones={"truong.example": ("10.1.0.5",)})
    assert Plan.from_json(plan.to_json()) == plan


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[", "không đọc được"),
        ('{"groups": []}', "không đọc được"),
        (site_plan(fallback_group="lop-1").to_json(), "không có nhóm 'lop-1'"),
        (site_plan(mode="im-lang").to_json(), "cách trả lời 'im-lang' không có"),
        (site_plan(page_v4="::1").to_json(), "không phải IPv4"),
        (site_plan().to_json().replace("10.1.0.0/16", "10.1.0.0/99"), "không phải dải địa chỉ"),
        (site_plan().to_json().replace('"16:00"', '"25:00"'), "giờ 25:00–17:00"),
        (site_plan().to_json().replace('"X"', '"Q"'), "chữ lạ trong bảng"),
        (site_plan().to_json().replace("+07:00", ""), "thiếu múi giờ"),
    ],
)
def test_a_bad_plan_is_refused_by_its_place(text: str, words: str) -> None:
    with pytest.raises(BadPlan, match=words):
        Plan.from_json(text)


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("10.1.4.7", "tieu_hoc"),
        ("10.1.9.7", "staff"),
        ("::ffff:10.1.9.7", "staff"),
        ("2001:db8:1:2::3", "tieu_hoc"),
        ("192.0.2.1", "tieu_hoc"),
    ],
)
def test_the_longest_subnet_claims_a_client(tmp_path: Path, address: str, group: str) -> None:
    table = compiled(site_plan(), site_index(tmp_path), NOON)
    assert table.groups[table.group_of(ip_address(address).packed)] == group


def test_the_same_name_is_blocked_for_pupils_and_open_for_staff(tmp_path: Path) -> None:
    assert judged(tmp_path, "www.choi.example", 0) == Judged(True, "games")
    assert judged(tmp_path, "www.choi.example", 1) == Judged(False, opened="+games")


def test_games_open_after_lessons_and_close_again(tmp_path: Path) -> None:
    index = site_index(tmp_path)
    table = compiled(site_plan(), index, NOON)
    assert table.until == datetime(2026, 11, 23, 5, 30, tzinfo=UTC)  # an allowance ends first
    after_lessons = NOON + timedelta(hours=4, minutes=30)
    assert not judged(tmp_path, "choi.example", 0, after_lessons).blocked
    assert judged(tmp_path, "choi.example", 0, NOON + timedelta(hours=5)).blocked
    assert judged(tmp_path, "choi.example", 0, after_lessons + timedelta(days=5)).blocked


def test_what_is_locked_no_list_hour_or_allowance_opens(tmp_path: Path) -> None:
    locked = Judged(True, "ordered", locked=True)
    assert judged(tmp_path, "cam.example", 1) == locked
    assert judged(tmp_path, "cam.example", 0, NOON + timedelta(hours=4, minutes=30)) == locked


def test_the_sites_own_lists_outweigh_categories(tmp_path: Path) -> None:
    assert judged(tmp_path, "www.ban-hang.example", 1) == Judged(True, OWN)
    assert not judged(tmp_path, "tot.xau.example", 1).blocked
    assert judged(tmp_path, "tot.xau.example", 0).blocked


def test_an_allowance_ends(tmp_path: Path) -> None:
    assert not judged(tmp_path, "xau.example", 1).blocked
    assert judged(tmp_path, "xau.example", 1, NOON + timedelta(minutes=31)).blocked


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ("2026-11-23T21:59", False),
        ("2026-11-23T22:00", True),
        ("2026-11-24T05:59", True),
        ("2026-11-24T06:00", False),
        ("2026-11-24T23:00", False),
    ],
)
def test_a_span_may_pass_midnight(when: str, holds: bool) -> None:
    assert Hours((0,), "22:00", "06:00", {}).holds(datetime.fromisoformat(when)) is holds
