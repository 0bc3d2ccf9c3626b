"""Lists that their publisher signs: Ed25519 over the bytes, beside the list as `address.sig`."""

from __future__ import annotations

import base64
import binascii
from typing import BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from mangnon.gateway.feeds.model import FetchRefused

SIGNATURE_BYTES = 64
MOST_SIGNATURE_BYTES = 4096


def public_key(text: str) -> Ed25519PublicKey:
    """A key out of its base64. Raises ValueError."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        raise ValueError("không phải khóa Ed25519 (32 byte, base64)") from None


def verify(key: str, signature: bytes, file: BinaryIO) -> None:
    """Raises FetchRefused unless the key's holder signed the bytes of the file."""
    file.seek(0)
    try:
        public_key(key).verify(_raw(signature), file.read())
    except (InvalidSignature, ValueError):
        raise FetchRefused("Chữ ký của nơi phát hành không đúng với tệp vừa tải.") from None


def _raw(signature: bytes) -> bytes:
    """Sixty-four bytes as they are, or in base64 as most publishers write them."""
    if len(signature) == SIGNATURE_BYTES:
        return signature
    return base64.b64decode(signature.strip(), validate=True)
