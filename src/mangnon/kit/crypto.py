"""Sealing a stream with a passphrase.

Format: magic, 16 bytes of salt, then chunks. The key is scrypt(passphrase, salt); each chunk is
AES-256-GCM under a nonce of a counter and a last-chunk mark (the STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizár, 2015), with the header as associated data. Chunks cannot be
changed, reordered or dropped, and a file cut short is noticed because its last mark is missing.
"""

from __future__ import annotations

import io
import os
import struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"MANGNON-KIN-1\n"
_SALT, _TAG = 16, 16
CHUNK = 2**20
# 128 MB and about half a second: a backup is opened rarely, a guesser pays every time.
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**17, 8, 1


class NotOpened(Exception):
    """Wrong passphrase, or the sealed bytes were changed or cut."""


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    kdf = Scrypt(salt=salt, length=32, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P)
    return AESGCM(kdf.derive(passphrase.encode()))


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">QI", number, int(last))


class SealedWriter(io.RawIOBase):
    """A file to write plain bytes into; sealed bytes go to `target`. Closing writes the end."""

    def __init__(self, target: BinaryIO, passphrase: str) -> None:
        self._target, self._buffer, self._number = target, bytearray(), 0
        self._header = MAGIC + os.urandom(_SALT)
        self._cipher = _cipher(passphrase, self._header[len(MAGIC) :])
        target.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        plain = bytes(data)  # type: ignore[call-overload]
        self._buffer += plain
        # The last chunk is held back: only `close` knows that it is the last.
        while len(self._buffer) > CHUNK:
            self._put(bytes(self._buffer[:CHUNK]), last=False)
            del self._buffer[:CHUNK]
        return len(plain)

    def _put(self, plain: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._target.write(self._cipher.encrypt(nonce, plain, self._header))
        self._number += 1

    def close(self) -> None:
        if not self.closed:
            self._put(bytes(self._buffer), last=True)
        super().close()


class SealedReader(io.RawIOBase):
    """A file to read plain bytes from. Raises NotOpened at the first chunk that does not fit."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        self._source, self._number, self._ended = source, 0, False
        self._header = source.read(len(MAGIC) + _SALT)
        if not is_sealed(self._header):
            raise NotOpened("Tệp không phải bản sao lưu có mật khẩu.")
        self._cipher = _cipher(passphrase, self._header[len(MAGIC) :])
        self._plain = memoryview(b"")
        self._ahead = source.read(CHUNK + _TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, target: object) -> int:
        room = memoryview(target).cast("B")  # type: ignore[arg-type]
        while not self._plain and not self._ended:
            self._plain = memoryview(self._next())
        count = min(len(room), len(self._plain))
        room[:count], self._plain = self._plain[:count], self._plain[count:]
        return count

    def _next(self) -> bytes:
        sealed, self._ahead = self._ahead, self._source.read(CHUNK + _TAG)
        self._ended = not self._ahead
        nonce = _nonce(self._number, last=self._ended)
        self._number += 1
        try:
            return self._cipher.decrypt(nonce, sealed, self._header)
        except InvalidTag:
            raise NotOpened("Sai mật khẩu, hoặc tệp đã bị sửa hay bị cắt.") from None


def is_sealed(start: bytes) -> bool:
    """Whether a file that starts so was made by SealedWriter."""
    return start.startswith(MAGIC)
