"""Sealing words about children: authenticated encryption bound to its place, keys sealed to keys.

- A body has a random key of its own and is AES-256-GCM under it (NIST SP 800-38D), a random nonce
  of 96 bits before the text. The context (which row, which field) is associated data, so that a
  sealed text moved to another row does not open.
- A key is given to a reader by a sealed box to the reader's public key (X25519, XSalsa20-Poly1305;
  libsodium's `crypto_box_seal`): who writes cannot read back.
- A passphrase becomes a key by Argon2id (RFC 9106, second recommended option: 64 MiB, 3 passes).
"""

from __future__ import annotations

import hmac
import os
from hashlib import sha256

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from mangnon.kit.crypto import NotOpened

KEY_BYTES, NONCE_BYTES, SALT_BYTES = 32, 12, 16
_PASSES, _MEMORY_KIB, _LANES = 3, 64 * 1024, 4


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def new_salt() -> bytes:
    return os.urandom(SALT_BYTES)


def seal(key: bytes, plain: bytes, context: str) -> bytes:
    """`context` names the place of the text, e.g. `report:<id>:body`; it must be told to open."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def opened(key: bytes, sealed: bytes, context: str) -> bytes:
    """Raises NotOpened for another key, another place, or changed bytes."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError):
        raise NotOpened("Không mở được: sai khóa, hoặc nội dung đã bị thay đổi.") from None


def key_pair() -> tuple[bytes, bytes]:
    """(private, public), 32 bytes each."""
    private = PrivateKey.generate()
    return bytes(private), bytes(private.public_key)


def wrapped(key: bytes, public: bytes) -> bytes:
    """A key for the holder of the private key alone."""
    return bytes(SealedBox(PublicKey(public)).encrypt(key))


def unwrapped(box: bytes, private: bytes) -> bytes:
    """Raises NotOpened."""
    try:
        return bytes(SealedBox(PrivateKey(private)).decrypt(box))
    except (CryptoError, ValueError, TypeError):
        raise NotOpened("Không mở được: khóa này không dành cho người đọc này.") from None


def key_of(passphrase: str, salt: bytes) -> bytes:
    """The key that a passphrase gives; about 0.1 s, never inside a transaction."""
    return bytes(
        hash_secret_raw(passphrase.encode(), salt, _PASSES, _MEMORY_KIB, _LANES, KEY_BYTES, Type.ID)
    )


def blind(key: bytes, kind: str, value: str) -> str:
    """A blind index: equal values of a kind are found, nothing is read back without the key."""
    return hmac.new(key, f"{kind}\0{value}".encode(), sha256).hexdigest()
