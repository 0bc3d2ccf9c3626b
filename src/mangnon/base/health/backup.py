"""A backup: one file with the database, the stored files and the keys, made while all runs.

Order matters. A stored file's bytes are kept before its row is committed, so a copy of the
database taken first never names bytes that a listing taken afterwards lacks.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.db import connection

from mangnon import __version__
from mangnon.base.audit.api import record, write_anchor
from mangnon.base.files.api import blob_sizes, open_blob
from mangnon.base.health.beside import copies
from mangnon.base.health.checks import backup_note
from mangnon.base.health.dumps import DumpRefused, Head, dump, dump_name, is_empty
from mangnon.kit import clock
from mangnon.kit.crypto import SealedWriter

FORMAT = 1
MANIFEST = "manifest.json"
# Kept beside the database in the data folder; without them the record cannot be verified, and
# the filters of the schools believe the platform no more.
SECRET, ANCHOR_KEYS, SIGNING_KEY = (
    "secret-key",
    ("khoa-nhat-ky", "neo-nhat-ky.jsonl"),
    "khoa-may-loc",
)
KEYS = (SECRET, *ANCHOR_KEYS, SIGNING_KEY)
Say = Callable[[str], None]


@dataclass
class Manifest:
    """What a backup holds: the bytes and SHA-256 of every part, and where the record ended."""

    database: str
    version: str
    made_at: str
    audit: dict[str, Any] | None
    format: int = FORMAT
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def make_backup(target: Path, *, passphrase: str = "", say: Say) -> Manifest:
    """Write a backup to a file, whole or not at all. Raises DumpRefused."""
    if is_empty():
        raise DumpRefused("Chưa có dữ liệu để sao lưu. Hãy chạy: mangnon up")
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with _sealed(beside, passphrase) as out:
            manifest = _write_parts(out, say)
        _sync(beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    facts = {"parts": len(manifest.parts), "bytes": target.stat().st_size}
    record(by=None, what="system.backed_up", on=("system", ""), facts=facts)
    note = {"at": manifest.made_at, "file": str(target), **facts}
    backup_note().write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
    return manifest


@contextmanager
def _sealed(path: Path, passphrase: str) -> Iterator[BinaryIO]:
    """Compressed and, with a passphrase, sealed; readable by its owner alone."""
    made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(made, "wb") as raw:
        outer = cast(BinaryIO, SealedWriter(raw, passphrase)) if passphrase else raw
        with gzip.GzipFile(filename="", fileobj=outer, mode="wb", compresslevel=4) as packed:
            yield cast(BinaryIO, packed)
        if passphrase:
            outer.close()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _write_parts(out: BinaryIO, say: Say) -> Manifest:
    write_anchor()
    made_at = clock.now().isoformat()
    with (
        tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder,
    ):
        say("Chép cơ sở dữ liệu…")
        copy = Path(folder) / dump_name()
        end = dump(copy)
        manifest = Manifest(connection.vendor, __version__, made_at, _said(end))
        _add_path(tar, manifest, f"csdl/{copy.name}", copy)
        _add_keys(tar, manifest)
        for name, beside in copies(Path(folder)):
            _add_path(tar, manifest, name, beside)
        say("Chép tệp…")
        _add_blobs(tar, manifest)
        whole = manifest.as_bytes()
        _add(tar, MANIFEST, io.BytesIO(whole), len(whole))
    return manifest


def _add_keys(tar: tarfile.TarFile, manifest: Manifest) -> None:
    """The secret key also when it came from the environment: without it no second factor fits."""
    key = settings.SECRET_KEY.encode()
    manifest.parts[f"khoa/{SECRET}"] = _add(tar, f"khoa/{SECRET}", io.BytesIO(key), len(key))
    for name in (*ANCHOR_KEYS, SIGNING_KEY):
        if (path := Path(settings.DATA_DIR) / name).is_file():
            _add_path(tar, manifest, f"khoa/{name}", path)


def _said(end: Head | None) -> dict[str, Any] | None:
    return asdict(end) if end else None


def _add_path(tar: tarfile.TarFile, manifest: Manifest, name: str, path: Path) -> None:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        manifest.parts[name] = _add(tar, name, file, size)


def _add_blobs(tar: tarfile.TarFile, manifest: Manifest) -> None:
    for sha256, size in blob_sizes():
        name = f"tep/{sha256}"
        with open_blob(sha256) as file:
            manifest.parts[name] = part = _add(tar, name, file, size)
        if part["sha256"] != sha256:
            raise DumpRefused(f"Tệp {sha256} trong kho đã bị hỏng hoặc bị sửa.")


def _add(tar: tarfile.TarFile, name: str, file: BinaryIO, size: int) -> dict[str, Any]:
    """Write one part and return what the manifest says of it."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    heard = _Hashing(file)
    tar.addfile(info, cast(BinaryIO, heard))
    return {"bytes": size, "sha256": heard.digest.hexdigest()}


class _Hashing:
    """Reads a file and hashes what is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data
