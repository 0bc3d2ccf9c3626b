"""Signed messages: what the platform says to a filter, so that nobody else can say it.

An envelope is JSON: `payload` (base64 of JSON that tells its own `kind`), `key` (the fingerprint of
the public key) and `signature` (Ed25519 over a prefix of ours and the payload, so that a signature
made here can never be taken for one of another protocol).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PREFIX = b"mangnon-gateway-1\n"
KEY_BYTES = 32
FINGERPRINT_BYTES = 10


class BadEnvelope(ValueError):
    """Not signed by the key, or not what was asked for; says which."""


def new_key() -> bytes:
    """A private key, 32 bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def fingerprint(public: bytes) -> bytes:
    """80 bits: to make another key with the same ones is beyond anybody's means."""
    return hashlib.sha256(PREFIX + public).digest()[:FINGERPRINT_BYTES]


def signed(kind: str, said: Mapping[str, Any], private: bytes) -> str:
    payload = json.dumps({**said, "kind": kind}, ensure_ascii=False, sort_keys=True).encode()
    signature = Ed25519PrivateKey.from_private_bytes(private).sign(PREFIX + payload)
    return json.dumps(
        {
            "payload": base64.b64encode(payload).decode(),
            "key": fingerprint(public_of(private)).hex(),
            "signature": base64.b64encode(signature).decode(),
        }
    )


def opened(kind: str, envelope: bytes | str, public: bytes) -> dict[str, Any]:
    """What was said. Raises BadEnvelope; nothing is believed before its signature."""
    try:
        raw = json.loads(envelope)
        payload = base64.b64decode(raw["payload"], validate=True)
        signature = base64.b64decode(raw["signature"], validate=True)
        key = str(raw["key"])
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise BadEnvelope("không phải thông điệp có chữ ký") from None
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, PREFIX + payload)
    except InvalidSignature:
        other = key != fingerprint(public).hex()
        why = f"ký bằng khóa khác ({key})" if other else "chữ ký sai"
        raise BadEnvelope(f"{why}: không phải của nền tảng đã ghi danh") from None
    said = json.loads(payload)
    if not isinstance(said, dict) or said.get("kind") != kind:
        raise BadEnvelope("chữ ký đúng nhưng là thông điệp khác loại")
    return said
