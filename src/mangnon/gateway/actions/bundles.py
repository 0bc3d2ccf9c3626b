"""Making bundles: every list in use into one index, in a process of its own.

The compiler runs as `mangnon gateway compile`, apart and with less claim on the processor: what it
takes for a million names goes back when it ends, and the worker stays as quick as it was.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django_tasks import task

from mangnon.base.audit.api import record
from mangnon.base.files.api import open_blob
from mangnon.base.jobs.api import once, report_progress
from mangnon.gateway.actions.keeping import BUNDLE, keep
from mangnon.gateway.actions.telling import tell_people
from mangnon.gateway.choices import ListUse
from mangnon.gateway.models import Bundle
from mangnon.gateway.queries.bundles import (
    Part,
    bundle_folder,
    current_bundle,
    inputs_of,
    manifest_bytes,
    parts_in_use,
)
from mangnon.gateway.queries.lists import keepers
from mangnon.kit import clock

log = structlog.get_logger("mangnon.gateway")
_FILES = ("index", "lines", "model")
_NICE = 10
_MOST_SECONDS = 1500


class BundleNotMade(Exception):
    """The lists in use make no bundle; the one in force stays. The words are for the screen."""


@dataclass(frozen=True)
class _Made:
    """A compiled folder and what it took."""

    folder: Path
    took_ms: int
    peak_megabytes: int


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
    parts, before = parts_in_use(), current_bundle()
    inputs = inputs_of(parts)
    if before.manifest.get("inputs") == inputs if before is not None else not parts:
        return None
    report_progress(0, 3, f"Gộp {len(parts)} danh sách")
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as name:
        made = _compiled(Path(name), parts, before)
        report_progress(2, 3, "Cất gói")
        bundle = _kept(made, inputs, before)
    if bundle is None:
        # Another worker made the next bundle meanwhile, perhaps of older lists.
        compile_bundle.enqueue()
        return None
    bundle_folder(bundle.pk)
    report_progress(3, 3, "Đã có gói mới")
    return bundle


def _compiled(work: Path, parts: list[Part], before: Bundle | None) -> _Made:
    lists, place = work / "lists", work / "bundle"
    _write_lists(lists, parts)
    if before is not None:
        shutil.copytree(bundle_folder(before.pk), place)
    began = time.monotonic()
    command = [sys.executable, "-m", "mangnon", "gateway", "compile", str(lists)]
    command += ["--out", str(place), "--json"]
    command += ["--allow-shrink"] if _may_shrink(parts, before) else []
    peak = _run(command)
    took_ms = round((time.monotonic() - began) * 1000)
    return _Made(place, took_ms, peak // 1024)


def _write_lists(folder: Path, parts: list[Part]) -> None:
    folder.mkdir()
    rows = ["file,format,category,use"]
    for part in parts:
        with open_blob(part.blob) as text, (folder / part.file).open("xb") as file:
            shutil.copyfileobj(text, file, 2**20)
        rows.append(f"{part.file},{part.form},{part.category},{part.use}")
    (folder / "catalogue.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")


def _may_shrink(parts: list[Part], before: Bundle | None) -> bool:
    """Whether people made the lists fewer or shorter: then a smaller bundle is what they want.

    What came from publishers was judged list by list; this is the last look at the whole.
    """
    if before is None:
        return True
    told = {each["file"]: each for each in before.manifest["lists"]}
    blocking = [part for part in parts if part.use != ListUse.BENIGN]
    if {part.file for part in blocking} != set(told):
        return True
    return any(part.own and told[part.file]["sha256"] != part.blob for part in blocking)


def _run(command: list[str]) -> int:
    """Run the compiler; its largest memory in kilobytes. Raises BundleNotMade with its words."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            ["nice", "-n", str(_NICE), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            peak = _finished(process)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if process.returncode != 0:
            said.seek(0)
            words = said.read().decode("utf-8", "replace").strip().splitlines()
            raise BundleNotMade(words[-1] if words else f"Máy gộp dừng ({process.returncode}).")
        return peak


def _finished(process: subprocess.Popen[bytes]) -> int:
    """Wait for the child; `wait4` alone tells what it used."""
    ends_at = time.monotonic() + _MOST_SECONDS
    while time.monotonic() < ends_at:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage.ru_maxrss
        time.sleep(0.02)
    raise BundleNotMade(f"Gộp danh sách quá {_MOST_SECONDS // 60} phút chưa xong.")


def _kept(made: _Made, inputs: str, before: Bundle | None) -> Bundle | None:
    """Write the row; None when another bundle came after `before` meanwhile."""
    manifest = _manifest(made, inputs)
    blobs = {f"{name}_blob": _blob(made.folder / f"{name}.bin") for name in _FILES}
    with transaction.atomic():
        if not once(f"gateway.bundle-after:{before.pk if before else 0}"):
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


def _manifest(made: _Made, inputs: str) -> dict[str, Any]:
    """The compiler's own account, with the mark of what went in and the hash of the lines."""
    told: dict[str, Any] = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
    with (made.folder / "lines.bin").open("rb") as lines:
        digest = sha256(lines.read()).hexdigest()
    size = (made.folder / "lines.bin").stat().st_size
    return {**told, "inputs": inputs, "lines_sha256": digest, "lines_bytes": size}


def _tell(why: str) -> None:
    tell_people(
        keepers(),
        "filter_bundle_refused",
        key=f"filter-bundle-refused:{clock.today()}",
        page="filters_lists",
        why=why,
    )
