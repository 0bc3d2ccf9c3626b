"""What became of a line of a list, and which harmless names the lists block."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mangnon.gateway.compiling import compile_folder
from mangnon.gateway.engine.index import Index
from mangnon.gateway.publish.command import falseblocks
from mangnon.gateway.publish.command import line as line_command
from mangnon.gateway.publish.false_blocks import false_blocks
from mangnon.gateway.publish.lines import NoSuchLine, line_of
from tests.gateway.publish.site import NOON, plan, write_lists

LISTS = {
    "xau.abp,abp,adult,block": "! tựa\n||xau.example^\n@@|tot.xau.example^$important\n"
    "||a.example^$dnstype=A,denyallow=b.a.example\n/^ad[0-9]+\\.example$/\n##.quang-cao\n"
    "||lui.example^\n||lui.example^$badfilter\n",
    "vung.rpz,rpz,games,block": "$ORIGIN rpz.example.\n*.choi.example.rpz.example. CNAME .\n"
    "may.example A 192.0.2.1\n",
    "giup.txt,plain,help,allow": "giup.example\n",
    "lanh.txt,plain,children,benign": "be.xau.example\nlanh.example\ntot.xau.example\n",
}


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    return write_lists(tmp_path / "lists", LISTS)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("xau.abp:1", "không nêu luật nào (chú thích, tựa hoặc dòng trống)."),
        ("xau.abp:2", ": chặn xau.example và mọi tên bên dưới (nhóm adult)."),
        ("xau.abp:3", ": cho qua, ưu tiên đúng tên tot.xau.example (nhóm adult)."),
        (
            "xau.abp:4",
            ": chặn a.example và mọi tên bên dưới (nhóm adult) "
            "chỉ loại A trừ các tên dưới b.a.example.",
        ),
        ("xau.abp:5", ": chặn tên hợp mẫu ^ad[0-9]+\\.example$ (nhóm adult)."),
        ("xau.abp:6", "bị bỏ: luật ẩn phần tử trong trang."),
        ("xau.abp:7", "bị bỏ: bị chính danh sách rút lại ($badfilter)."),
        ("vung.rpz:2", ": chặn mọi tên bên dưới choi.example (nhóm games)."),
        ("vung.rpz:3", "bị bỏ: thay bằng một địa chỉ, không phải chặn."),
        ("giup.txt:1", ": cho qua giup.example và mọi tên bên dưới (nhóm help)."),
        ("lanh.txt:2", ": tên lành (chỉ dùng để đếm chặn nhầm) lanh.example"),
    ],
)
def test_each_line_is_told_as_taken_or_rejected(lists: Path, place: str, words: str) -> None:
    said = line_of(lists, place).words
    assert said.startswith(place.replace(":", " dòng "))
    assert words in said


@pytest.mark.parametrize("place", ["xau.abp:9", "xau.abp:0", "khac.abp:1", "xau.abp", "xau.abp:x"])
def test_a_line_that_is_not_there_is_refused(lists: Path, place: str) -> None:
    with pytest.raises(NoSuchLine):
        line_of(lists, place)
    ran = CliRunner().invoke(line_command, [place, "--lists", str(lists)])
    assert ran.exit_code == 2
    assert ran.stderr.startswith("Không trả lời được: ")


def test_false_blocks_are_counted_by_group_and_named(lists: Path, tmp_path: Path) -> None:
    compile_folder(lists, tmp_path / "bundle")
    found = false_blocks(lists, Index(tmp_path / "bundle/index.bin"), plan(), NOON)
    assert found.totals == {"lanh.txt": 3}
    assert [(each.name, each.categories) for each in found.blocked] == [
        ("be.xau.example", {"thcs": "adult"})
    ]
    assert dict(found.by_file()) == {("lanh.txt", "thcs"): 1}
    assert dict(found.by_category()) == {("adult", "thcs"): 1}


def test_the_command_prints_the_counts_and_the_names(lists: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    compile_folder(lists, bundle)
    (tmp_path / "plan.json").write_text(plan().to_json())
    asked = [str(lists), "--bundle", str(bundle), "--plan", str(tmp_path / "plan.json")]
    ran = CliRunner(env={"COLUMNS": "120"}).invoke(falseblocks, asked)
    assert ran.exit_code == 0, ran.output
    rows = [" ".join(line.split()) for line in ran.output.splitlines()]
    assert "lanh.txt 3 1 0" in rows
    assert "adult 1 0" in rows
    assert "be.xau.example lanh.txt adult: thcs" in rows
    ran = CliRunner().invoke(falseblocks, [*asked, "--json"])
    assert json.loads(ran.output)["blocked"] == [
        {"name": "be.xau.example", "file": "lanh.txt", "categories": {"thcs": "adult"}}
    ]
