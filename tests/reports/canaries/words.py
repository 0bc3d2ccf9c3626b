"""A word for each field, and every form in which it could lie about."""

from __future__ import annotations

import gzip
import io
import re
import secrets
import tarfile
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HEAD = 4  # bytes at the beginning of a form: the same, or one of two, for every word
_ROOM = 256 * 2**20
_DEEPEST = 4


@dataclass
class Planted:
    """`word("child.what")` is the same word each time. `seen`: bytes searched so far."""

    words: dict[str, str] = field(default_factory=dict)
    seen: int = 0

    def word(self, where: str) -> str:
        """Letters and digits alone, so that neither HTML nor an address writes it otherwise."""
        return self.words.setdefault(where, f"Chim{secrets.token_hex(9)}")

    def found_in(self, place: str, raw: bytes, depth: int = 0) -> Iterator[str]:
        """`place: field`, for each word that lies there: plain, in UTF-16, Base64, hexadecimal,
        or within something packed."""
        self.seen += len(raw)
        for where in self._told(raw.lower()):
            yield f"{place}: {where}"
        if depth < _DEEPEST:
            for inner, unpacked in _inside(raw):
                yield from self.found_in(f"{place}/{inner}", unpacked, depth + 1)

    def found_under(self, folder: Path) -> Iterator[str]:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield from self.found_in(str(path.relative_to(folder)), path.read_bytes())

    def _told(self, low: bytes) -> set[str]:
        """Every word begins alike and so do its forms: where no beginning stands, no form does.
        Five hundred forms tried at each byte took half a minute."""
        of = {form: where for where, word in self.words.items() for form in forms(word)}
        heads = {form[:HEAD] for form in of}
        if not any(head in low for head in heads):
            return set()
        longer = {head: [form[HEAD:] for form in of if form[:HEAD] == head] for head in heads}
        pattern = re.compile(
            b"|".join(
                re.escape(head) + b"(?:" + b"|".join(map(re.escape, rests)) + b")"
                for head, rests in longer.items()
            )
        )
        return {of[hit] for hit in pattern.findall(low)}


def forms(word: str) -> set[bytes]:
    """In lower case: what is searched is put in lower case too."""
    plain = word.encode()
    found = {plain, word.encode("utf-16-le"), word.encode("utf-16-be"), plain.hex().encode()}
    for before in range(3):  # what stands before it moves the letters of Base64
        coded = b64encode(b"\0" * before + plain).rstrip(b"=")
        found.add(coded[(before * 4 + 2) // 3 + (before > 0) : len(coded) - 2])
    return {form.lower() for form in found}


def _inside(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """What is packed within: gzip, zlib, ZIP, TAR. What is none of them, or broken, has nothing."""
    if raw[:2] == b"\x1f\x8b":
        yield from _gzip(raw)
    elif raw[:2] in {b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"}:
        yield from _zlib(raw)
    elif raw[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            yield from ((name, archive.read(name)) for name in archive.namelist())
    elif raw[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
            for member in archive:
                if (part := archive.extractfile(member)) is not None:
                    yield member.name, part.read()


def _gzip(raw: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        yield "gzip", gzip.GzipFile(fileobj=io.BytesIO(raw)).read(_ROOM)
    except (OSError, EOFError, zlib.error):
        return


def _zlib(raw: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        yield "zlib", zlib.decompressobj().decompress(raw, _ROOM)
    except zlib.error:
        return
