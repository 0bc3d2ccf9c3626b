"""Who says it: Ed25519 (RFC 8032) over a prefix of ours and the bytes, so that a signature made
here is never one of another protocol."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from mangnon.cases.packages.refusing import BadSignature, NotAPackage

PREFIX = b"mangnon-cases-1\n"
_NOT_SIGNED = "Tệp không có chữ ký của một tỉnh."


def signature_of(raw: bytes, seed: bytes) -> bytes:
    """The signature as a small JSON with the public key beside it."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    told = {"public": key.public_key().public_bytes_raw().hex(), "signature": _text(key, raw)}
    return json.dumps(told, sort_keys=True).encode()


def _text(key: Ed25519PrivateKey, raw: bytes) -> str:
    return base64.b64encode(key.sign(PREFIX + raw)).decode()


def signer_of(raw: bytes, signature: bytes) -> bytes:
    """The public key whose holder signed these bytes; whether it is known is the caller's to ask.

    Raises BadSignature.
    """
    try:
        told = json.loads(signature)
        public = bytes.fromhex(told["public"])
        signed = base64.b64decode(told["signature"], validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(signed, PREFIX + raw)
    except InvalidSignature:
        raise BadSignature("Chữ ký sai: nội dung đã bị sửa sau khi ký.") from None
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise BadSignature(_NOT_SIGNED) from None
    return public


def sign_said(kind: str, said: Mapping[str, Any], seed: bytes) -> bytes:
    """A short signed message, such as the receipt of a case."""
    payload = json.dumps({**said, "kind": kind}, ensure_ascii=False, sort_keys=True)
    sign = json.loads(signature_of(payload.encode(), seed))
    return json.dumps({"said": payload, **sign}, ensure_ascii=False, sort_keys=True).encode()


def read_said(kind: str, raw: bytes) -> tuple[dict[str, Any], bytes]:
    """What was said and by whose key. Raises NotAPackage, BadSignature; believed after that."""
    try:
        told = json.loads(raw)
        payload = str(told["said"])
        signature = json.dumps({"public": told["public"], "signature": told["signature"]})
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotAPackage("Tệp này không phải biên nhận của Măng Non.") from None
    try:
        public = signer_of(payload.encode(), signature.encode())
    except UnicodeEncodeError:
        raise BadSignature(_NOT_SIGNED) from None
    said = json.loads(payload)
    if not isinstance(said, dict) or said.get("kind") != kind:
        raise NotAPackage("Chữ ký đúng nhưng đây là tệp khác loại.")
    return said, public


def said_key(seed: bytes) -> bytes:
    """The public half of a signing seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
