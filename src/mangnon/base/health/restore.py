"""Putting a backup back: unpacked beside, compared part by part, and only then moved into place."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.db import DatabaseError, connection

from mangnon.base.audit.api import Break, verify
from mangnon.base.files.api import missing_blobs, put_blob
from mangnon.base.health.backup import FORMAT, KEYS, MANIFEST
from mangnon.base.health.beside import FOLDER, is_known, put_back
from mangnon.base.health.dumps import dump_name, examine, is_empty, load
from mangnon.base.jobs.api import workers_alive
from mangnon.kit import clock
from mangnon.kit.crypto import MAGIC, NotOpened, SealedReader, is_sealed

Say = Callable[[str], None]
_PART = re.compile(
    rf"csdl/mangnon\.(sqlite3|pgdump)|khoa/({'|'.join(map(re.escape, KEYS))})"
    rf"|tep/[0-9a-f]{{64}}|{re.escape(MANIFEST)}"
)


class RestoreRefused(Exception):
    """The backup was not put back and nothing was changed; the words say why."""


@dataclass(frozen=True)
class Restored:
    """What was put back, and what is wrong with it: breaks of the record, blobs that are missing.

    `breaks` is None when the record could not be read by this version of the platform.
    """

    parts: int
    made_at: str
    breaks: list[Break] | None
    missing: int

    @property
    def ok(self) -> bool:
        return not self.breaks and self.breaks is not None and not self.missing


def sealed(source: Path) -> bool:
    """Whether a backup needs a passphrase."""
    with source.open("rb") as file:
        return is_sealed(file.read(len(MAGIC)))


def restore_backup(source: Path, *, passphrase: str = "", force: bool, say: Say) -> Restored:
    """Put a backup into this installation. Raises RestoreRefused, and nothing has changed then."""
    _refuse_in_use(force)
    folder = Path(settings.DATA_DIR)
    with tempfile.TemporaryDirectory(dir=folder, prefix="khoi-phuc-") as name:
        unpacked = Path(name)
        say("Mở và kiểm tra bản sao lưu…")
        _unpack(source, unpacked, passphrase)
        manifest = _compared(unpacked)
        examine(unpacked / "csdl" / dump_name())
        say("Đưa dữ liệu vào chỗ…")
        _put_aside(force)
        _put_in_place(unpacked, manifest)
    say("Kiểm tra nhật ký và tệp…")
    return _examined(manifest)


def _refuse_in_use(force: bool) -> None:
    if is_empty():
        return
    if force and workers_alive():
        raise RestoreRefused(
            "Hệ thống đang chạy. Hãy dừng (Ctrl-C hoặc systemctl stop) rồi thử lại."
        )
    if force:
        return
    raise RestoreRefused(
        f"Thư mục {settings.DATA_DIR} đã có dữ liệu. Khôi phục vào thư mục mới (MANGNON_DATA), "
        "hoặc dừng hệ thống rồi thêm --force để thay dữ liệu này."
    )


@contextmanager
def _opened(source: Path, passphrase: str) -> Iterator[BinaryIO]:
    with source.open("rb") as raw:
        inner: BinaryIO = raw
        if sealed(source):
            inner = cast(BinaryIO, SealedReader(raw, passphrase))
        with gzip.GzipFile(fileobj=inner, mode="rb") as plain:
            yield cast(BinaryIO, plain)


def _unpack(source: Path, folder: Path, passphrase: str) -> None:
    """Every part under its own name; a name that a backup does not use is refused."""
    try:
        with _opened(source, passphrase) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
            for info in tar:
                if not (info.isreg() and (_PART.fullmatch(info.name) or is_known(info.name))):
                    raise RestoreRefused(f"Bản sao lưu có phần lạ: {info.name}")
                _unpack_part(tar, info, folder / info.name)
    except NotOpened as wrong:
        raise RestoreRefused(str(wrong)) from None
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error):
        raise RestoreRefused("Tệp không phải bản sao lưu, hoặc đã bị hỏng.") from None


def _unpack_part(tar: tarfile.TarFile, info: tarfile.TarInfo, place: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    inside = tar.extractfile(info)
    with place.open("xb") as file:
        shutil.copyfileobj(cast(BinaryIO, inside), file, 2**20)


def _compared(folder: Path) -> dict[str, Any]:
    """The manifest, once every part is there with its bytes and nothing else is."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        told = {name: part["sha256"] for name, part in manifest["parts"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        raise RestoreRefused("Bản sao lưu thiếu bảng kê, có lẽ bị cắt giữa chừng.") from None
    if manifest["format"] != FORMAT:
        raise RestoreRefused("Bản sao lưu thuộc phiên bản khác. Hãy nâng cấp Măng Non rồi thử lại.")
    if manifest["database"] != connection.vendor:
        raise RestoreRefused(
            f"Bản sao lưu của {manifest['database']}, còn cài đặt này dùng {connection.vendor}. "
            "Sửa DATABASE_URL cho cùng loại."
        )
    found = {name: _digest(folder / name) for name in _names(folder)}
    wrong = sorted(name for name in told.keys() | found.keys() if told.get(name) != found.get(name))
    if wrong:
        raise RestoreRefused(f"{len(wrong)} phần không khớp bảng kê, trước hết là {wrong[0]}.")
    return manifest


def _names(folder: Path) -> Iterator[str]:
    for path in folder.glob("*/*"):
        yield str(path.relative_to(folder))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put_aside(force: bool) -> None:
    """With --force the present database is kept under another name, not destroyed."""
    if not force or is_empty():
        return
    if connection.vendor == "sqlite":
        place = Path(str(connection.settings_dict["NAME"]))
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        place.rename(place.with_name(f"{place.name}.{clock.now():%Y%m%d%H%M%S}.cu"))


def _put_in_place(unpacked: Path, manifest: dict[str, Any]) -> None:
    """Blobs and keys first, the database last: a row is never there before its bytes."""
    for name in manifest["parts"]:
        kind, _, rest = name.partition("/")
        if kind == "tep":
            with (unpacked / name).open("rb") as file:
                put_blob(rest, file)
        elif kind == "khoa":
            place = Path(settings.DATA_DIR) / rest
            (unpacked / name).replace(place)
            place.chmod(0o600)
        elif kind == FOLDER:
            put_back(unpacked / name, rest, aside=f"{clock.now():%Y%m%d%H%M%S}")
    load(unpacked / "csdl" / dump_name())


def _examined(manifest: dict[str, Any]) -> Restored:
    end = manifest["audit"]
    kept = (end["seq"], end["hash"]) if end else None
    try:
        breaks: list[Break] | None = verify(kept=kept)
        missing = missing_blobs()
    except DatabaseError:
        # A backup of an older version: `mangnon up` brings its tables up to date first.
        breaks, missing = None, 0
    return Restored(len(manifest["parts"]), manifest["made_at"], breaks, missing)
