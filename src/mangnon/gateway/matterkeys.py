"""The keys of safeguarding matters. Pure.

A filter seals each line to the public key of its matter, so that nothing on the filter can read it
back. The private key is kept sealed with the platform's secret, bound to the matter: HKDF-SHA256
(RFC 5869) of the secret and the matter's id, AES-256-GCM with the id as associated data.
"""

from __future__ import annotations

import base64
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
_PURPOSE = b"mangnon gateway matter "


class KeyNotOpened(Exception):
    """The platform's secret is not the one with which the key was sealed, or the key is gone."""


def new_pair() -> tuple[str, bytes]:
    """The public key (base64) for the filters, and the private one (32 bytes)."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return base64.b64encode(public).decode(), private.private_bytes_raw()


def seal_key(private: bytes, *, secret: str, matter: UUID) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(secret, matter).encrypt(nonce, private, matter.bytes)


def open_key(sealed: bytes, *, secret: str, matter: UUID) -> bytes:
    """Raises KeyNotOpened."""
    try:
        return _cipher(secret, matter).decrypt(sealed[:_NONCE], sealed[_NONCE:], matter.bytes)
    except (InvalidTag, ValueError):
        raise KeyNotOpened("Không mở được khóa của vụ việc này.") from None


def _cipher(secret: str, matter: UUID) -> AESGCM:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE + matter.bytes)
    return AESGCM(kdf.derive(secret.encode()))
