"""`mangnon gateway export` and `zones --once`: files in place, and what a form cannot say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mangnon.gateway.publish import zonefile
from mangnon.gateway.publish.command import export_rules, zones
from mangnon.gateway.publish.config import read_zones
from mangnon.gateway.publish.refreshing import Refused, refresh
from tests.gateway.publish.publishing import write_config
from tests.gateway.publish.site import NOON, plan, pupils, write_lists


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_lists(tmp_path / "lists")
    write_config(tmp_path, plan(pupils(safesearch=False, youtube="open", bypass=False)))
    return tmp_path


def export(folder: Path, form: str, *more: str) -> Result:
    asked = ["--lists", folder / "lists", "--plan", folder / "plan.json", "--format", form]
    asked += ["--out", folder / "out", "--group", "thcs", *more]
    return CliRunner().invoke(export_rules, [str(each) for each in asked])


def test_an_export_says_how_much_it_wrote_and_what_it_could_not(folder: Path) -> None:
    ran = export(folder, "unbound")
    assert ran.exit_code == 0
    assert ran.stdout == f"{folder / 'out'}: 11 dòng.\n"
    assert ran.stderr.splitlines() == [
        "Dạng này không nói được:",
        "  1 × chỉ cho vài loại bản ghi ($dnstype) (như ads.abp dòng 1)",
        "  2 × dạng này chỉ nói được về một tên cùng mọi tên bên dưới "
        "(như kho.example, mot.example)",
        "  1 × mẫu hoặc biểu thức, không phải một tên (như ads.abp dòng 2)",
    ]
    lines = (folder / "out").read_text().splitlines()
    assert lines[:2] == ["# Trường An Bình: trung học cơ sở", "server:"]


@pytest.mark.parametrize("form", ["rpz", "adguard", "dnsmasq", "hosts", "unbound", "plain"])
def test_an_export_is_the_same_every_time(folder: Path, form: str) -> None:
    assert export(folder, form).exit_code == 0
    first = (folder / "out").read_bytes()
    assert export(folder, form).exit_code == 0
    assert (folder / "out").read_bytes() == first
    assert sorted(each.name for each in folder.iterdir() if each.name.startswith(".")) == []


def test_what_cannot_be_exported_leaves_the_file_in_place(folder: Path) -> None:
    (folder / "out").write_text("bản cũ")
    ran = export(folder, "plain", "--group", "lop-1")
    assert (ran.exit_code, ran.stderr[:44]) == (2, "Không viết được: kế hoạch không có nhóm 'lop")
    (folder / "plan.json").write_text("{}")
    assert export(folder, "plain").exit_code == 2
    assert (folder / "out").read_text() == "bản cũ"


def test_the_hour_can_be_chosen(folder: Path) -> None:
    assert export(folder, "rpz", "--at", "2026-11-23T05:00:00").exit_code == 0
    assert zonefile.serial_of(folder / "out") == int(NOON.timestamp())


def once(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(zones, ["--once", "--config", str(folder / "zones.toml"), *more])


def test_zones_are_written_once_and_again_only_when_they_change(folder: Path) -> None:
    ran = once(folder)
    assert ran.exit_code == 0, ran.stderr
    assert "thcs.rpz.tinh.example. bản " in ran.stdout
    assert "dòng, mới." in ran.stdout
    assert "không đổi." in once(folder).stdout
    told = json.loads(once(folder, "--json").stdout)
    assert told["zone"] == "thcs.rpz.tinh.example."
    assert told["beyond"]["mẫu hoặc biểu thức, không phải một tên"] == 1
    status = json.loads((folder / "zones/status.json").read_text())
    assert status["zones"][0]["serial"] == told["serial"]


def test_lists_that_lost_half_their_names_are_not_published(folder: Path) -> None:
    config = read_zones(folder / "zones.toml")
    refresh(config, NOON)
    before = config.stored("thcs").file.read_bytes()
    for file in ("games.abp", "ads.abp", "giup.txt", "lenh.txt"):
        (folder / "lists" / file).write_text("\n")
    with pytest.raises(Refused, match="chỉ có 3 tên so với"):
        refresh(config, NOON)
    assert config.stored("thcs").file.read_bytes() == before
    assert once(folder).exit_code == 78
    refresh(config, NOON, allow_shrink=True)
    assert config.stored("thcs").file.read_bytes() != before


def test_a_group_that_the_plan_does_not_have_is_refused(folder: Path) -> None:
    config = folder / "zones.toml"
    config.write_text(config.read_text().replace('["thcs"]', '["thcs", "lop-1"]'))
    ran = once(folder)
    assert ran.exit_code == 78
    assert "không có nhóm 'lop-1'" in ran.stderr
    assert not (folder / "zones").exists()


def test_a_group_whose_key_cannot_name_a_zone_is_refused(folder: Path) -> None:
    strange = plan(pupils(key="../thcs"))
    (folder / "plan.json").write_text(strange.to_json(), encoding="utf-8")
    config = folder / "zones.toml"
    config.write_text(config.read_text().replace('groups = ["thcs"]', ""))
    ran = once(folder)
    assert (ran.exit_code, "không đặt được tên vùng" in ran.stderr) == (78, True)


def test_a_local_name_that_is_none_is_refused(folder: Path) -> None:
    strange = plan(zones={"may.truong.example": ("10.1.0",)})
    (folder / "plan.json").write_text(strange.to_json(), encoding="utf-8")
    ran = once(folder)
    assert (ran.exit_code, "tên nội bộ của kế hoạch" in ran.stderr) == (78, True)
