"""The site's own rules: services, orders, help, allowances, dated hours, and how each counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mangnon.gateway.engine import data, names
from mangnon.gateway.engine.judge import Judge, Judged
from mangnon.gateway.engine.plan import Allowance, BadPlan, GroupPlan, Hours, Plan, Trail, compiled
from mangnon.gateway.serve.words import category_words, reason
from tests.gateway.site import NOON, built_index

LATER = "2026-11-23T12:30:00+07:00"
LISTS = {
    "social": ["tiktok.com", "facebook.com", "dien-dan.example"],
    "games": ["roblox.com", "choi.example"],
    "terrorism": ["khung-bo.example", "xau.unicef.org"],
    "adult": ["xau.example"],
}


def one(**changes: object) -> Plan:
    group = GroupPlan("thcs", "THCS", letters={"social": "X", "games": "A", "adult": "X"})
    plan = {key: changes.pop(key) for key in ("ordered", "trails", "routers") if key in changes}
    group = replace(group, **changes)  # type: ignore[arg-type]
    return Plan("Trường", (group,), "thcs", **plan)  # type: ignore[arg-type]


def judged(folder: Path, plan: Plan, name: str, at: datetime = NOON) -> Judged:
    index = built_index(folder, LISTS)
    return Judge(index, compiled(plan, index, at)).judge(names.wire(name.encode()), 0)


def words(folder: Path, plan: Plan, name: str, at: datetime = NOON) -> str:
    """Under what the name counts."""
    return judged(folder, plan, name, at).word


def test_what_is_unlawful_is_shut_whatever_the_letters_say(tmp_path: Path) -> None:
    plan = one(
        letters={"terrorism": "O"},
        fallback="O",
        hours=(Hours((0,), "08:00", "17:00", {"terrorism": "O"}),),
        own_allow=("khung-bo.example",),
        allowances=(Allowance("nhóm:terrorism", LATER), Allowance("khung-bo.example", LATER)),
    )
    shut = Judged(True, "terrorism", locked=True)
    assert judged(tmp_path, plan, "khung-bo.example") == shut
    assert judged(tmp_path, plan, "www.xau.unicef.org") == shut  # no site of help opens it either


def test_an_order_of_an_authority_beats_every_rule_of_every_group(tmp_path: Path) -> None:
    plan = one(ordered={"trang.example": "12/CV-CA"}, own_allow=("a.trang.example",), fallback="O")
    assert judged(tmp_path, plan, "a.trang.example") == Judged(True, "ordered", locked=True)
    assert words(tmp_path, plan, "khac.example") == ""


@pytest.mark.parametrize(
    ("letters", "name", "word"),
    [
        ({"dv:tiktok": "X"}, "v16.tiktokcdn.com", "dv:tiktok"),
        ({"dv:tiktok": "O", "social": "X"}, "www.tiktok.com", "+dv:tiktok"),
        ({"dv:tiktok": "O", "social": "X"}, "www.facebook.com", "social"),
        ({"dv:tiktok": "O", "social": "L"}, "www.tiktok.com", "social"),
        ({"social": "O"}, "www.tiktok.com", "+social"),
        ({"social": "O"}, "khong-ai-biet.example", ""),
    ],
)
def test_a_service_has_its_own_letter(
    tmp_path: Path, letters: dict[str, str], name: str, word: str
) -> None:
    assert words(tmp_path, one(letters=letters), name) == word


def test_a_locked_service_is_opened_by_nothing(tmp_path: Path) -> None:
    plan = one(
        letters={"dv:tiktok": "L"},
        own_allow=("tiktok.com",),
        allowances=(Allowance("dv:tiktok", LATER), Allowance("www.tiktok.com", LATER)),
    )
    assert judged(tmp_path, plan, "www.tiktok.com") == Judged(True, "dv:tiktok", locked=True)


def test_allowances_open_a_name_a_category_or_a_service_and_end(tmp_path: Path) -> None:
    plan = one(
        letters={"dv:roblox": "A", "games": "A", "social": "X"},
        own_block=("ban.example",),
        allowances=(
            Allowance("nhóm:games", LATER),
            Allowance("dv:roblox", LATER),
            Allowance("facebook.com", LATER),
            Allowance("ban.example", LATER),
        ),
    )
    asked = ["choi.example", "www.roblox.com", "m.facebook.com", "ban.example"]
    opened = [words(tmp_path, plan, name) for name in asked]
    assert opened == ["=games", "=dv:roblox", "=social", "=own"]
    after = NOON + timedelta(minutes=31)
    shut = [words(tmp_path, plan, name, after) for name in asked]
    assert shut == ["games", "dv:roblox", "social", "own"]


def test_a_schools_own_rule_outweighs_a_service_and_help_outweighs_both(tmp_path: Path) -> None:
    plan = one(
        letters={"dv:facebook": "O", "dv:youtube": "X"},
        own_block=("facebook.com", "tongdai111.vn", "www.tongdai111.vn"),
        own_allow=("www.youtube.com",),
    )
    assert words(tmp_path, plan, "www.facebook.com") == "own"
    assert words(tmp_path, plan, "www.youtube.com") == ""
    assert words(tmp_path, plan, "m.youtube.com") == "dv:youtube"
    assert judged(tmp_path, plan, "www.tongdai111.vn") == Judged(False)


def test_dated_hours_hold_on_their_dates_and_the_later_in_the_plan_wins(tmp_path: Path) -> None:
    week = (0, 1, 2, 3, 4, 5, 6)
    plan = one(
        hours=(
            Hours(week, "11:30", "13:00", {"games": "O"}, kind="break"),
            Hours(week, "00:00", "00:00", {"games": "X"}, "Thi học kỳ", "exam",
                  "2026-12-21", "2026-12-26"),
        )
    )  # fmt: skip
    noon = datetime(2026, 12, 20, 5, 0, tzinfo=UTC)
    seen = [words(tmp_path, plan, "choi.example", noon + timedelta(days=day)) for day in range(8)]
    assert seen == ["+games", *["games"] * 6, "+games"]
    index = built_index(tmp_path, LISTS)
    table = compiled(plan, index, datetime(2026, 12, 20, 10, 0, tzinfo=UTC))
    assert table.until == datetime(2026, 12, 20, 17, 0, tzinfo=UTC)  # midnight: the exams begin
    assert table.day == "2026-12-20"


def test_an_evening_that_passes_midnight_belongs_to_the_day_it_begins_on() -> None:
    evening = Hours((4,), "19:00", "06:00", {}, "", "evening", "2026-11-27", "2026-11-27")
    held = [evening.holds(datetime(2026, 11, day, hour, tzinfo=UTC)) for day, hour in
            ((27, 18), (27, 19), (28, 5), (28, 6), (28, 19))]  # fmt: skip
    assert held == [False, True, True, False, False]


def test_the_reason_names_the_service() -> None:
    assert category_words("dv:tiktok") == "TikTok"
    assert reason("dv:tiktok", "THCS") == "Trường chặn TikTok với THCS. Trợ giúp: 111"


def test_no_name_belongs_to_two_services_and_each_is_a_name() -> None:
    seen = [name for service in data.services().values() for name in service.names]
    assert len(seen) == len(set(seen))
    assert [names.checked(name.encode()).decode() for name in seen] == seen
    assert {"youtube", "tiktok", "zalo", "facebook", "roblox", "chatgpt", "google-meet"} <= set(
        data.services()
    )


KEY = "A" * 43 + "="


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"letters": {"dv:khong-co": "X"}}, "không có dịch vụ 'dv:khong-co'"),
        ({"macs": ("AA:BB",)}, "'AA:BB' không phải địa chỉ MAC"),
        ({"macs": ("aa:bb:cc:dd:ee:ff", "aa:bb:cc:dd:ee:ff")}, "một MAC thuộc hai nhóm"),
        ({"tokens": ("x", "x")}, "một mã thuộc hai nhóm"),
        ({"hours": (Hours((0,), "07:00", "08:00", {}, kind="nap"),)}, "loại giờ 'nap'"),
        ({"hours": (Hours((0,), "07:00", "08:00", {}, from_on="2026-13-01"),)}, "ngày 2026-13-01"),
        (
            {"hours": (Hours((0,), "07:00", "08:00", {}, "", "", "2026-12-02", "2026-12-01"),)},
            "ngày cuối trước ngày đầu",
        ),
        ({"allowances": (Allowance("dv:khong-co", LATER),)}, "không có dịch vụ"),
        ({"allowances": (Allowance("nhóm:", LATER),)}, "chưa nêu nhóm"),
        ({"ordered": {"khong hop le": "12"}}, "không phải tên miền"),
        ({"routers": ("10.1.0.0/24",)}, "không phải địa chỉ IP"),
        ({"trails": (Trail("../x", "10.1.0.5", LATER, KEY),)}, "mã không dùng được"),
        ({"trails": (Trail("vu-1", "", LATER, KEY),)}, "chưa nêu máy nào"),
        ({"trails": (Trail("vu-1", "10.1.0.5", LATER, "AAAA"),)}, "khóa công khai"),
        ({"trails": (Trail("vu-1", "10.1.0.5", LATER[:19], KEY),)}, "thiếu múi giờ"),
    ],
)
def test_each_new_field_is_refused_by_its_place(changes: dict[str, object], said: str) -> None:
    with pytest.raises(BadPlan, match=said):
        Plan.from_json(one(**changes).to_json())


def test_a_plan_with_every_field_reads_back() -> None:
    plan = one(
        macs=("aa:bb:cc:dd:ee:ff",),
        letters={"dv:tiktok": "A"},
        unknown="ask",
        ordered={"cam.example": "12/CV"},
        routers=("10.1.0.1", "fd00::1"),
        trails=(Trail("vu-1", "aa:bb:cc:dd:ee:0f", LATER, KEY),),
    )
    assert Plan.from_json(plan.to_json()) == plan
