"""One line sealed to a public key: who writes it cannot read it back.

X25519 with a key of the moment, HKDF-SHA256 over both public keys, ChaCha20-Poly1305 (RFC 7748,
5869, 8439). Lines are filled up to one size, so that their length does not tell the name.
"""

from __future__ import annotations

import base64
import binascii
import json

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES, FILLED = 32, 640
_ABOUT = b"mangnon trail 1"


class NotOpened(ValueError):
    """A line that this key does not open, or that was changed."""


def sealed(record: dict[str, str], key: str) -> str:
    """A record as one line of text. key: the X25519 public key in base64."""
    moment = X25519PrivateKey.generate()
    public = moment.public_key().public_bytes_raw()
    to = base64.b64decode(key)
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    secret = _secret(moment.exchange(X25519PublicKey.from_public_bytes(to)), public, to)
    # The key is used once: the nonce may be fixed.
    body = ChaCha20Poly1305(secret).encrypt(bytes(12), text[:FILLED].ljust(FILLED), _ABOUT)
    return base64.b64encode(public + body).decode()


def unsealed(line: str, key: X25519PrivateKey) -> dict[str, str]:
    """The record of a line. Raises NotOpened."""
    try:
        raw = base64.b64decode(line, validate=True)
        public, own = raw[:KEY_BYTES], key.public_key().public_bytes_raw()
        shared = key.exchange(X25519PublicKey.from_public_bytes(public))
        text = ChaCha20Poly1305(_secret(shared, public, own)).decrypt(
            bytes(12), raw[KEY_BYTES:], _ABOUT
        )
        record = json.loads(text)
    except (binascii.Error, ValueError, InvalidTag):
        raise NotOpened("dòng này không mở được bằng khóa này") from None
    return {str(name): str(value) for name, value in record.items()}


def _secret(shared: bytes, public: bytes, to: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=public + to, info=_ABOUT).derive(shared)
