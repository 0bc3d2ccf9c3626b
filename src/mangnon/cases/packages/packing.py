"""A package is a ZIP with a manifest of hashes: the same files in give the same bytes out.

`bien-ban.json` names every file with its SHA-256, `chu-ky.json` signs it, `bien-ban.pdf` is what
two people sign on paper, `SHA256SUMS` lets anybody check with a common tool. Nothing is compressed,
so that there is nothing to unpack into more than came in.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from mangnon.cases.packages.refusing import Changed, NotAPackage, Refused

FORMAT = "mangnon-ho-so-1"
MANIFEST, SIGNATURE, RECORD, SUMS = "bien-ban.json", "chu-ky.json", "bien-ban.pdf", "SHA256SUMS"
MOST_BYTES, MOST_FILES = 150 * 2**20, 400
_NAME = re.compile(r"(?:[a-z0-9][a-z0-9-]{0,40}/)?[A-Za-z0-9][A-Za-z0-9.-]{0,60}")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NOT_OURS = "Tệp này không phải gói hồ sơ của Măng Non."


@dataclass(frozen=True)
class Item:
    """One file: its name in the package, its bytes, what it is. `more` stands in the manifest."""

    name: str
    raw: bytes = field(repr=False)
    words: str
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def row(self) -> dict[str, Any]:
        told = {"name": self.name, "sha256": sha256(self.raw).hexdigest(), "words": self.words}
        return {**self.more, **told, "bytes": len(self.raw)}


@dataclass(frozen=True)
class Packed:
    raw: bytes = field(repr=False)
    manifest: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        return sha256(self.raw).hexdigest()

    @property
    def manifest_sha256(self) -> str:
        return sha256(self.manifest).hexdigest()


def pack(
    said: Mapping[str, Any],
    items: Iterable[Item],
    *,
    sign: Callable[[bytes], bytes],
    record: Callable[[bytes], bytes],
) -> Packed:
    """`said`: who, to whom, when, which case; `sign` and `record` get the manifest."""
    rows = sorted(items, key=lambda one: one.name)
    told = {**said, "format": FORMAT, "files": [one.row for one in rows]}
    manifest = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode()
    files = {one.name: one.raw for one in rows}
    files |= {MANIFEST: manifest, SIGNATURE: sign(manifest), RECORD: record(manifest)}
    return Packed(_zipped(files | {SUMS: _sums(files)}), manifest)


def _sums(files: Mapping[str, bytes]) -> bytes:
    """As `sha256sum` writes and checks it."""
    lines = (f"{sha256(raw).hexdigest()}  {name}\n" for name, raw in sorted(files.items()))
    return "".join(lines).encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, raw in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            archive.writestr(entry, raw)
    return made.getvalue()


@dataclass(frozen=True)
class Unpacked:
    """A package whose every hash was found right; `files` are those that the manifest names."""

    said: Mapping[str, Any]
    manifest: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    every: Mapping[str, bytes] = field(repr=False)

    @property
    def manifest_sha256(self) -> str:
        return sha256(self.manifest).hexdigest()


def unpack(raw: bytes) -> Unpacked:
    """Raises NotAPackage, Changed; whatever the bytes are, nothing else."""
    every = _unzipped(raw)
    if {MANIFEST, SIGNATURE, RECORD, SUMS} - every.keys():
        raise NotAPackage(_NOT_OURS)
    said = _said(every[MANIFEST])
    wanted = _hashes(said)
    files = {name: one for name, one in every.items() if name in wanted}
    beside = every.keys() - wanted.keys() - {MANIFEST, SIGNATURE, RECORD, SUMS}
    for name in sorted(wanted.keys() - files.keys()):
        raise Changed(f"Thiếu tệp {name} so với biên bản.")
    for name in sorted(beside):
        raise Changed(f"Có tệp {name} mà biên bản không ghi.")
    for name, one in sorted(files.items()):
        if sha256(one).hexdigest() != wanted[name]:
            raise Changed(f"Tệp {name} không khớp mã băm trong biên bản.")
    if every[SUMS] != _sums({name: one for name, one in every.items() if name != SUMS}):
        raise Changed("Biên bản hoặc danh sách mã băm đã bị sửa.")
    return Unpacked(said, every[MANIFEST], every[SIGNATURE], files, every)


def _unzipped(raw: bytes) -> dict[str, bytes]:
    """Only what `_zipped` writes: stored, plainly named, no more out than in."""
    if len(raw) > MOST_BYTES:
        raise NotAPackage("Tệp lớn hơn mức nhận.")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            _refuse_odd(entries, len(raw))
            return {entry.filename: _one(archive, entry) for entry in entries}
    except Refused:
        raise
    except Exception:  # zipfile raises whatever broken bytes lead it to
        raise NotAPackage(_NOT_OURS) from None


def _one(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(entry)
    except zipfile.BadZipFile:  # its checksum of 32 bits says so before ours does
        raise Changed(f"Tệp {entry.filename} không khớp: đã bị sửa hoặc bị cắt.") from None


def _refuse_odd(entries: list[zipfile.ZipInfo], most: int) -> None:
    names = [entry.filename for entry in entries]
    plain = all(_NAME.fullmatch(name) for name in names) and len(set(names)) == len(names)
    stored = all(entry.compress_type == zipfile.ZIP_STORED for entry in entries)
    size = sum(entry.file_size for entry in entries)
    if not plain or not stored or len(entries) > MOST_FILES or size > most:
        raise NotAPackage(_NOT_OURS)


def _said(manifest: bytes) -> dict[str, Any]:
    try:
        said = json.loads(manifest)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise NotAPackage(_NOT_OURS)
    return said


def _hashes(said: Mapping[str, Any]) -> dict[str, str]:
    try:
        return {str(row["name"]): str(row["sha256"]) for row in said["files"]}
    except (KeyError, TypeError):
        raise NotAPackage(_NOT_OURS) from None
