"""The compiler at work: lists in use to a folder, then `mangnon gateway compile` beside us.

Apart and with less claim on the processor: what it takes for a million names goes back when it
ends, and the worker stays as quick as it was.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mangnon.base.files.api import open_blob
from mangnon.gateway.choices import ListUse
from mangnon.gateway.models import Bundle
from mangnon.gateway.queries.bundles import Part, bundle_folder, inputs_of

_NICE = 10
_MOST_SECONDS = 1500


class BundleNotMade(Exception):
    """The lists in use make no bundle; the one in force stays. The words are for the screen."""


@dataclass(frozen=True)
class Made:
    """A compiled folder and what it took."""

    folder: Path
    took_ms: int
    peak_megabytes: int


@dataclass(frozen=True)
class Work:
    """What a bundle is to be made of, and the bundle before it."""

    parts: list[Part]
    before: Bundle | None

    @cached_property
    def inputs(self) -> str:
        return inputs_of(self.parts)

    @cached_property
    def model_inputs(self) -> str:
        """Of what the name model learns: the lists of publishers, not the province's few names."""
        return inputs_of([part for part in self.parts if not part.own])

    @property
    def nothing_new(self) -> bool:
        if self.before is None:
            return not self.parts
        return bool(self.before.manifest.get("inputs") == self.inputs)

    @property
    def kept_model(self) -> Bundle | None:
        """The bundle whose name model still holds. Learning takes most of a compilation, and a
        name that the province adds shall be in force within seconds."""
        before = self.before
        if before is None or not before.model_blob:
            return None
        return before if before.manifest.get("model_inputs") == self.model_inputs else None

    @property
    def blocking(self) -> list[Part]:
        return [part for part in self.parts if part.use != ListUse.BENIGN]

    @property
    def may_shrink(self) -> bool:
        """Whether people made the lists fewer or shorter: then a smaller bundle is what they want.

        What came from publishers was judged list by list; this is the last look at the whole.
        """
        if self.before is None:
            return True
        told = {each["file"]: each for each in self.before.manifest["lists"]}
        if {part.file for part in self.blocking} != set(told):
            return True
        return any(part.own and told[part.file]["sha256"] != part.blob for part in self.blocking)


def compiled(folder: Path, work: Work) -> Made:
    """Raises BundleNotMade."""
    lists, place = folder / "lists", folder / "bundle"
    _write(lists, work.blocking if work.kept_model else work.parts)
    if work.before is not None:
        shutil.copytree(bundle_folder(work.before.pk), place)
    began = time.monotonic()
    command = [sys.executable, "-m", "mangnon", "gateway", "compile", str(lists)]
    command += ["--out", str(place), "--json"]
    command += ["--allow-shrink"] if work.may_shrink else []
    peak = _run(command)
    return Made(place, round((time.monotonic() - began) * 1000), peak // 1024)


def _write(folder: Path, parts: list[Part]) -> None:
    folder.mkdir()
    rows = ["file,format,category,use"]
    for part in parts:
        with open_blob(part.blob) as text, (folder / part.file).open("xb") as file:
            shutil.copyfileobj(text, file, 2**20)
        rows.append(f"{part.file},{part.form},{part.category},{part.use}")
    (folder / "catalogue.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")


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
