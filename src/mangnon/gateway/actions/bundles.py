"""Making bundles: every list in use into one index, whole or not at all."""

from __future__ import annotations

import json
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django_tasks import task

from mangnon.base.audit.api import record
from mangnon.base.jobs.api import once, report_progress
from mangnon.gateway.actions.compiler import BundleNotMade, Made, Work, compiled
from mangnon.gateway.actions.keeping import BUNDLE, keep
from mangnon.gateway.actions.telling import tell_people
from mangnon.gateway.models import Bundle
from mangnon.gateway.queries.bundles import (
    bundle_folder,
    current_bundle,
    manifest_bytes,
    parts_in_use,
)
from mangnon.gateway.queries.lists import keepers
from mangnon.kit import clock

log = structlog.get_logger("mangnon.gateway")
_FILES = ("index", "lines", "model")


@task(retries=2, minutes=30)
def compile_bundle() -> int:
    """A new bundle when something in it changed; its number, or 0."""
    try:
        bundle = compile_now()
    except BundleNotMade as why:
        _tell(str(why))
        return 0
    return bundle.pk if bundle is not None else 0


def compile_now() -> Bundle | None:
    """Make the bundle of the lists in use, unless it would be the one in force.

    Raises BundleNotMade.
    """
    work = Work(parts_in_use(), current_bundle())
    if work.nothing_new:
        return None
    report_progress(0, 3, f"Gộp {len(work.parts)} danh sách")
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        made = compiled(Path(folder), work)
        report_progress(2, 3, "Cất gói")
        bundle = _kept(made, work)
    if bundle is None:
        # Another worker made the next bundle meanwhile, perhaps of older lists.
        compile_bundle.enqueue()
        return None
    bundle_folder(bundle.pk)
    report_progress(3, 3, "Đã có gói mới")
    return bundle


def _kept(made: Made, work: Work) -> Bundle | None:
    """Write the row; None when another bundle came after the one before meanwhile."""
    manifest = _manifest(made, work)
    blobs = {f"{name}_blob": _blob(made.folder / f"{name}.bin") for name in _FILES}
    if work.kept_model is not None:
        blobs["model_blob"] = work.kept_model.model_blob
    with transaction.atomic():
        if not once(f"gateway.bundle-after:{work.before.pk if work.before else 0}"):
            return None
        bundle = Bundle.objects.create(
            **blobs,
            manifest=manifest,
            sha256=sha256(manifest_bytes(manifest)).hexdigest(),
            size_bytes=manifest["index_bytes"] + manifest["lines_bytes"],
            names=manifest["names"],
        )
        facts = {"names": bundle.names, "lists": len(manifest["lists"])}
        facts |= {"took_ms": made.took_ms, "peak_megabytes": made.peak_megabytes}
        record(by=None, what="filter_bundle.made", on=bundle, facts=facts)
    log.info("bundle made", bundle=bundle.pk, **facts)
    return bundle


def _blob(path: Path) -> str:
    """The hash of a file that is now kept; "" for one that the compiler had no cause to write."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        return keep(file, name=path.name, purpose=BUNDLE)


def _manifest(made: Made, work: Work) -> dict[str, Any]:
    """The compiler's own account, with the marks of what went in and the hash of the lines."""
    told: dict[str, Any] = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
    if work.kept_model is not None:
        told |= {name: work.kept_model.manifest[name] for name in ("model", "model_sha256")}
    with (made.folder / "lines.bin").open("rb") as lines:
        digest = sha256(lines.read()).hexdigest()
    size = (made.folder / "lines.bin").stat().st_size
    told |= {"inputs": work.inputs, "model_inputs": work.model_inputs}
    return {**told, "lines_sha256": digest, "lines_bytes": size}


def _tell(why: str) -> None:
    tell_people(
        keepers(),
        "filter_bundle_refused",
        key=f"filter-bundle-refused:{clock.today()}",
        page="filters_lists",
        why=why,
    )
