"""The name model travels with its bundle; lists never wait for it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from mangnon.gateway.link.delivering import Delivery
from tests.gateway.link.test_delivering import (  # noqa: F401 - fixtures
    Platform,
    bundle_folder,
    delivery,
    platform,
)

ADDRESS = "/bo-loc/may/goi/{}/model.bin"


def with_model(folder: Path, model: bytes) -> Path:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["model_sha256"] = hashlib.sha256(model).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def place(of: Delivery) -> Path:
    return of.places.bundle / "model.bin"


def test_a_model_comes_once_and_stays_while_it_is_the_same(
    platform: Platform,  # noqa: F811
    delivery: Delivery,  # noqa: F811
    tmp_path: Path,
) -> None:
    model = b"model" * 100
    platform.bundle(5, with_model(bundle_folder(tmp_path, "five"), model))
    platform.answers[ADDRESS.format(5)] = model
    delivery.take_bundle()
    assert place(delivery).read_bytes() == model

    platform.bundle(6, with_model(bundle_folder(tmp_path, "six", "moi.example"), model))
    delivery.take_bundle()
    assert place(delivery).read_bytes() == model
    assert ADDRESS.format(6) not in platform.asked


def test_lists_come_without_a_model_that_is_missing_or_changed(
    platform: Platform,  # noqa: F811
    delivery: Delivery,  # noqa: F811
    tmp_path: Path,
) -> None:
    platform.bundle(5, with_model(bundle_folder(tmp_path, "five"), b"model"))
    assert delivery.take_bundle() == 5
    assert not place(delivery).exists()

    platform.bundle(6, with_model(bundle_folder(tmp_path, "six", "moi.example"), b"model"))
    platform.answers[ADDRESS.format(6)] = b"another"
    assert delivery.take_bundle() == 6
    assert not place(delivery).exists()
