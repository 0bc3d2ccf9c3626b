"""What changed from one index to the next: small, where a list changed by some hundred names.

    8 bytes   magic b"MNDELTA1"
    32 bytes  SHA-256 of the base
    32 bytes  SHA-256 of the result
    8 bytes   length of the result
    zlib      runs: u64 where in the base, u32 how much to copy, u32 how much is new, what is new

An index is a header, whose length may change, and a body of tables, where a name that comes or goes
changes a few bytes in place (see `engine.index`). So header and body are compared each with its
like, in blocks; equal stretches are found at the speed of memory.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

MAGIC = b"MNDELTA1"
_HEAD = struct.Struct("<8s32s32sQ")
_RUN = struct.Struct("<QII")
_INDEX_HEAD = 16  # magic and length of the header, see `engine.index`
_WIDE, _NARROW = 1 << 16, 16
MOST_SHARE = 0.5  # of the whole: above it the whole is as well sent
MOST_RESULT = 1 << 30


class BadDelta(ValueError):
    """A delta that does not fit the base, or is damaged."""


def delta(base: bytes, new: bytes) -> bytes | None:
    """None when it would be larger than half of the whole."""
    squeeze = zlib.compressobj(6)
    parts = [
        squeeze.compress(_RUN.pack(*run, len(fresh)) + fresh) for run, fresh in _runs(base, new)
    ]
    parts.append(squeeze.flush())
    made = _HEAD.pack(MAGIC, _sha(base), _sha(new), len(new)) + b"".join(parts)
    return made if len(made) <= len(new) * MOST_SHARE else None


def applied(base: bytes, change: bytes) -> bytes:
    """The new index. Raises BadDelta; whatever it raises, nothing was changed."""
    try:
        magic, from_sha, to_sha, size = _HEAD.unpack_from(change)
    except struct.error:
        raise BadDelta("phần thay đổi bị thiếu") from None
    if magic != MAGIC or size > MOST_RESULT:
        raise BadDelta("không phải phần thay đổi của gói danh sách")
    if _sha(base) != from_sha:
        raise BadDelta("phần thay đổi dành cho một gói khác")
    made = b"".join(_pieces(base, _unpacked(change[_HEAD.size :], size), size))
    if len(made) != size or _sha(made) != to_sha:
        raise BadDelta("phần thay đổi bị hỏng")
    return made


def file_delta(base: Path, new: Path) -> bytes | None:
    return delta(base.read_bytes(), new.read_bytes())


def _unpacked(squeezed: bytes, size: int) -> bytes:
    """Never more than the result and its runs could need: a small file must not fill the memory."""
    opening = zlib.decompressobj()
    most = size + _RUN.size * (size // _NARROW + 16)
    try:
        runs = opening.decompress(squeezed, most)
    except zlib.error:
        raise BadDelta("phần thay đổi bị hỏng") from None
    if not opening.eof:
        raise BadDelta("phần thay đổi bị thiếu")
    return runs


def _pieces(base: bytes, runs: bytes, size: int) -> Iterator[bytes | memoryview]:
    at, made, view = 0, 0, memoryview(base)
    while at < len(runs):
        try:
            where, length, fresh = _RUN.unpack_from(runs, at)
        except struct.error:
            raise BadDelta("phần thay đổi bị thiếu") from None
        at += _RUN.size
        made += length + fresh
        if where + length > len(base) or at + fresh > len(runs) or made > size:
            raise BadDelta("phần thay đổi chỉ ra ngoài gói")
        yield view[where : where + length]
        yield runs[at : at + fresh]
        at += fresh


Run = tuple[tuple[int, int], bytes]


def _runs(base: bytes, new: bytes) -> Iterator[Run]:
    """((where in the base, how much to copy), what is new after it), in order."""
    old_body, new_body = _body(base), _body(new)
    yield from _ends(base[:old_body], new[:new_body])
    yield from _blocks(memoryview(base), memoryview(new), old_body, new_body)


def _body(index: bytes) -> int:
    """Where the tables begin; nought for what is no index."""
    length = int.from_bytes(index[8:_INDEX_HEAD], "little")
    return min(_INDEX_HEAD + length, len(index)) if len(index) >= _INDEX_HEAD else 0


def _ends(old: bytes, new: bytes) -> Iterator[Run]:
    """Of headers: alike at the beginning and at the end, different in the middle."""
    most = min(len(old), len(new))
    front = _alike(memoryview(old), memoryview(new), most)
    back = _alike(memoryview(old[::-1]), memoryview(new[::-1]), most - front)
    yield (0, front), new[front : len(new) - back]
    yield (len(old) - back, back), b""


def _alike(one: memoryview, other: memoryview, most: int) -> int:
    """How many bytes are the same from the beginning, at most `most`: by halving."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _blocks(old: memoryview, new: memoryview, old_at: int, new_at: int) -> Iterator[Run]:
    """Of bodies: what differs in place, by wide blocks first and narrow ones inside."""
    shift = old_at - new_at
    copied = fresh = new_at  # new[copied:fresh] is in the base; new[fresh:here] is not
    for here, end, same in _stretches(old, new, old_at, new_at):
        if same and fresh < here:
            yield (copied + shift, fresh - copied), bytes(new[fresh:here])
            copied = here
        fresh = end if same else fresh
    yield (copied + shift, fresh - copied), bytes(new[fresh:])


def _stretches(
    old: memoryview, new: memoryview, old_at: int, new_at: int
) -> Iterator[tuple[int, int, bool]]:
    shift = old_at - new_at
    for wide in range(new_at, len(new), _WIDE):
        wide_end = min(wide + _WIDE, len(new))
        if new[wide:wide_end] == old[wide + shift : wide_end + shift]:
            yield wide, wide_end, True
            continue
        for narrow in range(wide, wide_end, _NARROW):
            end = min(narrow + _NARROW, wide_end)
            yield narrow, end, new[narrow:end] == old[narrow + shift : end + shift]


def _sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
