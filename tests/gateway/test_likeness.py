"""The name model: learnt from lists, silent where it must be, and the same in both hot paths."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from mangnon.gateway.command import gateway
from mangnon.gateway.compiling import Account, compile_folder
from mangnon.gateway.demo import demo_site
from mangnon.gateway.engine import data, hot, hotpy, likeness, message, names
from mangnon.gateway.engine.hotpy import Answers
from mangnon.gateway.engine.likeness import BadModel, Guesser, Model
from mangnon.gateway.engine.plan import GroupPlan, Plan, compiled
from mangnon.gateway.serve.config import read_config
from mangnon.gateway.serve.site import BadSite, read_site
from mangnon.gateway.serve.state import adopt
from mangnon.gateway.training import Gathered, TooFew, held_out, trained
from tests.gateway.conftest import REAL, on_real_lists
from tests.gateway.site import NOON, built_index
from tests.gateway.test_hotpy import PUPIL, query, response

LOOKS = ("ca-cuoc-vip99.example", "phim-nong-18.example")


def invented(parts: list[str], count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    made = {"-".join(chance.sample(parts, 2)) + f"{chance.randrange(999)}.example"
            for _ in range(count * 2)}  # fmt: skip
    return sorted(made)[:count]


def gathered() -> Gathered:
    found = Gathered()
    for category, use, parts in (
        (
            "gambling",
            "block",
            ["ca-cuoc", "nha-cai", "bong88", "xoso", "casino", "vip99", "tai-xiu"],
        ),
        ("adult", "block", ["phim-nong", "gai-xinh", "sex", "khoa-than", "18-cong", "nguoi-lon"]),
        (
            "benign",
            "benign",
            ["truong", "thu-vien", "bao", "toan", "van", "su", "benh-vien", "lop"],
        ),
    ):
        found.add(category, use, [name.encode() for name in invented(parts, 2000, len(parts))])
    return found


@pytest.fixture(scope="module")
def raw() -> bytes:
    return trained(gathered())[0]


def test_it_finds_what_it_has_not_seen(raw: bytes) -> None:
    again, reports = trained(gathered())
    assert again == raw
    assert len(raw) == likeness.FILE_BYTES < 150_000
    assert [report.kind for report in reports] == ["adult", "gambling"]
    assert all(report.recall[0.01] > 0.95 and report.benign > 100 for report in reports)
    model = Model(raw)
    assert [model.looks(name) for name in LOOKS] == [2, 1]
    assert [model.looks(name) for name in ("truong-van5.example", "thu-vien-toan.example")] == [
        0,
        0,
    ]


def test_names_of_help_of_the_state_and_of_schools_are_never_looked_at(raw: bytes) -> None:
    guess = Guesser(Model(raw), [names.wire(b"bong88.truong.example")])
    assert guess(names.wire(b"ca-cuoc-vip99.example")) == 2
    spared = [
        "ca-cuoc-vip99.gov.vn",
        "ca-cuoc-vip99.edu.vn",
        "vip99.bong88.truong.example",
        "casino",
    ]
    assert [guess(names.wire(each.encode())) for each in spared] == [0, 0, 0, 0]


def test_a_damaged_model_is_refused(raw: bytes) -> None:
    for damage in (raw[:-1], b"X" + raw[1:], raw[:8] + b"\xff" * 16 + raw[24:], b""):
        with pytest.raises(BadModel):
            Model(damage)


def test_too_few_names_teach_nothing() -> None:
    few = Gathered()
    few.add("benign", "benign", [b"truong.example"])
    with pytest.raises(TooFew, match="chỉ có 1 tên lành"):
        trained(few)


@pytest.mark.parametrize(
    ("policy", "seen"),
    [
        ("open", {(0, ""): 7}),
        ("flag", {(0, "?gambling"): 3, (0, "?adult"): 3, (0, "+games"): 2}),
        ("ask", {(0, "looks-gambling"): 3, (0, "looks-adult"): 3}),
        ("block", {(0, "looks-gambling"): 3, (0, "looks-adult"): 3}),
    ],
)
def test_both_paths_do_with_unknown_names_as_the_policy_says(
    raw: bytes, policy: str, seen: dict[tuple[int, str], int], tmp_path: Path
) -> None:
    index = built_index(tmp_path, {"games": ["vip99-casino.example", "tai-xiu-vip99.example"]})
    group = GroupPlan("thcs", "THCS", letters={"games": "O", "dv:youtube": "O"}, unknown=policy,
                      own_allow=("bong88-vip99.example",))  # fmt: skip
    table = compiled(Plan("Trường", (group,), "thcs"), index, NOON)
    guess = Guesser(Model(raw), [])
    kinds = [hotpy.Hot, *([hot.CompiledHot] if hot.COMPILED else [])]
    known = ("vip99-casino.example", "a.tai-xiu-vip99.example", "bong88-vip99.example")
    told = []
    for kind in kinds:
        of = kind(index, table, Answers(), guess=guess)
        answers = []
        for name in (*LOOKS * 3, *known):
            packet = query(name)
            question = message.read_question(packet)
            assert question is not None
            of.put(question, response(query(name, edns=False)), 9, 0.0)
            answers.append(of.decide(packet, PUPIL, 1.0))
        told.append((answers, of.taken()))
    assert told[0] == told[-1]
    counted = told[0][1].answers
    assert {key: counted.get(key, 0) for key in seen} == seen


def test_the_filter_follows_the_model_of_its_bundle_and_refuses_a_bad_one(
    raw: bytes, tmp_path: Path
) -> None:
    config = read_config(demo_site(tmp_path, upstream="127.0.0.1"))
    (config.bundle / "model.bin").write_bytes(raw)
    plan = json.loads(config.plan.read_text())
    next(each for each in plan["groups"] if each["key"] == "thcs")["unknown"] = "ask"
    config.plan.write_text(json.dumps(plan))
    site = adopt(config)
    judge = site.judge(site.table(NOON))
    number = [group.key for group in site.plan.groups].index("thcs")
    assert judge.judge(names.wire(LOOKS[0].encode()), number).category == "looks-gambling"
    helped = [names.wire(each.encode()) for each in data.help_sites()]
    assert not any(judge.judge(name, number).blocked for name in helped)
    (config.bundle / "model.bin").write_bytes(b"scrap")
    with pytest.raises(BadSite, match="không phải mô hình"):
        read_site(config.bundle, config.plan)


@on_real_lists
def test_the_real_lists_teach_it(digested: tuple[Path, list[Account]]) -> None:
    reports = json.loads((digested[0] / "manifest.json").read_text())["model"]
    recall = {report["kind"]: report["recall"] for report in reports}
    assert recall["gambling"]["0.01"] > 0.85
    assert recall["adult"]["0.01"] > 0.6
    model = Model((digested[0] / "model.bin").read_bytes())
    harmless = [f"{name}.vn" for name in ("vnexpress", "tuoitre", "hocmai", "thuvienphapluat")]
    assert [model.looks(name) for name in harmless] == [0, 0, 0, 0]
    guess = Guesser(model, ())
    benign = (REAL / "ut1/sexual_education/domains").read_text().split()
    assert sum(guess(names.wire(name.encode())) == 1 for name in benign) <= 2


def test_a_bundle_with_harmless_names_learns_its_own_model(tmp_path: Path) -> None:
    found, folder = gathered(), tmp_path / "lists"
    folder.mkdir()
    rows = ["file,format,category,use"]
    for category, some in (*found.of_kind.items(), ("lanh", found.benign)):
        (folder / f"{category}.txt").write_text("\n".join(sorted(some)))
        rows.append(
            f"{category}.txt,plain,{category},{'benign' if category == 'lanh' else 'block'}"
        )
    (folder / "catalogue.csv").write_text("\n".join(rows))
    compile_folder(folder, tmp_path / "bundle")
    assert Model((tmp_path / "bundle/model.bin").read_bytes()).looks(LOOKS[0]) == 2
    told = json.loads((tmp_path / "bundle/manifest.json").read_text())["model"]
    assert [report["kind"] for report in told] == ["adult", "gambling"]
    assert any(held_out(name) for name in found.benign)

    ran = CliRunner().invoke(
        gateway, ["train", "--lists", str(folder), "--out", str(tmp_path / "model.bin")]
    )
    assert ran.exit_code == 0, ran.output
    assert [json.loads(line) for line in ran.output.splitlines()] == told
    assert (tmp_path / "model.bin").read_bytes() == (tmp_path / "bundle/model.bin").read_bytes()
