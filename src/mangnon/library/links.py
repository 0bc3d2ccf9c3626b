"""The secret of a link for approval: 256 bits, signed, so that a guess never reaches the database.

What is kept is a digest alone; who reads the database cannot approve.
"""

from __future__ import annotations

import hashlib
import secrets

from django.core.signing import BadSignature, Signer

_SIGNER = Signer(salt="mangnon.library.approval", sep=".")


def new_token() -> str:
    """What stands in the link."""
    return _SIGNER.sign(secrets.token_urlsafe(32))


def digest_of(token: str) -> str:
    """By which the link is found; "" for what we never signed."""
    try:
        return hashlib.sha256(_SIGNER.unsign(token).encode()).hexdigest()
    except BadSignature:
        return ""
