"""Locking a package as an age file (C2SP `age`, v1): whoever has no Măng Non opens it all the same.

To a unit: its key is X25519 (`kit.sealing`), which is what an age recipient is, written in bech32
(BIP 173). With a passphrase: age's scrypt recipient, written here because pyrage measures the
machine and takes a gigabyte for it. Our passphrases are drawn from 2^100, so that the cost of one
guess does not matter; pyrage and the `age` command open both kinds.
"""

from __future__ import annotations

import base64
import hmac
import os
from collections.abc import Iterable, Iterator
from hashlib import sha256

import pyrage
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from nacl.public import PrivateKey

from mangnon.cases.packages.refusing import NotForUs

_MAGIC = b"age-encryption.org/v1\n"
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHUNK, _LOG_N = 64 * 1024, 15
_CLOSED = "Gói này không gửi cho nơi này, hoặc tệp đã bị sửa hay bị cắt."
_WRONG = "Sai mật khẩu, hoặc tệp đã bị sửa hay bị cắt."


def is_locked(raw: bytes) -> bool:
    return raw.startswith(_MAGIC)


def public_of(private: bytes) -> bytes:
    """The X25519 key to lock for, of the one that opens."""
    return bytes(PrivateKey(private).public_key)


def locked_to(raw: bytes, publics: Iterable[bytes]) -> bytes:
    """For the holders of these X25519 keys (32 bytes each)."""
    recipients = [pyrage.x25519.Recipient.from_str(_bech32("age", one)) for one in publics]
    return bytes(pyrage.encrypt(raw, recipients))


def opened_by(locked: bytes, private: bytes) -> bytes:
    """Raises NotForUs for another's key and for changed bytes."""
    identity = pyrage.x25519.Identity.from_str(_bech32("age-secret-key-", private).upper())
    try:
        return bytes(pyrage.decrypt(locked, [identity]))
    except (pyrage.DecryptError, ValueError):
        raise NotForUs(_CLOSED) from None


def opened_with(locked: bytes, passphrase: str) -> bytes:
    """Raises NotForUs."""
    try:
        return bytes(pyrage.passphrase.decrypt(locked, passphrase))
    except (pyrage.DecryptError, ValueError):
        raise NotForUs(_WRONG) from None


def locked_with(raw: bytes, passphrase: str) -> bytes:
    """Under a passphrase that was drawn, never one that somebody thought of."""
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    kdf = Scrypt(salt=_MAGIC.strip() + b"/scrypt" + salt, length=32, n=2**_LOG_N, r=8, p=1)
    wrapped = ChaCha20Poly1305(kdf.derive(passphrase.encode())).encrypt(bytes(12), file_key, None)
    head = _MAGIC + f"-> scrypt {_text(salt)} {_LOG_N}\n{_text(wrapped)}\n---".encode()
    mac = hmac.new(_derived(file_key, b"", b"header"), head, sha256).digest()
    cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    chunks = (cipher.encrypt(place, chunk, None) for place, chunk in _chunks(raw))
    return b"".join([head, f" {_text(mac)}\n".encode(), nonce, *chunks])


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each with its nonce: a counter, and 1 at the last (STREAM)."""
    last = max(0, (len(raw) - 1) // _CHUNK)
    for number in range(last + 1):
        nonce = number.to_bytes(11, "big") + bytes([number == last])
        yield nonce, raw[number * _CHUNK : (number + 1) * _CHUNK]


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, info).derive(key)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")


# --- bech32 -------------------------------------------------------------------------------------


def _bech32(prefix: str, raw: bytes) -> str:
    """BIP 173; for whole keys, whose 256 bits are 52 letters with four bits left over."""
    bits = int.from_bytes(raw, "big") << 4
    data = [bits >> 5 * place & 31 for place in range(51, -1, -1)]
    spread = [ord(one) >> 5 for one in prefix] + [0] + [ord(one) & 31 for one in prefix]
    check = _polymod([*spread, *data, 0, 0, 0, 0, 0, 0]) ^ 1
    data += [check >> 5 * place & 31 for place in range(5, -1, -1)]
    return f"{prefix}1{''.join(_LETTERS[one] for one in data)}"


def _polymod(values: list[int]) -> int:
    found = 1
    for value in values:
        top, found = found >> 25, (found & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            found ^= generator if top >> place & 1 else 0
    return found
