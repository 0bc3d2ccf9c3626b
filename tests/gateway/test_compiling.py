"""A folder of lists becomes a bundle; a bad or shrunken one leaves the last good one in place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mangnon.gateway.command import gateway
from mangnon.gateway.compiling import Account, BundleRefused, compile_folder
from mangnon.gateway.explained import Known
from mangnon.gateway.lists.catalogue import BadCatalogue, catalogue_of
from tests.gateway.conftest import REAL, on_real_lists
from tests.gateway.site import NOON


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    (folder / "games").mkdir(parents=True)
    (folder / "co-bac.hosts").write_text("0.0.0.0 bac.example\n0.0.0.0 10.0.0.1\n")
    (folder / "games/domains").write_text("tro-choi.example\nbac.example\n")
    (folder / "giup.txt").write_text("giup.example\n")
    (folder / "catalogue.csv").write_text(
        "file,format,category,use\n"
        "co-bac.hosts,hosts,gambling,block\n"
        "games/domains,plain,games,block\n"
        "giup.txt,plain,help,allow\n"
    )
    return folder


def test_each_list_is_accounted_for(lists: Path, tmp_path: Path) -> None:
    accounts = compile_folder(lists, tmp_path / "bundle")
    assert [(a.listed.file, a.tally.rules, a.tally.rejected) for a in accounts] == [
        ("co-bac.hosts", 1, {"là địa chỉ IP": 1}),
        ("games/domains", 2, {}),
        ("giup.txt", 1, {}),
    ]
    manifest = json.loads((tmp_path / "bundle/manifest.json").read_text())
    assert manifest["names"] == 3
    assert manifest["lists"][0]["examples"] == {"là địa chỉ IP": [2]}


@pytest.mark.parametrize(
    ("group", "blocked", "category", "verdict"),
    [("staff", True, "gambling", "BLOCKED"), ("thcs", True, "gambling", "BLOCKED")],
)
def test_the_reason_names_list_and_line(
    lists: Path, tmp_path: Path, group: str, blocked: bool, category: str, verdict: str
) -> None:
    compile_folder(lists, tmp_path / "bundle")
    said = Known.of_bundle(tmp_path / "bundle").explain("WWW.Bac.example.", group, NOON)
    assert (said.blocked, said.category) == (blocked, category)
    assert said.verdict is not None
    assert said.verdict.name == verdict
    assert [(r.file, r.line, r.at) for r in said.reasons] == [
        ("co-bac.hosts", 1, "bac.example"),
        ("games/domains", 2, "bac.example"),
    ]


def test_the_same_name_is_open_for_staff_and_asked_for_by_pupils(
    lists: Path, tmp_path: Path
) -> None:
    compile_folder(lists, tmp_path / "bundle")
    known = Known.of_bundle(tmp_path / "bundle")
    assert not known.explain("tro-choi.example", "staff", NOON).blocked
    asked = known.explain("tro-choi.example", "thcs", NOON)
    assert asked.blocked
    assert asked.why == (
        "tro-choi.example thuộc nhóm “trò chơi”; với trung học cơ sở (11–14 tuổi): "
        "chặn, giáo viên có thể cho mở trong tiết học."
    )
    assert known.explain("khac.example", "tieu_hoc", NOON).why.endswith("tiểu học (6–10 tuổi): mở.")


def test_a_shrunken_list_leaves_the_last_good_bundle(lists: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    compile_folder(lists, bundle)
    before = (bundle / "index.bin").read_bytes()
    (lists / "co-bac.hosts").write_text("# trống\n")
    (lists / "games/domains").write_text("# trống\n")
    with pytest.raises(BundleRefused, match="chỉ có 1 tên so với 3 tên đang dùng"):
        compile_folder(lists, bundle)
    assert (bundle / "index.bin").read_bytes() == before
    compile_folder(lists, bundle, allow_shrink=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "lists"]


def test_a_folder_without_catalogue_takes_folders_as_categories(lists: Path) -> None:
    (lists / "catalogue.csv").unlink()
    (lists / "giup.txt").unlink()
    found = catalogue_of(lists)
    assert [(each.file, each.form, each.category) for each in found] == [
        ("co-bac.hosts", "hosts", "co-bac"),
        ("games/domains", "plain", "games"),
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("giup.txt,xml,help,allow", "định dạng 'xml' không có"),
        ("giup.txt,plain,,block", "cần nhóm nội dung"),
        ("giup.txt,plain,help,maybe", "cách dùng là một trong"),
        ("../catalogue.csv,plain,help,block", "không có tệp"),
        ("mat.txt,plain,help,block", "không có tệp"),
    ],
)
def test_a_bad_catalogue_is_refused_with_its_line(lists: Path, row: str, words: str) -> None:
    (lists / "catalogue.csv").write_text(f"file,format,category,use\n{row}\n")
    with pytest.raises(BadCatalogue, match=f"catalogue.csv dòng 2: .*{words}"):
        catalogue_of(lists)


def test_the_command_compiles_and_explains(lists: Path, tmp_path: Path) -> None:
    bundle = str(tmp_path / "bundle")
    ran = CliRunner().invoke(gateway, ["compile", str(lists), "--out", bundle])
    assert ran.exit_code == 0
    assert "co-bac.hosts" in ran.output
    ran = CliRunner().invoke(
        gateway, ["explain", "bac.example", "--group", "thpt", "--bundle", bundle, "--json"]
    )
    said = json.loads(ran.output)
    assert (said["blocked"], said["category"], said["verdict"]) == (True, "gambling", "blocked")
    ran = CliRunner().invoke(
        gateway, ["explain", "bac.example", "--group", "lop-1", "--bundle", bundle]
    )
    assert ran.exit_code == 2
    assert "không có nhóm 'lop-1'" in ran.stderr


@on_real_lists
def test_the_real_lists_are_digested_and_few_harmless_names_are_blocked(
    digested: tuple[Path, list[Account]],
) -> None:
    bundle, accounts = digested
    assert all(account.tally.rules for account in accounts)
    assert sum(account.tally.rules for account in accounts) > 500_000
    known = Known.of_bundle(bundle)
    harmless = (REAL / "ut1/sexual_education/domains").read_text().split()
    wrong = [name for name in harmless if known.explain(name, "thpt", NOON).blocked]
    assert len(wrong) <= 2, wrong
