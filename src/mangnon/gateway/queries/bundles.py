"""The bundle in force, as a row and as a folder on this machine."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery

from mangnon.base.files.api import open_blob
from mangnon.gateway.choices import FetchState
from mangnon.gateway.models import Bundle, ListSource, ListVersion

FOLDER = "goi"
FOLDERS_KEPT = 5
# A bundle is made anew when the reading of lists itself changes.
READING = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A list that goes into a bundle, with the text in use."""

    key: str
    form: str
    category: str
    use: str
    blob: str
    own: bool

    @property
    def file(self) -> str:
        return f"{self.key}.txt"


def parts_in_use() -> list[Part]:
    """The enabled lists that have a version in use, always in the same order."""
    versions = ListVersion.objects.filter(source=OuterRef("pk"), state=FetchState.TAKEN)
    latest = versions.exclude(blob="").order_by("-pk").values("blob")[:1]
    sources = ListSource.objects.filter(enabled=True)
    return [
        Part(one.key, one.form, one.category, one.use, one.blob, not one.address)
        for one in sources.annotate(blob=Subquery(latest)).order_by("key")
        if one.blob
    ]


def inputs_of(parts: list[Part]) -> str:
    """A mark of everything that a bundle is made of: the same mark, the same verdicts."""
    told = [READING, [[p.key, p.form, p.category, p.use, p.blob] for p in parts]]
    return sha256(json.dumps(told).encode()).hexdigest()


def current_bundle() -> Bundle | None:
    """The newest bundle; None before the first list is in use."""
    return Bundle.objects.first()


def current_bundle_folder() -> Path | None:
    """The newest bundle as a folder of this machine; None before there is one."""
    bundle = current_bundle()
    return bundle_folder(bundle.pk) if bundle is not None else None


def bundle_folder(pk: int) -> Path:
    """A bundle as a folder: index.bin, lines.bin, manifest.json and, where the lists sufficed to
    learn from, model.bin. Made when it is not there.

    Raises Bundle.DoesNotExist.
    """
    place = Path(settings.DATA_DIR) / FOLDER / str(pk)
    if not place.is_dir():
        _materialise(Bundle.objects.get(pk=pk), place)
    return place


def manifest_bytes(manifest: Mapping[str, Any]) -> bytes:
    """A manifest as it is written to disk and signed: one text for one content, whatever the
    database does to the order of its keys."""
    return json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _materialise(bundle: Bundle, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    try:
        beside.chmod(0o755)
        _copy(bundle.index_blob, beside / "index.bin")
        _copy(bundle.lines_blob, beside / "lines.bin")
        if bundle.model_blob:
            _copy(bundle.model_blob, beside / "model.bin")
        (beside / "manifest.json").write_bytes(manifest_bytes(bundle.manifest))
        # Another process may have been quicker: its folder holds the same bytes.
        with suppress(OSError):
            beside.rename(place)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    _remove_old(place)


def _copy(blob: str, to: Path) -> None:
    with open_blob(blob) as source, to.open("xb") as file:
        shutil.copyfileobj(source, file, 2**20)
        file.flush()
        os.fsync(file.fileno())


def _remove_old(just_made: Path) -> None:
    """The last five stay, and the one that was asked for now."""
    numbered = [path for path in just_made.parent.iterdir() if path.name.isdecimal()]
    for path in sorted(numbered, key=lambda path: -int(path.name))[FOLDERS_KEPT:]:
        if path != just_made:
            shutil.rmtree(path, ignore_errors=True)
