"""A filter fetches the name model of a bundle, where the bundle has one."""

from __future__ import annotations

from pathlib import Path

from mangnon.gateway.models import Gateway
from tests.gateway.fleet.test_machines import gateway, get  # noqa: F401 - fixture
from tests.gateway.fleet.world import _kept, make_bundle


def test_a_model_is_served_where_there_is_one(
    gateway: Gateway,  # noqa: F811
    tmp_path: Path,
) -> None:
    without = make_bundle(tmp_path, "tro-choi.example")
    assert get(f"goi/{without.pk}/model.bin").status_code == 404
    assert get("goi/999/model.bin").status_code == 404

    with_model = make_bundle(tmp_path, "tro-choi.example", "moi.example")
    (tmp_path / "model.bin").write_bytes(b"model")
    type(with_model).objects.filter(pk=with_model.pk).update(
        model_blob=_kept(tmp_path / "model.bin")
    )
    assert b"".join(get(f"goi/{with_model.pk}/model.bin").streaming_content) == b"model"
