"""One bundle of all lists in use: made when something changed, whole or not at all."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from mangnon.base.audit.api import rows_about
from mangnon.base.files.api import StoredFile
from mangnon.base.jobs.api import run_due
from mangnon.base.notices.api import notices_of
from mangnon.gateway.actions import lists as actions
from mangnon.gateway.actions.bundles import compile_bundle, compile_now
from mangnon.gateway.actions.catalogue import load_catalogue, seed_demo_lists
from mangnon.gateway.actions.compiler import BundleNotMade
from mangnon.gateway.actions.fetching import fetch_now
from mangnon.gateway.actions.keeping import let_go
from mangnon.gateway.demo import LISTS
from mangnon.gateway.engine.decide import Decider
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.names import wire
from mangnon.gateway.models import Bundle, ListSource
from mangnon.gateway.queries.bundles import (
    bundle_folder,
    current_bundle,
    current_bundle_folder,
)
from tests.gateway.cast import Cast, make_cast
from tests.gateway.feeds.publisher import Publisher

pytestmark = pytest.mark.django_db
WISH = actions.Wish("games")


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.LISTS_OVER_HTTP = settings.LISTS_FROM_INSIDE = True


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def write(cast: Cast, text: str, **given: Any) -> ListSource:
    told = {"title": "Trò chơi", "wish": WISH} | given
    return actions.write_own_list(by=cast.officer, text=text, **told)


def blocked(folder: Path, name: str) -> list[str]:
    """The categories that the bundle blocks a name under."""
    index = Index(folder / "index.bin")
    mask = Decider(index).touched(wire(name.encode())).mask
    return [category for category in index.categories if mask & index.bit(category)]


def test_before_any_list_is_in_use_there_is_no_bundle() -> None:
    load_catalogue()

    assert compile_now() is None
    assert current_bundle() is None
    assert current_bundle_folder() is None


def test_an_own_list_is_in_the_next_bundle(cast: Cast) -> None:
    write(cast, "tro-choi.example\nhttps://game.example/vao # hay vào giờ học\n")

    run_due()

    bundle, folder = current_bundle(), current_bundle_folder()
    assert bundle is not None
    assert folder == django_settings.DATA_DIR / "goi" / str(bundle.pk)
    assert blocked(folder, "a.game.example") == ["games"]
    assert blocked(folder, "khac.example") == []
    assert bundle.names == 2
    row = rows_about(bundle)[0]
    assert (row.what, row.facts["names"], row.facts["lists"]) == ("filter_bundle.made", 2, 1)
    assert row.facts["peak_megabytes"] > 0


def test_the_folder_is_what_the_manifest_says(cast: Cast) -> None:
    write(cast, "tro-choi.example\n")
    bundle = compile_now()
    assert bundle is not None

    folder = bundle_folder(bundle.pk)

    assert sorted(path.name for path in folder.iterdir()) == [
        "index.bin",
        "lines.bin",
        "manifest.json",
    ]
    raw = (folder / "manifest.json").read_bytes()
    told = json.loads(raw)
    assert sha256(raw).hexdigest() == bundle.sha256
    for part in ("index", "lines"):
        content = (folder / f"{part}.bin").read_bytes()
        assert sha256(content).hexdigest() == told[f"{part}_sha256"]
        assert len(content) == told[f"{part}_bytes"]
    assert [each["file"] for each in told["lists"]] == ["rieng-tro-choi.txt"]


def test_where_nothing_changed_there_is_no_new_bundle(cast: Cast) -> None:
    source = write(cast, "tro-choi.example\n")
    first = compile_now()
    write(cast, "# chỉ thêm ghi chú\ntro-choi.example\n", source=source)

    assert compile_now() is None
    run_due()

    assert list(Bundle.objects.all()) == [first]


def test_a_list_out_of_use_or_in_another_group_makes_a_new_bundle(cast: Cast) -> None:
    games, social = write(cast, "tro-choi.example\n"), write(cast, "xa-hoi.example\n", title="MXH")
    actions.set_list(by=cast.officer, source=social, wish=actions.Wish("social"))
    run_due()
    first = current_bundle_folder()
    assert first is not None
    assert blocked(first, "xa-hoi.example") == ["social"]

    actions.use_list(by=cast.officer, source=games, enabled=False)
    run_due()

    second = current_bundle_folder()
    assert second is not None
    assert blocked(second, "tro-choi.example") == []
    assert blocked(second, "xa-hoi.example") == ["social"]
    assert blocked(first, "tro-choi.example") == ["games"], "the one before is still whole"


def test_a_list_that_always_opens_outweighs_those_that_block(cast: Cast) -> None:
    write(cast, "tro-choi.example\nhoc.tro-choi.example\n")
    wish = actions.Wish("games", use="allow")
    write(cast, "hoc.tro-choi.example\n", title="Học qua trò chơi", wish=wish)

    run_due()

    folder = current_bundle_folder()
    assert folder is not None
    assert blocked(folder, "hoc.tro-choi.example") == []
    assert blocked(folder, "tro-choi.example") == ["games"]


def test_people_may_make_lists_shorter_but_a_bundle_does_not_shrink_by_itself(
    cast: Cast, at: Publisher
) -> None:
    """So short a list is not judged by itself; the look at the whole is the last."""
    many = b"".join(b"ten-%d.example\n" % number for number in range(40))
    source = ListSource.objects.create(
        key="ca-cuoc",
        title="Cá cược",
        address=at.put("/ds.txt", many),
        form="plain",
        category="gambling",
        enabled=True,
    )
    fetch_now(source)
    first = compile_now()
    at.put("/ds.txt", b"ten-1.example\n")
    fetch_now(source)

    with pytest.raises(BundleNotMade, match="danh sách mới chỉ có 1 tên so với 40 tên đang dùng"):
        compile_now()
    compile_bundle.enqueue()
    run_due()

    assert current_bundle() == first
    assert (
        notices_of(cast.officer.pk).filter(subject="Chưa gộp được các danh sách lọc").count() == 1
    )

    write(cast, "tro-choi.example\n")
    assert compile_now() is not None, "a person added a list meanwhile"


def test_old_folders_go_and_come_back_from_what_is_kept(cast: Cast) -> None:
    source = write(cast, "a.example\n")
    made = []
    for number in range(7):
        write(cast, f"ten-{number}.example\n", source=source)
        made.append(compile_now())
    pks = [bundle.pk for bundle in made if bundle is not None]
    folder = django_settings.DATA_DIR / "goi"

    assert sorted(int(path.name) for path in folder.iterdir()) == pks[2:]
    assert blocked(bundle_folder(pks[0]), "ten-0.example") == ["games"]
    with pytest.raises(Bundle.DoesNotExist):
        bundle_folder(10_000)


def test_the_sweep_leaves_what_bundles_and_lists_stand_on(cast: Cast) -> None:
    write(cast, "tro-choi.example\n")
    run_due()
    held = set(StoredFile.objects.values_list("purpose", "sha256"))
    bundle = current_bundle()
    assert bundle is not None
    assert {purpose for purpose, _ in held} == {"gateway.list", "gateway.bundle"}

    assert let_go() == 0

    assert set(StoredFile.objects.values_list("purpose", "sha256")) == held
    assert current_bundle() == bundle


def test_the_demo_has_its_lists_and_their_bundle_at_once() -> None:
    seed_demo_lists()
    seed_demo_lists()

    bundle, folder = current_bundle(), current_bundle_folder()
    assert bundle is not None
    assert folder is not None
    assert Bundle.objects.count() == 1
    own = ListSource.objects.filter(is_demo=True, enabled=True, address="")
    assert {source.category: source.own_text for source in own} == LISTS
    for category, text in LISTS.items():
        for name in text.split():
            assert blocked(folder, name) == [category]


def test_the_catalogue_is_loaded_without_a_list_in_use_and_keeps_what_people_chose(
    cast: Cast,
) -> None:
    assert load_catalogue() == 79
    assert ListSource.objects.filter(enabled=True).count() == 0
    source = ListSource.objects.get(key="sw-gambling")
    actions.set_list(by=cast.officer, source=source, wish=actions.Wish("adult", every_hours=6))
    ListSource.objects.filter(pk=source.pk).update(title="Cũ", address="https://cu.example/")
    source.versions.create(state="taken", etag='"v1"')

    assert load_catalogue() == 0

    source.refresh_from_db()
    assert (source.category, source.every_hours) == ("adult", 6)
    assert source.title == "ShadowWhisperer: cờ bạc"
    assert source.address.startswith("https://raw.githubusercontent.com/ShadowWhisperer/")
    assert source.versions.get().etag == "", "another address knows nothing of it"


def test_a_name_that_the_province_adds_leaves_the_learnt_model_as_it_is(
    cast: Cast, at: Publisher
) -> None:
    """The model is learnt anew when a publisher's list changes, not for each name of ours."""
    for key, use, count in [
        ("children", "benign", 1200),
        ("gambling", "block", 600),
        ("adult", "block", 600),
    ]:
        text = b"".join(b"%s-%d-vui.example\n" % (key.encode(), n) for n in range(count))
        source = ListSource.objects.create(
            key=key,
            title=key,
            address=at.put(f"/{key}", text),
            form="plain",
            category=key,
            use=use,
            enabled=True,
        )
        fetch_now(source)
    first = compile_now()
    assert first is not None
    assert first.model_blob

    write(cast, "tro-choi.example\n")
    second = compile_now()

    assert second is not None
    assert (second.model_blob, second.names) == (first.model_blob, first.names + 1)
    model = (bundle_folder(second.pk) / "model.bin").read_bytes()
    assert sha256(model).hexdigest() == second.manifest["model_sha256"] == second.model_blob
    assert second.manifest["model"] == first.manifest["model"]
    more = b"".join(b"them-%d-cuoc.example\n" % number for number in range(100))
    at.put("/gambling", b"".join(b"gambling-%d-vui.example\n" % n for n in range(600)) + more)
    fetch_now(ListSource.objects.get(key="gambling"))
    third = compile_now()
    assert third is not None
    assert third.model_blob not in {"", first.model_blob}
