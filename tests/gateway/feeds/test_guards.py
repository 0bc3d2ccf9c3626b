"""What came is believed to be the list, or a person has to look."""

from __future__ import annotations

import base64
import io

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mangnon.gateway.feeds.guards import Digest, change, digest, doubts, rejected_lines
from mangnon.gateway.feeds.model import FetchRefused
from mangnon.gateway.feeds.signing import verify


def names(first: int, end: int) -> bytes:
    return b"".join(b"ten-%d.example\n" % number for number in range(first, end))


def doubt(before: bytes, after: bytes, form: str = "plain") -> str:
    return doubts(after, form, digest(before, form) if before else None, digest(after, form))


def test_a_list_that_grows_a_little_is_taken() -> None:
    assert doubt(names(0, 100), names(5, 120)) == ""
    assert doubt(b"", names(0, 100)) == ""


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (names(0, 49), "Chỉ còn 49 quy tắc so với 100 đang dùng."),
        (names(41, 141), "41 quy tắc đổi (41 % danh sách) trong một lần cập nhật."),
        (b"", "Không đọc được tên nào trong tệp."),
        (b"# gone\n", "Không đọc được tên nào trong tệp."),
        (b"\n<!DOCTYPE html>\n" + names(0, 100), "Địa chỉ trả về một trang web"),
        (
            names(0, 100) + b"hai tu\n" * 101,
            "101 trên 201 dòng không dùng được: có thể đã đổi định dạng.",
        ),
    ],
    ids=["shrunken", "churned", "empty", "only a comment", "a page", "no list"],
)
def test_versions_that_a_person_has_to_look_at(after: bytes, words: str) -> None:
    assert doubt(names(0, 100), after).startswith(words)


def test_the_edges_of_the_guards() -> None:
    assert doubt(names(0, 100), names(40, 140)) == ""
    assert doubt(names(0, 100), names(0, 100) + b"hai tu\n" * 100) == ""
    assert doubt(names(0, 49), names(100, 102)) == ""


def test_an_adblock_list_may_speak_mostly_of_pages() -> None:
    text = b"||a.example^\n" + b"b.example##.ads\n" * 30

    assert doubt(b"", text, "abp") == ""
    assert doubt(b"", text + b"b.example##.ads\n" * 10, "abp").startswith("40 trên 41 dòng")


def test_what_changed_is_counted_and_shown_by_name() -> None:
    before, after = names(0, 3), b"ten-2.example\nmoi.example\n*.duoi.example\n"

    changed = change((before, digest(before, "plain")), (after, digest(after, "plain")), "plain")

    assert (changed.added, changed.removed) == (2, 2)
    assert changed.examples == {
        "added": ["moi.example", "duoi.example"],
        "removed": ["ten-0.example", "ten-1.example"],
    }


def test_rejected_lines_are_shown_with_their_numbers_and_reasons() -> None:
    text = b"a.example\n1.2.3.4\nhai tu\nb.example\nba tu nua\n"

    assert rejected_lines(text, digest(text, "plain").tally) == {
        "nhiều từ trên một dòng": {"count": 2, "examples": [[3, "hai tu"], [5, "ba tu nua"]]},
        "là địa chỉ IP": {"count": 1, "examples": [[2, "1.2.3.4"]]},
    }
    assert rejected_lines(b"a.example\n", Digest().tally) == {}


KEY = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()


def test_a_signature_in_either_writing_is_known() -> None:
    signature = KEY.sign(b"a.example\n")

    verify(PUBLIC, signature, io.BytesIO(b"a.example\n"))
    verify(PUBLIC, base64.b64encode(signature) + b"\n", io.BytesIO(b"a.example\n"))


@pytest.mark.parametrize(
    ("key", "signature", "text"),
    [
        (PUBLIC, KEY.sign(b"a.example\n"), b"b.example\n"),
        (PUBLIC, b"", b"a.example\n"),
        (PUBLIC, b"khong phai chu ky", b"a.example\n"),
        (base64.b64encode(b"8" * 32).decode(), KEY.sign(b"a.example\n"), b"a.example\n"),
        ("khong-phai-khoa", KEY.sign(b"a.example\n"), b"a.example\n"),
    ],
    ids=["other text", "none", "nonsense", "other key", "no key"],
)
def test_anything_else_is_refused(key: str, signature: bytes, text: bytes) -> None:
    with pytest.raises(FetchRefused, match="Chữ ký của nơi phát hành không đúng"):
        verify(key, signature, io.BytesIO(text))
