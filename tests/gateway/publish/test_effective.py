"""The fewest statements about names that mean what the filter would decide."""

from __future__ import annotations

from pathlib import Path

import pytest

from mangnon.gateway.engine.plan import Allowance, GroupPlan, Hours
from mangnon.gateway.engine.rules import Reach
from mangnon.gateway.publish.effective import Beyond, Group, NoSuchGroup, Statement, moment
from mangnon.gateway.publish.gather import gathered
from tests.gateway.publish.site import NOON, blocked, group_of, plan, pupils, write_lists


def said(group: Group) -> list[tuple[str, str]]:
    """Each statement as `chặn` or `mở`, its reach where it is not the tree, and the name."""
    return [(_words(each), each.name.decode()) for each in _statements(group)]


def _statements(group: Group) -> list[Statement]:
    return list(group.statements(lambda each: "", Beyond()))


def _words(each: Statement) -> str:
    reach = {Reach.SUBTREE: "", Reach.EXACT: " đúng tên", Reach.BELOW: " bên dưới"}[each.reach]
    return f"{'chặn' if each.blocks else 'mở'}{reach}"


def test_what_already_holds_is_not_said_again(tmp_path: Path) -> None:
    lists = write_lists(
        tmp_path,
        {
            "a.txt,plain,adult,block": "xau.example\nwww.xau.example\nxau.example\nkhac.example\n",
            "b.txt,plain,games,block": "a.b.xau.example\nxau-hon.example\n",
        },
    )
    assert said(group_of(lists, plan(pupils(own_block=(), own_allow=())))) == [
        ("chặn", "khac.example"),
        ("chặn", "xau.example"),
        ("chặn", "xau-hon.example"),
    ]


def test_exceptions_nest_as_lists_and_the_school_have_them(tmp_path: Path) -> None:
    group = group_of(write_lists(tmp_path))
    assert said(group) == [
        ("chặn", "ban-hang.example"),
        ("chặn", "bao.example"),
        ("mở", "bai.bao.example"),
        ("chặn", "lai.bai.bao.example"),
        ("chặn", "cam.example"),
        ("chặn", "choi.example"),
        ("mở", "hoc.choi.example"),
        ("chặn", "thi.hoc.choi.example"),
        ("chặn bên dưới", "kho.example"),
        ("chặn đúng tên", "mot.example"),
        ("chặn", "xau.example"),
        ("mở", "tot.xau.example"),
    ]
    assert not blocked(group, "sau.tot.xau.example")
    assert blocked(group, "cam.example")  # what an authority ordered, whatever the school allows


def test_a_teacher_is_told_less(tmp_path: Path) -> None:
    assert said(group_of(write_lists(tmp_path), key="staff")) == [("chặn", "cam.example")]


def test_hours_and_allowances_hold_while_they_last(tmp_path: Path) -> None:
    hours = Hours((0, 1, 2, 3, 4), "11:00", "13:00", {"games": "O", "ordered": "O"})
    lent = Allowance("xau.example", "2026-11-23T12:30:00+07:00")
    group = pupils(own_block=(), own_allow=(), hours=(hours,), allowances=(lent,))
    lists = gathered(write_lists(tmp_path))
    at = moment(lists, plan(group), NOON)
    assert said(at.group("thcs")) == [("chặn", "bao.example"), ("chặn", "cam.example")]
    assert at.until.isoformat() == "2026-11-23T12:30:00+07:00"
    later = moment(lists, plan(group), at.until)
    assert ("chặn", "xau.example") in said(later.group("thcs"))


def test_names_of_services_and_orders_count(tmp_path: Path) -> None:
    group = GroupPlan("thcs", "THCS", letters={"dv:tiktok": "X"}, fallback="O")
    ordered = {"theo-lenh.example": "Công văn 12/CV-STTTT"}
    found = said(group_of(write_lists(tmp_path), plan(group, ordered=ordered)))
    assert ("chặn", "theo-lenh.example") in found
    assert ("chặn", "tiktok.com") in found
    assert ("chặn", "choi.example") not in found


def test_a_help_site_is_opened_though_a_list_blocks_it(tmp_path: Path) -> None:
    lists = write_lists(tmp_path, {"a.txt,plain,adult,block": "tongdai111.vn\nxau.example\n"})
    assert said(group_of(lists, plan(pupils(own_block=(), own_allow=())))) == [
        ("chặn", "xau.example")
    ]


def test_rules_with_conditions_are_counted_where_they_matter(tmp_path: Path) -> None:
    lists = write_lists(tmp_path)
    beyond = Beyond()
    group_of(lists).conditional(beyond)
    assert dict(beyond.counts) == {
        "chỉ cho vài loại bản ghi ($dnstype)": 1,
        "mẫu hoặc biểu thức, không phải một tên": 1,
    }
    assert beyond.examples["chỉ cho vài loại bản ghi ($dnstype)"] == ["ads.abp dòng 1"]
    beyond = Beyond()
    group_of(lists, key="staff").conditional(beyond)
    assert dict(beyond.counts) == {}


def test_an_unknown_group_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoSuchGroup, match=r"không có nhóm 'lop-1' \(có: thcs, staff\)"):
        group_of(write_lists(tmp_path), key="lop-1")
