"""A bundle of a few invented names, as the platform keeps one."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path

from mangnon.base.files.api import put_blob
from mangnon.gateway.choices import ListUse
from mangnon.gateway.compiling import compile_folder
from mangnon.gateway.engine.likeness import SLOTS, packed, runs_of
from mangnon.gateway.models import Bundle, ListSource

LISTS = {
    "adult": "nguoi-lon.example\n",
    "gambling": "ca-cuoc.example\nnha-cai.example\n",
    "games": "tro-choi.example\n# chú thích\ngame.example\n",
    "social": "mang-xa-hoi.example\n",
    "child-abuse": "xam-hai.example\n",
    "terrorism": "khung-bo.example\n",
    "bypass": "vpn.example\n",
}


def put_bundle(folder: Path, lists: Mapping[str, str] = LISTS, *, looks: str = "") -> Bundle:
    """Compile and keep a bundle; each list of it stands in the catalogue under its category.

    looks: a name that the bundle's name model takes for a gambling site.
    """
    raw, made = folder / "lists", folder / "made"
    raw.mkdir()
    rows = ["file,format,category,use"]
    for category, names in lists.items():
        (raw / f"{category}.txt").write_text(names, encoding="utf-8")
        rows.append(f"{category}.txt,plain,{category},block")
        ListSource.objects.create(
            key=category,
            title=f"Danh sách thử {category}",
            form="plain",
            category=category,
            use=ListUse.BLOCK,
            enabled=True,
        )
    (raw / "catalogue.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    compile_folder(raw, made)
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    return Bundle.objects.create(
        index_blob=_kept((made / "index.bin").read_bytes()),
        lines_blob=_kept((made / "lines.bin").read_bytes()),
        model_blob=_kept(_model(looks)) if looks else "",
        manifest=manifest,
        sha256="0" * 64,
        size_bytes=manifest["index_bytes"],
        names=manifest["names"],
    )


def _model(name: str) -> bytes:
    """Knows one name by its runs of letters, and nothing else."""
    weights, runs = bytearray(SLOTS), runs_of(name)
    for run in runs:
        weights[run] = 100
    # The name itself reaches 100 for each root of a run; one that shares its ending, half of that.
    bias = -80.0 * len(runs) ** 0.5
    return packed([(-30.0, 0.0, 0.5, bytes(SLOTS)), (bias, 1.0, 0.5, bytes(weights))])


def _kept(content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    put_blob(digest, io.BytesIO(content))
    return digest
