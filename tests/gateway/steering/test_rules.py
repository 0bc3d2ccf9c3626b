"""Setting rules: who may, what is refused, what is recorded."""

from __future__ import annotations

from typing import Any

import pytest

from mangnon.base.audit.api import rows_about
from mangnon.gateway.actions.settings import Wish, set_rules
from mangnon.gateway.inheriting import resolve
from mangnon.gateway.models import Setting
from mangnon.gateway.planning import resolved
from mangnon.gateway.policies import GROUPS, default_plan
from mangnon.gateway.queries.policy import differences, matrix
from mangnon.gateway.queries.rules import effect_of
from mangnon.gateway.refusals import Invalid, NotAllowed
from tests.gateway.steering.cast import Cast


def test_the_table_without_settings_is_the_one_of_the_bare_filter() -> None:
    for group in default_plan().groups:
        found = resolve(group.key, [])
        letters = {
            what.removeprefix("category:"): each.value
            for what, each in found.items()
            if what.startswith("category:")
        }
        assert letters == group.letters
        assert (found["safesearch"].value, found["youtube"].value) == (
            group.safesearch,
            group.youtube,
        )
        assert (found["unknown"].value, found["bypass"].value) == (group.unknown, group.bypass)


def test_a_keeper_sets_a_rule_and_the_record_says_it(cast: Cast) -> None:
    wishes = [Wish("category:ai", "X", "Chưa có hướng dẫn"), Wish("safesearch", True, "như trên")]

    assert set_rules(by=cast.keeper, unit=cast.school, group="thcs", wishes=wishes) == 2
    assert set_rules(by=cast.keeper, unit=cast.school, group="thcs", wishes=wishes) == 0

    ai = resolved(cast.school, "thcs")["category:ai"]
    assert (ai.value, ai.from_unit, ai.why) == ("X", cast.school.pk, "Chưa có hướng dẫn")
    row = rows_about(cast.school).get(what="filter_rules.set")
    assert row.by == str(cast.keeper.pk)
    assert row.facts == {
        "group": "thcs",
        "changes": {"category:ai": "– → X", "safesearch": "– → có"},
    }


def test_a_rule_is_withdrawn_by_following_what_stands_above(cast: Cast) -> None:
    set_rules(by=cast.keeper, unit=cast.school, group="", wishes=[Wish("category:ai", "X")])

    set_rules(by=cast.keeper, unit=cast.school, group="", wishes=[Wish("category:ai", None)])

    assert resolved(cast.school, "thcs")["category:ai"].value == "A"
    assert not Setting.objects.exists()


@pytest.mark.parametrize(
    "who", ["teacher", "counsellor", "commune", "auditor", "neighbour", "stranger", "editor"]
)
def test_who_does_not_keep_the_school_sets_nothing_there(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_rules(
            by=getattr(cast, who),
            unit=cast.school,
            group="",
            wishes=[Wish("category:ai", "X")],
        )

    assert not Setting.objects.exists()


@pytest.mark.parametrize("who", ["keeper", "principal", "officer", "education"])
def test_who_keeps_the_school_sets_its_rules(cast: Cast, who: str) -> None:
    wish = [Wish("category:ai", "X")]
    assert set_rules(by=getattr(cast, who), unit=cast.school, group="", wishes=wish) == 1


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("officer", True),
        ("education", True),
        ("keeper", False),
        ("commune", False),
        ("auditor", False),
        ("stranger", False),
    ],
)
def test_the_province_is_steered_by_its_officers(cast: Cast, who: str, may: bool) -> None:
    wish = [Wish("category:ai", "O")]
    if may:
        assert set_rules(by=getattr(cast, who), unit=cast.province, group="", wishes=wish) == 1
        return
    with pytest.raises(NotAllowed):
        set_rules(by=getattr(cast, who), unit=cast.province, group="", wishes=wish)
    assert not Setting.objects.exists()


HOURS = {
    "days": [0],
    "begins": "09:00",
    "ends": "09:20",
    "letters": {"games": "O"},
    "title": "",
    "kind": "break",
    "from_on": "",
    "until_on": "",
}


