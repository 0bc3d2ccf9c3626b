"""Packed lists: gzip, and the folders of UT1 as tar archives.

Nothing is ever written by the names inside an archive: members that hold names are read as bytes,
one after another, so that a path in it can point where it likes. The size is counted while it
unpacks, so that a bomb stops at the limit whatever its headers say.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from typing import BinaryIO, cast

from mangnon.gateway.feeds.model import MEGABYTE, FetchRefused

_GZIP = b"\x1f\x8b"
_CHUNK = 2**20
_TAR_BLOCK, _TAR_MARK = 512, slice(257, 262)
_MOST_MEMBERS = 10_000
# The file of a UT1 category that holds names; `urls` and `expressions` beside it are beyond DNS.
_NAMES_FILE = "domains"


class _Bounded(io.RawIOBase):
    """What unpacks from a stream, until more came than is allowed."""

    def __init__(self, source: BinaryIO, most: int) -> None:
        self._source, self._left, self._most = source, most, most

    def readable(self) -> bool:
        return True

    def readinto(self, room: object) -> int:
        space = memoryview(room).cast("B")  # type: ignore[arg-type]
        chunk = self._source.read(min(len(space), _CHUNK))
        self._left -= len(chunk)
        if self._left < 0:
            raise FetchRefused(f"Tệp bung ra lớn hơn {self._most // MEGABYTE} MB.")
        space[: len(chunk)] = chunk
        return len(chunk)


def unpack(packed: BinaryIO, into: BinaryIO, most: int) -> None:
    """Write the lines of a list that came into a file, whatever it was packed in.

    Raises FetchRefused for archives that are broken, too large or hold no names.
    """
    packed.seek(0)
    zipped = packed.read(2) == _GZIP
    packed.seek(0)
    try:
        source = gzip.GzipFile(fileobj=packed) if zipped else packed
        plain = io.BufferedReader(_Bounded(source, most), _CHUNK)  # type: ignore[arg-type]
        if plain.peek(_TAR_BLOCK)[_TAR_MARK] == b"ustar":
            _members(cast(BinaryIO, plain), into)
        else:
            _copy(cast(BinaryIO, plain), into)
    except (OSError, EOFError, zlib.error, tarfile.TarError, ValueError):
        raise FetchRefused("Tệp nén bị hỏng hoặc tải về chưa trọn vẹn.") from None


def _copy(source: BinaryIO, into: BinaryIO) -> bytes:
    last = b""
    while chunk := source.read(_CHUNK):
        into.write(chunk)
        last = chunk
    return last[-1:]


def _members(plain: BinaryIO, into: BinaryIO) -> None:
    found = False
    with tarfile.open(fileobj=plain, mode="r|") as archive:
        for number, member in enumerate(archive):
            if number >= _MOST_MEMBERS:
                raise FetchRefused(f"Tệp nén chứa hơn {_MOST_MEMBERS} phần.")
            if not member.isreg() or member.name.rpartition("/")[2] != _NAMES_FILE:
                continue
            content = archive.extractfile(member)
            if content is not None:
                found = True
                if _copy(cast(BinaryIO, content), into) != b"\n":
                    into.write(b"\n")
    if not found:
        raise FetchRefused(f"Tệp nén không có phần nào tên là “{_NAMES_FILE}”.")
