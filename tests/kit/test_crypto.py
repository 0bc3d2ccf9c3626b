"""Sealed streams: opened by the passphrase alone, and only whole."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.kit import crypto
from mangnon.kit.crypto import MAGIC, NotOpened, SealedReader, SealedWriter, is_sealed

PASS = "măng tre"


@pytest.fixture(autouse=True, scope="module")
def quick():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crypto, "_SCRYPT_N", 2**4)
        patch.setattr(crypto, "CHUNK", 64)
        yield


def seal(plain: bytes, passphrase: str = PASS) -> bytes:
    target = io.BytesIO()
    writer = SealedWriter(target, passphrase)
    for start in range(0, len(plain), 50):
        writer.write(plain[start : start + 50])
    writer.close()
    return target.getvalue()


def unseal(sealed: bytes, passphrase: str = PASS) -> bytes:
    return SealedReader(io.BytesIO(sealed), passphrase).read()


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_what_is_sealed_is_opened(plain):
    assert unseal(seal(plain)) == plain


def test_nothing_of_it_can_be_read_from_outside():
    sealed = seal(b"the name of a person " * 9)
    assert is_sealed(sealed)
    assert b"person" not in sealed
    assert sealed != seal(b"the name of a person " * 9)  # another salt each time


def test_a_wrong_passphrase_opens_nothing():
    with pytest.raises(NotOpened, match="Sai mật khẩu"):
        unseal(seal(b"x" * 200), "mang tre")


@pytest.mark.parametrize("cut", [1, 16, 80, 160])
def test_a_cut_file_is_noticed(cut):
    with pytest.raises(NotOpened):
        unseal(seal(b"x" * 200)[:-cut])


def test_swapped_and_changed_chunks_are_noticed():
    sealed = seal(b"a" * 64 + b"b" * 64 + b"c")
    start = len(MAGIC) + 16
    first, second, rest = (
        sealed[start : start + 80],
        sealed[start + 80 : start + 160],
        sealed[start + 160 :],
    )
    with pytest.raises(NotOpened):
        unseal(sealed[:start] + second + first + rest)
    with pytest.raises(NotOpened):
        unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]))


def test_what_was_never_sealed_is_refused():
    with pytest.raises(NotOpened, match="không phải bản sao lưu"):
        unseal(b"hello")