@pytest.mark.parametrize(
    ("what", "value", "words"),
    [
        ("category:terrorism", "X", "Khóa với mọi người"),
        ("category:gambling", "A", "Bảng mặc định chặn"),
        ("category:games", "L", "Hãy chọn một trong các mức"),
        ("category:khong-co", "X", "Không có mục này"),
        ("dv:facebook", "O", "Bảng mặc định chặn"),
        ("youtube", "open", "Cấp trên quy định chặt hơn"),
        ("youtube", "vừa", "Hãy chọn một trong các mức"),
        ("block", ["một tên"], "'một tên' không phải tên miền"),
        ("allow", ["10.0.0.1"], "'10.0.0.1' là địa chỉ ip"),
        ("hours", [{**HOURS, "days": []}], "ít nhất một ngày"),
        ("hours", [{**HOURS, "ends": "25:00"}], "không đọc được"),
        ("hours", [{**HOURS, "letters": {"gambling": "O"}}], "Bảng mặc định chặn"),
        ("hours", [{**HOURS, "letters": {"khong-co": "X"}}], "Có mục không có"),
        ("hours", [{**HOURS, "kind": "lễ"}], "giờ"),
        ("hours", [{"days": [0]}], ""),
    ],
)
def test_what_cannot_hold_is_refused_by_name(cast: Cast, what: str, value: Any, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        set_rules(by=cast.keeper, unit=cast.school, group="thcs", wishes=[Wish(what, value)])

    assert (words.lower() in str(refused.value).lower(), refused.value.field) == (True, what)
    assert not Setting.objects.exists()


def test_one_wrong_wish_keeps_the_others_from_being_written(cast: Cast) -> None:
    wishes = [Wish("category:ai", "X"), Wish("category:gambling", "O")]

    with pytest.raises(Invalid):
        set_rules(by=cast.keeper, unit=cast.school, group="thcs", wishes=wishes)

    assert not Setting.objects.exists()


def test_a_wish_for_all_groups_holds_where_it_can(cast: Cast) -> None:
    set_rules(by=cast.keeper, unit=cast.school, group="", wishes=[Wish("category:video", "O")])

    values = {group: resolved(cast.school, group)["category:video"].value for group in GROUPS}

    assert values["mam_non"] == "X"
    assert {values[group] for group in ("tieu_hoc", "thcs", "thpt")} == {"O"}


def test_what_a_change_would_do_is_told_before_it_is_made(cast: Cast) -> None:
    set_rules(by=cast.keeper, unit=cast.school, group="", wishes=[Wish("category:games", "O")])

    effect = effect_of(cast.province, "", {"category:games": "X"})

    changed = [(one.group, one.above, one.now, one.stricter) for one in effect.changes]
    assert changed == [
        ("tieu_hoc", "Giáo viên được mở", "Chặn", True),
        ("thcs", "Giáo viên được mở", "Chặn", True),
        ("thpt", "Giáo viên được mở", "Chặn", True),
        ("staff", "Mở", "Chặn", True),
        ("guests", "Mở", "Chặn", True),
    ]
    assert (effect.sites, effect.schools) == (1, 1)
    assert Setting.objects.count() == 1


def test_a_wish_that_would_not_hold_is_told_with_the_reason(cast: Cast) -> None:
    effect = effect_of(cast.school, "", {"category:social": "A"})

    assert [one.group for one in effect.changes] == ["staff", "guests"]
    assert effect.unmet[-1] == (
        "mạng xã hội, trung học cơ sở (11–14 tuổi): "
        "Bảng mặc định chặn mục này; muốn mở phải đề nghị tỉnh."
    )


def test_the_difference_view_says_what_the_school_has_otherwise(cast: Cast) -> None:
    set_rules(by=cast.officer, unit=cast.province, group="", wishes=[Wish("category:ads", "O")])
    set_rules(
        by=cast.keeper,
        unit=cast.school,
        group="thcs",
        wishes=[
            Wish("category:ai", "X", "Chưa có hướng dẫn"),
            Wish("dv:youtube", "A"),
            Wish("block", ["tan-gau.example"]),
        ],
    )

    of_school = [(one.group, one.words, one.above, one.now) for one in differences(cast.school)]
    of_province = {(one.group, one.words, one.now) for one in differences(cast.province)}

    assert of_school == [
        ("thcs", "trí tuệ nhân tạo tạo sinh", "Giáo viên được mở", "Chặn"),
        ("thcs", "YouTube", "Mở", "Giáo viên được mở"),
        ("thcs", "Danh sách chặn riêng", "Không có", "1 tên"),
    ]
    assert of_province == {(group, "quảng cáo và theo dõi", "Mở") for group in GROUPS}


def test_the_glance_table_holds_every_category_once(cast: Cast) -> None:
    set_rules(by=cast.keeper, unit=cast.school, group="thcs", wishes=[Wish("dv:youtube", "A")])

    parts = matrix(cast.school, ("thcs", "staff"))

    lines = [line for part in parts for line in part.lines]
    assert len(lines) == len({line.what for line in lines}) == 37
    assert parts[0].title == "Trái pháp luật: khóa với mọi người"
    assert {cell.letter for line in parts[0].lines for cell in line.cells} == {"L"}
    youtube = parts[-1].lines[0]
    assert [(cell.letter, cell.own) for cell in youtube.cells] == [("A", True), ("O", False)]
