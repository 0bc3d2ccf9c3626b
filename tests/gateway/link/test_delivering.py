"""What a filter takes from the platform, and everything that it does not take."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pytest

from mangnon.gateway.compiling import compile_folder
from mangnon.gateway.engine.plan import GroupPlan, Plan
from mangnon.gateway.link import memory
from mangnon.gateway.link.delivering import Delivery, NotTaken, Places, number_of
from mangnon.gateway.link.delta import file_delta
from mangnon.gateway.link.envelope import public_of, signed
from mangnon.gateway.link.memory import Enrolled
from mangnon.gateway.link.talking import Answer, Away, Refused, Talker
from mangnon.gateway.serve.site import read_site

KEY, STRANGER = bytes(range(32)), bytes(range(1, 33))
WHO = Enrolled("https://tinh.example", "", public_of(KEY).hex(), "g", 7, "")


def plan_of(revision: int) -> str:
    groups = (GroupPlan("thcs", "trung học cơ sở"),)
    return Plan("Trường Hoa Mai", groups, "thcs", revision=revision).to_json()


@dataclass
class Platform:
    """Answers as the platform would. cut: bytes after which a download breaks off."""

    answers: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    cut: int = 0
    asked: list[str] = field(default_factory=list)

    def ask(self, path: str, **_: Any) -> Answer:
        self.asked.append(path)
        if path not in self.answers:
            raise Refused(404, "không có")
        return Answer(200, {}, self.answers[path])

    def pieces(self, path: str, *, start: int = 0) -> Iterator[bytes]:
        self.asked.append(f"{path} từ {start}")
        data = self.files[path][start:]
        if self.cut:
            yield data[: self.cut]
            raise Away("mất kết nối giữa chừng")
        yield data

    def release(self, revision: int, *, site: int = 7, key: bytes = KEY, plan: str = "") -> None:
        said = {"site": site, "revision": revision, "plan": plan or plan_of(revision)}
        self.answers["/bo-loc/may/ke-hoach"] = signed("plan", said, key).encode()

    def bundle(
        self, number: int, folder: Path, *, base: int = 0, base_folder: Path | None = None
    ) -> None:
        index = (folder / "index.bin").read_bytes()
        manifest = json.loads((folder / "manifest.json").read_text())
        said = {"number": number, "manifest": manifest, "size": len(index)}
        said["sha256"] = manifest["index_sha256"]
        self.answers["/bo-loc/may/goi"] = signed("bundle", said, KEY).encode()
        self.files[f"/bo-loc/may/goi/{number}/index.bin"] = index
        if base_folder is not None:
            change = file_delta(base_folder / "index.bin", folder / "index.bin")
            assert change is not None
            self.answers[f"/bo-loc/may/goi/{number}/tu/{base}"] = change


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
def delivery(platform: Platform, tmp_path: Path) -> Delivery:
    school = tmp_path / "school"
    school.mkdir()
    places = Places(school / "bundle", school / "plan.json", school / "state")
    return Delivery(places, WHO, cast(Talker, platform))


def bundle_folder(tmp_path: Path, name: str, *names: str) -> Path:
    """Bundles made one after another in the same place, each kept under its own name."""
    lists, place = tmp_path / "lists", tmp_path / "made"
    lists.mkdir(exist_ok=True)
    (lists / "catalogue.csv").write_text("file,format,category,use\na.txt,plain,games,block\n")
    (lists / "a.txt").write_text("\n".join([*(f"t{n}.example" for n in range(2000)), *names]))
    compile_folder(lists, place, allow_shrink=True)
    kept = tmp_path / name
    kept.mkdir()
    for each in place.iterdir():
        (kept / each.name).write_bytes(each.read_bytes())
    return kept


def test_a_signed_plan_is_put_in_place(platform: Platform, delivery: Delivery) -> None:
    platform.release(12)

    assert delivery.take_plan() == 12
    assert delivery.places.plan.read_text() == plan_of(12)
    assert delivery.followed.plan == 12


@pytest.mark.parametrize(
    ("release", "words"),
    [
        ({"revision": 11}, "cũ hơn bản 12 đã nhận"),
        ({"revision": 13, "site": 8}, "một điểm trường khác"),
        ({"revision": 13, "key": STRANGER}, "ký bằng khóa khác"),
        ({"revision": 13, "plan": "{}"}, "không dùng được"),
    ],
)
def test_a_plan_that_is_not_taken_leaves_the_one_before(
    platform: Platform, delivery: Delivery, release: dict[str, Any], words: str
) -> None:
    platform.release(12)
    delivery.take_plan()
    platform.release(**release)

    with pytest.raises(NotTaken, match=words):
        delivery.take_plan()
    assert delivery.places.plan.read_text() == plan_of(12)
    assert delivery.followed.plan == 12


def test_a_new_enrolment_counts_anew(platform: Platform, delivery: Delivery) -> None:
    platform.release(12)
    delivery.take_plan()
    memory.keep_enrolled(delivery.places.state, replace(WHO, gateway="anew"))
    platform.release(3)

    assert delivery.take_plan() == 3


def test_a_first_bundle_comes_whole_and_can_be_followed(
    platform: Platform, delivery: Delivery, tmp_path: Path
) -> None:
    platform.release(1)
    platform.bundle(5, bundle_folder(tmp_path, "five", "game.example"))

    delivery.take_plan()
    assert delivery.take_bundle() == 5

    site = read_site(delivery.places.bundle, delivery.places.plan)
    assert site.index.names == 2001
    assert number_of(delivery.places.bundle) == 5
    assert not any((delivery.places.state / "goi").iterdir())


def test_a_download_goes_on_where_it_broke_off(
    platform: Platform, delivery: Delivery, tmp_path: Path
) -> None:
    platform.bundle(5, bundle_folder(tmp_path, "five"))
    platform.cut = 1000
    for _ in range(2):
        with pytest.raises(Away, match="giữa chừng"):
            delivery.take_bundle()
    platform.cut = 0

    assert delivery.take_bundle() == 5
    assert [each for each in platform.asked if "từ" in each] == [
        f"/bo-loc/may/goi/5/index.bin từ {start}" for start in (0, 1000, 2000)
    ]


def test_bytes_that_were_changed_on_the_way_are_thrown_away(
    platform: Platform, delivery: Delivery, tmp_path: Path
) -> None:
    platform.bundle(5, bundle_folder(tmp_path, "five"))
    path = "/bo-loc/may/goi/5/index.bin"
    whole = platform.files[path]
    platform.files[path] = whole[:-1] + bytes([whole[-1] ^ 1])

    with pytest.raises(NotTaken, match="không đúng với chữ ký"):
        delivery.take_bundle()
    assert not delivery.places.bundle.exists()
    platform.files[path] = whole
    assert delivery.take_bundle() == 5


def test_the_next_bundle_comes_by_what_changed(
    platform: Platform, delivery: Delivery, tmp_path: Path
) -> None:
    five, six = bundle_folder(tmp_path, "five"), bundle_folder(tmp_path, "six", "moi.example")
    platform.bundle(5, five)
    delivery.take_bundle()
    platform.bundle(6, six, base=5, base_folder=five)
    platform.asked.clear()

    assert delivery.take_bundle() == 6

    assert platform.asked == ["/bo-loc/may/goi", "/bo-loc/may/goi/6/tu/5"]
    assert (delivery.places.bundle / "index.bin").read_bytes() == (six / "index.bin").read_bytes()


@pytest.mark.parametrize("trouble", ["unknown base", "another base", "damaged"])
def test_where_the_short_way_fails_the_whole_comes(
    platform: Platform, delivery: Delivery, tmp_path: Path, trouble: str
) -> None:
    five, six = bundle_folder(tmp_path, "five"), bundle_folder(tmp_path, "six", "moi.example")
    platform.bundle(5, five)
    delivery.take_bundle()
    platform.bundle(6, six, base=5, base_folder=five)
    way = "/bo-loc/may/goi/6/tu/5"
    if trouble == "unknown base":
        del platform.answers[way]
    elif trouble == "another base":
        (delivery.places.bundle / "index.bin").write_bytes(b"not the one")
    else:
        platform.answers[way] = platform.answers[way][:-3]

    assert delivery.take_bundle() == 6
    found = (delivery.places.bundle / "index.bin").read_bytes()
    assert (
        hashlib.sha256(found).digest() == hashlib.sha256((six / "index.bin").read_bytes()).digest()
    )


def test_a_bundle_whose_manifest_tells_of_another_index_is_not_taken(
    platform: Platform, delivery: Delivery
) -> None:
    said = {"number": 5, "size": 3, "sha256": "aa", "manifest": {"index_sha256": "bb"}}
    platform.answers["/bo-loc/may/goi"] = signed("bundle", said, KEY).encode()

    with pytest.raises(NotTaken, match="thiếu thông tin"):
        delivery.take_bundle()
