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


def put_bundle(folder: Path, lists: Mapping[str, str] = LISTS) -> Bundle:
    """Compile and keep a bundle; each list of it stands in the catalogue under its category."""
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
        index_blob=_kept(made / "index.bin"),
        lines_blob=_kept(made / "lines.bin"),
        manifest=manifest,
        sha256="0" * 64,
        size_bytes=manifest["index_bytes"],
        names=manifest["names"],
    )


def _kept(path: Path) -> str:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    put_blob(digest, io.BytesIO(content))
    return digest
