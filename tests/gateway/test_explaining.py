"""The explanation is the filter's own word: who, which rule, which line, until when."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.gateway.command import gateway
from mangnon.gateway.compiling import compile_folder
from mangnon.gateway.demo import demo_site
from mangnon.gateway.engine import hot, hotpy, names
from mangnon.gateway.engine.hotpy import Answers
from mangnon.gateway.engine.judge import Judge
from mangnon.gateway.engine.plan import Allowance, GroupPlan, Hours, Plan, compiled
from mangnon.gateway.explained import Known
from mangnon.gateway.explaining import Explanation, Lines, explained
from mangnon.gateway.policies import UnknownGroup, Verdict
from mangnon.gateway.serve.config import read_config
from mangnon.gateway.serve.state import adopt
from tests.gateway.plans import ASKABLE, moments, plans
from tests.gateway.reference import Said
from tests.gateway.site import NOON
from tests.gateway.test_hotpy import query
from tests.gateway.test_index import SAID, built

WEEK = (0, 1, 2, 3, 4, 5, 6)


@settings(max_examples=120, deadline=None)
@given(
    said=st.lists(SAID, min_size=1, max_size=8),
    plan=plans(),
    name=ASKABLE,
    qtype=st.sampled_from(["A", "AAAA", "HTTPS"]),
    at=moments(),
)
def test_it_says_what_the_filter_does(
    said: list[Said], plan: Plan, name: str, qtype: str, at: datetime
) -> None:
    with TemporaryDirectory() as folder:
        index = built(said, Path(folder))
        table = compiled(plan, index, at)
        number = {word: code for code, word in hotpy.QTYPES.items()}[qtype]
        for kind in (hotpy.Hot, hot.Hot):
            of = kind(index, table, Answers())
            for group, key in enumerate(table.groups):
                answered = of.decide_for(query(name, number), group, 0.0) is not None
                word = explained(index, None, plan, name, key, at, qtype=qtype)
                assert word.blocked == answered
        assert word.until == "" or datetime.fromisoformat(word.until) > at


@settings(max_examples=60, deadline=None)
@given(said=st.lists(SAID, min_size=1, max_size=6), plan=plans(), name=ASKABLE, at=moments())
def test_until_then_nothing_changes(said: list[Said], plan: Plan, name: str, at: datetime) -> None:
    with TemporaryDirectory() as folder:
        index = built(said, Path(folder))
        word = explained(index, None, plan, name, "thcs", at)
        if not word.until:
            return
        until = datetime.fromisoformat(word.until)
        for moment, same in ((until.replace(microsecond=0), False), (at, True)):
            then = Judge(index, compiled(plan, index, moment)).judge(names.wire(name.encode()), 0)
            assert ((then.blocked, then.category) == (word.blocked, word.category)) is same


@pytest.fixture
def known(tmp_path: Path) -> Known:
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "choi.txt").write_text("# trò chơi\nchoi.example\n||x^\n")
    (lists / "catalogue.csv").write_text("file,format,category,use\nchoi.txt,plain,games,block\n")
    compile_folder(lists, tmp_path / "bundle")
    group = GroupPlan(
        "thcs",
        "THCS",
        letters={"games": "A", "dv:tiktok": "X", "dv:zalo": "O"},
        hours=(Hours(WEEK, "16:00", "17:00", {"games": "O"}),),
        own_block=("ban.example",),
        own_allow=("hoc.example",),
        allowances=(Allowance("bai.example", "2026-11-23T12:45:00+07:00"),),
    )
    plan = Plan("Trường", (group,), "thcs", ordered={"cam.example": "Công văn 12/CA"})
    return replace(Known.of_bundle(tmp_path / "bundle"), plan=plan)


def ask(known: Known, name: str, at: datetime = NOON) -> Explanation:
    return known.explain(name, "thcs", at)


def test_a_list_is_named_with_its_line_and_the_hour_that_opens_it(known: Known) -> None:
    said = ask(known, "www.choi.example")
    assert (said.blocked, said.category, said.verdict) == (True, "games", Verdict.ASK)
    assert [(each.file, each.line, each.at) for each in said.reasons] == [
        ("choi.txt", 2, "choi.example")
    ]
    assert said.until == "2026-11-23T16:00+07:00"
    later = ask(known, "choi.example", datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    assert (later.blocked, later.until) == (False, "2026-11-23T17:00+07:00")
    assert later.why == "choi.example thuộc nhóm “trò chơi”; với THCS: mở."


@pytest.mark.parametrize(
    ("name", "category", "verdict", "rule"),
    [
        ("v.tiktok.com", "dv:tiktok", Verdict.BLOCKED, "dịch vụ TikTok"),
        ("chat.zalo.me", "", Verdict.OPEN, "dịch vụ Zalo"),
        ("a.ban.example", "own", Verdict.BLOCKED, "danh sách chặn của nhóm: ban.example"),
        ("hoc.example", "", None, "danh sách mở của nhóm: hoc.example"),
        ("a.cam.example", "ordered", Verdict.LOCKED, "lệnh chặn: Công văn 12/CA"),
        ("bai.example", "", Verdict.OPEN, "được mở một thời gian: bai.example"),
        ("tongdai111.vn", "", None, "nơi trẻ em tìm giúp đỡ: tongdai111.vn"),
        ("khac.example", "", None, ""),
    ],
)
def test_the_rule_of_the_site_is_named(
    known: Known, name: str, category: str, verdict: Verdict | None, rule: str
) -> None:
    said = ask(known, name)
    assert (said.category, said.verdict, said.rule) == (category, verdict, rule)


def test_what_the_filter_answers_by_itself_is_said(known: Known) -> None:
    assert ask(known, "www.google.com").special == (
        "dẫn đến bản an toàn: forcesafesearch.google.com"
    )
    assert "đi vòng" in ask(known, "use-application-dns.net").special
    assert ask(known, "khac.example").special == ""


def test_without_lines_no_line_is_shown(known: Known, tmp_path: Path) -> None:
    (tmp_path / "bundle/lines.bin").unlink()
    assert Lines.of_bundle(tmp_path / "bundle") is None
    said = ask(replace(known, lines=None), "choi.example")
    assert [(each.file, each.line) for each in said.reasons] == [("choi.txt", 0)]


def test_a_group_that_the_plan_has_not_is_refused(known: Known) -> None:
    with pytest.raises(UnknownGroup, match="không có nhóm 'lop-1': chọn thcs"):
        known.explain("choi.example", "lop-1", NOON)


def test_the_command_explains_a_running_filter_with_its_own_plan(tmp_path: Path) -> None:
    config = demo_site(tmp_path, upstream="127.0.0.1")
    plan = json.loads((tmp_path / "plan.json").read_text())
    group = next(each for each in plan["groups"] if each["key"] == "thcs")
    group["own_block"] = ["ban.example"]
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    adopt(read_config(config))
    (tmp_path / "plan.json").write_text("{")  # what is in force is explained, not what was refused
    ran = CliRunner().invoke(
        gateway, ["explain", "a.ban.example", "--group", "thcs", "--config", str(config)]
    )
    assert ran.exit_code == 0, ran.output
    assert ran.output.splitlines()[1] == "  quy tắc: danh sách chặn của nhóm: ban.example"
    ran = CliRunner().invoke(
        gateway, ["explain", "game.example", "--group", "thcs", "--config", str(config), "--json"]
    )
    said = json.loads(ran.output)
    assert (said["category"], said["verdict"], said["reasons"][0]["line"]) == ("games", "ask", 2)
    ran = CliRunner().invoke(gateway, ["explain", "x.example", "--group", "thcs"])
    assert ran.exit_code == 2
