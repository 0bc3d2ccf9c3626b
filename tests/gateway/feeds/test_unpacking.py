"""Packed lists give their lines, and nothing else gets out of an archive."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from mangnon.gateway.feeds.model import FetchRefused
from mangnon.gateway.feeds.unpacking import unpack

MOST = 2**20


def unpacked(packed: bytes, most: int = MOST) -> bytes:
    into = io.BytesIO()
    unpack(io.BytesIO(packed), into, most)
    return into.getvalue()


def archive(*members: tuple[str, bytes], kind: bytes = tarfile.REGTYPE) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size, info.type = len(content), kind
            info.linkname = "/etc/passwd" if kind != tarfile.REGTYPE else ""
            tar.addfile(info, io.BytesIO(content) if kind == tarfile.REGTYPE else None)
    return file.getvalue()


def test_a_plain_list_is_itself() -> None:
    assert unpacked(b"a.example\n") == b"a.example\n"
    assert unpacked(b"") == b""


def test_a_zipped_list_is_unzipped_whatever_its_address_is_called() -> None:
    assert unpacked(gzip.compress(b"a.example\nb.example\n")) == b"a.example\nb.example\n"


def test_of_a_ut1_folder_the_names_are_read_and_the_paths_left() -> None:
    packed = archive(
        ("adult/domains", b"a.example"),
        ("adult/urls", b"b.example/trang\n"),
        ("adult/usage", b"black\n"),
        ("mixed_adult/domains", b"c.example\n"),
    )

    assert unpacked(packed) == b"a.example\nc.example\n"


def test_paths_that_lead_out_of_an_archive_write_nothing(tmp_path: Path) -> None:
    packed = archive(
        (f"{tmp_path}/domains", b"a.example\n"),
        ("../../../../domains", b"b.example\n"),
    )

    assert unpacked(packed) == b"a.example\nb.example\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_named_like_the_list_are_not_followed(kind: bytes) -> None:
    with pytest.raises(FetchRefused, match="không có phần nào tên là “domains”"):
        unpacked(archive(("adult/domains", b""), kind=kind))


@pytest.mark.parametrize(
    "bomb",
    [gzip.compress(b"\0" * 4 * MOST), archive(("adult/urls", b"\0" * 4 * MOST))],
    ids=["gzip", "tar"],
)
def test_a_bomb_stops_at_the_limit(bomb: bytes) -> None:
    assert len(bomb) < 20_000

    with pytest.raises(FetchRefused, match="Tệp bung ra lớn hơn 1 MB"):
        unpacked(bomb)


@pytest.mark.parametrize(
    "broken",
    [
        gzip.compress(b"a.example\n" * 1000)[:-20],
        b"\x1f\x8bnot at all",
        archive(("adult/domains", b"a.example\n" * 5000))[:-200],
    ],
    ids=["cut", "only the mark", "tar cut"],
)
def test_broken_archives_are_refused(broken: bytes) -> None:
    with pytest.raises(FetchRefused, match="hỏng hoặc tải về chưa trọn vẹn"):
        unpacked(broken)
